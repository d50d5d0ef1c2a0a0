"""The engine of a cluster: the same work on the same Arrow batches, sent to Spark through Spark Connect."""

from __future__ import annotations

import tempfile
import warnings
import zipfile
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as NotYet
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from pathlib import Path, PurePosixPath
from typing import Any, TypeVar
from urllib.parse import unquote, urlsplit

import numpy as np
import pyarrow as pa

from kmeans_core.common import Progress, cut, digest, silent
from kmeans_core.datasets.problems import DatasetProblem
from kmeans_core.datasets.rows import Batch, BatchWork

_PATH, _ROW = "studio's path", "studio's row"  # no column of a file is called so
_MERGED = 16  # parts that are put together at once
_EAR = 0.5  # seconds between two looks at whether the work is still wanted
_TOLD = "work int, task long, part binary"
Done = TypeVar("Done")


@dataclass(frozen=True, eq=False)
class SparkRows:
    """Parquet files where a cluster can read them, gone through by its executors."""

    session: Any
    place: str
    name: str
    left_out: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    @cached_property
    def _frame(self) -> Any:
        return self._asked(lambda: self.session.read.parquet(_address(self.place)))

    @cached_property
    def schema(self) -> pa.Schema:
        found: pa.Schema = self._asked(self._frame.limit(0).toArrow).schema
        return found

    @cached_property
    def n_rows(self) -> int | None:
        return int(self._asked(self._frame.count))

    @cached_property
    def digest(self) -> str:
        """Name the files, by what the cluster says of their size and time."""
        known = ("file_path", "file_size", "file_modification_time")
        files = self._frame.select(*(f"_metadata.{field}" for field in known)).distinct()
        told = self._asked(files.toArrow).to_pylist()
        return digest(*sorted(tuple(map(str, each.values())) for each in told))

    def without(self, file: str) -> SparkRows:
        raise DatasetProblem.damaged(file, "the cluster cannot leave it out")

    def beside(self, name: str) -> str:
        return f"{self.place.rstrip('/')}_labelled_{name[:10]}"

    def run(self, works: Sequence[BatchWork], progress: Progress = silent) -> list[pa.Table]:
        """Do all of the works in one pass; each task puts its parts together, and these are put in order."""
        columns = list(dict.fromkeys(column for work in works for column in work.columns))
        told = self._asked(
            self._rows(columns).mapInArrow(_Pass(tuple(works), self._base), _TOLD).toArrow, progress
        )
        if not len(told):
            raise DatasetProblem.no_rows(self.place)
        told = told.sort_by([("work", "ascending"), ("task", "ascending")])
        parts: list[list[pa.Table]] = [[] for _ in works]
        for number, part in zip(told["work"].to_pylist(), told["part"].to_pylist(), strict=True):
            parts[number].append(pa.ipc.open_stream(part).read_all())
        return [work.merged(part) for work, part in zip(works, parts, strict=True)]

    def write(self, work: BatchWork, target: str, progress: Progress = silent) -> int:
        """Write a Parquet file for each part of the rows; the cluster refuses a place where something is."""
        empty = pa.RecordBatch.from_pylist([], self.schema)
        schema = work.of(Batch(empty, "", np.arange(0))).schema
        labelled = self._rows(list(work.columns)).mapInArrow(_Labels(work, self._base), _spark_schema(schema))
        self._asked(lambda: labelled.write.mode("error").parquet(_address(target)), progress, target)
        return self.n_rows or 0

    @cached_property
    def _base(self) -> str:
        """Return the folder that all files lie in, as the cluster writes paths."""
        path = unquote(urlsplit(_address(self.place)).path).rstrip("/")
        return str(PurePosixPath(path).parent) if path.endswith((".parquet", ".pq")) else path

    def _rows(self, columns: list[str]) -> Any:
        from pyspark.sql.functions import col

        names = [col(f"`{name}`") for name in columns]
        where = (col("_metadata.file_path").alias(_PATH), col("_metadata.row_index").alias(_ROW))
        return self._frame.select(*names, *where)

    def _asked(self, work: Callable[[], Done], progress: Progress = silent, target: str = "") -> Done:
        """Have the cluster do something; what `progress` raises ends it there, too."""
        tag = f"studio-{id(work)}"

        def tagged() -> Done:
            self.session.addTag(tag)
            return work()

        done = _Share()
        self.session.registerProgressHandler(done)
        with ThreadPoolExecutor(1) as pool:
            asked = pool.submit(tagged)
            try:
                while True:
                    try:
                        return asked.result(_EAR)
                    except NotYet:
                        progress(done.share, "on the cluster")
            except Exception as problem:
                self.session.interruptTag(tag)
                if type(problem).__module__.split(".")[0] in ("pyspark", "grpc"):
                    raise _told(problem, self.place, target) from problem
                raise
            finally:
                self.session.removeProgressHandler(done)


@dataclass(frozen=True, eq=False)
class _Pass:
    """What a task does with its batches: a few rows come out, however many went in."""

    works: tuple[BatchWork, ...]
    base: str

    def __call__(self, batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        from pyspark import TaskContext

        parts: list[list[pa.Table]] = [[] for _ in self.works]
        for batch in _of_files(batches, self.base):
            for work, part in zip(self.works, parts, strict=True):
                part.append(work.of(batch))
                if len(part) == _MERGED:
                    part[:] = [work.merged(part)]
        context = TaskContext.get()
        for number, (work, part) in enumerate(zip(self.works, parts, strict=True)):
            if part:
                told = _packed(work.merged(part))
                columns = [pa.array([number], pa.int32()), [context.partitionId() if context else 0], [told]]
                yield pa.record_batch(columns, ["work", "task", "part"])


@dataclass(frozen=True, eq=False)
class _Labels:
    """What a task does where every row comes out again, with more columns."""

    work: BatchWork
    base: str

    def __call__(self, batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for batch in _of_files(batches, self.base):
            yield from self.work.of(batch).combine_chunks().to_batches()


@dataclass(eq=False)
class _Share:
    """How much of the tasks under way is done, as the cluster reports it."""

    share: float = 0.0

    def __call__(self, stages: Sequence[Any], *_: object, **__: object) -> None:
        tasks = sum(stage.num_tasks for stage in stages)
        self.share = sum(stage.num_completed_tasks for stage in stages) / tasks if tasks else 0.0


def open_spark(place: str, address: str, name: str = "") -> SparkRows:
    """Open Parquet files by a cluster at an address such as sc://127.0.0.1:15002; it gets this package.

    Raises `DatasetProblem` where nothing answers there, or nothing lies at the place.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", FutureWarning)  # that it was made before pandas 3
            from pyspark.sql import SparkSession

            session = SparkSession.builder.remote(address).getOrCreate()
    except ImportError as problem:
        raise DatasetProblem.no_spark() from problem
    # As many parts on any number of cores: sums are put together in the same order where a worker is lost.
    session.conf.set("spark.sql.files.minPartitionNum", "200")
    rows = SparkRows(session, place, name or place)
    with tempfile.TemporaryDirectory() as folder:
        rows._asked(lambda: session.addArtifacts(str(_package(Path(folder))), pyfile=True))
    rows.schema  # noqa: B018 - asks whether there is something
    return rows


def _package(folder: Path) -> Path:
    """Write this package's programs as an archive that Python imports from."""
    root = Path(__file__).parent.parent
    with zipfile.ZipFile(folder / "kmeans_core.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for file in sorted(root.rglob("*.py")):
            archive.write(file, f"kmeans_core/{file.relative_to(root).as_posix()}")
    return folder / "kmeans_core.zip"


def _of_files(batches: Iterator[pa.RecordBatch], base: str) -> Iterator[Batch]:
    """Part batches where another file begins; a file's path is told as it is below the folder."""
    for cells in batches:
        paths = cells.column(cells.schema.get_field_index(_PATH)).dictionary_encode()
        rows = cells.column(cells.schema.get_field_index(_ROW)).to_numpy()
        codes = paths.indices.to_numpy()
        edges = [0, *(np.flatnonzero(np.diff(codes)) + 1).tolist(), len(codes)]
        plain = cells.select([name for name in cells.schema.names if name not in (_PATH, _ROW)])
        for begin, end in pairwise(edges):
            if end > begin:
                path = unquote(urlsplit(paths.dictionary[int(codes[begin])].as_py()).path)
                file = path.removeprefix(base).lstrip("/")
                yield Batch(plain.slice(begin, end - begin), file, rows[begin:end])


def _packed(told: pa.Table) -> bytes:
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, told.schema) as stream:
        stream.write_table(told)
    return bytes(sink.getvalue().to_pybytes())


def _spark_schema(schema: pa.Schema) -> Any:
    from pyspark.sql.pandas.types import from_arrow_schema

    return from_arrow_schema(schema)


def _address(place: str) -> str:
    return place if "://" in place else Path(place).resolve().as_uri()


def _told(problem: Exception, place: str, target: str) -> DatasetProblem:
    """Say what a cluster's error means."""
    said = str(problem)
    if "PATH_NOT_FOUND" in said:
        return DatasetProblem.nothing_there(place)
    if "PATH_ALREADY_EXISTS" in said:
        return DatasetProblem.there_already(target)
    if "UNAVAILABLE" in said or "RETRIES_EXCEEDED" in said:
        return DatasetProblem.no_cluster()
    lines = [line.strip() for line in said.splitlines() if line.strip() and "SQLSTATE" not in line]
    return DatasetProblem.cluster(cut(lines[-1] if lines else type(problem).__name__, 300).rstrip("."))
