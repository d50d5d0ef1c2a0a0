"""Two and three dimensions to look at: principal components, densities of all rows, fair samples of them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kmeans_core.preparation import FeatureMatrix

LOADINGS_NAMED = 2


@dataclass(frozen=True, eq=False)
class Projection:
    """Rows and centres along the principal components of the matrix."""

    places: NDArray[np.float64]  # (n, dims)
    centres: NDArray[np.float64]  # (k, dims)
    explained: tuple[float, ...]  # each component's share of the variance
    names: tuple[str, ...]  # what each component is made of: "PC 1, 45 %: income, −age"


@dataclass(frozen=True, eq=False)
class Density:
    """How many rows of each cluster lie in each cell of a grid."""

    counts: NDArray[np.float64]  # (k, bins, bins): cluster, y, x
    x_edges: NDArray[np.float64]  # (bins + 1,)
    y_edges: NDArray[np.float64]


def project(matrix: FeatureMatrix, centres: NDArray[np.float64], dims: int = 3) -> Projection:
    """Project rows and centres (k, d) on principal components, at most `dims`, largest loadings positive.

    Computed from the covariance or, with more columns than rows, from the rows' inner products.
    """
    middle = matrix.values.mean(axis=0)
    centred = matrix.values - middle
    n, d = centred.shape
    if d <= n:
        variances, axes = np.linalg.eigh(centred.T @ centred)
    else:
        variances, scores = np.linalg.eigh(centred @ centred.T)
        axes = centred.T @ scores / np.sqrt(np.maximum(variances, np.finfo(float).tiny))
    top = np.argsort(-variances, kind="stable")[: min(dims, n, d)]
    axes = axes[:, top]
    axes *= np.sign(axes[np.abs(axes).argmax(axis=0), np.arange(len(top))])
    shares = np.maximum(variances[top], 0) / max(float(variances.clip(0).sum()), np.finfo(float).tiny)
    return Projection(
        places=centred @ axes,
        centres=(centres - middle) @ axes,
        explained=tuple(shares.tolist()),
        names=tuple(
            f"PC {i + 1}, {share:.0%}: {_made_of(axes[:, i], matrix.names)}" for i, share in enumerate(shares)
        ),
    )


def _made_of(axis: NDArray[np.float64], names: tuple[str, ...]) -> str:
    """Name the columns that weigh most in a component, with their signs."""
    largest = np.argsort(-np.abs(axis), kind="stable")[:LOADINGS_NAMED]
    named = [f"{'−' if axis[i] < 0 else ''}{names[i]}" for i in largest if abs(axis[i]) > 0.2]
    return ", ".join(named) or "many columns"


def density(
    x: NDArray[np.float64], y: NDArray[np.float64], labels: NDArray[np.int32], bins: int = 160
) -> Density:
    """Count the rows of each cluster in each cell of a grid over the range of all rows."""
    edges = [np.histogram_bin_edges(axis, bins) for axis in (x, y)]
    column, row = (
        np.clip(np.searchsorted(e, axis, "right") - 1, 0, bins - 1)
        for axis, e in zip((x, y), edges, strict=True)
    )
    k = int(labels.max()) + 1
    cell = (labels.astype(np.int64) * bins + row) * bins + column
    counts = np.bincount(cell, minlength=k * bins * bins).reshape(k, bins, bins).astype(np.float64)
    return Density(counts, edges[0], edges[1])


def sample_rows(labels: NDArray[np.int32], at_most: int, seed: int = 0) -> NDArray[np.int64]:
    """Draw rows from every cluster in proportion to its size, at least 20 where it has them, in row order."""
    if len(labels) <= at_most:
        return np.arange(len(labels))
    random = np.random.default_rng(seed)
    sizes = np.bincount(labels)
    wanted = np.minimum(sizes, np.maximum(20, sizes * at_most // len(labels)))
    order = random.permutation(len(labels))
    by_cluster = order[np.argsort(labels[order], kind="stable")]
    starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    picks = [by_cluster[start : start + many] for start, many in zip(starts, wanted, strict=True)]
    return np.sort(np.concatenate(picks))
