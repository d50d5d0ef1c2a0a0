"""What the wall of a class shows: the charts say their finding, and hide it until it is shown."""

from __future__ import annotations

import numpy as np
import pytest

from kmeans_core.figures.class_room import drawing, gathered, rights, strip, votes
from kmeans_core.figures.theme import LIGHT
from kmeans_core.teaching import tried

POINTS = np.array([[10.0, 10], [20, 10], [80, 80], [90, 80]])


def test_the_strip_shows_each_start_and_stacks_those_that_agree() -> None:
    fig = strip({"the class": [100.0, 100.0, 300.0], "k-means++": [], "swap search": []}, None, LIGHT)
    mine = next(trace for trace in fig.data if trace.name == "the class")
    assert list(mine.x) == [100, 100, 300]
    assert mine.y[1] > mine.y[0] == mine.y[2]
    assert fig.layout.title.text == "3 starts so far"
    assert list(fig.layout.yaxis.ticktext) == ["the class", "k-means++ ?", "swap search ?"]


def test_the_strip_names_how_many_found_the_lowest_once_that_is_known() -> None:
    rows = {"the class": [100.0, 100.4, 300.0], "k-means++": [100.0] * 50, "swap search": [100.0]}
    fig = strip(rows, 100.0, LIGHT)
    assert fig.layout.title.text == "2 of 3 starts found the lowest known inertia"
    assert fig.layout.shapes[0].x0 == 100


def test_an_empty_strip_waits() -> None:
    fig = strip({"the class": [], "k-means++": [], "swap search": []}, None, LIGHT)
    assert fig.layout.title.text == "Waiting for the first start"


@pytest.mark.parametrize("n", [1, 100, 2000])
def test_however_many_starts_agree_their_dots_stay_on_their_line(n: int) -> None:
    fig = strip({"the class": [5.0] * n, "k-means++": [], "swap search": []}, None, LIGHT)
    mine = next(trace for trace in fig.data if trace.name == "the class")
    assert mine.y.min() >= 2
    assert mine.y.max() < 3
    assert len(np.unique(mine.y)) == n


def test_votes_are_counted_and_the_studio_is_named_only_when_shown() -> None:
    counts = [1, 0, 0, 5, 2, 0, 0, 0, 0, 0]
    fig = votes(counts, None, LIGHT)
    assert list(fig.data[0].y) == counts
    assert fig.data[0].x[0] == "none"
    assert fig.layout.title.text == "5 of 8 phones see 3"
    assert not fig.layout.annotations
    shown = votes(counts, 4, LIGHT).layout.annotations[0]
    assert (shown.x, shown.text) == ("4", "▲ the studio")
    assert votes([0] * 10, None, LIGHT).layout.title.text == "Waiting for the first vote"


def test_the_right_colours_are_shown_only_with_the_answer() -> None:
    centres = np.array([[15.0, 10], [85, 80]])
    hidden = rights(POINTS, centres, None, [0.5] * 4, LIGHT).data[0]
    assert set(hidden.marker.color) == {LIGHT.panel}
    assert hidden.text is None
    shown = rights(POINTS, centres, (0, 0, 1, 1), [0.5, 1.0, 1.0, 0.25], LIGHT).data[0]
    assert list(shown.marker.color) == [*[LIGHT.clusters[0]] * 2, *[LIGHT.clusters[1]] * 2]
    assert list(shown.text) == ["50 %", "100 %", "100 %", "25 %"]


def test_the_best_centres_come_in_front_of_the_class() -> None:
    fig = gathered(POINTS, [POINTS[:2], POINTS[2:]], POINTS[1:3], LIGHT, "Ends")
    assert [trace.name for trace in fig.data] == ["points", "the class's centres", "centres"]
    assert len(fig.data[1].x) == 4
    assert list(fig.data[2].text) == ["<b>1</b>", "<b>2</b>"]
    assert fig.layout.yaxis.scaleanchor == "x"


def test_a_drawing_shows_groups_as_shapes_and_clusters_as_colours() -> None:
    points = np.array([[x, y] for y in (45.0, 55) for x in range(0, 100, 5)])
    fig = drawing(tried(points, (0,) * 20 + (2,) * 20), LIGHT, "Phone 1")
    assert [trace.marker.symbol for trace in fig.data] == ["circle", "triangle-up"]
    assert all(set(trace.marker.color) == {LIGHT.clusters[0], LIGHT.clusters[2]} for trace in fig.data)
