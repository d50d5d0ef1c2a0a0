"""Numbers, shares and lists in words."""

from __future__ import annotations

import pytest

from kmeans_core.common.wording import among, count, cut, listed, number, share


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (0, "0"),
        (1234.5, "1,234"),
        (12.345, "12.3"),
        (-0.012345, "−0.0123"),
        (1e12, "1.00e+12"),
        (1e-7, "1.00e−07"),
        (float("nan"), "–"),
        (None, "–"),
        (float("-inf"), "−∞"),
    ],
)
def test_numbers_have_three_digits(value: float | None, words: str) -> None:
    assert number(value) == words


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (0, "0 %"),
        (0.0004, "< 0.1 %"),
        (0.0512, "5.1 %"),
        (0.512, "51 %"),
        (0.9995, "> 99 %"),
        (1, "100 %"),
        (float("nan"), "–"),
    ],
)
def test_a_share_that_is_not_whole_is_never_rounded_to_none_or_all(value: float, words: str) -> None:
    assert share(value) == words


def test_lists_and_counts_read_as_english() -> None:
    assert [listed([]), listed(["a"]), listed(["a", "b"]), listed(["a", "b", "c"])] == [
        "",
        "a",
        "a and b",
        "a, b and c",
    ]
    assert (count(1, "row"), count(2_000, "row"), count(0, "column")) == (
        "1 row",
        "2,000 rows",
        "0 columns",
    )


def test_of_many_the_first_are_named_and_the_others_counted() -> None:
    assert among(["a", "b", "c"], 3) == "a, b, c"
    assert among(["a", "b", "c"], 2) == "a, b and 1 more"
    assert among([str(n) for n in range(2_000)], 2) == "0, 1 and 1,998 more"


def test_a_long_text_of_many_lines_becomes_one_short_line() -> None:
    assert cut("two\nlines\tand  blanks") == "two lines and blanks"
    assert (cut("x" * 60), cut("x" * 61)) == ("x" * 60, "x" * 59 + "…")
    assert cut("abcdef", 4) == "abc…"
