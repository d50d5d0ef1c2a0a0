"""Large tables: drawn rows that stand for all of them, and descents that come to all rows last."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kmeans_core.clustering.lloyd import Descent, descend
from kmeans_core.clustering.seeding import seed
from kmeans_core.clustering.swap_search import lasting_search
from kmeans_core.common import Floats, Progress, part, silent

GROWTH = 4  # of the samples that a descent takes before all rows
FEW_STEPS = 5  # a descent of no more steps has no need of a larger sample
_SURPRISE = 1.03  # times the inertia that the sample promised: rows that matter were not in it
_MORE_SAMPLES = 6


@dataclass(frozen=True, eq=False)
class Draws:
    """Chances to be drawn: half even, half by squared distance from the mean (values are centred).

    So no small far group is missed (lightweight coresets, Bachem et al. 2018).
    """

    values: Floats  # (n, d)
    chances: Floats  # (n,)
    reach: Floats  # (n,) their running sum

    @classmethod
    def of(cls, values: Floats) -> Draws:
        """Take the chances from the rows."""
        squared = np.einsum("nd,nd->n", values, values)
        chances = 0.5 / len(values) + 0.5 * squared / squared.sum()
        return cls(values, chances, np.cumsum(chances))

    def around(self, found: Descent) -> Draws:
        """Take a quarter by squared distance from the found centres, and a quarter evenly over clusters.

        So neither rows that lie far from them nor a few that have a centre of their own are missed
        (Bachem et al. 2017, "Practical coreset constructions for machine learning").
        """
        near, labels = found.nearest.d1, found.nearest.labels
        sizes = np.bincount(labels, minlength=len(found.centres))
        chances = 0.5 / len(near) + 0.25 * near / near.sum() + 0.25 / len(sizes) / sizes[labels]
        return Draws(self.values, chances, np.cumsum(chances))

    def sample(self, size: int, random: np.random.Generator) -> tuple[Floats, Floats]:
        """Draw about `size` rows, in the table's order, with weights that make them stand for all rows."""
        steps = (np.arange(size) + random.uniform()) / size * self.reach[-1]
        drawn, times = np.unique(np.searchsorted(self.reach, steps), return_counts=True)
        return self.values[drawn], times / (size * self.chances[drawn])

    def descend(
        self,
        found: Descent,
        size: int,
        random: np.random.Generator,
        max_iter: int,
        tolerance: float,
        progress: Progress = silent,
    ) -> Descent:
        """Descend on all rows from the solution of a sample of `size` rows.

        Where steps were many, samples four times as large each take them first, at a fraction of the cost.
        Where all rows then lie farther from their centres than the sample promised (heavy tails), samples
        drawn around these centres are searched, as long as that lowers the inertia.
        """
        first = size
        while found.n_iter > FEW_STEPS and (size := GROWTH * size) < len(self.values) / 2:
            rows, weights = self.sample(size, random)
            found = descend(rows, found.centres, weights, max_iter, tolerance, part(progress, 0, 0.3))
        best = descend(self.values, found.centres, None, max_iter, tolerance, part(progress, 0.3, 0.7))
        searching = part(progress, 0.7, 0.8)
        for _ in range(_MORE_SAMPLES):
            if best.inertia <= _SURPRISE * found.inertia:
                break
            rows, weights = self.around(best).sample(first, random)
            fresh = seed(rows, len(best.centres), np.random.RandomState(random.integers(2**32)), weights)
            how = weights, max_iter, tolerance, searching
            starts = [descend(rows, each, *how) for each in (fresh, best.centres)]
            found, _ = lasting_search(rows, starts, random, *how)
            tried = descend(self.values, found.centres, None, max_iter, tolerance, part(progress, 0.8, 1))
            if tried.inertia >= best.inertia:
                break
            best = tried
        return best
