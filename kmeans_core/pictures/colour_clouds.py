"""What a palette search needs of a picture whatever k is: its colours as points, and neighbours averaged."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from kmeans_core.common import Floats32
from kmeans_core.pictures.colour_counts import Codes, ColourCounts
from kmeans_core.pictures.colour_spaces import Space, points
from kmeans_core.pictures.palette_search import Cloud

_AVERAGED = (150_000, 30_000, 6_000)  # colours left by averaging neighbours: to refine, improve, search
_LEVELS = ((7, 7, 7), (6, 7, 6), (6, 6, 6), (6, 6, 5), (5, 6, 5), (5, 5, 5), (4, 4, 4))
_ALPHA_BITS = 3


@dataclass(frozen=True, eq=False)
class Clouds:
    """The colours of a picture as points, and fewer and fewer averages of them."""

    space: Space
    opaque: bool
    places: Floats32 = field(repr=False)  # (m, d) of each distinct colour
    clear: bool  # whether the first of them is full transparency, which takes no part in averages
    fine: Cloud = field(repr=False)
    middle: Cloud = field(repr=False)
    coarse: Cloud = field(repr=False)


@dataclass(frozen=True, eq=False)
class _Bins:
    """Neighbouring colours taken together."""

    codes: Codes  # (b,) one of each bin, to tell which bins are neighbours
    places: Floats32  # (b, d) mean place
    pixels: NDArray[np.float64]  # (b,)


def clouds_of(counts: ColourCounts, space: Space, opaque: bool) -> Clouds:
    """Place the colours in a space and average them; `opaque` when no colour and no centre is transparent."""
    places = points(counts.colours, space, opaque)
    clear = bool(counts.codes[0] < 2**24)
    seen = slice(int(clear), None)
    bins = _Bins(counts.codes[seen], places[seen], counts.pixels[seen].astype(np.float64))
    clouds = []
    for most in _AVERAGED:
        bins = _binned(bins, most)
        clouds.append(Cloud(bins.places, bins.pixels.astype(np.float32)))
    return Clouds(space, opaque, places, clear, *clouds)


def _binned(fine: _Bins, most: int) -> _Bins:
    """Average neighbouring colours until at most so many are left: fewer bits a channel, green keeps most."""
    if len(fine.codes) <= most:
        return fine
    opaque = fine.places.shape[1] == 3
    left = fine.codes
    for bits in _LEVELS if opaque else _LEVELS[2:]:
        keys = _keys(left, bits, opaque)
        used = np.zeros(2 ** (sum(bits) + (0 if opaque else _ALPHA_BITS)), bool)
        used[keys] = True
        one = np.empty(len(used), np.uint32)
        one[keys] = left
        left = one[used]
        if len(left) <= most:
            break
    keys = _keys(fine.codes, bits, opaque)
    mass = np.bincount(keys, fine.pixels, len(used))[used].astype(np.float64)
    sums = [np.bincount(keys, fine.pixels * axis, len(used))[used] for axis in fine.places.T]
    return _Bins(left, (np.column_stack(sums) / mass[:, None]).astype(np.float32), mass)


def _keys(codes: Codes, bits: tuple[int, int, int], opaque: bool) -> NDArray[np.intp]:
    """Number the bins in the order of codes, so that those of neighbours are near each other in memory."""
    red, green, blue = bits
    keys = (codes >> np.uint32(24 - blue)) & np.uint32(2**blue - 1)
    keys = (keys << np.uint32(green)) | ((codes >> np.uint32(16 - green)) & np.uint32(2**green - 1))
    keys = (keys << np.uint32(red)) | ((codes >> np.uint32(8 - red)) & np.uint32(2**red - 1))
    if not opaque:
        keys |= (codes >> np.uint32(32 - _ALPHA_BITS)) << np.uint32(red + green + blue)
    return keys.astype(np.intp)
