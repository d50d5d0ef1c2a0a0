"""The words that tell clusters apart, and texts that hold them."""

from __future__ import annotations

import numpy as np

from kmeans_core.clustering import Partition
from kmeans_core.features import Preparation, prepare
from kmeans_core.profiles import TellingWords, marked, telling_words
from kmeans_core.profiles.words_that_tell import log_odds
from kmeans_core.tables import read_table


def told_of(texts: list[str], labels: list[int]) -> TellingWords:
    rows = "".join(f'"{text}",{i}\n' for i, text in enumerate(texts))
    table = read_table(f"said,n\n{rows}".encode(), "said.csv")
    matrix = prepare(table, Preparation(features=("n",)))
    own = np.array(labels, np.int32)
    return telling_words(table, "said", matrix, Partition(own, np.bincount(own + 1)[1:], "by hand"))


def test_a_word_of_one_cluster_alone_tells_and_a_common_one_does_not() -> None:
    z = log_odds(np.array([[30.0, 0, 50], [0, 30, 50]]))
    assert z[0, 0] > 1.96
    assert z[1, 0] < -1.96
    assert abs(z[0, 2]) < 0.5


def test_the_words_and_texts_of_each_cluster_are_told() -> None:
    texts = ["the parcel is late"] * 20 + ["the bill is wrong"] * 20
    told = told_of(texts, [0] * 20 + [1] * 20)
    assert {word for word, _ in told.words[0]} == {"parcel", "late"}
    assert {word for word, _ in told.words[1]} == {"bill", "wrong"}
    assert [rows.tolist() for rows in told.typical] == [[0], [20]]


def test_rows_in_no_cluster_and_texts_without_words_have_no_say() -> None:
    told = told_of(["!!", "??", "--", "5 5"], [0, 1, 0, 1])
    assert told.words == ((), ())
    some = told_of(["parcel"] * 20 + ["bill"] * 20 + ["spam spam"] * 20, [0] * 20 + [1] * 20 + [-1] * 20)
    assert "spam" not in {word for words in some.words for word, _ in words}


def test_scripts_without_spaces_have_pieces_for_words() -> None:
    told = told_of(["包裹迟到了"] * 20 + ["账单错了"] * 20, [0] * 20 + [1] * 20)
    assert told.together
    assert "包裹" in {word for word, _ in told.words[0]}
    assert marked("我的包裹", ["包裹"], together=True) == [("我的", False), ("包裹", True)]


def test_marks_leave_every_character_where_it_was() -> None:
    text = "Late? <b>LATE</b> (a+b) related"
    parts = marked(text, ["late", "a+b"], together=False)
    assert "".join(part for part, _ in parts) == text
    assert [part for part, told in parts if told] == ["Late", "LATE", "a+b"]
    assert marked(text, [], together=False) == [(text, False)]
