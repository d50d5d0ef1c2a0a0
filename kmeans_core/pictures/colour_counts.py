"""The distinct colours of a picture and their pixels: all that k-means on colours needs to see."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from kmeans_core.common import Bytes, Progress, digest, silent
from kmeans_core.pictures.images import Picture

_STRIP = 2**16  # pixels looked at in one go: fits a processor's cache
OPAQUE = np.uint32(0xFF000000)

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

    @cached_property
    def digest(self) -> str:
        return digest("counts", self.codes.tobytes(), self.pixels.tobytes())

    @property
    def total(self) -> int:
        return int(self.pixels.sum())


def count_colours(picture: Picture, progress: Progress = silent) -> ColourCounts:
    """Count the pixels of each distinct colour, exactly."""
    table, parts = np.zeros(2**24, np.uint32), []
    for rows, places in strips(picture, progress):
        if picture.alpha is None:
            np.add.at(table, places, np.uint32(1))
        else:
            at, codes = soft(picture, rows, places)
            np.add.at(table, np.delete(places, at), np.uint32(1))
            parts.append(np.unique(codes, return_counts=True))
    found = np.flatnonzero(table != 0)
    solid = found.astype(np.uint32) | OPAQUE, table[found].astype(np.int64)
    return _merged([*parts, solid]) if parts else ColourCounts(*solid)


def together(counts: list[ColourCounts]) -> ColourCounts:
    """Count several pictures as one."""
    return _merged([(c.codes, c.pixels) for c in counts])


def _merged(parts: list[tuple[Codes, NDArray[np.int64]]]) -> ColourCounts:
    codes, place = np.unique(np.concatenate([c for c, _ in parts]), return_inverse=True)
    weights = np.concatenate([n for _, n in parts])
    return ColourCounts(codes, np.bincount(place, weights, len(codes)).astype(np.int64))


def strips(picture: Picture, progress: Progress = silent) -> Iterator[tuple[slice, NDArray[np.intp]]]:
    """Yield some rows of the picture at a time, and red + 2^8 green + 2^16 blue of their pixels (r * w,)."""
    height, width = picture.rgb.shape[:2]
    step = max(1, _STRIP // width)
    for top in range(0, height, step):
        progress(top / height, "Looking at pixels")
        rows = slice(top, min(height, top + step))
        yield rows, _places(np.ascontiguousarray(picture.rgb[rows]))


def _places(rgb: Bytes) -> NDArray[np.intp]:
    """Read each pixel's three bytes, with the first of the next one cut off, as one number."""
    places = np.empty(rgb.size // 3, np.intp)
    places[:-1] = np.ndarray((len(places) - 1,), "<u4", rgb.data, strides=(3,))
    red, green, blue = rgb[-1, -1].tolist()
    places[-1] = red | green << 8 | blue << 16
    places &= 0xFFFFFF
    return places


def soft(picture: Picture, rows: slice, places: NDArray[np.intp]) -> tuple[NDArray[np.intp], Codes]:
    """Return which of these pixels are not opaque, and their codes; those of fully transparent ones are 0."""
    if picture.alpha is None:
        return np.empty(0, np.intp), np.empty(0, np.uint32)
    alpha = picture.alpha[rows].ravel()
    at = np.flatnonzero(alpha < 255)
    some = alpha[at].astype(np.uint32)
    return at, np.where(some == 0, np.uint32(0), places[at].astype(np.uint32) | some << np.uint32(24))
