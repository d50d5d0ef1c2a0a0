"""What a person says of a column changes its numbers everywhere, never its text."""

from __future__ import annotations

import numpy as np

from kmeans_core.tables import Amendment, Kind, amended, read_table

TABLE = read_table(b"age,mood\n31,Bad\n99,good\n28,\n99,fair\n", "survey.csv")


def test_a_code_that_means_nothing_is_missing() -> None:
    column = amended(TABLE, (Amendment("age", blanks=(99.0,)),)).column("age")
    assert column.numbers is not None
    assert np.isnan(column.numbers).tolist() == [False, True, False, True]
    assert (column.missing, column.distinct) == (2, 2)


def test_words_in_an_order_take_part_as_steps() -> None:
    column = amended(TABLE, (Amendment("mood", order=("bad", "fair", "good")),)).column("mood")
    assert column.numbers is not None
    assert column.numbers.tolist()[:2] + column.numbers.tolist()[3:] == [1.0, 3.0, 2.0]
    assert np.isnan(column.numbers[2])
    assert (column.kind, column.offered, column.missing) == (Kind.NUMBER, True, 1)


def test_the_text_stays_and_the_digest_does_not() -> None:
    new = amended(TABLE, (Amendment("age", blanks=(99.0,)),))
    assert new.text is TABLE.text
    assert new.digest != TABLE.digest
    assert amended(TABLE, ()) is TABLE
