"""Moves of centres from cheap places to profitable ones, as long as effort is left for them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice
from typing import Self

import numpy as np
from scipy.spatial.distance import cdist

from kmeans_core.clustering.lloyd import Descent, descend, exchanged, single_row_moves, steps
from kmeans_core.clustering.points import Points
from kmeans_core.clustering.prices import Trade
from kmeans_core.common import Floats

SMALL_ROWS = 2_000  # up to here single rows are moved, too
SEEDING = 4  # steps that the first centres of a start take
_PRICING, _WIDE = 8, 25  # steps that the pricing of all clusters takes, and so many columns of it one more
_TURN = 2  # steps in whose time all single rows are moved once
_BEGUN = 1e6  # products of numbers in whose time a step begins
_SHARE = 0.4  # of the time of plain restarts
_QUICK_ROWS = 12_500  # up to which all restarts are made, too, where
_QUICK = 1e9  # products of numbers suffice for them: about a twentieth of a second
_SPARE = 1e9  # products more for swaps then, which nobody waits for: some hundredths of a second
_HOPES, _FAR = 10, 6  # pairs, and far rows, that are tried in vain before a search ends
_DRAWN = 4  # far rows of which the best is tried
_STEPS, _PATIENCE = 20, 5  # of a try: so many steps, and so many of the last one's fall may be missing
_REAL, _SAME_PLACE = 1e-4, 1e-3  # shares of the inertia: a fall worth going on, and a distance that is none
_MOVED = 1e-6  # of the sum of squares: a fall by moves of single rows that is worth another turn
_ROUNDING = 1e-9  # relative falls of the inertia that are none


def beats(one: Descent, other: Descent) -> bool:
    """Tell a real fall of the inertia from rounding."""
    return one.inertia < other.inertia * (1 - _ROUNDING)


def swap_search(points: Points, start: Descent) -> Descent:
    """Move centres while that lowers the inertia, for about as long as the start took; never raises it."""
    return Swaps.after(points, start, 1).swapped(start)[0]


@dataclass(eq=False)
class Swaps:
    """A search on some points, counted in steps, not in time, so that the same settings find the same."""

    points: Points
    whole: float  # steps that it may take
    thorough: bool  # whether all plain restarts are among them
    taken: float = 0.0

    @classmethod
    def after(cls, points: Points, start: Descent, n_init: int) -> Self:
        """Allow a share of the steps of `n_init` such starts, or more than these where they are quick."""
        (n, d), k = points.values.shape, len(start.centres)
        plain = n_init * (start.n_iter + SEEDING)
        step = n * (k + 8) * (2 * d + 20) + _BEGUN
        products = plain * step + n_init * k * _BEGUN
        thorough = n_init > 1 and n <= _QUICK_ROWS and products < _QUICK
        return cls(points, plain + _SPARE / step if thorough else _SHARE * plain, thorough)

    @property
    def spent(self) -> bool:
        """Tell whether no step is left."""
        return self.taken >= self.whole

    def here(self, words: str) -> Points:
        """Tell how far the search is; return the points, whose own progress is told as standing there."""
        done = min(1, self.taken / self.whole)
        self.points.progress(done, words)
        return self.points.between(done, done)

    def finished(self, centres: Floats) -> Descent:
        """Descend from these centres, and where rows are few, move single ones."""
        found = descend(self.here("Moving centres"), centres)
        self.taken += found.n_iter + 1
        return self.polished(found)

    def polished(self, found: Descent) -> Descent:
        """Move single rows: any where they are few, else heavy ones."""
        if len(self.points.values) > SMALL_ROWS:
            moved = exchanged(self.here("Moving centres"), found, _REAL)
            self.taken += moved.n_iter - found.n_iter
            return moved
        moved, turns = single_row_moves(self.points, found, _MOVED)
        self.taken += _TURN * turns
        return moved

    def priced(self, found: Descent) -> Trade:
        """Price the clusters of a solution."""
        self.taken += _PRICING + self.points.values.shape[1] / _WIDE
        return Trade.of(self.points, found)

    def swapped(self, start: Descent) -> tuple[Descent, Trade]:
        """Make the swaps that pay, then those that may; with the prices at the end."""
        best, batch = self.polished(start), len(start.centres)
        trade = self.priced(best)
        while True:
            if pairs := trade.pairs(best.nearest, batch):
                tried = self.finished(trade.moved(best.centres, pairs))
            else:
                tried = self.hoped(best, (trade.moved(best.centres, [each]) for each in trade.hopes(_HOPES)))
            if beats(tried, best):
                best, trade, batch = tried, self.priced(tried), len(start.centres)
            elif pairs:
                batch = len(pairs) // 2
            else:
                return best, trade

    def hoped(self, best: Descent, hopes: Iterable[Floats]) -> Descent:
        """Try centres that may pay once the others have moved, too; return the first that does."""
        for centres in hopes:
            if self.spent:
                break
            promising = self.raced(best, centres)
            if promising is not None and beats(tried := self.finished(promising), best):
                return tried
        return best

    def raced(self, best: Descent, centres: Floats) -> Floats | None:
        """Take steps until they lead below the best; None where they are slow or lead to the same place."""
        before = np.inf
        mass = np.bincount(best.nearest.labels, self.points.weights, len(centres))
        for moved, _, inertia in islice(steps(self.here("Trying swaps"), centres), _STEPS):
            centres = moved
            self.taken += 1
            if inertia < best.inertia * (1 - _REAL):
                break
            if inertia - _PATIENCE * (before - inertia) > best.inertia:
                return None
            apart = cdist(centres, best.centres, "sqeuclidean").min(axis=1)
            if float(apart @ mass) < _SAME_PLACE * best.inertia:
                return None
            before = inertia
        return centres

    def far_swapped(self, best: Descent, random: np.random.Generator) -> Descent:
        """Put centres on far rows until that fails several times in a row."""
        failed = 0
        while failed < _FAR and not self.spent:
            tried = self.hoped(best, [far_swap(self.points, best, random)])
            failed = failed + 1 if tried is best else 0
            best = tried
            self.taken += 1
        return best


def far_swap(points: Points, found: Descent, random: np.random.Generator) -> Floats:
    """Put a centre on the best of a few rows drawn by squared distance; take away the one missed least."""
    values, mass, near = points.values, points.mass, found.nearest
    reach, best = np.cumsum(mass * near.d1), (np.inf, 0, 0)
    drawn = np.searchsorted(reach, random.uniform(size=_DRAWN) * reach[-1])
    for row in np.unique(np.minimum(drawn, len(values) - 1)).tolist():
        offsets = values - values[row]
        fresh = np.einsum("nd,nd->n", offsets, offsets)
        kept = np.minimum(near.d1, fresh)
        missed = np.bincount(near.labels, mass * (np.minimum(near.d2, fresh) - kept), len(found.centres))
        best = min(best, (float(kept @ mass + missed.min()), row, int(missed.argmin())))
    centres = found.centres.copy()
    centres[best[2]] = values[best[1]]
    return centres
