"""A batch's cells as the model's centres see them: the same numbers as a table's, without a table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from kmeans_core.common import Floats, Ints, Mask
from kmeans_core.datasets.agreement import kind_of
from kmeans_core.datasets.statistics import numbers
from kmeans_core.tables import Table, amended, coded
from kmeans_core.takeaway import Model, completed, in_units

_FURTHEST = 1e140  # whose squares can be summed


@dataclass(frozen=True)
class Meaning:
    """What the cells of a column count as; `words` where they are no numbers."""

    label: str  # the table's
    name: str  # the files'
    words: tuple[tuple[str, float], ...] | None = None
    blanks: tuple[float, ...] = ()

    def of(self, cells: pa.Array) -> Floats:
        """Return numbers (n,), NaN where there is none."""
        if self.words is None:
            found = numbers(cells)
        else:
            codes, met = words_of(cells, ())
            known = dict(self.words)
            found = np.array([*(known.get(word, _number(word)) for word in met), np.nan])[codes]
        return np.where(np.isin(found, self.blanks), np.nan, found) if self.blanks else found


@dataclass(frozen=True, eq=False)
class Units:
    """How cells become rows (n, d) beside a model's centres."""

    model: Model
    numbers: tuple[Meaning, ...]
    levels: tuple[tuple[str, str], ...]  # label and name in the files
    missing: tuple[str, ...]  # words that say there is no value

    @classmethod
    def of_table(cls, model: Model, table: Table, schema: pa.Schema) -> Units:
        """Learn from a table of drawn rows, whose columns are the files' own, what cells count as."""
        table, names = amended(table, model.amendments), {c.label: c.name for c in table.columns}
        blanks = {each.column: each.blanks for each in model.amendments}
        plain = {each.column for each in model.amendments if not each.order}
        found = []
        for label in dict.fromkeys(number.label for number in model.numbers):
            name = names[label]
            counted = kind_of(schema.field(name).type) == "numbers" and (
                label not in blanks or label in plain
            )
            words = None if counted else _words(table, label)
            found.append(Meaning(label, name, words, blanks.get(label, ())))
        levels = dict.fromkeys(level.label for level in model.levels)
        return cls(
            model, tuple(found), tuple((label, names[label]) for label in levels), table.reading.missing
        )

    @property
    def columns(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys([each.name for each in self.numbers] + [name for _, name in self.levels]))

    def cells(self, batch: pa.RecordBatch) -> dict[str, Floats]:
        """Return the numbers (n,) of each column that has some, by its label."""
        return {each.label: each.of(batch.column(each.name)) for each in self.numbers}

    def of(self, batch: pa.RecordBatch, cells: Mapping[str, Floats] | None = None) -> tuple[Floats, Mask]:
        """Return rows (n, d), and which of them (n,) can be placed; the others are zero.

        `cells` are the numbers where they are there already.
        """
        cells = self.cells(batch) if cells is None else cells
        words = {label: words_of(batch.column(name), self.missing) for label, name in self.levels}
        values = completed(self.model, in_units(self.model, cells, words))
        with np.errstate(invalid="ignore"):
            fit = np.asarray((np.abs(values.T) < _FURTHEST).all(axis=0))  # false for NaN, too
        fit &= _something(cells, bool(words), len(values))
        if not fit.all():
            values[~fit] = 0.0
        return np.ascontiguousarray(values), fit


def words_of(cells: pa.Array, missing: tuple[str, ...]) -> tuple[Ints, tuple[str, ...]]:
    """Return each cell's number (n,), -1 where it is missing, and the words by number, trimmed."""
    text = pc.utf8_trim_whitespace(pc.cast(cells, pa.string()))
    held = pc.if_else(pc.is_in(text, value_set=pa.array(["", *missing], pa.string())), None, text)
    held = held.dictionary_encode()
    codes = pc.fill_null(held.indices, -1).to_numpy(zero_copy_only=False).astype(np.int64)
    return codes, tuple(held.dictionary.to_pylist())


def _something(cells: Mapping[str, Floats], words: bool, n: int) -> Mask:
    """Tell which rows hold no infinity, and any number where there are no words to place them by."""
    if np.isfinite(sum(cells.values(), np.zeros(1))).all():
        return np.ones(n, bool)
    block = np.array(list(cells.values()))
    found: Mask = ~np.isinf(block).any(axis=0)
    return found if words else found & ~np.isnan(block).all(axis=0)


def _words(table: Table, label: str) -> tuple[tuple[str, float], ...]:
    """Return what each word of a column counts as in the table."""
    codes, met = coded(table, label, np.arange(table.n_rows))
    found = table.column(label).numbers
    if found is None:
        return ()
    _, first = np.unique(codes[::-1], return_index=True)
    places = len(codes) - 1 - first  # a row of each word; total rows, set aside, come last
    known = [(met[codes[row]], float(found[row])) for row in places.tolist() if codes[row] >= 0]
    return tuple(each for each in known if not np.isnan(each[1]))


def _number(word: str) -> float:
    try:
        return float(word)
    except ValueError:
        return np.nan
