"""What columns are for: quantities to compare rows by, or IDs, dates, classes, words."""

from __future__ import annotations

import pytest

from kmeans_core.tables.column_kinds import Kind
from kmeans_core.tables.table import Table, read_table


def read(columns: dict[str, list[str]]) -> Table:
    lines = [",".join(columns), *map(",".join, zip(*columns.values(), strict=True))]
    return read_table("\n".join(lines).encode(), "table.csv")


def beside_a_number(name: str, cells: list[str]) -> Table:
    return read({"height": [f"{i * i + 0.5}" for i in range(len(cells))], name: cells})


NAMES = "It names rows instead of measuring them."
CLASSES = "Its name and its few whole numbers look like known groups."
DATES = "Dates are not compared as numbers."


@pytest.mark.parametrize(
    ("name", "cells", "kind", "reason"),
    [
        ("income", ["1200", "900", "1500"], Kind.NUMBER, ""),
        ("member", ["0", "1", "1"], Kind.YES_NO, ""),
        ("id", ["1", "2", "3"], Kind.ID, "It counts the rows, so it says nothing about them."),
        ("", ["0", "1", "2"], Kind.ID, "It counts the rows, so it says nothing about them."),
        ("t", [str(i) for i in range(20)], Kind.ID, "It counts the rows, so it says nothing about them."),
        ("step", ["1", "2", "3"], Kind.NUMBER, ""),
        ("customer_id", ["17", "4", "17"], Kind.ID, NAMES),
        ("CustomerID", ["17", "4", "9"], Kind.ID, NAMES),
        ("Order no.", ["17", "4", "9"], Kind.ID, NAMES),
        ("Kundennummer", ["17", "4", "9"], Kind.ID, NAMES),
        ("RechnungsNr.", ["17", "4", "9"], Kind.ID, NAMES),
        ("__index_level_0__", ["3", "7", "12"], Kind.ID, NAMES),
        ("SNR", ["17", "4", "9"], Kind.NUMBER, ""),
        ("humid", ["17", "4", "9"], Kind.NUMBER, ""),
        ("zip", ["01234", "00501", "94105"], Kind.ID, "Its leading zeros mark codes, not amounts."),
        ("x", ["4000000000000001", "4000000000000377", "4000000000000399"], Kind.ID,
         "Its long, all different whole numbers look like IDs."),
        ("day", ["20240101", "20240229", "20241231"], Kind.DATE, DATES),
        ("timestamp", ["1700000000", "1700003600", "1700007201"], Kind.DATE, DATES),
        ("when", ["2024-01-02", "2024-02-03T10:00:00Z", "2024-03-04"], Kind.DATE, DATES),
        ("when", ["02/01/2024", "3.2.24", "04-03-2024"], Kind.DATE, DATES),
        ("when", ["Jan 2 2024", "3 February 2024", "4. März 2024"], Kind.DATE, DATES),
        ("when", ["1/2/2024 3:04 PM", "12:30", "2024-Q1"], Kind.DATE, DATES),
        ("when", ["2024/01/05 3:14:07 PM GMT+1", "01JAN2024", "2024-01-02 10:00 UTC"], Kind.DATE, DATES),
        ("cluster", ["0", "2", "2"], Kind.CATEGORY, CLASSES),
        ("target", ["0", "1", "1"], Kind.CATEGORY, CLASSES),
        ("class", ["0", "1", "0"], Kind.CATEGORY, CLASSES),
        ("age_grp", ["1", "3", "2"], Kind.CATEGORY, CLASSES),
        ("Block", ["1", "3", "2"], Kind.CATEGORY, CLASSES),
        ("trt", ["0", "1", "1"], Kind.CATEGORY, CLASSES),
        ("plant id", ["1.1", "1.2", "2.1"], Kind.ID, NAMES),
        ("Subject", ["3", "3", "7"], Kind.ID, NAMES),
        ("site", ["3", "3", "7"], Kind.ID, NAMES),
        ("SKU", ["81234", "81234", "4711"], Kind.ID, NAMES),
        ("EAN", ["4006381333931", "4006381333931", "4012345678901"], Kind.ID, NAMES),
        ("ZIP", ["94105", "10001", "94105"], Kind.ID, NAMES),
        ("PMID", ["31452104", "31437182", "31452104"], Kind.ID, NAMES),
        ("month", ["202401", "202402", "202312"], Kind.DATE, DATES),
        ("x", ["202401", "202402", "202312"], Kind.NUMBER, ""),
        ("x", [f"2024{m:02}" for m in range(1, 13)], Kind.DATE, DATES),
        ("order date", ["45292", "45293.5", "45300"], Kind.DATE, DATES),
        ("event_time", ["1700000000.25", "1700003600.5", "1700007201"], Kind.DATE, DATES),
        ("age_from", [str(i) for i in range(20)], Kind.NUMBER, ""),
        ("age to", [str(i) for i in range(1, 21)], Kind.NUMBER, ""),
        ("smoker", ["yes", "No", "yes"], Kind.YES_NO, "It holds two words, not numbers."),
        ("city", ["Oslo", "Lima", "Oslo"], Kind.CATEGORY, "It holds words of 2 kinds, not numbers."),
        ("order", [f"A-{i}" for i in range(30)], Kind.ID, "Every row has its own code."),
        ("text", [f"row {i} is a longer one" for i in range(30)], Kind.TEXT, "It holds text, not numbers."),
        ("same", ["7", "7", "7"], Kind.CONSTANT, "Every value is the same."),
        ("same", ["a", "a", "a"], Kind.CONSTANT, "Every value is the same."),
        ("gaps", ["", "NA", ""], Kind.CONSTANT, "The column is empty."),
    ],
)  # fmt: skip
def test_a_column_is_offered_when_it_measures_the_rows(
    name: str, cells: list[str], kind: Kind, reason: str
) -> None:
    column = beside_a_number(name, cells).columns[1]
    assert (column.kind, column.reason, column.offered) == (kind, reason, not reason)
