"""Text to numbers: notations, signs and gaps, in the light of the whole table."""

from __future__ import annotations

import pytest

from kmeans_core.tables.column_kinds import Kind
from kmeans_core.tables.reading import ReadingChoices
from kmeans_core.tables.table import Table, read_table


def read(text: str, **choices: object) -> Table:
    return read_table(text.encode(), "table.csv", ReadingChoices(**choices))  # type: ignore[arg-type]


def numbers(table: Table, label: str) -> list[float | None]:
    found = table.column(label).numbers
    assert found is not None
    return [None if value != value else value for value in found.tolist()]


def column(cells: list[str], delimiter: str = ";") -> str:
    return "v;n\n".replace(";", delimiter) + "".join(
        f"{cell}{delimiter}{i * i + 0.5}\n" for i, cell in enumerate(cells)
    )


@pytest.mark.parametrize(
    ("cells", "values"),
    [
        (["1.5", "-2", "+3", "1e3", ".5"], [1.5, -2, 3, 1000, 0.5]),
        (["1,5", "2,25", "-3"], [1.5, 2.25, -3]),
        (["1.234.567", "987.654", "12.345"], [1234567, 987654, 12345]),
        (["12.000,5", "8.100,0", "950,25"], [12000.5, 8100, 950.25]),
        (["1\u00a0234\u00a0567", "987\u202f654", "12 345"], [1234567, 987654, 12345]),
        (["1'234.50", "987", "12’000.00"], [1234.5, 987, 12000]),
        (["1,234,567", "12,345.5", "1"], [1234567, 12345.5, 1]),
        (["12,34,567", "1,23,456.5", "7"], [1234567, 123456.5, 7]),
        (["$1,200.50", "$80.00", "-$3.25"], [1200.5, 80, -3.25]),
        (["1.200,50 €", "80,00 €", "3,25 €"], [1200.5, 80, 3.25]),
        (["45%", "5.5 %", "100%"], [45, 5.5, 100]),
        (["(100)", "200", "(5)"], [-100, 200, -5]),
        (["100-", "200", "5-"], [-100, 200, -5]),
        (["- 2,5 €", "-1,5 €", "3 €"], [-2.5, -1.5, 3]),
        (["−5", "−3.5", "4"], [-5, -3.5, 4]),
        (["１２", "١٣", "14"], [12, 13, 14]),
        (["1", "NA", "", "n/a", "-", "#DIV/0!", "7"], [1, None, None, None, None, None, 7]),
        (["1.234,5 EUR", "2,5 EUR", "3 EUR"], [1234.5, 2.5, 3]),
        (["12.-", "1'250.-", "5.50", "7.–"], [12, 1250, 5.5, 7]),
        (["12,-", "1.250,--", "5,50"], [12, 1250, 5.5]),
        (["12,- €", "5,50 €"], [12, 5.5]),
        (["$ -", "$(4,533.75)", "$1,000.00", "($2.50)"], [0, -4533.75, 1000, -2.5]),
        (["\ufeff3", "4\u200b", "\u200e-5"], [3, 4, -5]),
    ],
)
def test_written_numbers_are_understood(cells: list[str], values: list[float | None]) -> None:
    assert numbers(read(column(cells)), "v") == values


@pytest.mark.parametrize(
    "cells",
    [
        ["€5", "$6", "€7"],
        ["180 cm", "175 cm"],
        ["300,0,00.40", "30,0,0.406", "1"],
        ["a1", "b2"],
        ["45%", "0.5", "7"],
    ],
)
def test_what_is_not_clearly_a_number_stays_text(cells: list[str]) -> None:
    assert read(column(cells)).column("v").numbers is None


def test_other_columns_decide_what_is_ambiguous_alone() -> None:
    assert numbers(read("a;b\n1,5;1.234\n2,5;2.345\n"), "b") == [1234, 2345]
    assert numbers(read("a;b\n1.5;1,234\n2.5;2,345\n"), "b") == [1234, 2345]


def test_the_delimiter_decides_when_nothing_else_does_and_it_is_said() -> None:
    comma = read('v,n\n"1,234",x\n"2,345",y\n')
    assert numbers(comma, "v") == [1234, 2345]
    assert comma.notices == (
        "In column v, the comma separates thousands.",
        "The decimal sign of column v is not certain: choose it if the numbers are wrong.",
    )
    assert numbers(read("v;n\n1,234;x\n2,345;y\n"), "v") == [1.234, 2.345]


def test_points_that_may_separate_thousands_are_told_where_every_column_is_plain() -> None:
    table = read("v,w\n987,1\n1.234,2\n45.678,5\n")
    assert numbers(table, "v") == [987, 1.234, 45.678]
    assert table.notices == (
        "The decimal sign of column v is not certain: choose it if the numbers are wrong.",
    )
    assert read("v,w\n987,1\n1.234,2\n45.678,5\n", decimal=".").notices == ()
    assert read("v,w\n987,1\n1.234,2\n45.67,5\n").notices == ()


def test_a_rare_cell_can_settle_the_notation() -> None:
    cells = [f"1,{100 + i % 900}" for i in range(3000)]
    assert numbers(read(column(cells, "\t")), "v")[1500:1502] == [1700, 1701]
    cells[1501] = "1,5"
    assert numbers(read(column(cells, "\t")), "v")[1500:1502] == [1.7, 1.5]


def test_the_notation_and_the_gaps_that_were_met_are_told() -> None:
    table = read("a;b\n1.234,5;NA\n2,5;3\n7,25;null\n9,75;5\n")
    reading = table.reading
    assert (reading.decimal, reading.thousands, reading.missing) == (",", ".", ("NA", "null"))
    assert table.notices == ("In column a, the comma is the decimal sign and the dot separates thousands.",)


def test_missing_spellings_are_a_choice() -> None:
    text = "a;b\n-999;x\n3;NA\n5;-\n"
    assert numbers(read(text, missing=("-999",)), "a") == [None, 3, 5]
    assert read(text, missing=("-999",)).column("b").missing == 0
    assert read(text).column("b").missing == 2


@pytest.mark.parametrize(
    ("cells", "numbers_then"),
    [
        (["1", "<0,5", "2,5", "< 1"], [1, 0.25, 2.5, 0.5]),
        (
            ["1.5", "<LOD", "<0.5", "2.5", "3", "4", "5", "6", "7", "8"],
            [1.5, None, 0.25, 2.5, 3, 4, 5, 6, 7, 8],
        ),
    ],
)
def test_values_below_a_limit_are_known_and_count_as_half_of_it_by_choice(
    cells: list[str], numbers_then: list[float | None]
) -> None:
    assert read(column(cells)).reading.below
    assert numbers(read(column(cells), halve_below=True), "v") == numbers_then
    assert read(column(cells)).text.column(0).to_pylist() == cells
    assert not read(column(["1", "<b>", "3"])).reading.below


@pytest.mark.parametrize(
    ("cells", "notice"),
    [
        (["$1.5", "$2"], "Currency signs were left out to read column v as numbers; the text keeps them."),
        (["5%", "7%"], "Percent signs were left out to read column v: 45% is 45; the text keeps them."),
        (["(5)", "7"], "Numbers in brackets are negative in column v."),
        (["7.-", "5.50"], "A dash in place of cents was left out to read column v: 12.- is 12."),
        (["5-", "7"], "Numbers with a minus sign behind them are negative in column v."),
        (["−5", "7"], "Typographic minus signs were read as minus in column v."),
        (["٥", "7"], "Digits of other scripts were read as numbers in column v."),
        (["inf", "7"], "Infinite values, or numbers too large to compute with, stand in column v."),
        (["1e400", "7"], "Infinite values, or numbers too large to compute with, stand in column v."),
        (
            ["1e308", "7"],
            "Numbers so large that their squares overflow the range of computing stand in column v.",
        ),
        (
            ["82544000000000707.52", "7"],
            "More than 15 digits in column v: the text stays exact, computing rounds.",
        ),
        (["180 cm", "175 cm"], "Numbers with the unit cm are text: take the unit out to use column v."),
    ],
)
def test_what_is_not_plain_is_said(cells: list[str], notice: str) -> None:
    assert read(column(cells, ",")).notices == (notice,)


AMOUNTS = [f"{i / 8}" for i in range(60)]


@pytest.mark.parametrize(
    "words",
    [["unknown"], ["<LOD"], ["<0.5", "<0.2"], ["unknown", "n/b", "refused", "<LOD"]],
    ids=["unknown", "limit", "bounds", "four words"],
)
def test_few_words_that_come_again_and_again_among_numbers_count_as_missing_or_make_it_text_by_choice(
    words: list[str],
) -> None:
    cells = column([*AMOUNTS, *(words * 30)[:30]])
    found = read(cells).column("v")
    assert (found.kind, found.not_numbers, found.offered) == (Kind.NUMBER, 30, True)
    assert set(read(cells).reading.stand_ins) == set(words)
    assert read(cells, words_are_gaps=False).column("v").numbers is None


@pytest.mark.parametrize(
    "cells",
    [
        [*AMOUNTS, *(f"word {'abcdefghijklmnopqrstuvwxyz'[i]}" for i in range(20))],
        [*"12345678" * 8, *["S", "M", "L"] * 6],
        [*AMOUNTS[:20], *["unknown"] * 30],
    ],
    ids=["many words", "codes of few kinds", "mostly words"],
)
def test_other_words_among_numbers_make_text(cells: list[str]) -> None:
    assert read(column(cells)).column("v").numbers is None
    assert read(column(cells)).reading.stand_ins == ()
