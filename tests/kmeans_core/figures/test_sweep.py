"""Figures of the sweep: picks are marked, absent picks are said, every row flows."""

from __future__ import annotations

import numpy as np
import pytest

from kmeans_core.choosing_k.criteria import Criterion
from kmeans_core.choosing_k.sweep import Sweep, sweep
from kmeans_core.clustering.settings import KMeansSettings
from kmeans_core.evaluation.minima import LocalMinima, Minimum
from kmeans_core.evaluation.robustness import Robustness
from kmeans_core.evaluation.silhouettes import RowSilhouettes, SilhouetteEstimate
from kmeans_core.figures import silhouettes
from kmeans_core.figures import sweep as figures
from kmeans_core.figures.groups import Group
from kmeans_core.figures.theme import DARK, LIGHT
from tests.kmeans_core.matrices import groups, matrix_of

KS = (2, 3, 4)


def measured(name: str, pick: int | None) -> Criterion:
    return Criterion(name, np.array([3.0, 1.0, 2.0]), np.zeros(3), pick, "all rows")


@pytest.fixture(scope="module")
def found() -> Sweep:
    return sweep(matrix_of(groups(3, each=20)), KMeansSettings(n_init=1), 2, 4)


def shown(found: Sweep) -> list[Group]:
    return [Group(i + 1, f"<b>{i}</b>", int(size), i) for i, size in enumerate(found.at(3).sizes)]


def test_a_pick_is_marked_and_said() -> None:
    fig = figures.criterion(measured("Davies-Bouldin", 3), KS, 2, LIGHT)
    assert fig.layout.title.text == "Davies-Bouldin is lowest at 3"
    assert (fig.data[1].x, fig.data[1].y) == ((3,), (1.0,))
    assert fig.layout.shapes[0].x0 == 2
    assert fig.layout.xaxis.title.text == "clusters (k)"


def test_no_knee_is_said_and_nothing_marked() -> None:
    fig = figures.criterion(measured("Inertia", None), KS, 9, DARK)
    assert fig.layout.title.text == "Inertia has no clear knee"
    assert len(fig.data) == 1
    assert not fig.layout.shapes


def test_every_row_flows_from_each_k_to_the_next(found: Sweep) -> None:
    sankey = figures.splits(found, shown(found), found.at(3).labels, LIGHT).data[0]
    assert len(sankey.node.color) == 2 + 3 + 4
    leaving = [
        sum(v for v, s in zip(sankey.link.value, sankey.link.source, strict=True) if s == i) for i in (0, 1)
    ]
    assert leaving == found.at(2).sizes.tolist()


def test_clusters_of_the_present_k_keep_their_colours(found: Sweep) -> None:
    sankey = figures.splits(found, shown(found), found.at(3).labels, LIGHT).data[0]
    assert list(sankey.node.color[2:5]) == list(LIGHT.clusters[:3])


def test_the_picture_of_splits_stops_where_it_cannot_be_read() -> None:
    many = sweep(matrix_of(np.arange(40.0)[:, None]), KMeansSettings(n_init=1), 2, 20)
    sankey = figures.splits(many, [Group(1, "", 40, 0)], np.zeros(40, np.int32), LIGHT).data[0]
    assert len(sankey.node.color) <= figures.MOST_NODES


def test_silhouette_outlines_hold_few_points_and_the_finding(found: Sweep) -> None:
    labels = np.repeat([0, 1], 50_000).astype(np.int32)
    values = np.random.default_rng(0).uniform(-0.1, 1, len(labels))
    rows = RowSilhouettes(values, False, 100)
    mean = SilhouetteEstimate(0.45, 0.44, 0.46, 2_000)
    fig = silhouettes.outlines(rows, mean, labels, shown(found)[:2], LIGHT)
    assert [len(trace.x) <= 403 for trace in fig.data] == [True, True]
    below = f"{int((values < 0).sum()):,}"
    title = fig.layout.title.text.replace("<br>", " ")
    assert title == f"Mean silhouette about 0.45 (0.44 to 0.46), {below} rows below 0"
    assert fig.layout.xaxis.title.text == "estimated silhouette of each row"
    assert "<b>" not in fig.data[0].name


def test_an_exact_silhouette_plot_sorts_rows_within_clusters(found: Sweep) -> None:
    at = found.at(3)
    rows = RowSilhouettes(np.linspace(0, 1, 60), True, 60)
    fig = silhouettes.outlines(
        rows, SilhouetteEstimate(0.5, 0.5, 0.5, 60, True), at.labels, shown(found), LIGHT
    )
    for i, trace in enumerate(fig.data):
        own = np.sort(rows.values[at.labels == i])[::-1]
        assert np.array(trace.x[1:-2]) == pytest.approx(own, abs=1e-6)
    assert fig.layout.title.text == "Mean silhouette 0.50, 0 rows below 0"


def test_every_start_is_a_point_above_the_best() -> None:
    low = Minimum(10.0, 1.0, 3, np.zeros((2, 1)), np.zeros(4, np.int32))
    high = Minimum(11.0, 0.4, 1, np.zeros((2, 1)), np.zeros(4, np.int32))
    fig = figures.minima(LocalMinima((low, high), (0, 1, 0, 0), np.arange(4)), 1, LIGHT)
    assert np.array(fig.data[0].x) == pytest.approx([0, 10, 0, 0])
    assert fig.layout.title.text.replace("<br>", " ") == "3 of 4 starts reach the lowest inertia"
    assert fig.data[0].marker.color[1] == LIGHT.accent


def test_agreement_has_a_row_a_scaling_and_a_gap_where_there_is_none() -> None:
    ari = np.array([[[1.0, 0.5]], [[np.nan, 0.25]]])
    fig = figures.agreement(Robustness(("standard", "none"), (3,), (0, 1), ari, 10), LIGHT)
    assert fig.data[0].y == ("standard", "none")
    assert list(fig.data[0].x) == ["k = 3, seed 0", "k = 3, seed 1"]
    assert fig.data[0].text[1][0] == ""
    assert fig.layout.title.text == "The least agreement (ARI) is 0.25"


def test_titles_of_all_criteria_are_there() -> None:
    for name in figures.FINDINGS:
        assert figures.criterion(measured(name, 2), KS, 2, LIGHT).layout.title.text.endswith("2")
