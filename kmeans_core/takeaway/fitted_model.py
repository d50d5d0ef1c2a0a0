"""A clustering in, its model out: what every fitted transformer knows, as plain numbers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from sklearn.preprocessing import OneHotEncoder, PowerTransformer

from kmeans_core.clustering import Clustering
from kmeans_core.common import Floats, digest
from kmeans_core.features import FeatureMatrix
from kmeans_core.tables import Amendment, Table
from kmeans_core.takeaway.model import QUANTILES, Change, Components, LevelColumn, Model, NumberColumn
from kmeans_core.takeaway.then import columns_then


def model_of(
    matrix: FeatureMatrix,
    clustering: Clustering,
    *,
    names: Sequence[str] = (),
    source: str = "",
    amendments: tuple[Amendment, ...] = (),
    table: Table | None = None,
) -> Model:
    """Write down what a clustering was made with; `names` holds one for each cluster, or "".

    `amendments` are those of the table that the matrix was made from. With that `table`, the model tells
    later how far new rows have moved (see `drift`).

    >>> from kmeans_core import cluster, load_sample, model_of, prepare
    >>> matrix = prepare(load_sample("Three blobs"))
    >>> model_of(matrix, cluster(matrix), names=("left", "", "right")).names
    ('left', 'Cluster 2', 'right')
    """
    k = len(clustering.sizes)
    own = (clustering.distances[clustering.labels == c] for c in range(k))
    given = (*names, *[""] * k)[:k]
    known = without_centres(matrix, source, amendments)
    numeric = {each.label for each in known.numbers}
    labels = [*(each.label for each in known.numbers), *(each.label for each in known.levels)]
    then = ((), ()) if table is None else columns_then(table, labels, matrix.rows, numeric)
    return replace(
        known,
        centres=_rows(clustering.centres),
        names=tuple(name or f"Cluster {i}" for i, name in enumerate(given, 1)),
        sizes=tuple(clustering.sizes.tolist()),
        distances=_rows(np.quantile(each, QUANTILES) for each in own),
        numbers_then=then[0],
        words_then=then[1],
        distance_then=float(clustering.distances.mean()),
        digest=digest(matrix.digest, clustering.digest),
    )


def without_centres(matrix: FeatureMatrix, source: str, amendments: tuple[Amendment, ...]) -> Model:
    """Write down how rows get their place, before it is known where the centres are."""
    steps, columns = matrix.pipeline.named_steps, list(_columns(matrix))
    reduced, nearest = steps.get("components"), steps.get("nearest")
    return Model(
        numbers=tuple(each for each in columns if isinstance(each, NumberColumn)),
        levels=tuple(each for each in columns if isinstance(each, LevelColumn)),
        centres=(),
        names=(),
        sizes=(),
        distances=(),
        components=reduced and Components(tuple(reduced.mean_.tolist()), _rows(reduced.components_)),
        donors=() if nearest is None else _rows(nearest._fit_X),
        amendments=amendments,
        source=source,
    )


def _columns(matrix: FeatureMatrix) -> Iterator[NumberColumn | LevelColumn]:
    """Read the fitted pipeline, column by column."""
    columns = matrix.pipeline.named_steps["columns"]
    circles: dict[str, dict[str, Any]] = {
        f"{label} ({circle})": {"label": label, "circle": circle, "period": period}
        for label, period in matrix.preparation.circles
        for circle in ("sine", "cosine")
    }
    for name, part, labels in columns.transformers_:
        weight, places = float(columns.transformer_weights[name]), columns.output_indices_[name]
        fitted = part.estimator
        if isinstance(fitted, OneHotEncoder):
            yield from _levels(fitted, labels[0], matrix.original_names[places], places.start, weight)
        else:
            for i, label in enumerate(labels):
                number = _number(fitted.named_steps, i, label, places.start + i, weight)
                yield replace(number, **circles.get(label, {}))


def _number(steps: dict[str, Any], i: int, label: str, at: int, weight: float) -> NumberColumn:
    fill, changed, scale = steps.get("fill"), steps.get("transform"), steps["scale"]
    change: Change | None = None
    power = 1.0
    if isinstance(changed, PowerTransformer):
        change, power = "power", float(changed.lambdas_[i])
    elif changed is not None:
        change = "log" if changed.func is np.log else "log1p"
    scaled = scale != "passthrough"
    return NumberColumn(
        at=at,
        label=label,
        fill=None if fill is None else float(fill.estimator.statistics_[i]),
        change=change,
        power=power,
        centre=float(scale.mean_[i]) if scaled else 0.0,
        spread=float(scale.scale_[i]) if scaled else 1.0,
        weight=weight,
    )


def _levels(
    encoder: OneHotEncoder, label: str, names: Sequence[str], at: int, weight: float
) -> Iterator[LevelColumn]:
    rare = (encoder.infrequent_categories_ or [None])[0]
    others = [] if rare is None else list(rare)
    frequent = [value for value in encoder.categories_[0] if value not in others]
    for i, value in enumerate(frequent):
        yield LevelColumn(at + i, label, names[i], (value,), False, weight)
    if others:
        yield LevelColumn(at + len(frequent), label, names[-1], tuple(others), True, weight)


def _rows(values: Iterable[Floats]) -> tuple[tuple[float, ...], ...]:
    return tuple(tuple(row.tolist()) for row in values)
