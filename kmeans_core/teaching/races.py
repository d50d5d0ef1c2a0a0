"""Many starts on the same rows: where each ends, how many find the best, and what swaps make of a bad one."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np

from kmeans_core.clustering import Descent, Points, Swaps, Trade, assign, descend
from kmeans_core.common import Floats, Progress, digest, silent
from kmeans_core.teaching.film import Film, HalfStep, film
from kmeans_core.teaching.starts import Start

SAME = 1e-3  # relative differences of the inertia that a class would call the same end


@dataclass(frozen=True)
class Ending:
    """A place where starts ended: how good it is, how many did, and the seed of the first of them."""

    inertia: float
    starts: int
    seed: int


@dataclass(frozen=True, eq=False)
class Race:
    """Where many starts ended, the lowest inertia first."""

    endings: tuple[Ending, ...]
    moves: float  # of the centres, in the mean of all starts

    @property
    def starts(self) -> int:
        """Return how many started."""
        return sum(each.starts for each in self.endings)

    def share(self, lowest: float) -> float:
        """Return the share of the starts that came down to this inertia."""
        return sum(each.starts for each in self.endings if each.inertia <= lowest * (1 + SAME)) / self.starts


def race(values: Floats, k: int, start: Start, starts: int = 100, progress: Progress = silent) -> Race:
    """Run k-means on rows (n, d) from starts with seeds 0, 1, 2, …; raises as `film` does."""
    ends = []
    for seed in range(starts):
        progress(seed / starts, f"Start {seed + 1} of {starts}")
        run = film(values, k, start=start, seed=seed)
        ends.append((run.inertia, seed, run.moves))
    endings: list[Ending] = []
    for inertia, seed, _ in sorted(ends):
        if endings and inertia <= endings[-1].inertia * (1 + SAME):
            endings[-1] = replace(endings[-1], starts=endings[-1].starts + 1)
        else:
            endings.append(Ending(inertia, 1, seed))
    return Race(tuple(endings), float(np.mean([moves for *_, moves in ends])))


@dataclass(eq=False)
class _Filmed(Swaps):
    """The swap search without moves of single rows; remembers what each swap that paid began from."""

    made: list[Floats] = field(default_factory=list)
    _from: Floats | None = None
    _raced: Floats | None = None

    def polished(self, found: Descent) -> Descent:
        return found

    def raced(self, best: Descent, centres: Floats) -> Floats | None:
        self._raced = centres
        return super().raced(best, centres)

    def finished(self, centres: Floats) -> Descent:
        self._from, self._raced = (centres if self._raced is None else self._raced), None
        return super().finished(centres)

    def priced(self, found: Descent) -> Trade:
        if self._from is not None:
            self.made.append(self._from)
        return super().priced(found)


def swap_film(values: Floats, k: int, start: Start, seed: int = 0, own: Floats | None = None) -> Film:
    """Record k-means from one start, then every swap that lowered the inertia, each with its moves."""
    run = film(values, k, start=start, seed=seed, own=own)
    points = Points(values)
    begun = descend(points, run.steps[-1].centres)
    search = _Filmed.after(points, begun, 10)
    search.swapped(begun)
    steps = list(run.steps)
    for centres in search.made:
        steps.append(_swapped(values, centres, steps[-1]))
        steps += film(values, k, start="own centres", own=centres).steps[1:]
    return replace(run, steps=tuple(steps), digest=digest("swap film", run.digest))


def _swapped(values: Floats, centres: Floats, before: HalfStep) -> HalfStep:
    """Show a swap: the centres in their new places, every row with the nearest."""
    nearest = assign(values, centres)
    changed = int(np.count_nonzero(nearest.labels != before.labels))
    return HalfStep("swap", centres, nearest.labels, float(nearest.d1.sum()), changed)
