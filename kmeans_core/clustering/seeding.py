"""First centres far from each other: k-means++."""

from __future__ import annotations

import numpy as np

from kmeans_core.common import Floats, Progress, silent


def seed(
    values: Floats,
    k: int,
    random: np.random.RandomState,
    weights: Floats | None = None,
    progress: Progress = silent,
) -> Floats:
    """Draw k rows far from each other: greedy k-means++ (Arthur and Vassilvitskii 2007), weighted.

    Uses its random numbers in scikit-learn's order, so that the same seed draws the same rows.
    """
    n, trials = len(values), 2 + int(np.log(k))
    mass = np.ones(n) if weights is None else weights
    norms = np.einsum("nd,nd->n", values, values)
    centres = np.empty((k, values.shape[1]))
    centres[0] = values[random.choice(n, p=mass / mass.sum())]
    offset = values - centres[0]
    closest = np.einsum("nd,nd->n", offset, offset)
    potential = closest @ mass
    for j in range(1, k):
        drawn = np.searchsorted(np.cumsum(mass * closest), random.uniform(size=trials) * potential)
        rows = values[np.minimum(drawn, n - 1)]
        squared = (-2 * rows) @ values.T
        squared += norms
        squared += np.einsum("td,td->t", rows, rows)[:, None]
        np.clip(squared, 0, closest, out=squared)
        potentials = squared @ mass
        best = int(np.argmin(potentials))
        centres[j], closest, potential = rows[best], squared[best], potentials[best]
        progress(j / k, "Drawing first centres")
    return centres
