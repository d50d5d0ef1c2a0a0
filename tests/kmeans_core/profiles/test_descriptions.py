"""Clusters in plain words."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from kmeans_core.clustering import KMeansSettings, cluster
from kmeans_core.features import Preparation, prepare
from kmeans_core.profiles.descriptions import about, describe, short, suggest_names
from kmeans_core.profiles.profile import Direction, Distinction, Profile, profile
from kmeans_core.tables.samples import load_sample
from kmeans_core.tables.table import Table, read_table


def told_of(table: Table, k: int, **how: object) -> Profile:
    matrix = prepare(table, Preparation(**how))
    clustering = cluster(matrix, KMeansSettings(k=k))
    return profile(table, matrix, clustering)


def table_of(text: str) -> Table:
    return read_table(text.encode(), "t.csv")


SHOPS = table_of(
    "orders,city,note,visits,group\n"
    "1,Oslo,a,10,x\n2,Oslo,b,12,x\n3,Oslo,c,11,x\n41,Rome,d,12,y\n42,Rome,e,,y\n43,Oslo,f,10,y\n"
)


def test_the_customers_are_told_as_what_they_are() -> None:
    table = load_sample("Customers")
    names = suggest_names(told_of(table, 4))
    assert names == (
        "many purchases a year, medium income",
        "high order value, high income",
        "high age, high loyalty years",
        "low income, low age",
    )


def test_the_irises_are_told_by_their_petals_and_sepals() -> None:
    names = suggest_names(told_of(load_sample("Iris"), 3))
    assert names[1] == "low petal length, low petal width"
    assert names[2].startswith("high sepal length")
    assert names[0].startswith("medium sepal length")


def test_two_sentences_say_what_differs_and_how_large_it_is() -> None:
    told = told_of(table_of("income,age\n1,5\n2,6\n3,5\n101,6\n102,5\n"), 2, features=("income",))
    low = int(np.argmax(told.sizes))
    assert describe(told, low, ("", "")) == (
        "Here income is far lower than elsewhere, and age is slightly lower than elsewhere. "
        "It holds about two thirds of the rows."
    )


def test_clusters_that_nothing_distinguishes_say_so() -> None:
    told = told_of(SHOPS, 2, features=("orders",))
    bare = Profile(**{**vars(told), "distinctions": ((), ())})
    assert suggest_names(bare) == ("close to average", "close to average")
    assert describe(bare, 0, ("", "")) == (
        "No column sets it apart from the other rows. It holds about half of the rows."
    )


def test_names_that_would_be_alike_are_told_apart_by_another_column() -> None:
    """Clusters 2 and 3 both lie high in a and b; only c separates them."""
    rows = "".join(
        f"{a + i % 3},{a + i % 2},{c + i % 4}\n" for a, c in [(0, 20), (90, 0), (90, 40)] for i in range(9)
    )
    names = suggest_names(told_of(table_of("a,b,c\n" + rows), 3, scaling="none"))
    assert len(set(names)) == 3


@pytest.mark.parametrize(
    ("label", "words"),
    [
        ("petal length (cm)", "petal length"),
        ("petal length cm", "petal length"),
        ("annual_income_k$", "annual income k$"),
        ("(cm)", "(cm)"),
        ("x" * 40, "x" * 27 + "…"),
        ("x" * 28, "x" * 28),
        ("x" * 29, "x" * 27 + "…"),
        ("x" * 26 + " yy", "x" * 26 + "…"),
        ("cm", "cm"),
    ],
)
def test_names_leave_units_and_underscores_out(label: str, words: str) -> None:
    assert short(label) == words


@pytest.mark.parametrize(
    ("rows", "total", "words"),
    [
        (1, 500, "a single row of 500"),
        (499, 500, "nearly all rows"),
        (52, 100, "about half of the rows"),
        (30, 100, "about a third of the rows"),
        (95, 100, "about nine tenths of the rows"),
        (96, 100, "nearly all rows"),
        (80, 100, "about four fifths of the rows"),
        (75, 100, "about three quarters of the rows"),
        (17, 100, "about a sixth of the rows"),
        (13, 100, "about an eighth of the rows"),
        (9, 100, "about a tenth of the rows"),
        (8, 100, "about one row in 12"),
        (2, 100, "about one row in 50"),
        (2, 2_000_000, "about one row in 1,000,000"),
    ],
)
def test_shares_are_told_in_words(rows: int, total: int, words: str) -> None:
    assert about(rows, total) == words


def different(
    column: str,
    strength: float,
    direction: Direction = "high",
    category: str | None = None,
    inside: float = 0.6,
) -> Distinction:
    return Distinction(column, category, strength, direction, inside, 0.3, True)


@pytest.fixture(scope="module")
def three() -> Profile:
    """Three clusters of 10, 5 and 5 rows whose distinctions a test makes up."""
    rows = "".join(f"{i % 9},{i % 3},{i / 2}\n" for i in range(20))
    told = told_of(table_of("orders,x,glass\n" + rows), 3)
    return replace(told, sizes=np.array([10, 5, 5]), neighbours=(1, 2, 0))


def named(told: Profile, *distinctions: tuple[Distinction, ...]) -> tuple[str, ...]:
    return suggest_names(replace(told, distinctions=distinctions))


def test_a_name_says_how_often_a_value_occurs(three: Profile) -> None:
    mostly = different("city", 1, category="Oslo", inside=0.51)
    more = different("city", 1, category="Oslo", inside=0.5)
    rarely = different("city", 1, "low", category="Oslo")
    assert named(three, (mostly,), (more,), (rarely,)) == (
        "mostly city Oslo",
        "more often city Oslo",
        "rarely city Oslo",
    )


def test_columns_of_counts_are_many_or_few_and_others_high_low_or_medium(three: Profile) -> None:
    distinctions = (
        (different("orders", 1),),
        (different("orders", 1, "low"),),
        (different("x", 1, "medium"),),
    )
    assert named(three, *distinctions) == ("many orders", "few orders", "medium x")
    assert named(three, (different("glass", 1),), (different("x", 1, "low"),), ()) == (
        "high glass",
        "low x",
        "close to average",
    )


def test_two_columns_make_a_name_and_a_third_only_where_two_would_be_alike(three: Profile) -> None:
    a, b, c, d = (different(label, 1) for label in "abcd")
    assert named(three, (a, b, c), (a, b, d), (a, c, d)) == (
        "high a, high b, high c",
        "high a, high b, high d",
        "high a, high c",
    )


def test_names_that_stay_alike_take_a_fourth_and_a_fifth_column(three: Profile) -> None:
    a, b, c, d, e, f = (different(label, 1) for label in "abcdef")
    assert named(three, (a, b, c, d, e), (a, b, c, e, d), (a, b, f, d, e)) == (
        "high a, high b, high c, high d",
        "high a, high b, high c, high e",
        "high a, high b, high f",
    )
    assert named(three, (a, b, c, d, e), (a, b, c, d, f), ())[:2] == (
        "high a, high b, high c, high d, high e",
        "high a, high b, high c, high d, high f",
    )


@pytest.mark.parametrize(
    ("strength", "degree"),
    [(2.0, "far "), (1.99, "much "), (0.8, "much "), (0.79, ""), (0.5, ""), (0.49, "slightly ")],
)
def test_the_degree_of_a_difference_has_a_word(three: Profile, strength: float, degree: str) -> None:
    distinctions = (
        (different("x", strength),),
        (different("x", strength, "low"), different("city", strength, category="Oslo")),
        (different("city", strength, "low", "Oslo"),),
    )
    told = [describe(replace(three, distinctions=distinctions), c, ("", "", "")) for c in range(3)]
    assert told[0].startswith(f"Here x is {degree}higher than elsewhere. ")
    assert told[1].startswith(
        f"Here x is {degree}lower than elsewhere, and city Oslo is {degree}more frequent than elsewhere. "
    )
    assert told[2].startswith(f"Here city Oslo is {degree}rarer than elsewhere. ")


def test_columns_that_differ_alike_share_a_clause_and_three_are_told(three: Profile) -> None:
    a, b, c = different("a", 3), different("b", 3), different("c", 1, "medium")
    told = replace(three, distinctions=((a, c, b, different("d", 1)), (), ()))
    assert describe(told, 0, ("", "", "")).startswith(
        "Here a and b are far higher than elsewhere, and c is between the other clusters. It holds"
    )


def test_three_kinds_of_differences_are_listed(three: Profile) -> None:
    a, b, c = different("a", 3), different("b", 1, "low"), different("c", 1, "medium")
    assert describe(replace(three, distinctions=((a, b, c), (), ())), 0).startswith(
        "Here a is far higher than elsewhere, b is much lower than elsewhere, "
        "and c is between the other clusters. "
    )


def test_a_column_counts_things_where_all_its_values_are_whole_and_none_is_negative() -> None:
    def named_of(cells: list[float]) -> str:
        table = table_of("x,orders\n" + "".join(f"{i // 5},{v}\n" for i, v in enumerate(cells)))
        told = told_of(table, 2, features=("x",))
        return suggest_names(replace(told, distinctions=((different("orders", 1),), ())))[0]

    assert named_of([0, 1, 2, 3, 4, 5, 6, 7, 8]) == "many orders"
    assert named_of([0.5, 1, 2, 3, 4, 5, 6, 7, 8]) == "high orders"
    assert named_of([0, 1, 2, 3, 4, 5, 6, 7, 8.5]) == "high orders"
    assert named_of([-1, 1, 2, 3, 4, 5, 6, 7, 8]) == "high orders"


def test_the_most_similar_cluster_is_named_by_its_number_and_its_name(three: Profile) -> None:
    assert describe(three, 0, ("", "", "")).endswith(
        "It holds about half of the rows and is most like cluster 2."
    )
    assert describe(three, 1, ("", "", "rest")).endswith(
        "It holds about a quarter of the rows and is most like cluster 3 (rest)."
    )


def test_a_header_of_thousands_of_letters_takes_no_more_than_a_line() -> None:
    told = told_of(table_of(f"{'long ' * 600},b\n1,2\n1,3\n9,2\n9,3\n"), 2)
    assert describe(told, 0).startswith(f"Here {('long ' * 600)[:59]}… is far ")


def test_a_long_cell_is_cut_in_the_name_of_its_cluster() -> None:
    story = "once upon a time " * 2_000
    rows = [f"{i},{story if i < 20 else 'plain'}" for i in range(40)]
    table = table_of("size,told\n" + "\n".join(rows))
    names = suggest_names(told_of(table, 2, features=("size",)))
    assert any("mostly told once upon a time once upon…" in name for name in names), [n[:90] for n in names]
