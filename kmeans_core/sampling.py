"""Large tables: drawn rows that stand for all of them, and descents that come to all rows last."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kmeans_core.centres import Descent, Floats, descend
from kmeans_core.progress import Progress, part, silent

GROWTH = 4  # of the samples that a descent takes before all rows
FEW_STEPS = 5  # a descent of no more steps has no need of a larger sample


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
        """
        while found.n_iter > FEW_STEPS and (size := GROWTH * size) < len(self.values) / 2:
            rows, weights = self.sample(size, random)
            found = descend(rows, found.centres, weights, max_iter, tolerance, part(progress, 0, 0.3))
        return descend(self.values, found.centres, None, max_iter, tolerance, part(progress, 0.3, 1))
