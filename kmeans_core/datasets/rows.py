"""What every engine does with rows that fit into no memory: an Arrow batch in, a small Arrow table out."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from kmeans_core.common import Floats, Ints, Progress, silent

_STEP, _FIRST, _SECOND = (
    np.uint64(number) for number in (0x9E3779B97F4A7C15, 0xBF58476D1CE4E5B9, 0x94D049BB133111EB)
)


@dataclass(frozen=True, eq=False)
class Batch:
    """Some rows of one file, in order."""

    cells: pa.RecordBatch
    file: str  # its path below the data's folder: the same on every machine
    rows: Ints  # (n,) their numbers in the file

    def chances(self, seed: int) -> Floats:
        """Return a number above 0, at most 1, for each row (n,) that its file, place and `seed` alone decide.

        The mixing of bits is SplitMix64's (Steele, Lea and Flood 2014).
        """
        name = hashlib.sha256(f"{seed} {self.file}".encode()).digest()
        bits = np.uint64(int.from_bytes(name[:8], "little")) + self.rows.astype(np.uint64) * _STEP
        bits = (bits ^ (bits >> np.uint64(30))) * _FIRST
        bits = (bits ^ (bits >> np.uint64(27))) * _SECOND
        bits ^= bits >> np.uint64(31)
        top: NDArray[np.uint64] = bits >> np.uint64(11)
        return (top.astype(float) + 1) * 2.0**-53


class BatchWork(Protocol):
    """What is to be found out: a value that can be sent to another machine, or another process."""

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that it looks at."""

    def of(self, batch: Batch) -> pa.Table:
        """Return what one batch tells: a few rows, or a row for each."""

    def merged(self, parts: Sequence[pa.Table]) -> pa.Table:
        """Return what several batches tell together."""


class RowSource(Protocol):
    """Rows that lie somewhere, and the engine that goes through them."""

    @property
    def name(self) -> str:
        """What people call it."""

    @property
    def place(self) -> str:
        """Where they lie, as it was given."""

    @property
    def digest(self) -> str:
        """Names what the rows are: another one as soon as a file has changed."""

    @property
    def left_out(self) -> tuple[str, ...]:
        """Damaged files that are passed over."""

    @property
    def notes(self) -> tuple[str, ...]:
        """What is to be told of the files."""

    @property
    def n_rows(self) -> int | None:
        """How many rows there are, where that is known without a look at them."""

    @property
    def schema(self) -> pa.Schema:
        """The columns and their types."""

    def run(self, works: Sequence[BatchWork], progress: Progress = silent) -> list[pa.Table]:
        """Do all of the works in one pass over the rows; return what each found.

        Raises `DatasetProblem` where a file cannot be read.
        """

    def without(self, file: str) -> RowSource:
        """Return the same rows without those of one damaged file."""

    def beside(self, name: str) -> str:
        """Return where labels are written when no other place is given."""

    def write(self, work: BatchWork, target: str, progress: Progress = silent) -> int:
        """Write what `work` makes of each batch, in order, as Parquet below `target`; return the rows.

        Raises `DatasetProblem` where something is there already: nothing is ever written over.
        """
