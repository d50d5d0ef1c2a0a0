"""Where many starts ended, as bars."""

from __future__ import annotations

from kmeans_core.figures.races import endings
from kmeans_core.figures.theme import LIGHT
from kmeans_core.teaching import Ending, Race

GOOD = Race((Ending(100.0, 80, 3), Ending(150.0, 20, 0)), 5.0)
BAD = Race((Ending(150.0, 1, 7), Ending(200.0, 99, 1)), 9.0)


def test_every_start_is_counted_in_a_bar_that_knows_what_to_show():
    fig = endings({"k-means++": GOOD, "random rows": BAD}, 100.0, LIGHT)
    one, other = fig.data
    assert list(one.y) == [80, 20]
    assert list(other.y) == [1, 99]
    assert [list(each) for each in other.customdata] == [["random rows", 7], ["random rows", 1]]
    assert (one.marker.color, other.marker.color) == (LIGHT.quiet, LIGHT.accent)
    assert fig.layout.xaxis.title.text == "inertia above the best, in %"
    assert fig.layout.yaxis.title.text == "starts"


def test_the_title_says_how_many_found_the_best():
    fig = endings({"k-means++": GOOD, "random rows": BAD}, 100.0, LIGHT)
    assert fig.layout.title.text.replace("<br>", " ") == (
        "The best was found by 80 of 100 starts by k-means++ and 0 of 100 starts by random rows"
    )


def test_starts_that_all_end_alike_are_one_bar():
    fig = endings({"k-means++": Race((Ending(5.0, 100, 0),), 2.0)}, 5.0, LIGHT)
    assert [list(trace.y) for trace in fig.data] == [[100]]
