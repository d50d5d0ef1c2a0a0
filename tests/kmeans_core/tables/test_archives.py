"""What a file really is, and what is inside when it is packed."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import zipfile

import pyarrow as pa
import pytest

from kmeans_core.common.errors import FileTooLarge, UnreadableFile
from kmeans_core.tables.archives import is_workbook, refuse_other_formats, unpack
from kmeans_core.tables.reading import Limits
from kmeans_core.tables.table import read_table

TEXT = b"a,b\n1,2\n3,4\n"
UNPACKED = "Unpacked, the file is larger than the 1.0 MiB that are read at most. Load fewer rows or columns."


def zipped(files: dict[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return packed.getvalue()


@pytest.mark.parametrize(
    ("packed", "how"),
    [
        (TEXT, ""),
        (gzip.compress(TEXT), "gzip"),
        (gzip.compress(TEXT[:4]) + gzip.compress(TEXT[4:]), "gzip"),
        (zipped({"folder/data.csv": TEXT, "__MACOSX/x": b"?", "folder/.DS_Store": b"?"}), "zip"),
        (zipped({"a.csv": TEXT}).replace(b"a.csv", b"\0.csv"), "zip"),
        (zipped({"a.csv.gz": gzip.compress(TEXT)}), "zip"),
        (bz2.compress(TEXT), "bz2"),
        (lzma.compress(TEXT), "xz"),
        (pa.compress(TEXT, "zstd", asbytes=True), "zstd"),
    ],
    ids=[
        "plain",
        "gz",
        "gz of two members",
        "zip with clutter",
        "zip without a name",
        "gz in a zip",
        "bz2",
        "xz",
        "zstd",
    ],
)
def test_packed_files_are_unpacked(packed: bytes, how: str) -> None:
    assert unpack(packed, Limits()) == (TEXT, how)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"\x1f\x8b\x08broken", "The .gz file is damaged or incomplete. Save or download it again."),
        (bz2.compress(TEXT)[:-9], "The .bz2 file is damaged or incomplete. Save or download it again."),
        (lzma.compress(TEXT)[:-9], "The .xz file is damaged or incomplete. Save or download it again."),
        (b"PK\x03\x04broken", "The .zip file is damaged or incomplete. Save or download it again."),
        (
            zipped({"a.csv": b"1", "b.csv": b"2"}),
            "The .zip file holds 2 files. Zip exactly one table, or load the table itself.",
        ),
    ],
    ids=["gz", "bz2", "xz", "zip", "two tables"],
)
def test_archives_that_hold_no_single_table_say_why(data: bytes, message: str) -> None:
    with pytest.raises(UnreadableFile) as caught:
        unpack(data, Limits())
    assert str(caught.value) == message


@pytest.mark.parametrize(
    "bomb",
    [
        gzip.compress(b"0" * 2**21),
        zipped({"bomb.csv": b"0" * 2**21}),
        bz2.compress(b"0" * 2**21),
        lzma.compress(b"0" * 2**21),
        pa.compress(b"0" * 2**21, "zstd", asbytes=True),
    ],
    ids=["gz", "zip", "bz2", "xz", "zstd"],
)
def test_nothing_is_unpacked_beyond_the_limit(bomb: bytes) -> None:
    with pytest.raises(FileTooLarge) as caught:
        unpack(bomb, Limits(bytes=2**20))
    assert str(caught.value) == UNPACKED


def test_workbooks_are_told_from_other_archives() -> None:
    assert is_workbook(zipped({"xl/workbook.xml": b""}))
    assert is_workbook(zipped({"mimetype": b"", "content.xml": b""}))
    assert not is_workbook(zipped({"table.csv": TEXT}))
    assert not is_workbook(TEXT)


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"%PDF-1.7\n", "a PDF document"),
        (b"\xef\xbb\xbf<?xml version='1.0'?><a/>", "an XML document"),
        (b"12345678DUCK", "a DuckDB database"),
        (b"\x93NUMPY\x01", "a NumPy array"),
        (b"Rar!", "an archive other than .zip, .gz, .bz2, .xz and .zst"),
    ],
)
def test_documents_without_a_table_are_told_by_their_first_bytes(data: bytes, what: str) -> None:
    with pytest.raises(UnreadableFile) as caught:
        refuse_other_formats(data)
    assert caught.value.what == f"The file is {what}, not a CSV file or another table."


def test_text_that_begins_like_a_program_is_text() -> None:
    assert [column.label for column in read_table(b"MZ,a\n1,2\n", "t.csv").columns] == ["MZ", "a"]
