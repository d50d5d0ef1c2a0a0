"""A matrix in, clusters out: the best centres that can be found, numbered the same way every time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Init = Literal["k-means++", "random rows", "random partition", "own centres"]
Algorithm = Literal["lloyd", "elkan", "mini-batch"]
Search = Literal["swap", "restarts"]


@dataclass(frozen=True)
class KMeansSettings:
    """How k-means is run."""

    k: int = 3
    init: Init = "k-means++"
    n_init: int = 10
    max_iter: int = 300
    tol: float = 1e-4
    algorithm: Algorithm = "lloyd"
    seed: int = 0
    search: Search = "swap"
    own_centres: tuple[tuple[float, ...], ...] = ()  # (k, f) in original units, for init="own centres"
    all_rows: bool = False  # search on all rows instead of a sample of a large table


@dataclass(frozen=True, eq=False)
class Clustering:
    """One solution. Clusters are numbered 0 to k - 1 by size, largest first, ties by centre; people see 1 to k."""

    labels: NDArray[np.int32]  # (n,)
    centres: NDArray[np.float64]  # (k, d) in the matrix's units
    sizes: NDArray[np.int64]  # (k,)
    distances: NDArray[np.float64]  # (n,) to the own centre
    second: NDArray[np.int32]  # (n,) the second-nearest cluster
    margins: NDArray[np.float64]  # (n,) distance to the second-nearest centre minus distance to the own
    inertia: float  # within-cluster sum of squares
    explained: float  # 1 - inertia / total sum of squares
    n_iter: int
    converged: bool
    restarts: tuple[float, ...]  # inertia of every restart, in order
    searched_rows: int  # rows on which the search ran; fewer than n when sampled
    settings: KMeansSettings
    digest: str
