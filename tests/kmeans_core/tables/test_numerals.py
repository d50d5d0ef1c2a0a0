"""Written numbers in one notation or another."""

from __future__ import annotations

import pyarrow as pa
import pytest

from kmeans_core.tables.numerals import Notation, notations, without_signs


@pytest.mark.parametrize(
    ("notation", "words", "numbers"),
    [
        (Notation(), ["1.5", "-2", "1,5", "inf", "1e3", "x"], [1.5, -2, None, float("inf"), 1000, None]),
        (Notation(","), ["1,5", "2", ",5"], [1.5, 2, 0.5]),
        (Notation(","), ["1,5", "2.5", None], [1.5, None, None]),
        (
            Notation(".", ","),
            ["1,234.5", "12,34", "12,34,567", "1,234,567"],
            [1234.5, None, 1234567, 1234567],
        ),
        (Notation(",", "."), ["1.234,5", "1.23"], [1234.5, None]),
    ],
)
def test_a_notation_reads_its_own_numbers_alone(
    notation: Notation, words: list[str | None], numbers: list[float | None]
) -> None:
    assert notation.parse(pa.array(words, pa.string())).to_pylist() == numbers
    present = [word for word in words if word is not None]
    read = sum(number is not None for number in numbers)
    assert notation.share(present) == read / len(present)


def test_a_slice_of_a_column_is_read_like_a_column() -> None:
    assert Notation(",").parse(pa.array(["9,9", "1,5", "2,5"]).slice(1)).to_pylist() == [1.5, 2.5]


def test_chosen_signs_leave_fewer_notations_to_try() -> None:
    assert notations(",", ".", ".") == (Notation(","), Notation(",", "."))
    assert notations(".", "\u00a0", ".") == (Notation(), Notation(".", " "))
    assert len(notations(None, None, ".")) == 8


def test_signs_are_taken_off_where_the_whole_column_carries_the_same_one() -> None:
    assert without_signs(pa.array(["€ 5", "€ 6"]))[0].to_pylist() == ["5", "6"]
    assert without_signs(pa.array(["€ 5", "$ 6"])) == (pa.array(["€ 5", "$ 6"]), ())
    bare, signs = without_signs(pa.array(["−5 %", "(6 %)", "7 %"]))
    assert (bare.to_pylist(), signs) == (["-5", "-6", "7"], ("typographic minus", "accounting", "percent"))


def test_a_notation_is_told_in_words() -> None:
    assert Notation().spoken == ""
    assert Notation(",", " ").spoken == "the comma is the decimal sign and the space separates thousands"
