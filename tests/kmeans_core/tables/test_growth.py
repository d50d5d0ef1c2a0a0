"""Nothing in the reader grows faster than what it reads: files, lines, cells, archives."""

from __future__ import annotations

import gzip
import time
from collections.abc import Callable
from contextlib import suppress

import pytest

from kmeans_core.common.errors import DataProblem
from kmeans_core.tables.table import read_table
from tests.kmeans_core.tables.test_archives import zipped
from tests.kmeans_core.tables.test_workbooks import packed_sheet

SIZE = 12_000
GROWTH = 8


MADE: dict[str, Callable[[int], bytes]] = {
    "a cell of letters beside an accent": lambda n: f"a,b\né,{'x' * 2 * n}\n".encode("cp1252"),
    "a line of letters beside Cyrillic ones": lambda n: f"имя,b\nИван,{'x' * 2 * n}\n".encode("cp1251"),
    "a ragged line of letters": lambda n: f"a,b,c\n1,2,3\n4,5,6\n{'x' * 2 * n}\n".encode(),
    "ragged lines": lambda n: ("a,b,c\n" + "1,2,3\n1,2\n" * n).encode(),
    "ragged lines that are alike": lambda n: ("a,b,c\n" + "11,2,3\n" * n + "1,2\n" * n).encode(),
    "quotes that open": lambda n: ("a,b\n" + 'x,"y\n' * n).encode(),
    "quotes that open and hold doubled ones": lambda n: ("a,b\n" + 'x,"y\nx,""\n' * (n // 2)).encode(),
    "quotes that open in one line": lambda n: ("a,b\n1,2\n" + '"x,' * n + "\n").encode(),
    "quotes alone": lambda n: b"a,b\n" + b'"' * 5 * n + b"\n",
    "a line of many fields": lambda n: b"a,b\n1,2\n1,2\n3" + b"," * 5 * n + b"x\n",
    "lines that begin like comments": lambda n: b"a,b\n" + b"#x\n" * n + b"1,2\n",
    "blank lines": lambda n: b"\n" * 5 * n + b"a,b\n1,2\n",
    "equal names": lambda n: b"a," * (n // 4) + b"a\n" + b"1," * (n // 4) + b"1\n",
    "headers that come again": lambda n: b"a,b\n" + b"1,2\na,b\n" * n,
    "digits": lambda n: f"a,b\n{'1' * 5 * n},x\n{'1,' * n}\n".encode(),
    "members of a .gz": lambda n: gzip.compress(b"a,b\n") + gzip.compress(b"1,2\n") * (n // 10),
    "members of a .zip": lambda n: zipped({f"{i}.csv": b"1" for i in range(n // 10)}),
    "rows of a sheet that never end": lambda n: packed_sheet(b'<table:table-row a-repeated="9" ' * n),
    "tags that never end": lambda n: b"<table><tr><td>" + b"<a " * 2 * n,
    "comments that never end": lambda n: b"<table><tr><td>" + b"<!--" * 2 * n,
    "declarations that never end": lambda n: b"<table><tr><td>" + b"<![" * 2 * n,
    "cells of a web page": lambda n: b"<table>" + b"<tr><td>1<td>2" * n,
    "blank lines above remarks": lambda n: b"\n" * n + b"%\n\n" * n + b"a,b\n1,2\n",
    "blank lines between attributes": lambda n: b"@relation r\n" + b"\n" * 5 * n + b"@data\n1,2\n",
    "brackets": lambda n: b"[[" * n,
    "bars": lambda n: b"|" * 2000 + b"\n" + b"|---" * 2 * n + b"\n1|2\n",
    "records": lambda n: b'{"a": 1}\n' * n,
    "attributes": lambda n: b"@relation r\n" + b"@attribute a real\n" * (n // 4) + b"@data\n1,2\n",
    "cells of a sheet that never end": lambda n: packed_sheet(b"<table:table-row><table:table-cell " * n),
}


def seconds(data: bytes) -> float:
    begin = time.process_time()
    with suppress(DataProblem):
        read_table(data, "table")
    return time.process_time() - begin


@pytest.mark.parametrize("made", MADE.values(), ids=list(MADE))
def test_eight_times_as_much_takes_far_less_than_64_times_as_long(made: Callable[[int], bytes]) -> None:
    small = min(seconds(made(SIZE // GROWTH)) for _ in range(2))
    assert seconds(made(SIZE)) < 2.5 * GROWTH * max(small, 0.02)
