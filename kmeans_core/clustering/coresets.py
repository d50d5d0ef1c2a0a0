"""Large tables: drawn rows that stand for all of them, and descents that come to all rows last."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from kmeans_core.clustering.lloyd import Descent, descend
from kmeans_core.clustering.points import Points
from kmeans_core.clustering.searching import search
from kmeans_core.clustering.seeding import seed
from kmeans_core.common import Floats

_FEW_STEPS = 5  # a descent of no more steps has no need of a larger sample
_ROWS, _ROWS_PER_CENTRE = 20_000, 300
GROWTH = 4  # of the samples that a descent takes before all rows
_SURPRISE = 1.03  # times the inertia that the sample promised: rows that matter were not in it
_MORE_SAMPLES, _MORE_STARTS = 6, 10


def sample_size(k: int) -> int:
    """Return the number of rows on which larger tables are searched."""
    return max(_ROWS, _ROWS_PER_CENTRE * k)


@dataclass(frozen=True, eq=False)
class Draws:
    """Rows of a large table, and their chances to be drawn."""

    points: Points
    chances: Floats  # (n,)
    reach: Floats  # (n,) their running sum

    @classmethod
    def of(cls, points: Points) -> Draws:
        """Take half of the chances evenly, half by squared distance from the mean (values are centred).

        So no small far group is missed (lightweight coresets, Bachem et al. 2018).
        """
        squared = np.einsum("nd,nd->n", points.values, points.values)
        chances = 0.5 / len(squared) + 0.5 * squared / squared.sum()
        return cls(points, chances, np.cumsum(chances))

    def around(self, found: Descent) -> Draws:
        """Take a quarter by squared distance from the found centres, and a quarter evenly over clusters.

        So neither rows that lie far from them nor a few that have a centre of their own are missed
        (Bachem et al. 2017, "Practical coreset constructions for machine learning").
        """
        near, labels = found.nearest.d1, found.nearest.labels
        sizes = np.bincount(labels, minlength=len(found.centres))
        chances = 0.5 / len(near) + 0.25 * near / near.sum() + 0.25 / len(sizes) / sizes[labels]
        return Draws(self.points, chances, np.cumsum(chances))

    def sample(self, size: int, random: np.random.Generator) -> Points:
        """Draw about `size` rows, in the table's order, with weights that make them stand for all rows."""
        steps = (np.arange(size) + random.uniform()) / size * self.reach[-1]
        drawn, times = np.unique(np.searchsorted(self.reach, steps), return_counts=True)
        weights = times / (size * self.chances[drawn])
        return replace(self.points, values=self.points.values[drawn], weights=weights)

    def between(self, begin: float, end: float) -> Draws:
        """Return the same draws, their progress told as this stretch of the whole."""
        return replace(self, points=self.points.between(begin, end))

    def descend(self, found: Descent, size: int, random: np.random.Generator) -> Descent:
        """Descend on all rows from the solution of a sample of `size` rows.

        Where steps were many, larger and larger samples take them first, at a fraction of the cost. Where all
        rows then lie farther from their centres than the sample promised (heavy tails), samples drawn around
        these centres are searched, as long as that lowers the inertia.
        """
        grown, early = size, self.between(0, 0.3)
        while found.n_iter > _FEW_STEPS and (grown := GROWTH * grown) < len(self.reach) / 2:
            found = descend(early.sample(grown, random), found.centres)
        best = descend(self.points.between(0.3, 0.7), found.centres)
        for _ in range(_MORE_SAMPLES):
            if best.inertia <= _SURPRISE * found.inertia:
                break
            found = self.between(0.7, 0.8).around(best).searched(best, size, random)
            tried = descend(self.points.between(0.8, 1), found.centres)
            if tried.inertia >= best.inertia:
                break
            best = tried
        return best

    def searched(self, found: Descent, size: int, random: np.random.Generator) -> Descent:
        """Search a sample of `size` rows from fresh centres and from those that were found."""
        points = self.sample(size, random)
        fresh = seed(points, len(found.centres), np.random.RandomState(random.integers(2**32)))
        starts = [descend(points, each) for each in (fresh, found.centres)]
        return search(points, starts, random, _MORE_STARTS).best
