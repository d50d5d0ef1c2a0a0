"""An Arrow stream in, cells out: weighed before anything is unfolded."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from kmeans_core.common import FileTooLarge, UnreadableFile
from kmeans_core.tables import Limits

TEXT = 2**26  # bytes of all words, when each stands for itself
_BATCH, _DICTIONARY = 3, 2  # headers of messages in Arrow's format
_COMPRESSION = 3  # the field of a record batch that says how it is packed


def arrow_columns(body: bytes, labels: Sequence[str], most: int) -> tuple[dict[str, list[Any]], int]:
    """Return the cells of the columns with these labels, and how many rows there are."""
    try:
        _refuse_packed(body)
        rows = 0
        parts = []
        with pa.ipc.open_stream(body) as stream:
            for batch in stream:
                rows += batch.num_rows
                Limits(rows=most).check(rows)
                parts.append(batch.select([label for label in labels if label in batch.schema.names]))
                parts[-1].validate(full=True)
        table = pa.Table.from_batches(parts)
        return {name: _cells(table.column(name)) for name in table.column_names}, rows
    except (pa.ArrowException, OSError, ValueError, KeyError, struct.error) as problem:
        if isinstance(problem, (UnreadableFile, FileTooLarge)):
            raise
        raise UnreadableFile(
            "The body is no Arrow stream.", "Write it with an IPC stream writer."
        ) from problem


def _cells(column: pa.ChunkedArray) -> list[Any]:
    kind = column.type
    if pa.types.is_dictionary(kind):
        weight = sum(
            pc.sum(pc.take(pc.binary_length(part.dictionary.cast(pa.large_string())), part.indices)).as_py()
            or 0
            for part in column.chunks
        )
        if weight > TEXT:
            raise FileTooLarge.unpacked(TEXT)
        kind = kind.value_type
    if pa.types.is_boolean(kind) or pa.types.is_string(kind) or pa.types.is_large_string(kind):
        cells: list[Any] = column.cast(kind).to_pylist()
    elif pa.types.is_integer(kind):
        cells = column.cast(kind).to_pylist()
    else:
        cells = column.cast(kind).cast(pa.float64()).to_pylist()
    return cells


def _refuse_packed(body: bytes) -> None:
    """Raise UnreadableFile where a batch is compressed: a few bytes would unfold to gigabytes.

    Reads the two tables that begin each message (Arrow's columnar format, "Encapsulated message format").
    """
    for message in pa.ipc.MessageReader.open_stream(body):
        data = message.metadata.to_pybytes()
        root = struct.unpack_from("<I", data)[0]
        kind, header = data[_field(data, root, 1)] if _field(data, root, 1) else 0, _field(data, root, 2)
        if kind not in (_BATCH, _DICTIONARY) or not header:
            continue
        batch = header + struct.unpack_from("<I", data, header)[0]
        if kind == _DICTIONARY:
            inner = _field(data, batch, 1)
            batch = inner + struct.unpack_from("<I", data, inner)[0]
        if _field(data, batch, _COMPRESSION):
            raise UnreadableFile("The Arrow stream is compressed.", "Send it without compression.")


def _field(data: bytes, table: int, number: int) -> int:
    """Return where a field of a FlatBuffers table lies, or 0 where it is left out."""
    offsets = table - struct.unpack_from("<i", data, table)[0]
    size = struct.unpack_from("<H", data, offsets)[0]
    at = 4 + 2 * number
    relative = struct.unpack_from("<H", data, offsets + at)[0] if at + 2 <= size else 0
    return table + relative if relative else 0
