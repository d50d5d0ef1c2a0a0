"""The engine of one machine: files read batch by batch by pyarrow.dataset, in bounded memory."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TypeVar

import numpy as np
import pyarrow as pa
import pyarrow.dataset as ds

from kmeans_core.common import Progress, digest, silent
from kmeans_core.datasets.agreement import agreed
from kmeans_core.datasets.files import Files, files_at, format_of, said
from kmeans_core.datasets.labelled_files import LabelledFiles
from kmeans_core.datasets.problems import DatasetProblem
from kmeans_core.datasets.rows import Batch, BatchWork

ROWS = 2**16  # of a batch
_THREADS, _AHEAD = 2, 4  # that work on batches; batches that are read before their turn
_MERGED = 16  # parts that are put together at once
Done = TypeVar("Done")


@dataclass(frozen=True, eq=False)
class LocalRows:
    """Files of one kind with the same columns, read by this process.

    >>> import tempfile, pathlib
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     _ = pathlib.Path(folder, "a.csv").write_text("x,y\\n1,2\\n3,4\\n")
    ...     open_files(folder).schema.names
    ['x', 'y']
    """

    files: Files
    dataset: ds.Dataset
    name: str
    left_out: tuple[str, ...] = ()  # damaged files, by their paths below the folder
    notes: tuple[str, ...] = ()

    @property
    def schema(self) -> pa.Schema:
        return self.dataset.schema

    @property
    def place(self) -> str:
        return self.files.place

    @property
    def digest(self) -> str:
        return digest(self.files.digest, self.left_out)

    @cached_property
    def n_rows(self) -> int | None:
        """Return what the files say of themselves; text has to be read to be counted."""
        return None if self.files.kind == "CSV" else int(self.dataset.count_rows())

    def without(self, file: str) -> LocalRows:
        """Return the same rows without those of one file."""
        files = self.files.without(file)
        dataset = _dataset(files, self.dataset.format, self.schema)
        return replace(self, files=files, dataset=dataset, left_out=(*self.left_out, file))

    def run(self, works: Sequence[BatchWork], progress: Progress = silent) -> list[pa.Table]:
        """Do all of the works in one pass; parts are put together in the order of the rows."""
        columns = list(dict.fromkeys(column for work in works for column in work.columns))
        parts: list[list[pa.Table]] = [[] for _ in works]
        for told in _in_turn(
            lambda batch: [work.of(batch) for work in works], self._batches(columns, progress)
        ):
            for work, part, found in zip(works, parts, told, strict=True):
                part.append(found)
                if len(part) == _MERGED:
                    part[:] = [work.merged(part)]
        if not parts[0]:
            raise DatasetProblem.no_rows(self.files.place)
        return [work.merged(part) for work, part in zip(works, parts, strict=True)]

    def write(self, work: BatchWork, target: str, progress: Progress = silent) -> int:
        """Write one Parquet file for each file, in a folder that has its name when all is done."""
        batches = self._batches(list(work.columns), progress)
        with LabelledFiles.below(target, self.files) as made:
            for file, labelled in _in_turn(lambda batch: (batch.file, work.of(batch)), batches):
                made.add(file, labelled)
        return made.rows

    def beside(self, name: str) -> str:
        """Return a folder beside the data."""
        place = self.files.place.rstrip("/")
        if any(sign in place for sign in "*?["):
            place = f"{place.split('*')[0].split('?')[0].split('[')[0].rpartition('/')[0] or '.'}/{self.name}"
        return f"{place}_labelled_{name[:10]}"

    def _batches(self, columns: list[str], progress: Progress) -> Iterator[Batch]:
        """Yield every file's rows in order, telling how much is read."""
        whole, before = sum(info.size or 1 for info in self.files.infos), 0
        wide = len(self.schema) / max(1, len(columns))
        for fragment, info in zip(self.dataset.get_fragments(), self.files.infos, strict=True):
            file, first, read = self.files.below(info.path), 0, 0.0
            for cells in self._cells(fragment, columns, file):
                yield Batch(cells, file, np.arange(first, first + cells.num_rows))
                first, read = first + cells.num_rows, read + cells.nbytes * wide
                progress((before + min(read, info.size or 1)) / whole, f"{file}, row {first:,}")
            before += info.size or 1

    def _cells(self, fragment: ds.Fragment, columns: list[str], file: str) -> Iterator[pa.RecordBatch]:
        try:
            scanner = fragment.scanner(
                schema=self.schema,
                columns=columns,
                batch_size=ROWS,
                batch_readahead=_AHEAD,
                fragment_readahead=1,
            )
            yield from (cells for cells in scanner.to_batches() if cells.num_rows)
        except (pa.ArrowException, OSError, ValueError) as problem:
            raise DatasetProblem.damaged(file, said(problem)) from problem


def open_files(place: str, name: str = "", *, skip_damaged: bool = False) -> LocalRows:
    """Open a file, a folder, a pattern or an address; nothing but beginnings and footers is read.

    Raises `DatasetProblem` where there is nothing to read, or files do not go together. A file that is seen
    to be damaged is left out where that is asked for.
    """
    files, left_out = files_at(place), tuple[str, ...]()
    while True:
        try:
            dataset = _dataset(files, format_of(files), None)
            notes = agreed(files, dataset)
        except DatasetProblem as problem:
            if not (skip_damaged and problem.file):
                raise
            files, left_out = files.without(problem.file), (*left_out, problem.file)
        else:
            return LocalRows(files, dataset, name or place, left_out, notes)


def _dataset(files: Files, way: ds.FileFormat, schema: pa.Schema | None) -> ds.Dataset:
    hive = ds.partitioning(flavor="hive")
    try:
        return ds.dataset(files.paths, schema, way, files.system, hive, partition_base_dir=files.base)
    except (pa.ArrowException, OSError, ValueError) as problem:
        raise DatasetProblem.damaged(files.below(files.paths[0]), said(problem)) from problem


def _in_turn(work: Callable[[Batch], Done], batches: Iterable[Batch]) -> Iterator[Done]:
    """Do the work by several threads, few batches ahead, and yield what it gives in the batches' order."""
    with ThreadPoolExecutor(_THREADS) as pool:
        waiting: deque[Future[Done]] = deque()
        for batch in batches:
            waiting.append(pool.submit(work, batch))
            if len(waiting) > _AHEAD:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
