"""Shares of each value by cluster."""

from __future__ import annotations

import numpy as np
import pytest

from kmeans_core.profiles.word_profiles import MOST_CATEGORIES, Shares, count_categories
from kmeans_core.tables.table import coded, read_table


def shares_of(values: list[str], labels: list[int]) -> Shares:
    table = read_table("\n".join(["id,city", *(f"{i},{v}" for i, v in enumerate(values))]).encode(), "t.csv")
    codes, names = coded(table, "city", np.arange(len(values)))
    return count_categories("city", codes, names, labels=np.array(labels, np.int32), k=max(labels) + 1)


def test_values_are_counted_by_cluster_most_frequent_first() -> None:
    shares = shares_of(["Rome", "Oslo", "Oslo", "Oslo", "Bern"], [0, 0, 0, 1, 1])
    assert shares.categories == ("Oslo", "Bern", "Rome")
    assert shares.counts.tolist() == [[2, 0, 1], [1, 1, 0]]
    assert shares.shares()[1].tolist() == [0.5, 0.5, 0]
    assert shares.shares_elsewhere()[1] == pytest.approx([2 / 3, 0, 1 / 3])


def test_cohens_h_of_all_against_none_is_pi() -> None:
    shares = shares_of(["a", "a", "b", "b"], [0, 0, 1, 1])
    assert shares.difference() == pytest.approx(np.array([[np.pi, -np.pi], [-np.pi, np.pi]]))


def test_cohens_h_of_a_half_against_a_quarter() -> None:
    """2 asin √½ - 2 asin √¼ = π/2 - π/3."""
    shares = shares_of(["a", "b", "a", "b", "b", "b"], [0, 0, 1, 1, 1, 1])
    assert shares.difference()[0, shares.categories.index("a")] == pytest.approx(np.pi / 6)


def test_empty_cells_are_missing_and_blanks_around_a_value_do_not_count() -> None:
    shares = shares_of(["Oslo", " Oslo ", "", "Rome"], [0, 0, 1, 1])
    assert shares.categories == ("Oslo", "Rome")
    assert shares.missing.tolist() == [0, 1]
    assert shares.present.tolist() == [2, 1]


def test_ten_thousand_different_values_are_counted_as_twenty_and_the_rest() -> None:
    values = [f"v{i % 10_000}" for i in range(20_000)]
    shares = shares_of(values, [i % 2 for i in range(20_000)])
    assert len(shares.categories) == MOST_CATEGORIES
    assert shares.rarer == 10_000 - MOST_CATEGORIES
    assert shares.present.sum() == 20_000


def test_rows_in_no_cluster_are_not_counted() -> None:
    shares = shares_of(["Rome", "Oslo", "Oslo", ""], [0, -1, 0, -1])
    assert shares.counts.tolist() == [[1, 1]]
    assert shares.missing.tolist() == [0]


def test_a_cluster_of_one_row_has_its_value_wholly() -> None:
    shares = shares_of(["Rome", "Oslo"], [0, 1])
    rome = shares.categories.index("Rome")
    assert (shares.shares()[:, rome].tolist(), shares.shares_elsewhere()[:, rome].tolist()) == (
        [1, 0],
        [0, 1],
    )


def test_a_column_without_any_value_has_no_categories() -> None:
    shares = shares_of(["", "", ""], [0, 1, 1])
    assert shares.categories == ()
    assert shares.missing.tolist() == [1, 2]


def test_rows_that_took_no_part_are_not_counted() -> None:
    table = read_table(b"id,city\n1,Rome\n2,Oslo\n3,Oslo\n", "t.csv")
    codes, names = coded(table, "city", np.array([1, 2]))
    assert names == ("Oslo",)
    assert codes.tolist() == [0, 0]
