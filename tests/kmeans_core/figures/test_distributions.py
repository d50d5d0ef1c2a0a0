"""How a column is spread in each cluster: shares in bins, quartiles, smooth shapes."""

from __future__ import annotations

import numpy as np
import pytest

from kmeans_core.figures import distributions as spreads
from kmeans_core.figures.theme import DARK, LIGHT, Theme
from kmeans_core.profiles.distributions import distribution
from kmeans_core.profiles.number_profiles import describe_numbers
from tests.kmeans_core.drawings import GROUPS, INCOME, LABELS, axes, numbers


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
def test_histograms_hold_shares_of_each_cluster_and_only_counts_reach_the_browser(theme: Theme) -> None:
    labels = np.repeat([0, 1, 2], 40_000).astype(np.int32)
    cells = np.random.default_rng(0).normal(size=120_000)
    told = describe_numbers({"income": cells}, labels, 3)
    fig = spreads.histogram(distribution(told, 0, cells, labels), GROUPS, theme, title="finding")
    assert [sum(trace.y) for trace in fig.data] == pytest.approx([100, 100, 100])
    assert fig.layout.yaxis.ticksuffix == " %"
    assert len(fig.to_json()) < 60_000
    assert fig.layout.xaxis.title.text.startswith("income")
    assert [trace.line.color for trace in fig.data] == [group.fill(theme) for group in GROUPS]


def test_boxes_hold_the_quartiles_and_skip_clusters_without_values() -> None:
    cells = np.array([1.0, 2, 3, 11, 13, np.nan])
    fig = spreads.boxes(numbers(cells), 0, GROUPS, LIGHT)
    assert [(box.q1[0], box.median[0], box.q3[0]) for box in fig.data] == [(1.5, 2, 2.5), (11.5, 12, 12.5)]
    assert list(fig.layout.yaxis.ticktext) == ["1 · &lt;b&gt;low&lt;/b&gt;", "2 · high", "Cluster 3"]


def test_violins_stay_in_their_lane() -> None:
    told = numbers(INCOME)
    fig = spreads.violins(distribution(told, 0, INCOME, LABELS), GROUPS, LIGHT)
    for lane, shape in enumerate(fig.data):
        assert np.abs(np.array(shape.y) - lane).max() <= 0.5


def test_values_that_are_not_drawn_are_counted_at_the_axis() -> None:
    cells = np.r_[np.linspace(0, 1, 299), 1e9]
    labels = (np.arange(300) % 3).astype(np.int32)
    told = describe_numbers({"c": cells}, labels, 3)
    fig = spreads.histogram(distribution(told, 0, cells, labels), GROUPS, LIGHT)
    assert fig.layout.xaxis.title.text == "c (not drawn: 1 row beyond)"


def test_the_axes_of_a_histogram_are_the_column_and_the_share_of_rows() -> None:
    told = numbers(INCOME, names=("R&D <b>costs</b>",))
    fig = spreads.histogram(distribution(told, 0, INCOME, LABELS), GROUPS, LIGHT)
    assert axes(fig) == ("R&amp;D &lt;b&gt;costs&lt;/b&gt;", "share of the cluster's rows")


def test_boxes_say_how_far_their_whiskers_reach() -> None:
    fig = spreads.boxes(numbers(INCOME), 0, GROUPS, LIGHT)
    assert axes(fig)[0] == "c0 (whiskers: middle 90 % of the rows)"
