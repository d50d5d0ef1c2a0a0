"""Quick solutions for every k on few rows, to compare many data sets with each other."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kmeans_core.clustering import Descent, Points, descend, seed, split_gains
from kmeans_core.common import Floats
from kmeans_core.evaluation.silhouettes import centroid_silhouettes

STEPS = 50  # of each descent at most
SMALL_MOVE = 1e-3  # of the centres, in mean variances of a column, that ends a descent


@dataclass(frozen=True, eq=False)
class Ladder:
    """Solutions for k = 2, 3, ..., each grown from the one before by its best split."""

    points: Points
    steps: tuple[Descent, ...]

    @classmethod
    def of(cls, values: Floats, top: int, random_seed: int) -> Ladder:
        """Cluster rows (n, d) with k = 2 to `top` or the distinct rows."""
        points = Points(values, max_iter=STEPS, tolerance=SMALL_MOVE * float(values.var(axis=0).mean()))
        first = seed(points, 2, np.random.RandomState(random_seed))
        return cls(points, (descend(points, first),)).climbed(top)

    def climbed(self, top: int) -> Ladder:
        """Go on up to `top` or the distinct rows."""
        values, steps = self.points.values, list(self.steps)
        while len(steps) < top - 1:
            best = steps[-1]
            gains, left, right = split_gains(values, best.centres, best.nearest.labels, self.points.mass())
            i = int(gains.argmax())
            if gains[i] <= 0:
                break
            start = np.vstack([best.centres[:i], left[i], best.centres[i + 1 :], right[i]])
            steps.append(descend(self.points, start))
        return Ladder(self.points, tuple(steps))

    @property
    def silhouettes(self) -> Floats:
        """The mean centroid-based silhouette of each step."""
        near = [each.nearest for each in self.steps]
        return np.array([centroid_silhouettes(np.sqrt(each.d1), np.sqrt(each.d2)).mean() for each in near])

    @property
    def log_inertias(self) -> Floats:
        """The logarithm of each step's inertia, a very small number where it is 0."""
        return np.log([each.inertia + 1e-300 for each in self.steps])
