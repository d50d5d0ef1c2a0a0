"""The silhouette plot: outlines of few points, sorted, with the mean and what it rests on."""

from __future__ import annotations

import numpy as np
import pytest

from kmeans_core.evaluation.silhouettes import RowSilhouettes, SilhouetteEstimate
from kmeans_core.figures import silhouettes
from kmeans_core.figures.groups import Group
from kmeans_core.figures.theme import LIGHT
from tests.kmeans_core.drawings import axes, title

GROUPS = tuple(Group(i + 1, f"<b>{i}</b>", 20, i) for i in range(3))


def test_outlines_hold_few_points_and_the_finding_says_how_sure_the_mean_is() -> None:
    labels = np.repeat([0, 1], 50_000).astype(np.int32)
    values = np.random.default_rng(0).uniform(-0.1, 1, len(labels))
    mean = SilhouetteEstimate(0.45, 0.44, 0.46, 2_000)
    fig = silhouettes.outlines(
        RowSilhouettes(values, False, 100), mean, labels=labels, groups=GROUPS[:2], theme=LIGHT
    )
    assert [len(trace.x) <= 403 for trace in fig.data] == [True, True]
    assert [trace.fillcolor for trace in fig.data] == list(LIGHT.clusters[:2])
    below = f"{int((values < 0).sum()):,}"
    assert title(fig) == f"Mean silhouette about 0.45 (0.44 to 0.46), {below} rows below 0"
    assert axes(fig) == ("estimated silhouette of each row", "cluster, rows sorted within")
    assert fig.data[0].name == f"1 · &lt;b&gt;0&lt;/b&gt;: {values[:50_000].mean():.2f}"
    interval, line = fig.layout.shapes
    assert (interval.x0, interval.x1, line.x0) == (0.44, 0.46, 0.45)


def test_an_exact_plot_sorts_rows_within_clusters_and_has_no_interval() -> None:
    labels = np.tile([0, 1, 2], 20).astype(np.int32)
    rows = RowSilhouettes(np.linspace(-0.02, 1, 60), True, 60)
    fig = silhouettes.outlines(
        rows, SilhouetteEstimate(0.5, 0.5, 0.5, 60, True), labels=labels, groups=GROUPS, theme=LIGHT
    )
    for i, trace in enumerate(fig.data):
        own = np.sort(rows.values[labels == i])[::-1]
        assert np.array(trace.x[1:-2]) == pytest.approx(own, abs=1e-6)
    assert title(fig) == "Mean silhouette 0.50, 2 rows below 0"
    assert axes(fig)[0] == "silhouette of each row"
    assert len(fig.layout.shapes) == 1


def test_clusters_lie_one_below_the_other_with_a_gap_between_them() -> None:
    labels = np.repeat([0, 1], [30, 20]).astype(np.int32)
    rows = RowSilhouettes(np.full(50, 0.5), True, 50)
    fig = silhouettes.outlines(
        rows, SilhouetteEstimate(0.5, 0.5, 0.5, 50, True), labels=labels, groups=GROUPS[:2], theme=LIGHT
    )
    assert [(min(trace.y), max(trace.y)) for trace in fig.data] == [(0, 30), (31, 51)]
    assert (list(fig.layout.yaxis.tickvals), list(fig.layout.yaxis.ticktext)) == ([15, 41], ["1", "2"])
