"""How cells are spelled, told from the cell alone."""

from __future__ import annotations

import pytest

from kmeans_core.tables.cell_spellings import (
    is_blank,
    is_date,
    is_missing,
    is_plain,
    is_value,
    reads_like_names,
)


@pytest.mark.parametrize("cell", ["", "  ", "NA", "n/a", "#DIV/0!", "-", "…"[:0], "None", "\\N", "?"])
def test_gaps_are_known_in_any_capitals(cell: str) -> None:
    assert is_missing(cell)


@pytest.mark.parametrize("cell", ["0", "x", "none of them", "N", "--5"])
def test_other_cells_are_no_gaps(cell: str) -> None:
    assert not is_missing(cell)


@pytest.mark.parametrize(
    "cell", ["1", "-1,5", "1.234,56", "1'234", "€ 5", "5 %", "(3)", "1e-5", "inf", "2024-01-02", "12:30"]
)
def test_numbers_and_dates_are_values(cell: str) -> None:
    assert is_value(cell)


@pytest.mark.parametrize("cell", ["", "a1", "5 kg", "1-2-x", "-", "1" * 100])
def test_words_and_very_long_cells_are_no_values(cell: str) -> None:
    assert not is_value(cell)


def test_dates_are_told_from_numbers() -> None:
    assert is_date("3.2.24")
    assert is_date("2024/01/02 3:04 PM")
    assert not is_date("3.2")


def test_plain_cells_hold_no_delimiter() -> None:
    assert is_plain("Oslo and Lima")
    assert is_plain("")
    assert not is_plain("Oslo, Lima")
    assert not is_plain("a;b")


def test_rows_are_blank_or_read_like_names() -> None:
    assert is_blank(["", " "])
    assert not is_blank(["", "x"])
    assert reads_like_names(["age", "", "size"])
    assert not reads_like_names(["age", "5"])
    assert not reads_like_names(["age", "", ""])
