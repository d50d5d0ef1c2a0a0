"""What a palette search needs of a picture whatever k is: its colours as points, and neighbours averaged."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np

from kmeans_core.common import Floats32
from kmeans_core.pictures.colour_counts import Codes, ColourCounts
from kmeans_core.pictures.colour_spaces import Space, points
from kmeans_core.pictures.palette_search import Cloud

_FINE, _MIDDLE, _COARSE = 150_000, 30_000, 6_000  # colours left: to refine, to improve, to search
_LEVELS = ((7, 7, 7), (6, 7, 6), (6, 6, 6), (6, 6, 5), (5, 6, 5), (5, 5, 5), (4, 4, 4))  # bits a channel
_ALPHA_BITS = 3


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
