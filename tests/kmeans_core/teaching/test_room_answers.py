"""What a phone sends is an answer, or is refused in words: whatever it is."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kmeans_core.teaching import PAINTED, UnusableAnswer, read_drawing, read_groups, read_places, read_vote

NONSENSE: list[Any] = [
    *(None, True, 1.5, "3", {}, {"x": 1}, [], [[]], [None], "[[1,2]]", b"1", float("nan"), 10**400),
    [[1, 2, 3]],
    [[1, "2"], [3, 4]],
    [[True, 2], [3, 4]],
    [[float("nan"), 2], [3, 4]],
    [[float("inf"), 2], [3, 4]],
    [[10**400, 2], [3, 4]],
    [[-0.1, 2], [3, 4]],
    [[100.1, 2], [3, 4]],
    [[[1], 2], [3, 4]],
]


def told(read: Any, *arguments: Any) -> str:
    with pytest.raises(UnusableAnswer) as problem:
        read(*arguments)
    return str(problem.value)


@pytest.mark.parametrize("raw", NONSENSE)
def test_what_are_no_two_places_is_refused(raw: Any) -> None:
    words = "These are not 2 places on the picture. Tap 2 places and send them again."
    assert told(read_places, raw, 2) == words


@pytest.mark.parametrize("raw", [*NONSENSE, -1, 10])
def test_what_is_no_vote_is_refused(raw: Any) -> None:
    words = "This is no number from 0 to 9. Choose one of the numbers that are offered."
    assert told(read_vote, raw) == words


@pytest.mark.parametrize("raw", [*NONSENSE, [0], [0, 3], [0, -1], [0, True], [0, 1.0]])
def test_what_gives_not_every_point_to_a_centre_is_refused(raw: Any) -> None:
    words = "Not every one of the 2 points has a centre. Tap each point until it has one, then send again."
    assert told(read_groups, raw, 2, 3) == words


@pytest.mark.parametrize("raw", [each for each in NONSENSE if each != []])
def test_what_is_no_drawing_is_refused(raw: Any) -> None:
    assert told(read_drawing, raw) == "This is no drawing of points in groups. Paint it anew."


def test_a_drawing_in_a_group_that_nobody_offers_is_refused() -> None:
    assert told(read_drawing, [[1, 1, 3]]) == "This is no drawing of points in groups. Paint it anew."


def test_a_drawing_has_two_groups_and_not_too_many_points() -> None:
    few = "A drawing needs two groups with at least 5 points each. Paint more points of another group."
    one = [[i, i, 0] for i in range(10)]
    assert told(read_drawing, []) == few
    assert told(read_drawing, one) == few
    assert told(read_drawing, [*one, *[[i, 0, 2] for i in range(4)]]) == few
    assert told(read_drawing, [[7, 7, i % 2] for i in range(10)]) == (
        "All points lie on each other. Spread them over the picture."
    )
    many = [[1, 1, i % 2] for i in range(PAINTED + 1)]
    assert told(read_drawing, many) == "The drawing has more than 150 points. Take some back."


def test_right_answers_are_read_as_they_were_meant() -> None:
    assert read_places([[0, 100], [1.5, 2]], 2).tolist() == [[0.0, 100.0], [1.5, 2.0]]
    assert read_vote(0) == 0
    assert read_groups([2, 0], 2, 3) == (2, 0)


def test_groups_of_a_drawing_are_kept_as_they_were_painted() -> None:
    points, groups = read_drawing([[i, 1.25, 0 if i < 5 else 2] for i in range(10)])
    assert points[0].tolist() == [0.0, 1.2]
    assert groups == (0, 0, 0, 0, 0, 2, 2, 2, 2, 2)


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=20,
)


@given(anything)
def test_whatever_is_sent_ends_in_a_value_or_in_words(raw: Any) -> None:
    reads = (
        lambda: read_places(raw, 2),
        lambda: read_vote(raw),
        lambda: read_groups(raw, 2, 3),
        lambda: read_drawing(raw),
    )
    for read in reads:
        with suppress(UnusableAnswer):
            read()
