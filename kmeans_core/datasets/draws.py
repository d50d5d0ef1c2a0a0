"""Rows drawn from all: the same ones on every engine, as many as were asked for, each with its weight."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from kmeans_core.common import Floats
from kmeans_core.datasets.rows import Batch
from kmeans_core.datasets.units import Units

RANK, MASS = "studio's rank", "studio's mass"  # no column of a file is called so
_ROOM = 1.2  # times as many rows as wanted are kept on the way, where it is known how many there are
_KEPT = 2  # times as many at most


@dataclass(frozen=True)
class Even:
    """So many rows, each with the same chance, by the smallest hashes (bottom-k sampling)."""

    columns: tuple[str, ...]
    size: int
    seed: int = 0
    n_rows: int | None = None  # of all, where that is known: most are passed over at once

    def of(self, batch: Batch) -> pa.Table:
        ranks = batch.chances(self.seed)
        most = min(1.0, (_ROOM * self.size + 1_000) / self.n_rows) if self.n_rows else 1.0
        kept = pa.array(np.flatnonzero(ranks <= most))
        rows = pa.Table.from_batches([batch.cells.select(list(self.columns)).take(kept)])
        return rows.append_column(RANK, pa.array(ranks).take(kept))

    def merged(self, parts: Sequence[pa.Table]) -> pa.Table:
        rows = pa.concat_tables(parts)
        return smallest(rows, self.size) if len(rows) > _KEPT * self.size else rows

    def drawn(self, found: pa.Table) -> pa.Table:
        """Return the rows, in the order of their hashes."""
        return smallest(found, self.size).sort_by(RANK).drop_columns([RANK])


@dataclass(frozen=True, eq=False)
class Weighted:
    """So many rows in the model's units, half by even chances and half by squared distance from the middle.

    Far rows are drawn more often and weigh less, so that no small far group is missed (lightweight coresets,
    Bachem et al. 2018). A hash divided by a row's chance is its rank, and the smallest ranks are taken
    (sequential Poisson sampling, Ohlsson 1998): so many rows, whatever their tails.
    """

    units: Units
    middle: Floats  # (d,)
    spread: float  # mean squared distance from there, as far as it is known
    n_rows: int
    size: int
    seed: int = 1

    @property
    def columns(self) -> tuple[str, ...]:
        return self.units.columns

    def of(self, batch: Batch) -> pa.Table:
        values, fit = self.units.of(batch.cells)
        offsets = values - self.middle
        squares = np.einsum("nd,nd->n", offsets, offsets)
        mass = (0.5 + 0.5 * squares / self.spread) / self.n_rows
        ranks = batch.chances(self.seed) / mass
        kept = np.flatnonzero(fit & (ranks <= _ROOM * self.size))
        columns = [*values[kept].T, mass[kept], ranks[kept]]
        return pa.table(columns, [*map(str, range(values.shape[1])), MASS, RANK])

    def merged(self, parts: Sequence[pa.Table]) -> pa.Table:
        rows = pa.concat_tables(parts)
        return smallest(rows, self.size + 1) if len(rows) > _KEPT * self.size else rows

    def drawn(self, found: pa.Table) -> tuple[Floats, Floats]:
        """Return rows (n, d) in the model's units and how many of all each stands for (n,)."""
        rows = smallest(found, self.size + 1).sort_by(RANK)
        ranks = rows.column(RANK).to_numpy()
        bound = ranks[-1] if len(rows) > self.size else _ROOM * self.size
        rows = rows.slice(0, self.size)
        values = np.column_stack([rows.column(j).to_numpy() for j in range(len(self.middle))])
        return values, 1 / np.minimum(1.0, bound * rows.column(MASS).to_numpy())


def smallest(rows: pa.Table, size: int) -> pa.Table:
    """Return the rows of the smallest ranks, in the order in which they stand."""
    if len(rows) <= size:
        return rows
    ranks = rows.column(RANK).to_numpy()
    bound = np.partition(ranks, size - 1)[size - 1]
    return rows.filter(pa.array(ranks <= bound)).combine_chunks()
