"""Then and now are two bars a bin, in colours of their own."""

from __future__ import annotations

import numpy as np

from kmeans_core.figures.drift import MOST, then_and_now
from kmeans_core.figures.theme import LIGHT


def test_each_bin_has_a_bar_then_and_one_now() -> None:
    fig = then_and_now(("a", "<b>"), np.array([0.5, 0.5]), np.array([0.8, 0.2]), LIGHT, title="x <i>")
    assert [trace.name for trace in fig.data] == ["then", "now"]
    assert [list(trace.x) for trace in fig.data] == [[50, 50], [80, 20]]
    assert fig.data[0].marker.color != fig.data[1].marker.color
    assert fig.layout.yaxis.ticktext[1] == "&lt;b&gt;"
    assert fig.layout.title.text == "x &lt;i&gt;"
    assert fig.layout.xaxis.title.text == "share of the rows"


def test_more_bins_than_can_be_read_are_left_out() -> None:
    many = np.full(60, 1 / 60)
    fig = then_and_now([str(i) for i in range(60)], many, many, LIGHT, title="")
    assert {len(trace.x) for trace in fig.data} == {MOST}
