"""Rows that are no observations: they stay in the text and take no part."""

from __future__ import annotations

import pytest

from kmeans_core.tables.table import read_table


@pytest.mark.parametrize(
    ("text", "asides"),
    [
        ("time,mass\n(s),(kg)\n1.5,70\n2.5,80\n3.5,66\n", ((0, "units row"),)),
        ("a,b\nmm,kg\n1.5,70\n2.5,80\n", ((0, "units row"),)),
        ("a,b\nthree,5\n1.5,70\n2.5,80\n", ()),
        ("q1,q2\nHow old?,How tall?\nid a,id b\n31,180\n42,175\n", ((0, "units row"), (1, "units row"))),
        ("region,x\nN,1\nS,2\nTotal,3\n", ((2, "total row"),)),
        ("region,x\nN,1\nS,2\nGrand Total,3\nAverage,1.5\n", ((2, "total row"), (3, "total row"))),
        ("region;x\nN;1,5\nS;2,5\nGesamtsumme:;4,0\n", ((2, "total row"),)),
        ("region,x\nN,1\nSubtotal,1\nS,2\nTotal,3\n", ((1, "total row"), (3, "total row"))),
        ("title,score\nAlien,8.5\nJaws,8.1\nMean Girls,7.1\n", ()),
        ("food,g\nRice,100\nOat,50\nTotal Whole Grain,40\n", ()),
        ("food,g\nRice,100\nOat,50\nTotal of both,150\n", ((2, "total row"),)),
        ('food;£\nRice;£1,000\nOat;£50\nNut;\nTotal of all;"£1,050"\n', ((3, "total row"),)),
        ("food,g\nRice,100\nOat,50\nTotal 2024:,150\n", ((2, "total row"),)),
        ("brand,x\nTotal,1\nShell,2\nBP,3\n", ()),
        ("a,b\n1,2\na,b\n3,4\n", ((1, "repeated header"),)),
        ("\ufeffa,b\n1,2\n\ufeffa,b\n3,4\n", ((1, "repeated header"),)),
        ("a,b\n1,2\nSecond part,\na,b\n3,4\n", ((1, "title row"), (2, "repeated header"))),
    ],
)
def test_rows_that_are_no_observations_are_set_aside(text: str, asides: tuple[tuple[int, str], ...]) -> None:
    table = read_table(text.encode(), "table.csv")
    assert table.set_aside == asides
    assert table.n_rows == len(text.splitlines()) - 1


def test_rows_set_aside_are_told_by_reason() -> None:
    table = read_table(b"a,b\nmm,kg\n1.5,70\n2.5,80\nTotal,150\n", "table.csv")
    assert table.notices == (
        "Row 1 takes no part, as units row; exports keep the text.",
        "Row 4 takes no part, as total row; exports keep the text.",
    )
