"""What assigns rows to the clusters that were found: columns, transforms and centres, as plain JSON."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import msgspec

from kmeans_core.common import DataProblem
from kmeans_core.tables import Amendment
from kmeans_core.takeaway.then import NumbersThen, WordsThen

LARGEST = 2**26  # bytes
Change = Literal["log", "log1p", "power"]
QUANTILES = (0.5, 0.9, 0.95, 0.99, 1.0)
_LARGEST_NUMBER = 1e150


@dataclass(frozen=True)
class NumberColumn:
    """A column of numbers: (change(cell) - centre) / spread * weight.

    On a circle, a cell is first its sine or cosine, times period / 2π.
    """

    at: int  # its place in a row
    label: str  # of the table's column
    fill: float | None  # stands for a missing cell; None where such rows are left out or donors fill them
    change: Change | None
    power: float  # Yeo and Johnson's lambda, where that is the change
    centre: float
    spread: float
    weight: float
    circle: Literal["sine", "cosine"] | None = None
    period: float = 1.0


@dataclass(frozen=True)
class LevelColumn:
    """One level of a category, or several: `weight` where a cell is one of them, else 0."""

    at: int
    label: str
    name: str  # "city = Oslo"
    levels: tuple[str | None, ...]  # None: the cell is missing
    others: bool  # whether levels that were not met count here, too
    weight: float


@dataclass(frozen=True)
class Components:
    """Principal components of a row: axes · (row - mean)."""

    mean: tuple[float, ...]  # (d,)
    axes: tuple[tuple[float, ...], ...]  # (components, d)


@dataclass(frozen=True)
class Model:
    """Everything that assigns a row to its cluster, in plain numbers.

    >>> from kmeans_core import cluster, load_sample, model_of, prepare
    >>> matrix = prepare(load_sample("Three blobs"))
    >>> model = model_of(matrix, cluster(matrix))
    >>> [column.label for column in model.numbers], len(model.centres)
    (['x', 'y'], 3)
    """

    numbers: tuple[NumberColumn, ...]
    levels: tuple[LevelColumn, ...]
    centres: tuple[tuple[float, ...], ...]  # (k, d), or (k, components) where there are some
    names: tuple[str, ...]  # (k,)
    sizes: tuple[int, ...]  # (k,) rows that it was made from
    distances: tuple[tuple[float, ...], ...]  # (k, 5) of these rows to their centre, at the quantiles
    quantiles: tuple[float, ...] = QUANTILES
    components: Components | None = None
    donors: tuple[tuple[float | None, ...], ...] = ()  # (m, d) rows in the units of the distance
    amendments: tuple[Amendment, ...] = ()  # what the cells of some columns mean
    numbers_then: tuple[NumbersThen, ...] = ()  # the columns of these rows in brief, where they are known
    words_then: tuple[WordsThen, ...] = ()
    distance_then: float | None = None  # their mean distance to their centres
    source: str = ""
    digest: str = ""
    model: Literal[1] = 1  # the version of this format


def write_model(model: Model) -> bytes:
    """Write a model as JSON; donors' gaps are null.

    >>> from kmeans_core import cluster, load_sample, model_of, prepare, read_model, write_model
    >>> matrix = prepare(load_sample("Three blobs"))
    >>> model = model_of(matrix, cluster(matrix))
    >>> read_model(write_model(model)) == model
    True
    """
    return msgspec.json.encode(model)


def model_schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of a model."""
    known = msgspec.json.schema(Model)
    for part in known["$defs"].values():
        part["description"] = part["description"].split("\n")[0]
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **known}


def read_model(data: bytes) -> Model:
    """Read a model; raises DataProblem for what is none, or does not fit together. No code is run.

    >>> from kmeans_core import DataProblem, read_model
    >>> try:
    ...     read_model(b"[]")
    ... except DataProblem as problem:
    ...     print(problem)
    This is not a model of the studio. Expected object, got array. Choose a model that the studio wrote.
    """
    if len(data) > LARGEST:
        raise no_model("It is too large")
    try:
        model: Model = msgspec.json.decode(data, type=Model)
    except (msgspec.MsgspecError, ValueError, RecursionError) as problem:
        raise no_model(str(problem).replace("`", "")) from problem
    wrong = _wrong(model)
    if wrong:
        raise no_model(wrong)
    return model


def _wrong(model: Model) -> str:
    """Return what does not fit together, or ""."""
    k = len(model.centres)
    places = sorted([column.at for column in model.numbers] + [column.at for column in model.levels])
    d = len(places)
    inner = len(model.components.axes) if model.components else d
    shapes = [
        ({len(row) for row in model.centres}, {inner}, "The centres"),
        ({len(row) for row in model.distances}, {len(model.quantiles)}, "The distances"),
        ({len(row) for row in model.donors}, {d} if model.donors else set(), "The donors"),
        ({len(model.names), len(model.sizes), len(model.distances)}, {k}, "Names, sizes and distances"),
    ]
    if model.components:
        shapes.append(({len(model.components.mean), *map(len, model.components.axes)}, {d}, "The components"))
    if k < 2 or places != list(range(d)) or not d:
        return "It lacks centres or columns"
    if model.quantiles != tuple(sorted(set(model.quantiles))) or not all(
        0 <= q <= 1 for q in model.quantiles
    ):
        return "The quantiles are not in order"
    if len(model.quantiles) < 2 or min(model.sizes, default=0) < 1:
        return "It lacks quantiles, or a cluster has no rows"
    if any(len(n.shares) != len(n.edges) + 2 or len(n.quantiles) < 2 for n in model.numbers_then) or any(
        len(w.shares) != len(w.values) + 2 for w in model.words_then
    ):
        return "What it tells of its columns has another shape"
    if any(not _bounded(n.spread) or n.spread == 0 or n.period <= 0 for n in model.numbers):
        return "A column has no spread"
    if not all(_bounded(value) for row in model.centres for value in row):
        return "A centre is too far away"
    return next((f"{what} have another shape" for found, wanted, what in shapes if found != wanted), "")


def _bounded(value: float) -> bool:
    return abs(value) < _LARGEST_NUMBER


def no_model(why: str) -> DataProblem:
    return DataProblem(f"This is not a model of the studio. {why}.", "Choose a model that the studio wrote.")
