"""The last looks at all rows: what each cluster holds exactly, and each row's label."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import pyarrow as pa

from kmeans_core.clustering import assign, closest, sums
from kmeans_core.common import Floats, Ints
from kmeans_core.datasets.rows import Batch
from kmeans_core.datasets.units import Units

ADDED = ("cluster", "distance to centre", "second cluster", "margin")


@dataclass(frozen=True, eq=False)
class ExactFigures:
    """What the rows of each cluster are, over all of them."""

    sizes: Ints  # (k,)
    left_out: int  # rows that have no place
    inertia: float  # around the clusters' own means
    total: float  # sum of squares around the mean of all
    means: Floats  # (k, f) of number columns, in original units
    deviations: Floats  # (k, f)
    missing: Ints  # (k, f) cells
    shares: Floats  # (k, l) of rows, for the levels of categories

    def at(self, order: Ints) -> ExactFigures:
        """Return the clusters in another order."""
        arrays = ("sizes", "means", "deviations", "missing", "shares")
        return replace(self, **{name: getattr(self, name)[order] for name in arrays})


@dataclass(frozen=True, eq=False)
class Totals:
    """Counts, sums and sums of squares of each cluster, in the model's units and in the columns' own."""

    units: Units
    centres: Floats  # (k, d)
    middles: tuple[float, ...]  # (f,) of the number columns: sums of squares around them keep their digits
    spreads: tuple[float, ...]

    @cached_property
    def shift(self) -> Floats:
        """Return the point (d,) around which squares are summed, for the same reason."""
        return np.asarray(self.centres.mean(axis=0))

    @property
    def columns(self) -> tuple[str, ...]:
        return self.units.columns

    def of(self, batch: Batch) -> pa.Table:
        """Return a row for each cluster, and one for the rows that have no place."""
        cells, k = self.units.cells(batch.cells), len(self.centres)
        values, fit = self.units.of(batch.cells, cells)
        values[~fit] = self.shift
        values -= self.shift
        labels = closest(values, self.centres - self.shift)
        labels[~fit] = k
        block = np.array([*cells.values()]).T if cells else np.empty((len(values), 0))
        block -= self.middles
        block /= self.spreads
        there = np.isfinite(block)
        counts = np.bincount(labels, minlength=k + 1)
        if there.all():
            present = np.repeat(counts[:, None].astype(float), block.shape[1], axis=1)
        else:
            block[~there] = 0.0
            present = sums(there.astype(float), labels, k + 1)
        squares = np.zeros(k + 1)
        squares[0] = np.einsum("nd,nd->", values, values)
        found = [sums(each, labels, k + 1) for each in (values, block, block * block)]
        return _table(np.column_stack([counts, squares, *found, present]))

    def merged(self, parts: Sequence[pa.Table]) -> pa.Table:
        """Add up, in the order of the parts."""
        return _table(sum((_array(part) for part in parts[1:]), _array(parts[0])))

    def figures(self, found: pa.Table) -> ExactFigures:
        """Return what the sums say."""
        numbers, (k, d), f = _array(found), self.centres.shape, len(self.middles)
        sizes, totals = numbers[:k, 0], numbers[:k, 2 : 2 + d]
        own, squared, present = np.split(numbers[:k, 2 + d :], [f, 2 * f], axis=1)
        whole = float(numbers[:, 1].sum())
        with np.errstate(invalid="ignore", divide="ignore"):
            mean = own / present
            spread = np.sqrt(np.maximum(squared / present - mean**2, 0) * present / (present - 1))
            inertia = whole - float(np.nansum(np.square(totals).sum(axis=1) / sizes))
            shares = self._shares(totals / sizes[:, None] + self.shift)
        return ExactFigures(
            sizes=sizes.astype(np.int64),
            left_out=int(numbers[k, 0]),
            inertia=inertia,
            total=whole - float(np.square(totals.sum(axis=0)).sum() / sizes.sum()),
            means=mean * self.spreads + self.middles,
            deviations=spread * self.spreads,
            missing=(sizes[:, None] - present).astype(np.int64),
            shares=shares,
        )

    def _shares(self, means: Floats) -> Floats:
        """Return the share of each level (k, l) from the means; NaN where components stand for levels."""
        levels = self.units.model.levels
        if self.units.model.components:
            return np.full((len(means), len(levels)), np.nan)
        return means[:, [level.at for level in levels]] / [level.weight for level in levels]


def _table(numbers: Floats) -> pa.Table:
    return pa.table(list(numbers.T), list(map(str, range(numbers.shape[1]))))


def _array(part: pa.Table) -> Floats:
    return np.column_stack([column.to_numpy() for column in part.columns])


@dataclass(frozen=True, eq=False)
class Labelling:
    """Every row with its cluster from 1, the distance to its centre, the second cluster and the margin."""

    units: Units
    centres: Floats  # (k, d)
    schema: pa.Schema  # of the files

    @property
    def columns(self) -> tuple[str, ...]:
        return tuple(self.schema.names)

    @cached_property
    def titles(self) -> tuple[str, ...]:
        """Return the new columns' names, numbered where a file has them already, in whatever capitals."""
        taken, found = {name.strip().casefold() for name in self.columns}, []
        for title in ADDED:
            numbered = (title if n == 1 else f"{title}_{n}" for n in range(1, len(taken) + 2))
            found.append(next(name for name in numbered if name.casefold() not in taken))
        return tuple(found)

    def of(self, batch: Batch) -> pa.Table:
        values, fit = self.units.of(batch.cells)
        near, gone = assign(values, self.centres), ~fit
        own = np.sqrt(near.d1)
        added = (near.labels + 1, own, near.second + 1, np.sqrt(near.d2) - own)
        rows = pa.Table.from_batches([batch.cells])
        for title, cells in zip(self.titles, added, strict=True):
            rows = rows.append_column(title, pa.array(cells, mask=gone))
        return rows

    def merged(self, parts: Sequence[pa.Table]) -> pa.Table:
        return pa.concat_tables(parts)
