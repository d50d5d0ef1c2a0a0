"""Lines with quotes that do not fit, cut as their writers meant them where that can be told."""

from __future__ import annotations

import pytest

from kmeans_core.tables.loose_quotes import cut_loosely


@pytest.mark.parametrize(
    ("line", "width", "fields"),
    [
        ('1,"say "hi" now",5', 3, ["1", 'say "hi" now', "5"]),
        ('"2,x,"a, b"', 3, ['"2', "x", "a, b"]),
        ('x,"2,$7,"Round 48""","https://a",', 6, ["x", '"2', "$7", 'Round 48"', "https://a", ""]),
        ('"x"y,2', 2, ['"x"y', "2"]),
        ('a,"\n', 2, ["a", '"']),
        ('"a","b" c,"d, e"\r\n', 3, ["a", '"b" c', "d, e"]),
        ('"a "b", c",1', 2, ['"a "b"', ' c"', "1"]),
    ],
)
def test_a_quote_counts_where_it_encloses_a_field(line: str, width: int, fields: list[str]) -> None:
    assert cut_loosely(line, ",", '"', width) == fields
