"""Where data lie: a file, a folder with its partitions, a pattern, or an address in an object store."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from pathlib import Path, PurePosixPath

import pyarrow as pa
import pyarrow.csv as csv
import pyarrow.dataset as ds
import pyarrow.fs as fs

from kmeans_core.common import DataProblem, digest, listed
from kmeans_core.datasets.problems import DatasetProblem
from kmeans_core.tables import Limits, read_table

KINDS = {
    "Parquet": (".parquet", ".pq"),
    "CSV": (".csv", ".tsv", ".csv.gz", ".tsv.gz"),
    "Arrow": (".arrow", ".feather", ".ipc"),
}
_WILD = "*?["
_HEAD = 2**18  # bytes from which is seen how a CSV file is written
_BLOCK = 2**23  # bytes of CSV read at once: a line must fit
_ALIASES = {"az://": "abfs://", "gcs://": "gs://", "s3a://": "s3://"}


@dataclass(frozen=True, eq=False)
class Files:
    """Files of one kind, in order, and how they are reached."""

    place: str  # as it was given
    system: fs.FileSystem
    base: str  # the folder that all lie in
    infos: tuple[fs.FileInfo, ...]
    kind: str  # one of KINDS
    deep: bool  # whether new files in any folder below would belong to them

    @property
    def paths(self) -> list[str]:
        return [info.path for info in self.infos]

    def below(self, path: str) -> str:
        """Return a file's path below the folder: the same on every machine."""
        return path.removeprefix(self.base).lstrip("/")

    def without(self, file: str) -> Files:
        """Return the other files; raises `DatasetProblem` where there are none."""
        kept = tuple(info for info in self.infos if self.below(info.path) != file)
        if not kept:
            raise DatasetProblem.no_rows(self.place)
        return replace(self, infos=kept)

    def would_hold(self, system: fs.FileSystem, path: str) -> bool:
        """Tell whether files in such a folder would be read as data, too."""
        return self.deep and system.equals(self.system) and f"{path}/".startswith(f"{self.base}/")

    @property
    def digest(self) -> str:
        """Name what lies there: another one as soon as a file has changed."""
        return digest(*((self.below(each.path), each.size, each.mtime_ns) for each in self.infos))


def files_at(place: str) -> Files:
    """Find the files at a place; raises `DatasetProblem` where there are none, or of several kinds."""
    system, path = reached(place)
    wild = next((i for i, part in enumerate(path.split("/")) if any(c in part for c in _WILD)), None)
    base = path if wild is None else "/".join(path.split("/")[:wild])
    infos = _listed(place, system, base)
    if wild is not None:
        infos = [info for info in infos if _matches(info.path, path)]
    elif len(infos) == 1 and infos[0].path == path:
        base = str(PurePosixPath(path).parent)
    kinds = {kind for info in infos if (kind := _kind(info.path))}
    if not kinds:
        raise DatasetProblem.no_files(place)
    if len(kinds) > 1:
        raise DatasetProblem.mixed(place, listed(sorted(kinds)))
    known = sorted((info for info in infos if _kind(info.path)), key=lambda info: info.path)
    return Files(place, system, base, tuple(known), kinds.pop(), base == path or "**" in path)


def lies_in_files(place: str) -> bool:
    """Tell whether a place is more than a file that can be read as a table, which is cheaper to look at."""
    if "://" in place or Path(place).is_dir():
        return True
    if Path(place).is_file():
        return Path(place).stat().st_size > Limits().bytes and _kind(place) is not None
    return any(sign in place for sign in _WILD)


def reached(place: str) -> tuple[fs.FileSystem, str]:
    """Return the file system of an address, and the path in it."""
    for alias, known in _ALIASES.items():
        place = known + place.removeprefix(alias) if place.startswith(alias) else place
    if "://" not in place:
        return fs.LocalFileSystem(), fs.LocalFileSystem().normalize_path(place).rstrip("/") or "/"
    try:
        base, wild, rest = place.partition("*")  # no address holds a sign of a pattern
        system, path = fs.FileSystem.from_uri(base)
    except (OSError, pa.ArrowException) as problem:
        raise DatasetProblem.closed(place, said(problem)) from problem
    return system, path + wild + rest


def _listed(place: str, system: fs.FileSystem, base: str) -> list[fs.FileInfo]:
    try:
        there = system.get_file_info(base)
        folder = there.type == fs.FileType.Directory
        found = system.get_file_info(fs.FileSelector(base, recursive=True)) if folder else [there]
    except OSError as problem:
        raise DatasetProblem.closed(place, said(problem)) from problem
    if there.type == fs.FileType.NotFound:
        raise DatasetProblem.nothing_there(place)
    if not folder:
        return found
    hidden = ("_", ".")
    return [
        info
        for info in found
        if info.type == fs.FileType.File
        and not any(part.startswith(hidden) for part in info.path.removeprefix(base).split("/"))
    ]


def _matches(path: str, pattern: str) -> bool:
    """Match part by part, so that `*` does not lead into folders; `**` leads into any."""
    if "**" in pattern:
        return fnmatchcase(path, pattern.replace("**/", "*"))
    parts, wanted = path.split("/"), pattern.split("/")
    return len(parts) == len(wanted) and all(map(fnmatchcase, parts, wanted))


def _kind(path: str) -> str | None:
    return next((kind for kind, ends in KINDS.items() if path.lower().endswith(ends)), None)


def format_of(files: Files) -> ds.FileFormat:
    """Return how the files are read; a CSV file's signs and types are seen in the beginning of the first."""
    if files.kind == "Parquet":
        return ds.ParquetFileFormat()
    if files.kind == "Arrow":
        return ds.IpcFileFormat()
    first = files.paths[0]
    try:
        with files.system.open_input_stream(first, compression="detect") as stream:
            head = stream.read(_HEAD)
    except (OSError, pa.ArrowException) as problem:
        raise DatasetProblem.damaged(files.below(first), said(problem)) from problem
    whole = head[: head.rfind(b"\n") + 1] if len(head) == _HEAD else head
    try:
        seen = read_table(whole, first)
    except DataProblem as problem:
        raise DatasetProblem(f"{files.below(first)}: {problem.what}", problem.remedy) from problem
    spelled = {*csv.ConvertOptions().null_values, *seen.reading.missing}
    numbers = {column.name: pa.float64() for column in seen.columns if column.numbers is not None}
    return ds.CsvFileFormat(
        csv.ParseOptions(delimiter=seen.reading.delimiter, quote_char=seen.reading.quote or False),
        read_options=csv.ReadOptions(
            block_size=_BLOCK,
            encoding="utf8" if seen.reading.encoding == "utf-8" else seen.reading.encoding,
            skip_rows=seen.reading.skip_lines,
            autogenerate_column_names=not seen.reading.header,
        ),
        convert_options=csv.ConvertOptions(
            decimal_point=seen.reading.decimal,
            null_values=sorted(spelled),
            strings_can_be_null=True,
            column_types={column.name: pa.string() for column in seen.columns} | numbers,
        ),
    )


def said(problem: Exception) -> str:
    """Return what the system says is wrong, in one line without its numbers."""
    if "Permission denied" in str(problem):
        return "permission is denied"
    line = str(problem).split("\n")[0].split(" Detail:")[0]
    return line.rpartition("Invalid: ")[2].rstrip(".")
