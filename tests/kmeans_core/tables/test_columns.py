"""What columns are for, and which are offered as features."""

from __future__ import annotations

import pytest

from kmeans_core.tables.columns import OFFERED_AT_MOST, labels
from kmeans_core.tables.table import Table, read_table


def read(columns: dict[str, list[str]]) -> Table:
    lines = [",".join(columns), *map(",".join, zip(*columns.values(), strict=True))]
    return read_table("\n".join(lines).encode(), "table.csv")


def beside_a_number(name: str, cells: list[str]) -> Table:
    return read({"height": [f"{i * i + 0.5}" for i in range(len(cells))], name: cells})


def test_row_numbers_are_offered_when_there_is_nothing_else() -> None:
    table = read({"name": [f"n {i}" for i in range(30)], "x": [str(i) for i in range(30)]})
    assert table.column("x").offered


@pytest.mark.parametrize("name", ["rownames", "id", "subject"])
def test_row_names_are_not_offered_even_where_there_is_nothing_else(name: str) -> None:
    table = read({"word": [f"n {i}" for i in range(30)], name: [str(i) for i in range(30)]})
    assert not table.column(name).offered


def test_ids_and_classes_keep_their_numbers_for_those_who_want_them() -> None:
    assert beside_a_number("id", ["1", "2", "3"]).columns[1].numbers.tolist() == [1, 2, 3]
    assert beside_a_number("day", ["20240101", "20240229"]).columns[1].numbers is None


def test_missing_and_different_values_are_counted() -> None:
    column = beside_a_number("v", ["1.5", "", "NA", "1.5", "2.5"]).columns[1]
    assert (column.missing, column.distinct) == (2, 2)


def test_a_wide_table_offers_a_bounded_number_of_columns_and_says_so() -> None:
    table = read({f"c{i}": ["1.5", f"{i}.25", "9"] for i in range(OFFERED_AT_MOST + 50)})
    assert sum(column.offered for column in table.columns) == OFFERED_AT_MOST
    assert table.notices == ("250 number columns can be used; the first 200 are chosen at first.",)
    assert table.columns[-1].reason == "Only the first 200 number columns are chosen at first."


def test_labels_are_never_empty_and_all_different() -> None:
    assert labels(("a", "", "a", "a (2)", " a\tb ", "", "\0", "c\0")) == (
        *("a", "column 2", "a (3)", "a (2)", "a b", "column 6", "column 7", "c"),
    )


def test_units_and_names_below_groups_are_joined_into_the_labels_and_questions_are_kept() -> None:
    table = read_table(b"time,mass\n(s),(kg)\n1.5,70\n2.5,80\n", "t.csv")
    assert [(c.name, c.label) for c in table.columns] == [("time", "time (s)"), ("mass", "mass (kg)")]
    table = read_table(b"size,,city\nmin,max,\n1.5,70,Oslo\n2.5,80,Lima\n", "t.csv")
    assert [c.label for c in table.columns] == ["size min", "size max", "city"]
    table = read_table(b"q1,q2\nHow old are you?,How tall?\n31,180\n42,175\n", "t.csv")
    assert [(c.label, c.meaning) for c in table.columns] == [("q1", "How old are you?"), ("q2", "How tall?")]
