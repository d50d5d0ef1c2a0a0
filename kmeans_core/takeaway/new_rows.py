"""New rows in, their clusters out: by a model's own columns, scaling and centres, never fitted again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.spatial.distance import cdist
from sklearn.impute import KNNImputer
from sklearn.preprocessing import PowerTransformer

from kmeans_core.clustering import Partition, assign
from kmeans_core.common import Floats, Ints, Labels, Progress, UnusableFeatures, among, count, digest, silent
from kmeans_core.tables import Table, amended, coded
from kmeans_core.takeaway.model import Model, NumberColumn

GAP = "a value that the model needs is missing"
Coded = tuple[Ints, tuple[str, ...]]  # each cell's number, -1 where it is missing; the words by number
_FURTHEST = 1e150  # whose square can be held


@dataclass(frozen=True, eq=False, kw_only=True)
class Assigned(Partition):
    """Rows with the nearest of a model's centres; those that lack what it needs are left out."""

    distances: Floats  # in the model's units
    second: Labels
    margins: Floats
    points: Floats  # (n, d) in the units of the distance
    rows: Ints  # (n,) the table row of each
    left_out: tuple[tuple[str, Ints], ...]  # the reason and the other rows of the table
    notes: tuple[str, ...]  # what the table lacks, and levels that are new, in sentences

    def outliers(self, model: Model, quantile: float) -> NDArray[np.bool_]:
        """Tell the rows (n,) farther from their centre than this share of the rows that the model is of."""
        at = model.quantiles.index(quantile)
        return np.asarray(self.distances > np.array([row[at] for row in model.distances])[self.labels])

    def to_all(self, model: Model) -> Floats:
        """Return each row's distance to every centre (n, k)."""
        return np.asarray(cdist(self.points, np.array(model.centres)))

    def sentences(self) -> tuple[str, ...]:
        """Return everything that is to be told beside the labels."""
        left = (f"{count(len(rows), 'row')} could not be placed: {why}." for why, rows in self.left_out)
        return (*self.notes, *left)


def assign_rows(model: Model, table: Table, progress: Progress = silent) -> Assigned:
    """Assign each row of a table to the nearest centre; columns are found by their labels.

    Raises UnusableFeatures when the table has none of the model's columns, or lacks one that nothing fills.

    >>> from kmeans_core import assign_rows, cluster, load_sample, model_of, prepare
    >>> table = load_sample("Three blobs")
    >>> matrix = prepare(table)
    >>> found = cluster(matrix)
    >>> bool((assign_rows(model_of(matrix, found), table).labels == found.labels).all())
    True
    """
    here = {column.label for column in table.columns}
    table = amended(table, tuple(each for each in model.amendments if each.column in here))
    known = {column.label: column for column in table.columns}
    labels = dict.fromkeys([n.label for n in model.numbers] + [level.label for level in model.levels])
    missing = [label for label in labels if label not in known]
    words = [
        n.label
        for n in model.numbers
        if n.circle != "cosine" and n.label in known and known[n.label].numbers is None
    ]
    if len(missing) == len(labels):
        raise UnusableFeatures(
            f"The table has none of the model's columns: {among(list(labels), 5)}.", "Load one that has them."
        )
    notes = [f"The table has no column {label}; it counts as missing in every row." for label in missing]
    notes += [f"{label} holds words where the model has numbers; it counts as missing." for label in words]
    numbers: dict[str, Floats] = {}
    for number in model.numbers:
        column = known.get(number.label)
        cells = None if column is None else column.numbers
        numbers[number.label] = np.full(table.n_rows, np.nan) if cells is None else cells
    rows = np.arange(table.n_rows)
    nothing: Coded = np.full(table.n_rows, -1), ()
    words_of = {
        level.label: coded(table, level.label, rows) if level.label in known else nothing
        for level in {level.label: level for level in model.levels}.values()
    }
    notes += [sentence for label, (_, met) in words_of.items() for sentence in _new(model, label, met)]
    values = in_units(model, numbers, words_of)
    return _placed(model, values, tuple(notes), digest(model.digest, table.digest), progress)


def in_units(model: Model, numbers: Mapping[str, Floats], words: Mapping[str, Coded]) -> Floats:
    """Return rows as the model's centres see them, before any components: (n, d), NaN for what is missing.

    `numbers` are cells by label, `words` each cell's number, -1 where it is missing, and the words by number.
    """
    n = len(next(iter(numbers.values()))) if numbers else len(next(iter(words.values()))[0])
    values = np.empty((len(model.numbers) + len(model.levels), n)).T  # filled column by column
    for number in model.numbers:
        values[:, number.at] = _scaled(number, numbers[number.label])
    met = {(level.label, word) for level in model.levels for word in level.levels}
    for level in model.levels:
        codes, known = words[level.label]
        counts = [
            word in level.levels or (level.others and (level.label, word) not in met)
            for word in (*known, None)
        ]
        values[:, level.at] = np.where(np.array(counts)[codes], level.weight, 0.0)
    return values


def completed(model: Model, values: Floats) -> Floats:
    """Fill the gaps of rows that donors can fill, and reduce to components where there are some."""
    gaps = np.isnan(values).any(axis=1) & ~np.isnan(values).all(axis=1)
    if model.donors and gaps.any():
        donors = np.array(model.donors, dtype=float)  # None becomes NaN
        values[gaps] = KNNImputer(keep_empty_features=True).fit(donors).transform(values[gaps])
    if model.components:
        values = (values - model.components.mean) @ np.array(model.components.axes).T
    return values


def _scaled(column: NumberColumn, cells: Floats) -> Floats:
    """Fill, transform, scale and weight as the pipeline did, number for number."""
    if column.circle:
        turn = np.sin if column.circle == "sine" else np.cos
        angles = np.where(np.isfinite(cells), 2 * np.pi * cells / column.period, np.nan)
        cells = turn(angles) * column.period / (2 * np.pi)
    filled = cells
    if column.fill is not None and np.isnan(cells.sum()):
        filled = np.where(np.isnan(cells), column.fill, cells)
    with np.errstate(all="ignore"):  # what cannot be placed is told
        if column.change == "power":
            power = PowerTransformer(standardize=False)
            power.lambdas_, power.n_features_in_ = np.array([column.power]), 1
            filled = power.transform(filled[:, None])[:, 0]
        elif column.change:
            filled = (np.log if column.change == "log" else np.log1p)(filled)
        scaled = (filled - column.centre) / column.spread
        return scaled if column.weight == 1 else scaled * column.weight


def _new(model: Model, label: str, words: tuple[str, ...]) -> list[str]:
    """Return what is to be told of levels that are new."""
    parts = [level for level in model.levels if level.label == label]
    met = {word for part in parts for word in part.levels}
    new = [word for word in words if word not in met]
    told = "they count among the rare ones" if any(part.others for part in parts) else "they count as none"
    return [f"{label} has values that the model has not met ({among(new, 3)}); {told}."] if new else []


def _placed(model: Model, values: Floats, notes: tuple[str, ...], name: str, progress: Progress) -> Assigned:
    """Fill gaps where donors can, reduce to components, and look for the nearest centres."""
    values = completed(model, values)
    near = (np.abs(values) < _FURTHEST).all(axis=1)  # false for NaN, too
    rows = np.flatnonzero(near)
    if not rows.size:
        raise UnusableFeatures(
            "No row has a value in every column of the model.", "Fill gaps and load it again."
        )
    points = np.ascontiguousarray(values[rows])
    nearest = assign(points, np.array(model.centres), progress)
    own, others = np.sqrt(nearest.d1), np.flatnonzero(~near)
    return Assigned(
        rows=rows,
        labels=nearest.labels,
        sizes=np.bincount(nearest.labels, minlength=len(model.centres)),
        distances=own,
        second=nearest.second,
        margins=np.sqrt(nearest.d2) - own,
        points=points,
        left_out=((GAP, others),) if others.size else (),
        notes=notes,
        digest=name,
    )
