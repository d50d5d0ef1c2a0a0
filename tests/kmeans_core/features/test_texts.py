"""Free text as a feature: themes found in many languages, and texts that say nothing."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.metrics import adjusted_rand_score

from kmeans_core.clustering import KMeansSettings, cluster
from kmeans_core.common import UnusableFeatures
from kmeans_core.features import FeatureMatrix, Preparation, TextVectors, prepare, spaceless
from kmeans_core.tables import Table, load_sample, read_table

LATE, BILL = 0, 1
THEMES = {  # late parcels and wrong bills
    "English": (
        ["the parcel is late", "where is my parcel", "parcel late again", "my parcel never came"],
        ["the bill is wrong", "wrong bill again", "please correct my bill", "the bill counts twice"],
    ),
    "German": (
        ["das Paket ist verspätet", "wo bleibt mein Paket", "Paket wieder verspätet", "mein Paket fehlt"],
        ["die Rechnung ist falsch", "falsche Rechnung", "meine Rechnung stimmt nicht", "Rechnung doppelt"],
    ),
    "Spanish": (
        ["el paquete llega tarde", "dónde está mi paquete", "paquete tarde otra vez", "mi paquete no llegó"],
        ["la factura está mal", "factura equivocada", "corrija mi factura", "la factura sale doble"],
    ),
    "Russian": (
        ["посылка опоздала", "где моя посылка", "посылка опять опоздала", "посылка не пришла"],
        ["счёт неверный", "опять неверный счёт", "исправьте мой счёт", "счёт выставлен дважды"],
    ),
    "Chinese": (
        ["包裹迟到了", "我的包裹在哪里", "包裹又迟到", "包裹没有送到"],
        ["账单错了", "账单又错了", "请更正我的账单", "账单重复收费"],
    ),
    "Japanese": (
        ["荷物が遅れています", "荷物はどこですか", "荷物がまた遅れた", "荷物が届きません"],
        ["請求書が間違っています", "請求書がまた違う", "請求書を直してください", "請求書が二重です"],
    ),
}


def table_of(texts: list[str], more: list[float] | None = None) -> Table:
    """Return a table of texts, and of numbers where given."""
    rows = [f'"{text}"' + (f",{more[i]}" if more else "") for i, text in enumerate(texts)]
    return read_table(("\n".join(["said" + (",n" if more else ""), *rows]) + "\n").encode(), "said.csv")


def matrix_of(texts: list[str], more: list[float] | None = None, **how: object) -> FeatureMatrix:
    return prepare(table_of(texts, more), Preparation(**{"features": (), "texts": ("said",), **how}))


@pytest.mark.parametrize("language", THEMES)
def test_two_themes_are_found_in_languages_with_and_without_spaces(language: str) -> None:
    late, bills = THEMES[language]
    matrix = matrix_of([*late, *bills])
    found = cluster(matrix, KMeansSettings(k=2))
    assert adjusted_rand_score([LATE] * 4 + [BILL] * 4, found.labels) == 1


def test_scripts_without_spaces_are_told_by_their_letters() -> None:
    assert [name for name, texts in THEMES.items() if spaceless([*texts[0], *texts[1]])] == [
        "Chinese",
        "Japanese",
    ]


def test_the_themes_of_the_messages_are_found_without_any_choice() -> None:
    table = load_sample("Messages")
    matrix = prepare(table)
    found = cluster(matrix, KMeansSettings(k=5))
    assert adjusted_rand_score(table.text.column(1).to_pylist(), found.labels) > 0.95
    assert matrix.ledger[1].startswith("Turned message into 10 topics of ")


def test_every_text_has_length_one_and_the_column_counts_like_one_number() -> None:
    texts = [*THEMES["English"][0], *THEMES["English"][1]]
    matrix = matrix_of(texts, [0.0, 1] * 4, features=("n",))
    lengths = np.linalg.norm(matrix.originals[:, 1:], axis=1)
    assert lengths == pytest.approx(np.ones(8))
    assert dict(matrix.shares) == {"n": pytest.approx(0.5), "said": pytest.approx(0.5)}
    twice = matrix_of(texts, [0.0, 1] * 4, features=("n",), weights=(("said", 2.0),))
    assert dict(twice.shares)["said"] == pytest.approx(0.8)


def test_words_in_more_than_three_of_ten_texts_say_nothing() -> None:
    texts = [f"the {'parcel' if i % 4 else 'bill'} number {'a' * (i % 7 + 2)}" for i in range(120)]
    assert {"the", "number", "parcel"}.isdisjoint(TextVectors().fit(texts).words_)
    assert "bill" in TextVectors().fit(texts).words_


def test_rows_without_text_lie_in_the_middle_or_take_no_part() -> None:
    texts = [*THEMES["English"][0], *THEMES["English"][1]]
    both = matrix_of([*texts, ""], [0.0, 1] * 4 + [1], features=("n",))
    assert (both.originals[8, 1:] == 0).all()
    assert "1 row without said lies in the middle of all." in both.ledger
    alone = matrix_of([*texts, "", ""])
    assert len(alone.values) == 8
    assert [(why, rows.tolist()) for why, rows in alone.left_out] == [("no value in any feature", [8, 9])]


def refused(texts: list[str]) -> str:
    with pytest.raises(UnusableFeatures) as caught:
        matrix_of(texts)
    return str(caught.value)


def test_one_text_in_all_rows_empty_texts_and_bare_signs_are_told() -> None:
    assert (
        refused(["always the same"] * 9)
        == "In all 9 rows the chosen columns are equal, so there is nothing to group. "
        "Choose columns in which the rows differ."
    )
    nothing = (
        "The texts have no word that two of them share, so they cannot be compared. "
        "Choose another column, or load more texts."
    )
    assert refused(["!!!", "???", "-- --", "... !", "12", "77"]) == nothing
    assert refused([f"word{'abcdefghijklmnopqrstuvwxyz'[i]}" for i in range(20)]) == nothing


def test_cells_of_ten_thousand_words_are_no_trouble() -> None:
    late, bills = THEMES["English"]
    matrix = matrix_of([f"{text} " * 2_500 for text in (*late, *bills)])
    found = cluster(matrix, KMeansSettings(k=2))
    assert adjusted_rand_score([LATE] * 4 + [BILL] * 4, found.labels) == 1
