"""The distinct colours of a picture and their pixels, all that k-means needs to see; and their averages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from kmeans_core.common import Bytes, Floats32, Ints, Progress, digest, silent
from kmeans_core.pictures.colour_spaces import Space, points
from kmeans_core.pictures.images import Picture, bands
from kmeans_core.pictures.palette_search import Cloud

_STRIP = 2**16  # pixels looked at in one go: fits a processor's cache
OPAQUE = np.uint32(0xFF000000)
_FINE, _MIDDLE, _COARSE = 150_000, 30_000, 6_000  # colours left: to refine, to improve, to search
_LEVELS = ((7, 7, 7), (6, 7, 6), (6, 6, 6), (6, 6, 5), (5, 6, 5), (5, 5, 5), (4, 4, 4))  # bits a channel
_ALPHA_BITS = 3

Codes = NDArray[np.uint32]


@dataclass(frozen=True, eq=False)
class ColourCounts:
    """Distinct colours, ascending by code; what lies under full transparency counts as one colour."""

    codes: Codes  # (m,) red + 2^8 green + 2^16 blue + 2^24 opacity
    pixels: Ints  # (m,)

    @property
    def colours(self) -> Bytes:
        """Return the colours as red, green, blue, opacity (m, 4)."""
        return self.codes.astype("<u4").view(np.uint8).reshape(-1, 4)

    @cached_property
    def digest(self) -> str:
        return digest("counts", self.codes.tobytes(), self.pixels.tobytes())


def count_colours(picture: Picture, progress: Progress = silent) -> ColourCounts:
    """Count the pixels of each distinct colour, exactly, with a table of all 2^24 opaque colours (64 MB).

    >>> from kmeans_core import bundled_picture, count_colours, read_picture
    >>> name, data = bundled_picture("Test card")
    >>> int(count_colours(read_picture(data, name)).pixels.sum())
    57600
    """
    table, parts = np.zeros(2**24, np.uint32), []
    for rows, places in strips(picture, progress):
        if picture.alpha is None:
            np.add.at(table, places, np.uint32(1))
        else:
            at, codes = soft(picture, rows, places)
            np.add.at(table, np.delete(places, at), np.uint32(1))
            parts.append(np.unique(codes, return_counts=True))
    found = np.flatnonzero(table)
    solid = ColourCounts(found.astype(np.uint32) | OPAQUE, table[found].astype(np.int64))
    return together([solid, *(ColourCounts(*part) for part in parts)]) if parts else solid


def together(counts: list[ColourCounts]) -> ColourCounts:
    """Count several pictures as one, so that they can share a palette."""
    codes, place = np.unique(np.concatenate([one.codes for one in counts]), return_inverse=True)
    weights = np.concatenate([one.pixels for one in counts])
    return ColourCounts(codes, np.bincount(place, weights, len(codes)).astype(np.int64))


def strips(picture: Picture, progress: Progress = silent) -> Iterator[tuple[slice, NDArray[np.intp]]]:
    """Yield some rows of the picture at a time, and red + 2^8 green + 2^16 blue of their pixels (r * w,)."""
    for rows in bands(picture.height, picture.width, _STRIP):
        progress(rows.start / picture.height, "Looking at pixels")
        yield rows, _places(np.ascontiguousarray(picture.rgb[rows]))


def _places(rgb: Bytes) -> NDArray[np.intp]:
    """Read each pixel's three bytes, with the first of the next one cut off, as one number."""
    places = np.empty(rgb.size // 3, np.intp)
    places[:-1] = np.ndarray((len(places) - 1,), "<u4", rgb.data, strides=(3,))
    places[-1] = int.from_bytes(rgb[-1, -1].tobytes(), "little")
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


@dataclass(frozen=True, eq=False)
class Clouds:
    """The colours of a picture as points, and fewer and fewer averages of them."""

    opaque: bool  # whether no colour and no centre is transparent
    places: Floats32 = field(repr=False)  # (m, d) of each distinct colour
    clear: bool  # whether the first of them is full transparency, which takes no part in averages
    averages: tuple[Cloud, Cloud, Cloud] = field(repr=False)  # fine, middle and coarse

    def fixing(self, count: int) -> tuple[Cloud, Cloud, Cloud]:
        """Return the averages for searches whose first `count` centres stay where they are."""
        fine, middle, coarse = (replace(cloud, fixed=count) for cloud in self.averages)
        return fine, middle, coarse


def clouds_of(counts: ColourCounts, space: Space, opaque: bool) -> Clouds:
    """Place the colours in a space and average them; `opaque` when no colour and no centre is transparent."""
    places = points(counts.colours, space, opaque)
    clear = bool(counts.codes[0] < 2**24)
    codes = counts.codes[int(clear) :]
    whole = Cloud(places[int(clear) :], counts.pixels[int(clear) :].astype(np.float32))
    codes, fine = _averaged(codes, whole, _FINE)
    codes, middle = _averaged(codes, fine, _MIDDLE)
    codes, coarse = _averaged(codes, middle, _COARSE)
    return Clouds(opaque, places, clear, (fine, middle, coarse))


def _averaged(codes: Codes, cloud: Cloud, most: int) -> tuple[Codes, Cloud]:
    """Average neighbours until at most so many are left, keeping fewer bits a channel, of green the most.

    Ordered by their codes, neighbours in colour are near each other in memory.
    """
    if len(codes) <= most:
        return codes, cloud
    left = codes
    for bits in _LEVELS:
        kept = bytes(256 - 2 ** (8 - n) for n in (*bits, _ALPHA_BITS))
        mask = np.uint32(int.from_bytes(kept, "little"))
        left = np.unique(left & mask)
        if len(left) <= most:
            break
    place = np.searchsorted(left, codes & mask)
    mass = np.bincount(place, cloud.weights)
    sums = [np.bincount(place, cloud.weights * axis) for axis in cloud.places.T]
    places = (np.column_stack(sums) / mass[:, None]).astype(np.float32)
    return left, Cloud(places, mass.astype(np.float32))
