"""Formats of other programs, read in a process of its own: a hostile file may end it, and nothing else."""

from __future__ import annotations

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as NotYet
from contextlib import suppress

import msgspec
import pyarrow as pa

from kmeans_core.common import DataProblem, FileTooLarge, Progress, UnreadableFile, silent
from kmeans_core.tables.formats import grid_of
from kmeans_core.tables.reading import Grid, Limits, OddLine, Reading, ReadingChoices

_EAR = 0.2  # seconds between two looks at whether the reading is still wanted
_TIMES, _MORE = 12, 2**30  # the address space it may have: so often the largest file, and so much more


class _Order(msgspec.Struct):
    choices: ReadingChoices
    limits: Limits


class _Answer(msgspec.Struct):
    """All of a grid but its text, or what was wrong."""

    names: tuple[str, ...] = ()
    reading: Reading = Reading("")
    notices: tuple[str, ...] = ()
    odd_lines: tuple[OddLine, ...] = ()
    meanings: tuple[str, ...] = ()
    rest: bool = False
    problem: tuple[str, str] | None = None


def grid_apart(data: bytes, choices: ReadingChoices, limits: Limits, progress: Progress = silent) -> Grid:
    """Return what `read_table` makes of these bytes first, worked out in another process.

    Raises UnreadableFile where that process ends without an answer, and what the readers raise; when
    `progress` raises, the process is ended.
    """
    order = msgspec.json.encode(_Order(choices, limits))
    command = [sys.executable, "-m", __name__]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    pipe = subprocess.PIPE
    with (
        subprocess.Popen(  # noqa: S603 - this very Python, and nothing of the file in the words
            command, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL, env=environment
        ) as child,
        ThreadPoolExecutor(1) as pool,
    ):  # `communicate` forgets what is not yet sent at a timeout
        told = pool.submit(child.communicate, b"".join((len(order).to_bytes(8), order, data)))
        try:
            while True:
                try:
                    said, _ = told.result(_EAR)
                    break
                except NotYet:
                    progress(0.0, "cutting it into cells")
        except BaseException:
            child.kill()
            raise
    if child.returncode:
        raise UnreadableFile(
            "The file is damaged: its reader broke down over it.", "Save or download it again."
        )
    return _grid_of(said)


def _grid_of(said: bytes) -> Grid:
    length = int.from_bytes(said[:8])
    answer = msgspec.json.decode(said[8 : 8 + length], type=_Answer)
    if answer.problem is not None:
        raise DataProblem(*answer.problem)
    with pa.ipc.open_stream(pa.py_buffer(said)[8 + length :]) as stream:
        text = stream.read_all()
    fields = {name: getattr(answer, name) for name in _Answer.__struct_fields__ if name != "problem"}
    return Grid(text=text, **fields)


def _serve() -> None:
    """Read the order and the bytes from standard input, and write the answer to standard output."""
    given = sys.stdin.buffer.read()
    length = int.from_bytes(given[:8])
    order = msgspec.json.decode(given[8 : 8 + length], type=_Order)
    _bound(order.limits)
    try:
        grid = grid_of(given[8 + length :], order.choices, order.limits)
    except (DataProblem, MemoryError) as found:
        wrong = found if isinstance(found, DataProblem) else FileTooLarge.unpacked(order.limits.bytes)
        _say(_Answer(problem=(wrong.what, wrong.remedy)))
        return
    _say(_Answer(**{name: getattr(grid, name) for name in _Answer.__struct_fields__ if name != "problem"}))
    with pa.ipc.new_stream(sys.stdout.buffer, grid.text.schema) as stream:
        stream.write_table(grid.text)


def _say(answer: _Answer) -> None:
    words = msgspec.json.encode(answer)
    sys.stdout.buffer.write(len(words).to_bytes(8) + words)


def _bound(limits: Limits) -> None:
    """Bound the memory of this process, where the system can."""
    with suppress(ImportError, ValueError, OSError):
        import resource

        most = _TIMES * limits.bytes + _MORE
        resource.setrlimit(resource.RLIMIT_AS, (most, most))


if __name__ == "__main__":
    _serve()
