"""Which columns and rows of a table take part, and why the others do not."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from kmeans_core.common import BadSettings, UnusableFeatures
from kmeans_core.tables import Table

Missing = Literal["median", "mean", "nearest", "drop"]
Transform = Literal["log", "power"]
LeftOut = tuple[tuple[str, NDArray[np.int64]], ...]


@dataclass(frozen=True, eq=False)
class Feature:
    """A chosen column: its numbers with NaN for missing ones, or its levels as text with None."""

    label: str
    cells: NDArray[np.float64] | NDArray[np.object_]  # (rows,)
    category: bool
    weight: float
    transform: Transform | None

    def missing(self) -> NDArray[np.bool_]:
        """Tell for each row whether the cell holds nothing."""
        return self.cells == None if self.category else np.isnan(self.cells)  # noqa: E711 - elementwise

    def differs(self, rows: NDArray[np.bool_]) -> bool:
        """Whether these rows hold two different values (to a category, missing is a level)."""
        cells = self.cells[rows]
        if self.category:
            return bool((cells != cells[0]).any()) if cells.size else False
        cells = cells[np.isfinite(cells)]
        return bool(cells.size and cells.min() < cells.max())


def choose(
    table: Table,
    labels: tuple[str, ...] | None,
    one_hot: tuple[str, ...],
    weights: dict[str, float],
    transforms: dict[str, Transform],
) -> tuple[Feature, ...]:
    """Return the chosen columns in the order chosen, those to encode last unless they were chosen too.

    Raises UnusableFeatures for labels that are not there and columns of words that are not to be encoded,
    BadSettings for weights that are no weights.
    """
    known = {column.label: place for place, column in enumerate(table.columns)}
    offered = tuple(column.label for column in table.columns if column.offered)
    chosen = tuple(dict.fromkeys((offered if labels is None else labels) + one_hot))
    for label in (*chosen, *weights, *transforms):
        if label not in known:
            raise UnusableFeatures.unknown(label, tuple(known))
    for label, weight in weights.items():
        if not (np.isfinite(weight) and 0 <= weight <= 1e6):
            raise BadSettings(f"The weight of {label} is {weight:g}.", "Give a weight from 0 to 1,000,000.")
    numbers = {c.label: c.numbers for c in table.columns if c.numbers is not None}
    words = [label for label in chosen if label not in one_hot and label not in numbers]
    if words:
        raise UnusableFeatures.words(words)
    return tuple(
        Feature(
            label,
            _levels(table, known[label]) if label in one_hot else numbers[label],
            label in one_hot,
            weights.get(label, 1.0),
            None if label in one_hot else transforms.get(label),
        )
        for label in chosen
        if weights.get(label, 1.0) > 0
    )


def _levels(table: Table, place: int) -> NDArray[np.object_]:
    """Return the column's text without outer spaces, None where it is empty or spells a missing value."""
    text = pc.utf8_trim_whitespace(table.text.column(place)).combine_chunks()
    coded = pc.dictionary_encode(pc.fill_null(text, ""))
    if isinstance(coded, pa.ChunkedArray):
        coded = coded.combine_chunks()
    nothing = {"", *table.reading.missing}
    levels: NDArray[np.object_] = np.array(
        [None if level in nothing else level for level in coded.dictionary.to_pylist()], dtype=object
    )
    cells: NDArray[np.object_] = levels[coded.indices.to_numpy()]
    return cells


def split_constant(
    features: Iterable[Feature], rows: NDArray[np.bool_]
) -> tuple[tuple[Feature, ...], tuple[str, ...]]:
    """Return the features that tell these rows apart, and the labels of those that do not."""
    differs = {feature: feature.differs(rows) for feature in features}
    return (
        tuple(feature for feature, differ in differs.items() if differ),
        tuple(feature.label for feature, differ in differs.items() if not differ),
    )


class Attendance:
    """Which rows of a table take part; each row that does not has exactly one reason."""

    def __init__(self, table: Table) -> None:
        self.present = np.ones(table.n_rows, dtype=bool)
        self._left: list[tuple[str, NDArray[np.int64]]] = []
        for why in dict.fromkeys(reason for _, reason in table.set_aside):
            mask = np.zeros(table.n_rows, dtype=bool)
            mask[[row for row, reason in table.set_aside if reason == why]] = True
            self.leave_out(mask, why)

    @property
    def left_out(self) -> LeftOut:
        return tuple(self._left)

    def leave_out(self, mask: NDArray[np.bool_], why: str) -> None:
        """Leave out the rows of the mask that still take part."""
        rows = np.flatnonzero(mask & self.present)
        if rows.size:
            self.present[rows] = False
            self._left.append((why, rows))

    def leave_out_unusable(self, features: tuple[Feature, ...], missing: Missing) -> None:
        """Leave out rows with infinite values, and with missing ones where they are to be dropped.

        Rows in which every feature is missing are left out in any case.
        """
        for feature in features:
            if not feature.category:
                self.leave_out(np.isinf(feature.cells), f"infinite value in {feature.label}")
        if missing == "drop":
            for feature in features:
                self.leave_out(feature.missing(), f"missing value in {feature.label}")
        elif features:
            nothing = features[0].missing()
            for feature in features[1:]:
                nothing &= feature.missing()
            self.leave_out(nothing, "no value in any feature")
