"""What a phone sends, read as if it came from an enemy: values of the right shape, or a sentence."""

from __future__ import annotations

from typing import Any

import numpy as np

from kmeans_core.common import DataProblem, Floats, Told
from kmeans_core.teaching.room_tasks import SIDE

MOST_VOTE = 9
PAINTED = 150  # points that one drawing may have
KINDS = 3  # groups that one drawing may have
LEAST = 5  # points that make a group


class UnusableAnswer(DataProblem):
    """What a phone sent is no answer to the task.

    >>> print(UnusableAnswer.places(3))
    These are not 3 places on the picture. Tap 3 places and send them again.
    """

    places = Told("These are not {k:,} places on the picture. Tap {k:,} places and send them again.")
    vote = Told("This is no number from 0 to {most:,}. Choose one of the numbers that are offered.")
    groups = Told(
        "Not every one of the {n:,} points has a centre. Tap each point until it has one, then send again."
    )
    drawing = Told("This is no drawing of points in groups. Paint it anew.")
    too_many = Told("The drawing has more than {most:,} points. Take some back.")
    one_place = Told("All points lie on each other. Spread them over the picture.")
    too_few = Told(
        "A drawing needs two groups with at least {least:,} points each. Paint more points of another group."
    )


def read_places(raw: Any, k: int) -> Floats:
    """Return k places (k, 2) in the square."""
    if not isinstance(raw, list) or len(raw) != k or not all(map(_is_place, raw)):
        raise UnusableAnswer.places(k)
    return np.array(raw, float).reshape(k, 2)


def read_vote(raw: Any) -> int:
    """Return a number of clusters; 0 says that there are none."""
    if type(raw) is not int or not 0 <= raw <= MOST_VOTE:
        raise UnusableAnswer.vote(MOST_VOTE)
    return raw


def read_groups(raw: Any, n: int, k: int) -> tuple[int, ...]:
    """Return the centre, from 0, that each of n points was given to."""
    if not isinstance(raw, list) or len(raw) != n or not all(_is_number(each, k) for each in raw):
        raise UnusableAnswer.groups(n)
    return tuple(raw)


def read_drawing(raw: Any) -> tuple[Floats, tuple[int, ...]]:
    """Return painted points (n, 2) and the group, from 0, that each is meant to be in."""
    if not isinstance(raw, list):
        raise UnusableAnswer.drawing()
    if len(raw) > PAINTED:
        raise UnusableAnswer.too_many(PAINTED)
    if not all(
        isinstance(each, list) and len(each) == 3 and _is_place(each[:2]) and _is_number(each[2], KINDS)
        for each in raw
    ):
        raise UnusableAnswer.drawing()
    sizes = np.bincount([each[2] for each in raw], minlength=1)
    if (sizes > 0).sum() < 2 or sizes[sizes > 0].min() < LEAST:
        raise UnusableAnswer.too_few(LEAST)
    points = np.round(np.array([each[:2] for each in raw], float), 1)
    if len(np.unique(points, axis=0)) < (sizes > 0).sum():
        raise UnusableAnswer.one_place()
    return points, tuple(each[2] for each in raw)


def _is_place(raw: Any) -> bool:
    return (
        isinstance(raw, list)
        and len(raw) == 2
        and all(type(value) in (int, float) and 0 <= value <= SIDE for value in raw)
    )


def _is_number(raw: Any, end: int) -> bool:
    return type(raw) is int and 0 <= raw < end
