"""The distinct colours of a picture and their pixels: all that k-means on colours needs to see."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kmeans_core.colour_spaces import Bytes, Floats32
from kmeans_core.images import Picture
from kmeans_core.progress import Progress, silent

_STRIP = 2**20  # pixels looked at in one go
_OPAQUE = np.uint32(0xFF000000)
_LEVELS = ((7, 7, 7), (6, 7, 6), (6, 6, 6), (6, 6, 5), (5, 6, 5), (5, 5, 5), (4, 4, 4))

Codes = NDArray[np.uint32]


@dataclass(frozen=True, eq=False)
class ColourCounts:
    """Distinct colours, ascending by code; what lies under full transparency counts as one colour."""

    codes: Codes  # (m,) red + 2^8 green + 2^16 blue + 2^24 opacity
    pixels: NDArray[np.int64]  # (m,)

    @property
    def colours(self) -> Bytes:
        """Return the colours as red, green, blue, opacity (m, 4)."""
        return self.codes.astype("<u4").view(np.uint8).reshape(-1, 4)

    @property
    def total(self) -> int:
        return int(self.pixels.sum())


def count_colours(picture: Picture, progress: Progress = silent) -> ColourCounts:
    """Count the pixels of each distinct colour, exactly."""
    if picture.alpha is not None:
        return _merged([np.unique(codes, return_counts=True) for _, codes in strips(picture, progress)])
    table = np.zeros(2**24, np.uint32)
    for _, codes in strips(picture, progress):
        np.add.at(table, codes & ~_OPAQUE, np.uint32(1))
    found = np.flatnonzero(table)
    return ColourCounts(found.astype(np.uint32) | _OPAQUE, table[found].astype(np.int64))


def together(counts: list[ColourCounts]) -> ColourCounts:
    """Count several pictures as one."""
    return _merged([(c.codes, c.pixels) for c in counts])


def _merged(parts: list[tuple[Codes, NDArray[np.int64]]]) -> ColourCounts:
    codes, place = np.unique(np.concatenate([c for c, _ in parts]), return_inverse=True)
    weights = np.concatenate([n for _, n in parts])
    return ColourCounts(codes, np.bincount(place, weights, len(codes)).astype(np.int64))


def strips(picture: Picture, progress: Progress = silent) -> Iterator[tuple[slice, Codes]]:
    """Yield the picture's pixels as codes, some rows of it at a time: the rows, and their codes (r * w,)."""
    height, width = picture.rgb.shape[:2]
    step = max(1, _STRIP // width)
    for top in range(0, height, step):
        progress(top / height, "Looking at pixels")
        rows = slice(top, min(height, top + step))
        yield rows, codes_of(picture.rgb[rows], None if picture.alpha is None else picture.alpha[rows])


def codes_of(rgb: Bytes, alpha: Bytes | None) -> Codes:
    """Return each pixel's code; all fully transparent ones are 0."""
    rgba = np.full((*rgb.shape[:2], 4), 255, np.uint8)
    rgba[..., :3] = rgb
    if alpha is not None:
        rgba[..., 3] = alpha
        rgba[alpha == 0] = 0
    return rgba.view("<u4").astype(np.uint32, copy=False).ravel()


@dataclass(frozen=True, eq=False)
class Bins:
    """Neighbouring colours taken together."""

    colours: Bytes  # (b, 4) one of each bin, to tell which bins are neighbours
    places: Floats32  # (b, d) mean place
    pixels: NDArray[np.float64]  # (b,)


def binned(fine: Bins, most: int) -> Bins:
    """Average neighbouring colours until at most so many are left: fewer bits a channel, green keeps most."""
    if len(fine.places) <= most:
        return fine
    kept_alpha = 0 if fine.places.shape[1] == 3 else 3
    for bits in _LEVELS:
        keys = np.zeros(len(fine.colours), np.int64)
        for channel, kept in enumerate((*bits, kept_alpha)):
            keys = (keys << kept) | (fine.colours[:, channel] >> (8 - kept))
        mass = np.bincount(keys, fine.pixels)
        used = np.flatnonzero(mass)
        if len(used) <= most:
            break
    one = np.empty(len(mass), np.int64)
    one[keys] = np.arange(len(keys))
    sums = [np.bincount(keys, fine.pixels * axis)[used] for axis in fine.places.T]
    places = (np.column_stack(sums) / mass[used, None]).astype(np.float32)
    return Bins(fine.colours[one[used]], places, mass[used].astype(np.float64))
