"""A matrix in, views of it that fit a screen out: principal components, densities and samples of rows."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.decomposition import PCA
from threadpoolctl import threadpool_limits

from kmeans_core.preparation import FeatureMatrix

Floats = NDArray[np.float64]
Labels = NDArray[np.int32]


@dataclass(frozen=True, eq=False)
class Projection:
    """Rows and centres along the directions of largest variance."""

    places: Floats  # (n, axes)
    centres: Floats  # (k, axes)
    names: tuple[str, ...]  # one per axis, with what it is made of: "PC 1 (73 %): income + age"
    explained: tuple[float, ...]  # each axis's share of the variance
    loadings: Floats  # (axes, d) how much of each matrix column an axis holds


@dataclass(frozen=True, eq=False)
class Density:
    """How many rows of each cluster lie in each cell of a plane."""

    counts: NDArray[np.int64]  # (k, ny, nx)
    x_edges: Floats  # (nx + 1,)
    y_edges: Floats  # (ny + 1,)


def project(matrix: FeatureMatrix, centres: Floats, dims: int = 2) -> Projection:
    """Project rows and centres (k, d) on the first `dims` principal components, or as many as there are.

    The largest loading of each axis is positive, so that the picture never flips.
    """
    with threadpool_limits(1):
        model = PCA(min(dims, *matrix.values.shape), random_state=0).fit(matrix.values)
        places = model.transform(matrix.values)
    largest = np.argmax(np.abs(model.components_), axis=1)
    signs = np.sign(model.components_[np.arange(len(largest)), largest])
    loadings = model.components_ * signs[:, None]
    explained = tuple(float(share) for share in model.explained_variance_ratio_)
    return Projection(
        places=places * signs,
        centres=model.transform(centres) * signs,
        names=tuple(
            f"PC {i + 1} ({share * 100:.0f} %): {_made_of(loadings[i], matrix.names)}"
            for i, share in enumerate(explained)
        ),
        explained=explained,
        loadings=loadings,
    )


def _made_of(loadings: Floats, names: tuple[str, ...]) -> str:
    """Name up to three columns with at least half of the largest loading, with their signs."""
    order = np.argsort(-np.abs(loadings), kind="stable")[:3]
    strong = [i for i in order if abs(loadings[i]) >= abs(loadings[order[0]]) / 2]
    words = "".join(f" {'+' if loadings[i] > 0 else '−'} {names[i]}" for i in strong)
    return words.removeprefix(" + ")


def density(x: Floats, y: Floats, labels: Labels, bins: int) -> Density:
    """Count the rows of each cluster in `bins` x `bins` cells of equal size that hold all rows."""
    columns, x_edges = _cells(x, bins)
    rows, y_edges = _cells(y, bins)
    k = int(labels.max()) + 1
    flat = (labels.astype(np.int64) * bins + rows) * bins + columns
    counts = np.bincount(flat, minlength=k * bins * bins).reshape(k, bins, bins)
    return Density(counts, x_edges, y_edges)


def _cells(along: Floats, bins: int) -> tuple[NDArray[np.int64], Floats]:
    low, high = float(along.min()), float(along.max())
    if low == high:  # a line: put it in the middle of a cell of its own
        margin = max(abs(low), 1.0) / 2
        low, high = low - margin, high + margin
    cells = ((along - low) / (high - low) * bins).astype(np.int64)
    return np.minimum(cells, bins - 1), np.linspace(low, high, bins + 1)


def sample_rows(labels: Labels, at_most: int, seed: int) -> NDArray[np.int64]:
    """Draw rows of every cluster in proportion to its size, but of none fewer than a fair minimum.

    Returns ascending row numbers, all of them where there are no more than `at_most`. A cluster has at least
    a tenth of an equal share and one row, or all its rows (so `at_most` should be more than the clusters).
    """
    if len(labels) <= at_most:
        return np.arange(len(labels))
    random = np.random.default_rng(seed)
    sizes = np.bincount(labels)
    floor = np.minimum(sizes, at_most // (10 * len(sizes)) + 1)
    spare = max(at_most - int(floor.sum()), 0)
    drawn = floor + (sizes - floor) * spare // max(int((sizes - floor).sum()), 1)
    order = random.permutation(len(labels))
    grouped = order[np.argsort(labels[order], kind="stable")]
    starts = np.cumsum(sizes) - sizes
    picks = [grouped[start : start + size] for start, size in zip(starts, drawn, strict=True)]
    return np.sort(np.concatenate(picks))
