"""How much room the sheets of a workbook would take, told from pieces of their XML before any is unfolded."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from functools import reduce

import numpy as np

from kmeans_core.common import FileTooLarge, Ints, UnreadableFile
from kmeans_core.tables.reading import Limits

_PIECE = 2**20
_SMALL = 2_000_000  # cells that any sheet may spread over
_BYTES_PER_CELL = 4  # of the workbook's XML, in a sheet that spreads over more
_ROW = re.compile(rb"[<:]row[\s/>]")
_CELL = re.compile(rb"[<:]c[\s/>]")
_WORD = re.compile(rb"<[^<>]*\bt=[\"']s[\"'][^<>]*>\s*<(?:\w+:)?v[^<>]*>\s*(\d{1,9})\s*<")


def check_sheets(archive: zipfile.ZipFile, limits: Limits) -> None:
    """Raise FileTooLarge for sheets that would fill the memory by far cells or by what is repeated.

    Raises UnreadableFile, or what zipfile raises, for damaged workbooks.
    """
    unpacked = sum(entry.file_size for entry in archive.infolist())
    room = max(_SMALL, unpacked // _BYTES_PER_CELL)
    words = np.array([], np.int64)
    for name in sorted(archive.namelist(), key=lambda name: name != "xl/sharedStrings.xml"):
        if name.endswith(".bin") and name.startswith("xl/worksheets/"):
            raise UnreadableFile("Binary workbooks (.xlsb) are not read.", "Save the workbook as .xlsx.")
        if name == "xl/sharedStrings.xml":
            words = np.array([len(word) for word in pieces(archive, name, b"<si")][1:], np.int64)
        elif name == "content.xml":
            _check_repeats(archive, room, limits)
        elif re.fullmatch(r"xl/worksheets/[^/]+\.xml", name):
            _check_cells(archive, name, room)
            _check_words(archive, name, words, limits)
        else:
            for _ in pieces(archive, name, b"<"):  # to its end, where zipfile compares the checksum
                pass


def _check_cells(archive: zipfile.ZipFile, name: str, room: int) -> None:
    """Take a bound that is quickly found where it is good enough, else every cell's place."""
    for exact in (False, True):
        rows, columns = _extent(archive, name, exact=exact)
        if rows * columns <= room:
            return
    raise FileTooLarge.spread(rows, columns)


def _extent(archive: zipfile.ZipFile, name: str, *, exact: bool) -> tuple[int, int]:
    """Return the last row and column of a sheet, or bounds."""
    far = re.compile(rb"\sr=[\"'][A-Z]{0,3}(\d{%d,9})[\"']" % (1 if exact else 5))
    wide = re.compile(rb"\sr=[\"']([A-Z]{%d,3})\d" % (1 if exact else 2))
    rows, letters, placeless = (0 if exact else 9_999), set[bytes](), 0
    for piece in pieces(archive, name, b"<"):
        rows = max(rows, max(map(int, set(far.findall(piece))), default=0))
        letters.update(wide.findall(piece))
        placeless += len(_CELL.findall(piece)) + len(_ROW.findall(piece)) - piece.count(b' r="')
    columns = max(map(column_number, letters), default=0 if exact else 26)
    if placeless > 0:  # then cells follow the one before
        counts = [len(_CELL.findall(row)) for row in pieces(archive, name, b"<row")]
        rows, columns = rows + len(counts) - 1, columns + max(counts)
    return rows, columns


def column_number(letters: bytes) -> int:
    return reduce(lambda n, letter: 26 * n + letter - 64, letters, 0)


def _check_words(archive: zipfile.ZipFile, name: str, words: Ints, limits: Limits) -> None:
    """Refuse long words that many cells share: each cell would hold its own."""
    if not words.size or int(words.max()) * archive.getinfo(name).file_size <= limits.bytes:
        return
    room = limits.bytes
    for piece in pieces(archive, name, b"<c"):
        used = np.array(_WORD.findall(b"<c" + piece), np.int64)
        room -= int(words[used[used < words.size]].sum())
        if room < 0:
            raise FileTooLarge.unpacked(limits.bytes)


def _check_repeats(archive: zipfile.ZipFile, room: int, limits: Limits) -> None:
    """Look how far repeated rows and cells of an OpenDocument sheet reach, empty ones at an end aside."""
    rows, columns, text = 0, 1, 0
    for row in pieces(archive, "content.xml", b"<table:table-row"):
        head, *cells = row.split(b"<table:table-cell")
        filled = [i for i, cell in enumerate(cells, 1) if b"text:p" in cell or b":value=" in cell]
        if not filled:
            continue
        times = [_times(cell) for cell in cells[: filled[-1]]]
        rows, columns = rows + _times(head), max(columns, sum(times))
        text += _times(head) * sum(n * len(cell) for n, cell in zip(times, cells, strict=False))
        if rows * columns > room:
            raise FileTooLarge.spread(rows, columns)
        if text > limits.bytes:
            raise FileTooLarge.unpacked(limits.bytes)


def _times(element: bytes) -> int:
    repeated = re.search(rb"-repeated=[\"'](\d{1,9})", element.partition(b">")[0])
    return int(repeated[1]) if repeated else 1


def pieces(archive: zipfile.ZipFile, name: str, mark: bytes) -> Iterator[bytes]:
    """Yield what lies between marks; for a tag's first letter, stretches of whole tags."""
    rest = b""
    with archive.open(name) as stream:
        while chunk := stream.read(max(_PIECE, len(rest))):
            if len(mark) == 1:
                whole, _, rest = (rest + chunk).rpartition(mark)
                rest = mark + rest
                yield whole
            else:
                *whole_ones, rest = (rest + chunk).split(mark)
                yield from whole_ones
    yield rest
