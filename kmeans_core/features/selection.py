"""Which columns and rows of a table take part, and why the others do not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, reduce
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kmeans_core.common import BadSettings, Floats, Ints, UnusableFeatures
from kmeans_core.features.settings import Missing, Preparation, Transform
from kmeans_core.tables import Kind, Table, coded

Mask = NDArray[np.bool_]
LeftOut = tuple[tuple[str, Ints], ...]


@dataclass(frozen=True, eq=False)
class Feature:
    """A chosen column: its numbers with NaN for missing ones, or the codes of its levels."""

    label: str
    cells: NDArray[Any]  # (rows,) numbers, NaN where there is none, or codes, -1 where there is none
    levels: tuple[str, ...] | None  # (codes,) of a category
    weight: float
    transform: Transform | None
    column: str = ""  # the table's column, where the label is not its own
    text: bool = False  # levels are free texts

    @cached_property
    def whole(self) -> bool:
        """Whether no cell is missing or infinite, as far as the sum of all tells."""
        if self.levels is not None:
            return bool(self.cells.min(initial=0) >= 0)
        with np.errstate(all="ignore"):
            return bool(np.isfinite(self.cells.sum()))

    def missing(self) -> Mask:
        """Tell for each row whether the cell holds nothing."""
        return np.isnan(self.cells) if self.levels is None else np.asarray(self.cells < 0)

    def at(self, rows: Mask) -> NDArray[Any]:
        """Return the cells of some rows, or the column itself where those are all."""
        return self.cells if rows.all() else self.cells[rows]

    def differs(self, rows: Mask) -> bool:
        """Whether these rows hold two different values (to a category, missing is a level)."""
        cells = self.at(rows)
        if self.levels is None and not self.whole:
            cells = cells[np.isfinite(cells)]
        return bool(cells.size and cells.min() < cells.max())


@dataclass(frozen=True, eq=False)
class Selection:
    """The columns and rows that take part."""

    features: tuple[Feature, ...]
    constant: tuple[str, ...]  # labels of chosen columns that do not tell these rows apart
    present: Mask  # (rows of the table,)
    left_out: LeftOut  # each reason and the table rows it left out; every such row has exactly one


def select(table: Table, how: Preparation) -> Selection:
    """Return what takes part of the chosen columns and of all rows.

    Constant columns go first, so that an empty one does not drop every row, and again when rows have gone.
    Raises UnusableFeatures where nothing is left, and as `choose` does.
    """
    chosen = choose(table, how)
    if not chosen:
        measured = any(column.kind == Kind.NUMBER for column in table.columns)
        raise UnusableFeatures.none_chosen() if measured else UnusableFeatures.no_numbers()
    present = np.ones(table.n_rows, dtype=bool)
    left_out = _leave_out(_set_aside(table), present)
    features, constant = _split_constant(chosen, present)
    left_out += _leave_out(_unusable(features, how.missing), present)
    n_rows = int(present.sum())
    if not n_rows:
        raise UnusableFeatures.no_rows()
    features, more = _split_constant(features, present)
    if not features:
        raise UnusableFeatures.all_equal(n_rows) if n_rows > 1 else UnusableFeatures.one_row()
    return Selection(features, constant + more, present, left_out)


def choose(table: Table, how: Preparation) -> tuple[Feature, ...]:
    """Return the chosen columns in the order chosen, those to encode last unless they were chosen too.

    Raises UnusableFeatures for labels that are not there and columns of words that are not to be encoded,
    BadSettings for weights that are no weights.
    """
    known = {column.label: column.numbers for column in table.columns}
    weights, transforms = dict(how.weights), dict(how.transforms)
    offered = tuple(column.label for column in table.columns if column.offered)
    texts = texts_of(table, how)
    chosen = tuple(dict.fromkeys((offered if how.features is None else how.features) + how.one_hot + texts))
    for label in (*chosen, *weights, *transforms, *dict(how.circles)):
        if label not in known:
            raise UnusableFeatures.unknown(label, tuple(known))
    for label, weight in weights.items():
        if not (np.isfinite(weight) and 0 <= weight <= 1e6):
            raise BadSettings(f"The weight of {label} is {weight:g}.", "Give a weight from 0 to 1,000,000.")
    words = [label for label in chosen if label not in (*how.one_hot, *texts) and known[label] is None]
    if words:
        raise UnusableFeatures.words(words)
    features, circles = [], {label for label, period in how.circles if period > 0}
    for label in chosen:
        weight, numbers = weights.get(label, 1.0), known[label]
        if weight and label in texts:
            codes = coded(table, label, np.arange(table.n_rows))
            features.append(Feature(label, *codes, weight, None, text=True))
        elif weight and label in how.one_hot:
            features.append(Feature(label, *coded(table, label, np.arange(table.n_rows)), weight, None))
        elif weight and numbers is not None and label in circles:
            features += _around(label, numbers, weight, how)
        elif weight and numbers is not None:
            features.append(Feature(label, numbers, None, weight, transforms.get(label)))
    return tuple(features)


def texts_of(table: Table, how: Preparation) -> tuple[str, ...]:
    """Return the columns that take part as free text: those chosen, or all where nothing else is offered."""
    usual = how.features is None and not how.one_hot and not how.texts
    if not usual or any(column.offered for column in table.columns):
        return how.texts
    return tuple(column.label for column in table.columns if column.kind is Kind.TEXT)


def _around(label: str, numbers: Floats, weight: float, how: Preparation) -> Iterator[Feature]:
    """Place numbers on a circle, on which the last lies beside the first; its two columns count like one.

    Weights that make up for scaling each by its own spread keep it round.
    """
    period, round_ = dict(how.circles)[label], how.scaling in ("standard", "robust")
    with np.errstate(invalid="ignore"):
        angles = np.where(np.isfinite(numbers), 2 * np.pi * numbers / period, np.nan)
    cells = np.array([np.sin(angles), np.cos(angles)])
    spread = np.nan_to_num(np.nanstd(cells, axis=1)) if round_ and np.isfinite(angles).any() else np.ones(2)
    parts = spread / (np.linalg.norm(spread) or 1.0)
    for name, column, part in zip(("sine", "cosine"), cells, parts.tolist(), strict=True):
        yield Feature(f"{label} ({name})", column * period / (2 * np.pi), None, weight * part, None, label)


def _split_constant(features: Iterable[Feature], rows: Mask) -> tuple[tuple[Feature, ...], tuple[str, ...]]:
    """Return the features that tell these rows apart, and the labels of those that do not."""
    differs = {feature: feature.differs(rows) for feature in features}
    return (
        tuple(feature for feature, differ in differs.items() if differ),
        tuple(feature.label for feature, differ in differs.items() if not differ),
    )


def _leave_out(reasons: Iterable[tuple[str, Mask]], present: Mask) -> LeftOut:
    """Mark in `present` which rows no longer take part; return for each reason those that still did."""
    left_out = []
    for why, mask in reasons:
        rows = np.flatnonzero(mask & present)
        if rows.size:
            present[rows] = False
            left_out.append((why, rows))
    return tuple(left_out)


def _set_aside(table: Table) -> Iterator[tuple[str, Mask]]:
    for why in dict.fromkeys(reason for _, reason in table.set_aside):
        mask = np.zeros(table.n_rows, dtype=bool)
        mask[[row for row, reason in table.set_aside if reason == why]] = True
        yield why, mask


def _unusable(features: tuple[Feature, ...], missing: Missing) -> Iterator[tuple[str, Mask]]:
    """Tell which rows hold infinite values, missing ones where those are to be dropped, or nothing at all."""
    broken = [feature for feature in features if not feature.whole]
    for feature in broken:
        if feature.levels is None:
            yield f"infinite value in {feature.label}", np.isinf(feature.cells)
    if missing == "drop":
        for feature in broken:
            yield f"missing value in {feature.label}", feature.missing()
    elif broken and len(broken) == len(features):
        yield "no value in any feature", reduce(np.logical_and, (f.missing() for f in features))
