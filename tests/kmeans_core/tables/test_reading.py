"""What bounds the reader, and the choices that it takes."""

from __future__ import annotations

import pytest

from kmeans_core.common.errors import BadSettings, FileTooLarge
from kmeans_core.tables.reading import GUESS_ALL, Limits, ReadingChoices
from kmeans_core.tables.table import read_table


@pytest.mark.parametrize(
    ("choices", "message"),
    [
        ({"delimiter": "||"}, "The delimiter must be a single character. Choose another one."),
        (
            {"delimiter": '"', "quote": '"'},
            "The delimiter and the quote character are the same. Choose another one.",
        ),
        ({"decimal": "x"}, "x is not a decimal sign. Choose the point or the comma."),
        (
            {"decimal": ",", "thousands": ","},
            "The decimal and the thousands sign are the same. Choose another one.",
        ),
        ({"odd_lines": "mend"}, "odd_lines = 'mend' is not known. Choose one of fill, skip, refuse."),
        ({"skip_lines": -1}, "The number of lines to skip is negative. Choose 0 or more."),
    ],
)
def test_choices_that_mean_nothing_are_refused(choices: dict[str, object], message: str) -> None:
    with pytest.raises(BadSettings) as caught:
        ReadingChoices(**choices).check()  # type: ignore[arg-type]
    assert str(caught.value) == message


def test_leaving_everything_to_the_reader_is_a_choice_too() -> None:
    data = b"a,b\n1,2\n3,4\n"
    guessed = read_table(data, "t.csv", GUESS_ALL)
    without = read_table(data, "t.csv", ReadingChoices(quote="", thousands="", comment=""))
    assert guessed.text == without.text
    assert (guessed.reading.quote, without.reading.quote) == ('"', "")


def test_a_table_may_be_as_large_as_its_limits_and_no_larger() -> None:
    limits = Limits(rows=3, columns=2)
    limits.check(3, 2)
    for size, message in [
        ((4, 2), "The table has 4 rows; at most 3 are read. Load fewer rows."),
        ((3, 3), "The table has 3 columns; at most 2 are read. Load fewer columns."),
    ]:
        with pytest.raises(FileTooLarge) as caught:
            limits.check(*size)
        assert str(caught.value) == message
