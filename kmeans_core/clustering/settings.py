"""How k-means is run, and what can be wrong with that."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

from kmeans_core.common import BadSettings

Init = Literal["k-means++", "random rows", "random partition", "own centres"]
Algorithm = Literal["lloyd", "elkan", "mini-batch"]
Search = Literal["swap", "restarts"]


@dataclass(frozen=True)
class KMeansSettings:
    """How k-means is run.

    >>> from kmeans_core import KMeansSettings, cluster, load_sample, prepare
    >>> plain = KMeansSettings(k=3, search="restarts", n_init=5, seed=1)
    >>> len(cluster(prepare(load_sample("Iris")), plain).restarts)
    5
    """

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


def check(settings: KMeansSettings) -> None:
    """Raise `BadSettings` for what cannot be run."""
    for name, least in (("k", 2), ("n_init", 1), ("max_iter", 1), ("tol", 0), ("seed", 0)):
        value = getattr(settings, name)
        if not least <= value < 2**32:
            raise BadSettings.for_number(name, value, least)
    for name, known in (("init", Init), ("algorithm", Algorithm), ("search", Search)):
        value = getattr(settings, name)
        if value not in get_args(known):
            raise BadSettings.for_choice(name, value, get_args(known))


def own_centres(settings: KMeansSettings, columns: int) -> NDArray[np.float64]:
    """The centres a person gave, as an array (k, columns)."""
    given = settings.own_centres
    whole = [row for row in given if len(row) == columns and np.isfinite(row).all()]
    if len(given) != settings.k or len(whole) < len(given):
        raise BadSettings.for_own_centres(len(given), len(whole), settings.k, columns)
    return np.array(given, dtype=float)


def settings_for(settings: KMeansSettings, k: int) -> KMeansSettings:
    """Return the settings with another k; own centres serve the k they were given for only."""
    if settings.init == "own centres" and k != settings.k:
        return replace(settings, k=k, init="k-means++", own_centres=())
    return replace(settings, k=k)
