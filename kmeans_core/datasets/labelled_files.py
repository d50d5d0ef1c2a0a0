"""Labelled rows beside the data: one Parquet file for each file, never over anything that is there."""

from __future__ import annotations

from contextlib import suppress
from types import TracebackType
from typing import Self

import pyarrow as pa
import pyarrow.fs as fs
import pyarrow.parquet as pq

from kmeans_core.datasets.files import Files, reached, said
from kmeans_core.datasets.problems import DatasetProblem


class LabelledFiles:
    """A folder that is filled file by file; it has its name only when all are there."""

    def __init__(self, target: str, system: fs.FileSystem, path: str) -> None:
        self.rows = 0
        self._target, self._system, self._path = target, system, path
        local = isinstance(system, fs.LocalFileSystem)  # an object store cannot rename a folder
        self._half = f"{path}.unfinished" if local else path
        self._file = ""
        self._writer: pq.ParquetWriter | None = None

    @classmethod
    def below(cls, target: str, data: Files) -> LabelledFiles:
        """Begin a folder; raises `DatasetProblem` where something is there, or it would be read as data."""
        system, path = reached(target)
        if data.would_hold(system, path):
            raise DatasetProblem.inside(target)
        if system.get_file_info(path).type != fs.FileType.NotFound:
            raise DatasetProblem.there_already(target)
        return cls(target, system, path)

    def __enter__(self) -> Self:
        return self

    def add(self, file: str, rows: pa.Table) -> None:
        """Write the next rows of a file."""
        try:
            if self._writer is None or file != self._file:
                self._close()
                place = f"{self._half}/{_named(file)}"
                self._system.create_dir(place.rpartition("/")[0], recursive=True)
                self._writer = pq.ParquetWriter(
                    place, rows.schema, filesystem=self._system, compression="zstd"
                )
                self._file = file
            self._writer.write_table(rows)
        except OSError as problem:
            raise DatasetProblem.not_written(self._target, said(problem)) from problem
        self.rows += rows.num_rows

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Give the folder its name, or take it away where the work did not come to its end."""
        self._close()
        if kind is None and self._half != self._path:
            self._system.move(self._half, self._path)
        elif kind is not None:
            with suppress(OSError):
                self._system.delete_dir(self._half)

    def _close(self) -> None:
        if self._writer is not None:
            self._writer.close()
        self._writer = None


def _named(file: str) -> str:
    """Name a labelled file after the one that it comes from."""
    stem = file.removesuffix(".gz")
    return stem if stem.lower().endswith((".parquet", ".pq")) else f"{stem}.parquet"
