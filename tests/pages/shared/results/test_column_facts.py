"""The facts of each column, checked by hand."""

from __future__ import annotations

from kmeans_core.tables.column_kinds import Kind
from kmeans_core.tables.table import read_table
from pages.shared.results.column_facts import ColumnFacts, column_facts


def test_the_facts_of_numbers_and_words() -> None:
    table = read_table(b"x,city,note\n1,Oslo,\n2,Lima,\n4,Oslo,\n,Oslo,\n5,,\n", "table.csv")
    assert column_facts(table) == (
        ColumnFacts("x", Kind.NUMBER, 1, 4, 1, 3, 5, (1, 2, 3, 4, 5), (1, 1, 0, 2)),
        ColumnFacts("city", Kind.CATEGORY, 1, 2, top=(("Oslo", 3), ("Lima", 1))),
        ColumnFacts("note", Kind.CONSTANT, 5, 0),
    )


def test_gaps_and_rows_set_aside_are_never_among_the_commonest_words() -> None:
    table = read_table(b"city,x\nNA,1\nNA,2\nNA,4\nOslo,5\n Oslo,9\nLima,6\nTotal,27\n", "table.csv")
    assert table.set_aside == ((6, "total row"),)
    assert column_facts(table)[0] == ColumnFacts("city", Kind.CATEGORY, 3, 2, top=(("Oslo", 2), ("Lima", 1)))


def test_infinite_and_huge_values_do_not_spoil_the_facts() -> None:
    facts = column_facts(read_table(b"a,b\n-1e308,inf\n1e308,1\n1e308,3\n", "table.csv"))
    assert (facts[0].minimum, facts[0].median, facts[0].maximum, sum(facts[0].counts)) == (
        -1e308,
        1e308,
        1e308,
        3,
    )
    assert (facts[1].minimum, facts[1].median, facts[1].maximum) == (1, 2, 3)
