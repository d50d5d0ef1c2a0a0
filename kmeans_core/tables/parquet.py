"""Parquet bytes in, a grid of text out: batch by batch, each weighed before it is unfolded."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.parquet as pq

from kmeans_core.common import DataProblem, FileTooLarge, Progress, UnreadableFile, silent
from kmeans_core.tables.arrow_text import PROBLEMS, as_text, unfolded
from kmeans_core.tables.grids import text_of
from kmeans_core.tables.reading import Grid, Limits, Reading

_WIDTHS = {"BOOLEAN": 1, "INT32": 4, "FLOAT": 4, "BYTE_ARRAY": 4, "INT96": 12}  # others 8 at least
_BATCH = 2**20  # cells
_AT_ONCE = 2**26  # bytes, where each row may stand for a word as long as its column


def read_parquet(data: bytes, limits: Limits, progress: Progress = silent) -> Grid:
    """Return a Parquet file as text; nested values become JSON.

    Raises UnreadableFile when it is damaged, FileTooLarge before more than `limits.bytes` are unfolded: words
    stay as the file holds them, each once, until it is known how much room they take.
    """
    try:
        file = pq.ParquetFile(pa.BufferReader(data))
        rows, columns = file.metadata.num_rows, len(file.schema_arrow)
        limits.check(rows, columns)
        leaves = [file.schema.column(i) for i in range(len(file.schema))]
        if _announced(file.metadata, leaves) > limits.bytes:
            raise FileTooLarge.unpacked(limits.bytes)
        _weigh(data, file, limits)
        text = _text(file, progress)
    except (DataProblem, MemoryError):
        raise
    except PROBLEMS as problem:
        what = "The file begins like Parquet, but it is damaged or not a table."
        raise UnreadableFile(what, "Save or download it again.") from problem
    if not rows or not columns:
        raise UnreadableFile.header_only()
    return Grid(tuple(file.schema_arrow.names), text, Reading("Parquet"))


def _announced(meta: pq.FileMetaData, leaves: list[pq.ColumnSchema]) -> int:
    """Return the bytes that all values take at least, as the file's own account has it."""
    if not meta.num_row_groups:
        return 0
    first = meta.row_group(0)  # wide tables have thousands of columns in each group: their counts are alike
    repeated = sum(first.column(i).num_values > first.num_rows for i in range(len(leaves)))
    if not repeated:
        values = meta.num_rows * sum(_WIDTHS.get(leaf.physical_type, 8) for leaf in leaves)
    else:
        values = sum(
            meta.row_group(g).column(i).num_values * _WIDTHS.get(leaf.physical_type, 8)
            for g in range(meta.num_row_groups)
            for i, leaf in enumerate(leaves)
        )
    packed = sum(meta.row_group(i).total_byte_size for i in range(meta.num_row_groups))
    return int(max(values, packed))


def _weigh(data: bytes, file: pq.ParquetFile, limits: Limits) -> None:
    """Refuse words that take too much room, reading each once, with its places, as the file holds them."""
    leaves = [file.schema.column(i) for i in range(len(file.schema))]
    words = [leaf for leaf in leaves if leaf.physical_type == "BYTE_ARRAY"]
    if not words or not file.num_row_groups:
        return
    first, room = file.metadata.row_group(0), limits.bytes
    chunks = [first.column(i) for i in range(len(leaves))]
    nested = {leaf.path for leaf in words if leaf.path != leaf.name}  # which cannot be read as they are held
    shared = {
        each.path_in_schema: each.total_uncompressed_size
        for each in chunks
        if _shares(each) or each.path_in_schema in nested
    }
    plain = [leaf.path for leaf in words if leaf.logical_type.type != "DECIMAL" and leaf.path not in shared]
    file = pq.ParquetFile(pa.BufferReader(data), read_dictionary=plain)
    at_once = max(16, min(2**16, _AT_ONCE // max(1, *shared.values()))) if shared else 2**16
    for batch in file.iter_batches(at_once, columns=[leaf.path for leaf in words], use_threads=False):
        room -= sum(map(unfolded, batch.columns))
        if room < 0:
            raise FileTooLarge.unpacked(limits.bytes)


def _shares(chunk: pq.ColumnChunkMetaData) -> bool:
    """Whether words are written as what they share with the one before, so that few bytes stand for many."""
    return "DELTA_BYTE_ARRAY" in chunk.encodings


def _text(file: pq.ParquetFile, progress: Progress) -> pa.Table:
    width, rows, done = len(file.schema_arrow), file.metadata.num_rows, 0
    batches = [text_of([], width)]
    for batch in file.iter_batches(max(1, min(2**16, _BATCH // max(1, width)))):
        batch.validate(full=True)  # text may hold bytes that are none
        batches.append(as_text(batch))
        done += batch.num_rows
        progress(done / rows, "")
    return pa.concat_tables(batches)
