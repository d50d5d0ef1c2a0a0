"""Arrow and Feather bytes in, a grid out; weighed before they are unpacked and before they are spelled."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pyarrow as pa
import pyarrow.ipc

from kmeans_core.common import DataProblem, FileTooLarge, Progress, UnreadableFile, silent
from kmeans_core.tables.arrow_text import PROBLEMS, as_text, unfolded
from kmeans_core.tables.grids import text_of
from kmeans_core.tables.reading import Grid, Limits, Reading

BEGINS = re.compile(rb"ARROW1|\xff\xff\xff\xff.{3}\0", re.DOTALL)  # a file (Feather, too), a stream
_PACKED = re.compile(rb"\x28\xb5\x2f\xfd|\x04\x22\x4d\x18")  # a packed piece (zstd, LZ4), below its length
_LONGEST = 2**40  # bytes that no piece has: other bytes only look like one


def read_arrow(data: bytes, limits: Limits, progress: Progress = silent) -> Grid:
    """Return an Arrow file or stream as text; nested values become JSON.

    Raises UnreadableFile when it is damaged, FileTooLarge before more than `limits.bytes` are unpacked or
    spelled out.
    """
    begins = (at.start() for at in _PACKED.finditer(data))
    lengths = [int.from_bytes(data[max(0, begin - 8) : begin], "little") for begin in begins]
    if sum(length for length in lengths if length < _LONGEST) > limits.bytes:
        raise FileTooLarge.unpacked(limits.bytes)
    try:
        schema, batches = _opened(data)
        limits.check(0, len(schema))
        parts = [text_of([], len(schema)), *_texts(batches, limits, progress)]
    except DataProblem:
        raise
    except (*PROBLEMS, MemoryError) as problem:
        asked = re.search(
            r"of size (\d+)", str(problem)
        )  # more than all may take only where lengths are damaged
        if isinstance(problem, MemoryError) and not (asked and int(asked[1]) > limits.bytes):
            raise
        raise UnreadableFile.damaged("Arrow file") from problem
    text = pa.concat_tables(parts)
    if not text.num_rows or not text.num_columns:
        raise UnreadableFile.header_only()
    return Grid(tuple(schema.names), text, Reading("Arrow"))


def _opened(data: bytes) -> tuple[pa.Schema, Iterator[tuple[float, pa.RecordBatch]]]:
    """Return the columns' names and kinds, and the batches, each with the share of all that comes before."""
    if not data.startswith(b"ARROW1"):
        stream = pa.ipc.open_stream(pa.BufferReader(data))
        return stream.schema, ((0.0, batch) for batch in stream)
    file = pa.ipc.open_file(pa.BufferReader(data))
    many = file.num_record_batches
    return file.schema, ((i / many, file.get_batch(i)) for i in range(many))


def _texts(
    batches: Iterator[tuple[float, pa.RecordBatch]], limits: Limits, progress: Progress
) -> Iterator[pa.Table]:
    rows, room = 0, limits.bytes
    for done, batch in batches:
        progress(done, "")
        rows += batch.num_rows
        limits.check(rows)
        batch.validate(full=True)  # a damaged one would be read beyond its end
        room -= sum(map(unfolded, batch.columns))
        if room < 0:
            raise FileTooLarge.unpacked(limits.bytes)
        yield as_text(batch)
