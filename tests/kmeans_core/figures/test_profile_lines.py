"""Clusters as lines over columns, and around a circle."""

from __future__ import annotations

import numpy as np
import pytest

from kmeans_core.figures import profile_lines
from kmeans_core.figures.theme import DARK, LIGHT
from tests.kmeans_core.drawings import GROUPS, INCOME, axes, numbers


@pytest.mark.parametrize("draw", [profile_lines.lines, profile_lines.radar])
def test_each_cluster_is_a_line_in_its_colour(draw: object) -> None:
    fig = draw(numbers(INCOME, -INCOME, np.ones(6)), [0, 1, 2], GROUPS, DARK)
    assert [trace.line.color for trace in fig.data] == [DARK.clusters[4], DARK.clusters[0], DARK.clusters[1]]
    assert fig.data[0].name == "1 · &lt;b&gt;low&lt;/b&gt; (3)"


def test_lines_stand_at_the_means_in_standard_deviations_and_gaps_where_there_are_none() -> None:
    fig = profile_lines.lines(numbers(INCOME, np.ones(6)), [0, 1], GROUPS, LIGHT)
    sd = INCOME.std(ddof=1)
    heights = [(part.mean() - INCOME.mean()) / sd for part in (INCOME[:3], INCOME[3:5], INCOME[5:])]
    assert [trace.y[0] for trace in fig.data] == pytest.approx(heights)
    assert [bool(np.isnan(trace.y[1])) for trace in fig.data] == [True, True, True]
    assert [trace.customdata[0][1] for trace in fig.data] == ["2.00", "11.5", "20.0"]
    assert axes(fig)[1] == "mean, in standard deviations from all rows"


def test_a_radar_comes_back_to_where_it_began() -> None:
    fig = profile_lines.radar(numbers(INCOME, -INCOME, INCOME**2), [0, 1, 2], GROUPS, LIGHT)
    for trace in fig.data:
        assert (trace.r[0], trace.theta[0]) == (trace.r[-1], trace.theta[-1])
        assert len(trace.r) == len(trace.theta) == 4
    low, high = fig.layout.polar.radialaxis.range
    assert low < min(min(trace.r) for trace in fig.data)
    assert high == max(max(trace.r) for trace in fig.data)
