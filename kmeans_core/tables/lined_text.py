"""The exact text of a large table, cut anew out of the file's own bytes wherever it is wanted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.csv

from kmeans_core.common import Ints, Mask
from kmeans_core.tables.column_kinds import Column, Kind

_LARGE = 2**20  # bytes; the text of smaller tables is kept as it was cut
_BLOCK = 2**22  # bytes that are cut at once
_PIECE = 2**24  # bytes in which line ends are looked for at once
_MANY = 8  # rows are taken one by one where they are fewer than one in so many
_BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True, eq=False)
class Source:
    """The bytes that rows of text were cut from, from where on, into how many columns and how."""

    data: bytes
    begin: int
    width: int
    cut: pa.csv.ParseOptions

    def rows(self, begin: int, end: int, *, places: Sequence[int] = (), threads: bool = False) -> pa.Table:
        """Cut the rows between two places in the bytes, into some columns or all."""
        return cut_rows(pa.py_buffer(self.data).slice(begin, end - begin), self, places, threads)


def cut_rows(rows: pa.Buffer, source: Source, places: Sequence[int], threads: bool) -> pa.Table:
    """Cut rows into columns of text by Arrow, which raises ArrowInvalid for those of another width."""
    fields = [str(i) for i in range(source.width)]
    chosen = [str(i) for i in places]
    return pa.csv.read_csv(
        pa.BufferReader(rows),
        pa.csv.ReadOptions(column_names=fields, block_size=_BLOCK, use_threads=threads),
        source.cut,
        pa.csv.ConvertOptions(
            column_types=dict.fromkeys(fields, pa.string()), check_utf8=False, include_columns=chosen or None
        ),
    )


@dataclass(frozen=True, eq=False)
class LinedText:
    """Answers like the Arrow table of text that it stands for, at a fraction of its memory.

    Columns of few different words are kept, each word once; other cells are cut where their lines stand.
    """

    source: Source
    ends: Ints  # (rows + 1,) where the first row begins in the bytes, and where each row ends
    places: Sequence[int]  # of its columns in the file
    words: dict[int, pa.ChunkedArray] = field(repr=False)

    @property
    def num_rows(self) -> int:
        return len(self.ends) - 1

    @property
    def num_columns(self) -> int:
        return len(self.places)

    @property
    def nbytes(self) -> int:
        return int(self.ends[-1] - self.ends[0])

    def select(self, places: Sequence[int]) -> LinedText:
        return replace(self, places=[self.places[i] for i in places])

    def column(self, place: int) -> pa.ChunkedArray:
        kept = self.words.get(self.places[place])
        return self.select([place]).whole().column(0) if kept is None else kept.cast(pa.string())

    def slice(self, begin: int, count: int) -> pa.Table:
        ends = self.ends[begin : begin + count + 1].tolist()
        return self.source.rows(ends[0], ends[-1], places=self.places)

    def take(self, rows: Sequence[int] | Ints) -> pa.Table:
        wanted = np.asarray(rows)
        if _MANY * len(wanted) > self.num_rows:
            return self.whole().take(pa.array(wanted))
        edges = zip(self.ends[wanted].tolist(), self.ends[wanted + 1].tolist(), strict=True)
        lines = [self.source.data[begin:end].rstrip(b"\r\n") for begin, end in edges]
        return cut_rows(pa.py_buffer(b"\n".join(lines)), self.source, self.places, threads=False)

    def whole(self) -> pa.Table:
        """Return the Arrow table, cut anew."""
        first, last = int(self.ends[0]), int(self.ends[-1])
        return self.source.rows(first, last, places=self.places, threads=True)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.whole(), name)


def lined(text: pa.Table, source: Source | None, columns: Sequence[Column]) -> pa.Table | LinedText:
    """Return text that takes less memory where each line of a large file is a row, else the text itself."""
    if source is None or len(source.data) - source.begin < _LARGE or _BOM in source.data:
        return text
    data, begin = source.data, source.begin
    alone = b"\r" in data and data.count(b"\r", begin) != data.count(b"\r\n", begin)
    if alone or count_lines(data, begin) != text.num_rows:
        return text
    ends = _ends(data, begin)
    few = (Kind.CATEGORY, Kind.YES_NO, Kind.CONSTANT)
    wordy = [i for i, column in enumerate(columns) if column.numbers is None and column.kind in few]
    words = {i: _coded(text.column(i)) for i in wordy}
    return text if np.diff(ends).max() > _BLOCK // 2 else LinedText(source, ends, range(source.width), words)


def _feeds(data: bytes, begin: int) -> Iterator[tuple[int, Mask]]:
    """Yield where a piece of the bytes begins, and which of its bytes are line feeds."""
    for at in range(begin, len(data), _PIECE):
        yield at, np.frombuffer(data, np.uint8, min(_PIECE, len(data) - at), at) == ord("\n")


def count_lines(data: bytes, begin: int) -> int:
    """Count the lines from a place on, if all end in a line feed; bytes.count takes twice as long."""
    return sum(int(np.count_nonzero(feeds)) for _, feeds in _feeds(data, begin)) + (data[-1:] != b"\n")


def _ends(data: bytes, begin: int) -> Ints:
    """Return where the first line begins, and where each line ends."""
    last = [] if data.endswith(b"\n") else [len(data)]
    pieces = [[begin], *(np.flatnonzero(feeds) + at + 1 for at, feeds in _feeds(data, begin)), last]
    return np.concatenate([np.asarray(piece, np.min_scalar_type(len(data))) for piece in pieces])


def _coded(cells: pa.ChunkedArray) -> pa.ChunkedArray:
    """Hold each word once."""
    held = cells.combine_chunks().dictionary_encode()
    numbers = held.indices.cast(pa.from_numpy_dtype(np.min_scalar_type(len(held.dictionary))))
    return pa.chunked_array([pa.DictionaryArray.from_arrays(numbers, held.dictionary)])
