"""Numbers, shares, lists and problems in words."""

from __future__ import annotations

import pytest

from kmeans_core.common.errors import DataProblem
from kmeans_core.common.wording import Told, among, count, cut, listed, number, share


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


class Problem(DataProblem):
    """A problem with every kind of field."""

    odd_rows = Told("{rows:,} rows of {name} are odd. Mend {name}.")
    too_large = Told("It has {size:MiB} and {pixels:million} pixels. Make it smaller.")
    unknown = Told("There is no {name}. There are {known:2}.")
    choose = Told("{value!r} is not known. Choose one of {known}.")


def test_a_field_is_named_once_and_may_be_told_twice() -> None:
    problem = Problem.odd_rows(1_200, "the table")
    assert isinstance(problem, Problem)
    assert (problem.what, problem.remedy) == ("1,200 rows of the table are odd.", "Mend the table.")


def test_bytes_and_pixels_are_told_in_units_that_people_read() -> None:
    problem = Problem.too_large(3 * 2**19, 2_345_678)
    assert str(problem) == "It has 1.5 MiB and 2.3 million pixels. Make it smaller."


def test_of_a_list_the_first_are_named_or_all() -> None:
    assert str(Problem.unknown("d", ("a", "b", "c"))) == "There is no d. There are a, b and 1 more."
    assert str(Problem.choose("d", ("a", "b", "c"))) == "'d' is not known. Choose one of a, b, c."


def test_what_a_person_typed_is_never_read_as_a_field() -> None:
    assert str(Problem.unknown("{known} {0}", ("{name}",))) == "There is no {known} {0}. There are {name}."


@pytest.mark.parametrize("values", [(), (1,), (1, "a", 2)])
def test_too_few_or_too_many_values_are_a_mistake_of_ours(values: tuple[object, ...]) -> None:
    with pytest.raises(ValueError) as caught:
        Problem.odd_rows(*values)
    assert not isinstance(caught.value, DataProblem)
