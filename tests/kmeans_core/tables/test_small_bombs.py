"""Small files that would fill the memory are refused at once, each with a sentence."""

from __future__ import annotations

import gzip
import io
import re
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from kmeans_core.common import DataProblem
from kmeans_core.tables import read_table
from kmeans_core.tables.reading import Limits
from tests.kmeans_core.tables.test_workbooks import SPACES, workbook

SECONDS, BYTES = 2, 300 * 2**20
UNPACKED = (
    "Unpacked, the file is larger than the 400.0 MiB that are read at most. Load fewer rows or columns."
)
SPREAD = (
    "A sheet spreads over {} rows and {} columns. "
    "Delete stray cells far from the table, or save the table as CSV."
)
PARTS = "The archive holds more than the 20,000 parts that are read at most. Load the table itself."


def parquet(table: pa.Table, **how: object) -> bytes:
    out = io.BytesIO()
    pq.write_table(table, out, **how)
    return out.getvalue()


def one_long_word_often() -> bytes:
    words = pa.DictionaryArray.from_arrays(pa.array([0]).take(pa.array([0] * 1_000_000)), ["x" * 2000])
    return parquet(pa.table({"a": words}))


def lists_of_one_long_word() -> bytes:
    words = pa.DictionaryArray.from_arrays(pa.array([0]).take(pa.array([0] * 30_000)), ["x" * 20_000])
    return parquet(pa.table({"a": pa.ListArray.from_arrays(list(range(0, 30_001, 30)), words)}))


def common_beginnings() -> bytes:
    words = pa.array([f"{'x' * 100_000}{i}" for i in range(500)])
    return parquet(pa.table({"a": words}), use_dictionary=False, column_encoding={"a": "DELTA_BYTE_ARRAY"})


def wide_and_high() -> bytes:
    column = pa.array([0.0]).take(pa.array([0] * 60_000))
    return parquet(pa.table({str(i): column for i in range(1_000)}))


def altered(sheet: str, words: str | None = None) -> bytes:
    """Return a small workbook with another sheet in it, and other shared words."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(workbook([["a", "b"], [1, 2]]))) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for entry in old.namelist():
            data = old.read(entry).decode()
            if entry == "xl/worksheets/sheet1.xml":
                data = data.partition("<sheetData>")[0] + f"<sheetData>{sheet}</sheetData></worksheet>"
            if entry == "xl/sharedStrings.xml" and words is not None:
                data = data.partition("<si>")[0] + words + "</sst>"
            new.writestr(entry, data)
    return out.getvalue()


def far_cell() -> bytes:
    row = '<row r="{0}"><c r="{1}{0}"><v>1</v></c></row>'
    return altered(row.format(1, "A") + row.format(3000, "XFD"))


def cells_without_places() -> bytes:
    return altered("<row>" + "<c/>" * 16_000 + "</row>" + "<row><c/></row>" * 9_000)


def shared_long_word() -> bytes:
    cells = "".join(f'<row r="{i}"><c r="A{i}" t="s"><v>0</v></c></row>' for i in range(1, 20_000))
    return altered(cells, f"<si><t>{'x' * 30_000}</t></si>")


def repeated_long_word() -> bytes:
    named = " ".join(f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in SPACES)
    cell = f'<table:table-cell table:number-columns-repeated="20"><text:p>{"x" * 30_000}</text:p>'
    row = f'<table:table-row table:number-rows-repeated="1000">{cell}</table:table-cell></table:table-row>'
    content = f"<office:document-content {named}><table:table>{row}</table:table></office:document-content>"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
    return out.getvalue()


def zip_of_many() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for i in range(20_001):
            archive.writestr(str(i), b"")
    return out.getvalue()


def memory(what: str) -> int:
    """Return this process's memory now (VmRSS) or at most (VmHWM), 0 on systems that do not tell."""
    told = Path("/proc/self/status")
    found = re.search(rf"{what}:\s+(\d+) kB", told.read_text()) if told.exists() else None
    return 1024 * int(found[1]) if found else 0


def forget_peak() -> None:
    forgetting = Path("/proc/self/clear_refs")
    if forgetting.exists():
        forgetting.write_text("5")


@pytest.mark.parametrize(
    ("made", "message"),
    [
        (one_long_word_often, UNPACKED),
        (lists_of_one_long_word, UNPACKED),
        (common_beginnings, UNPACKED.replace("400", "40")),
        (wide_and_high, UNPACKED),
        (far_cell, SPREAD.format("3,000", "16,384")),
        (cells_without_places, SPREAD.format("9,001", "16,000")),
        (shared_long_word, UNPACKED),
        (repeated_long_word, UNPACKED),
        (lambda: gzip.compress(b"") * 500_000, PARTS),
        (zip_of_many, PARTS),
    ],
)
def test_a_small_file_that_would_fill_the_memory_is_refused_at_once(
    made: Callable[[], bytes], message: str
) -> None:
    data = made()
    assert len(data) < 12 * 2**20
    forget_peak()
    before, began = memory("VmRSS"), time.process_time()
    with pytest.raises(DataProblem) as refused:
        read_table(data, "small", limits=Limits(40 * 2**20) if "40.0" in message else Limits())
    assert str(refused.value) == message
    assert time.process_time() - began < SECONDS
    assert memory("VmHWM") - before < BYTES


def test_a_gz_file_of_blocks_and_padding_is_read() -> None:
    blocks = b"".join(gzip.compress(line) for line in [b"a,b\n"] + [b"1,2\n"] * 5_000)
    assert read_table(blocks + b"\0" * 1_000, "blocks.csv.gz").n_rows == 5_000
