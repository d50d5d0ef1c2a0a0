"""The rows nearest to each centre, and sums over them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csc_array
from sklearn.cluster._k_means_lloyd import lloyd_iter_chunked_dense

from kmeans_core.clustering.points import Points
from kmeans_core.common import Floats, Labels, Progress, in_order, products, silent, smallest

_CELLS, _ROWS = 2**17, 2**14  # row-to-centre distances, and rows, held at once: fit a processor's cache
_STEP_ROWS = 2**16  # rows that a thread finds the nearest centres of at once
_TASK = 8  # times as many make a task of a thread
_SUMMED, _SUMMED_AT_ONCE = 2**17, 2**17  # rows summed at once; and products, where a sparse matrix is slow
_VAGUE = 1e-5  # of the squares it is made of: a distance below has lost digits, and is taken anew

# Memory of one large block that was freed is kept from then on for blocks up to its size (glibc). Without it,
# each chunk of distances is mapped afresh, which takes longer than to compute them.
_block = np.empty(4_000_000)
del _block


@dataclass(frozen=True, eq=False)
class Assignment:
    """Each row's nearest and second-nearest centre with the squared distances to them."""

    labels: Labels  # (n,)
    d1: Floats  # (n,) squared distance to the nearest centre
    second: Labels  # (n,)
    d2: Floats  # (n,) squared distance to the second-nearest centre


def assign(values: Floats, centres: Floats, progress: Progress = silent) -> Assignment:
    """Find every row's two nearest centres; ties go to the smaller number. Needs at least two centres.

    Chunks have a fixed size, and where there are many, several threads take them: no sum depends on these.
    """
    n, step = len(values), min(_ROWS, max(64, _CELLS // len(centres)))
    found = Assignment(np.empty(n, np.int32), np.empty(n), np.empty(n, np.int32), np.empty(n))
    doubled, sizes = -2 * centres, np.einsum("kd,kd->k", centres, centres)

    def two_nearest(rows: slice) -> None:
        some = values[rows]
        squared, every = products(some, doubled), np.arange(len(some))  # less the norms, which order nothing
        squared += sizes
        found.labels[rows] = nearest = smallest(squared)
        first = squared[every, nearest]
        squared[every, nearest] = np.inf
        found.second[rows] = other = smallest(squared)
        norms = np.einsum("nd,nd->n", some, some)
        own = first + norms
        vague = np.flatnonzero(own <= _VAGUE * (norms + sizes[nearest]))
        offset = some[vague] - centres[nearest[vague]]
        own[vague] = np.einsum("nd,nd->n", offset, offset)
        found.d1[rows] = own
        found.d2[rows] = own + np.maximum(squared[every, other] - first, 0)

    def task(begin: int) -> None:
        for at in range(begin, min(n, begin + _TASK * step), step):
            two_nearest(slice(at, at + step))

    for _ in in_order(task, range(0, n, _TASK * step), progress, "Assigning rows"):
        pass
    return found


def closest(values: Floats, centres: Floats, progress: Progress = silent) -> Labels:
    """Find every row's nearest centre alone (n,), in a third of the time."""
    labels, centres = np.empty(len(values), np.int32), np.ascontiguousarray(centres, float)

    def some(at: int) -> None:
        rows = slice(at, at + _STEP_ROWS)
        here, found = np.ascontiguousarray(values[rows], float), labels[rows]
        unused = np.empty(len(here)), np.empty(len(centres))
        lloyd_iter_chunked_dense(here, unused[0], centres, None, None, found, unused[1], 1, False)

    for _ in in_order(some, range(0, len(values), _STEP_ROWS), progress, "Assigning rows"):
        pass
    return labels


def step(points: Points, centres: Floats) -> tuple[Floats, Floats]:
    """Sum the rows nearest to each centre (k, d), and their weights (k,).

    scikit-learn's own loop does both at once, but may take a row away for a centre that has none, and as one
    thread it is slow on many rows.
    """
    values, k = points.values, len(centres)
    if k <= len(values) <= _STEP_ROWS:
        labels, means = np.empty(len(values), np.int32), np.empty_like(centres)
        counts, moved = np.empty((2, k))
        lloyd_iter_chunked_dense(values, points.mass, centres, means, counts, labels, moved, 1)
        if counts.min() > points.heaviest or np.bincount(labels, minlength=k).all():
            return means * counts[:, None], counts
    else:
        labels = closest(values, centres, points.progress)
    return sums(values, labels, k, points.weights), np.bincount(labels, points.weights, k).astype(float)


def sums(values: Floats, labels: NDArray[np.integer], k: int, weights: Floats | None = None) -> Floats:
    """Sum the rows of each of k groups, weighted where asked: (k, d)."""
    if values.size * k <= _SUMMED_AT_ONCE:
        among = np.arange(k)[:, None] == labels
        return np.asarray((among if weights is None else among * weights) @ values, float)

    def some(at: int) -> Floats:
        rows = slice(at, min(len(values), at + _SUMMED))
        n = rows.stop - at
        entries = np.ones(n) if weights is None else weights[rows]
        member = csc_array((entries, labels[rows], np.arange(n + 1, dtype=labels.dtype)), shape=(k, n))
        return cast(Floats, member @ values[rows])

    return sum(in_order(some, range(0, len(values), _SUMMED)), np.zeros((k, values.shape[1])))
