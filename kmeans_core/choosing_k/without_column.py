"""What one column hides: the verdict when each of them is left out in turn."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from kmeans_core.choosing_k.criteria import judge
from kmeans_core.choosing_k.sweep import sweep
from kmeans_core.choosing_k.verdict import Verdict, verdict
from kmeans_core.clustering import KMeansSettings
from kmeans_core.common import Progress, UnusableFeatures, digest, part, silent
from kmeans_core.evaluation import STANDS_OUT, structure
from kmeans_core.features import FeatureMatrix, Preparation, prepare
from kmeans_core.tables import Table

ROWS = 2_000  # looked at
COLUMNS = 20  # left out in turn, those with the largest share of the distance
JUDGED = 3  # of those without which the data stand out from noise, so many get a verdict
TOP = 10  # largest k


@dataclass(frozen=True)
class Without:
    """What is found when a column is left out; no verdict where the rest looks like noise, too."""

    column: str
    z: float  # how far the rest stands out from noise
    verdict: Verdict | None = None


def without_each(
    table: Table, matrix: FeatureMatrix, settings: KMeansSettings, progress: Progress = silent
) -> tuple[Without, ...]:
    """Leave out each column that took part in `matrix`, of the table; the clearest rest comes first.

    >>> from kmeans_core import KMeansSettings, load_sample, prepare
    >>> table = load_sample("Three blobs")
    >>> [each.column for each in without_each(table, prepare(table), KMeansSettings())]
    ['x', 'y']
    """
    shares = sorted(matrix.shares, key=lambda pair: -pair[1])[:COLUMNS]
    rests: list[tuple[Without, FeatureMatrix]] = []
    for i, (label, _) in enumerate(shares if len(matrix.shares) > 1 else ()):
        progress(0.7 * i / len(shares), f"without {label}")
        rest = _without(table, matrix.preparation, label)
        if rest is not None:
            rests.append((Without(label, structure(rest.values, TOP, settings.seed).z), rest))
    rests.sort(key=lambda pair: -pair[0].z)
    found = []
    for i, (each, rest) in enumerate(rests):
        said = None
        if i < JUDGED and each.z >= STANDS_OUT:
            told = part(progress, 0.7 + 0.1 * i, 0.8 + 0.1 * i)
            tried = sweep(rest, settings, high=min(TOP, rest.n_distinct), progress=told)
            said = verdict(tried, judge(rest, tried))
        found.append(replace(each, verdict=said))
    return tuple(sorted(found, key=lambda each: -_certainty(each.verdict)))


def _without(table: Table, how: Preparation, label: str) -> FeatureMatrix | None:
    """Prepare at most so many rows without the column; None where the rest does not tell rows apart."""
    offered = tuple(column.label for column in table.columns if column.offered)
    features = offered if how.features is None else how.features
    less = replace(
        how,
        features=tuple(each for each in features if each != label),
        one_hot=tuple(each for each in how.one_hot if each != label),
        texts=tuple(each for each in how.texts if each != label),
    )
    try:
        matrix = prepare(table, less)
    except UnusableFeatures:
        return None
    n = len(matrix.values)
    rows = np.sort(np.random.default_rng(0).choice(n, min(n, ROWS), replace=False))
    values = np.ascontiguousarray(matrix.values[rows])
    distinct = len(np.unique(values, axis=0))
    few = replace(matrix, values=values, rows=matrix.rows[rows], originals=matrix.originals[rows])
    return replace(few, n_distinct=distinct, digest=digest(matrix.digest, ROWS)) if distinct > 2 else None


def _certainty(said: Verdict | None) -> int:
    return ("none", "low", "medium", "high").index("none" if said is None else said.confidence)
