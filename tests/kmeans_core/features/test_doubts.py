"""What could spoil clusters is told by column, with the remedy; what is plain is not doubted."""

from __future__ import annotations

import numpy as np
import pytest

from kmeans_core.features import Doubt, doubts
from kmeans_core.features.word_orders import order_of
from kmeans_core.tables import Table, read_table

RANDOM = np.random.default_rng(3)
N = 120
PLAIN = RANDOM.normal(50, 9, N).round(2)


def table(**columns: np.ndarray | list[object]) -> Table:
    lines = [",".join(columns), *(",".join(map(str, row)) for row in zip(*columns.values(), strict=True))]
    return read_table("\n".join(lines).encode(), "t.csv")


def found(**columns: np.ndarray | list[object]) -> list[Doubt]:
    read = table(**columns)
    chosen = tuple(c.label for c in read.columns if c.numbers is not None)
    return list(doubts(read, chosen))


SAID = {
    "hour": (
        RANDOM.integers(0, 24, N),
        "hour goes round: the last value lies beside the first, which a line does not know.",
        ("circle", 24),
    ),
    "birth_month": (
        RANDOM.integers(1, 13, N),
        "birth_month goes round: the last value lies beside the first, which a line does not know.",
        ("circle", 12),
    ),
    "weekday": (
        RANDOM.integers(0, 7, N),
        "weekday goes round: the last value lies beside the first, which a line does not know.",
        ("circle", 7),
    ),
    "postcode": (
        RANDOM.integers(10_000, 99_999, N),
        "postcode looks like postcodes: their size means nothing.",
        ("leave out", 0),
    ),
    "Telefon": (
        RANDOM.integers(10**8, 10**9, N),
        "Telefon looks like phone numbers: their size means nothing.",
        ("leave out", 0),
    ),
    "year": (
        RANDOM.integers(1990, 2024, N),
        "year is a calendar year: clusters would be periods of time.",
        ("leave out", 0),
    ),
    "region": (
        RANDOM.integers(1, 9, N),
        "region looks like codes for 8 kinds: their size means nothing.",
        ("category", 0),
    ),
    "age": (
        [*RANDOM.integers(18, 80, N - 5), *[99] * 5],
        "age holds 99 in 5 rows, which may mean that there is no value.",
        ("blank", 99),
    ),
    "q1": (
        [*RANDOM.integers(1, 6, N - 4), *[9] * 4],
        "q1 holds 9 in 4 rows, which may mean that there is no value.",
        ("blank", 9),
    ),
    "nps": (
        [*RANDOM.normal(size=78).round(2), *[""] * 42],
        "nps is missing in 35 % of the rows, which would all be filled alike.",
        ("leave out", 0),
    ),
    "fee": (
        [*[5] * 119, 7],
        "fee tells hardly any rows apart: all but 1 row hold the same.",
        ("leave out", 0),
    ),
    "double": (
        PLAIN * 2 + 1,
        "double says nearly the same as plain: together they count twice.",
        ("leave out", 0),
    ),
    "mood": (
        RANDOM.choice(["never", "Sometimes", "always"], N),
        "mood holds words in an order, from never to always, and takes no part yet.",
        ("order", 0),
    ),
}


@pytest.mark.parametrize("label", SAID)
def test_a_doubt_names_its_column_and_its_remedy(label: str) -> None:
    cells, words, remedy = SAID[label]
    [doubt] = found(plain=PLAIN, **{label: cells})
    assert (doubt.column, doubt.words, (doubt.remedy, doubt.value)) == (label, words, remedy)


def test_measurements_counts_and_durations_are_not_doubted() -> None:
    assert (
        found(
            income=RANDOM.normal(50_000, 9_000, N).round(),
            shop_visits=RANDOM.integers(0, 30, N),
            hours=RANDOM.integers(0, 24, N),
            months_since=RANDOM.integers(1, 13, N),
            rating=RANDOM.integers(1, 6, N),
            age=RANDOM.integers(18, 100, N),
            city=RANDOM.choice(["Oslo", "Rome", "Bonn"], N),
        )
        == []
    )


def test_answers_that_begin_with_their_number_are_in_its_order() -> None:
    assert order_of(["10 - sure", "2 - hardly", "1 - no"]) == ("1 - no", "2 - hardly", "10 - sure")


def test_two_words_for_one_step_have_no_order() -> None:
    assert order_of(["never", "rarely", "seldom"]) == ()
