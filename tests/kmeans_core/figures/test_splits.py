"""How groups split: every row flows, and the present clusters keep their colours."""

from __future__ import annotations

import numpy as np

from kmeans_core.figures.groups import Group
from kmeans_core.figures.splits import MOST_NODES, splits
from kmeans_core.figures.theme import LIGHT
from tests.kmeans_core.drawings import title

HALVES = np.repeat([0, 1], [400, 200]).astype(np.int32)
THIRDS = np.repeat([0, 1, 2], 200).astype(np.int32)
GROUPS = tuple(Group(i + 1, f"<b>{i}</b>", 200, i) for i in range(3))


def test_every_row_flows_from_each_k_to_the_next() -> None:
    sankey = splits([HALVES, THIRDS], THIRDS, GROUPS, LIGHT).data[0]
    flows = zip(sankey.link.source, sankey.link.target, sankey.link.value, strict=True)
    assert sorted(flows) == [(0, 2, 200), (0, 3, 200), (1, 4, 200)]
    assert list(sankey.node.customdata) == [
        "k = 2, cluster 1: 400 rows",
        "k = 2, cluster 2: 200 rows",
        "k = 3, cluster 1: 200 rows",
        "k = 3, cluster 2: 200 rows",
        "k = 3, cluster 3: 200 rows",
    ]


def test_levels_stand_side_by_side_and_clusters_in_proportion_to_their_sizes() -> None:
    fig = splits([HALVES, THIRDS], THIRDS, GROUPS, LIGHT)
    assert list(fig.data[0].node.x) == [0.001, 0.001, 0.999, 0.999, 0.999]
    assert np.round(fig.data[0].node.y, 3).tolist() == [0.333, 0.833, 0.167, 0.5, 0.833]
    assert [(a.x, a.text) for a in fig.layout.annotations] == [(0, "2"), (1, "3")]
    assert title(fig) == "How groups split from 2 to 3"


def test_clusters_take_the_colour_of_the_present_group_that_most_of_their_rows_are_in() -> None:
    mostly_first = np.repeat([0, 1, 2], [210, 190, 200]).astype(np.int32)
    sankey = splits([HALVES, THIRDS], mostly_first, GROUPS, LIGHT).data[0]
    first, second, third = LIGHT.clusters[:3]
    assert list(sankey.node.color) == [first, third, first, second, third]


def test_a_flow_of_very_few_rows_is_left_out() -> None:
    moved = THIRDS.copy()
    moved[-2:] = 0
    sankey = splits([THIRDS, moved], THIRDS, GROUPS, LIGHT).data[0]
    assert sorted(sankey.link.value) == [198, 200, 200]


def test_rows_in_no_cluster_do_not_flow() -> None:
    some_out = THIRDS.copy()
    some_out[:50] = -1
    sankey = splits([HALVES, some_out], some_out, GROUPS, LIGHT).data[0]
    assert sorted(sankey.link.value) == [150, 200, 200]
    assert sankey.node.customdata[2] == "k = 3, cluster 1: 150 rows"


def test_the_picture_stops_where_it_cannot_be_read() -> None:
    levels = [(np.arange(400) % k).astype(np.int32) for k in range(2, 21)]
    fig = splits(levels, np.zeros(400, np.int32), [Group(1, "", 400, 0)], LIGHT)
    assert len(fig.data[0].node.color) == sum(range(2, 14)) <= MOST_NODES
    assert title(fig) == "How groups split from 2 to 13"


def test_a_single_level_too_large_to_follow_is_drawn_alone() -> None:
    fig = splits([np.arange(100, dtype=np.int32)], np.zeros(100, np.int32), [Group(1, "", 100, 0)], LIGHT)
    assert len(fig.data[0].node.color) == 100
    assert len(fig.data[0].link.value) == 0
