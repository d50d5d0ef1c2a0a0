"""Pictures for choosing settings of other algorithms: the line that is chosen, and what the title says."""

from __future__ import annotations

import numpy as np

from kmeans_core.figures.groupings import agreement, information, joins, neighbour_distances
from kmeans_core.figures.theme import LIGHT
from kmeans_core.groupings import Bend, Informed, tree
from tests.kmeans_core.matrices import groups, matrix_of


def test_the_cut_of_a_tree_leaves_as_many_branches_as_asked_for() -> None:
    found = tree(matrix_of(groups(3, apart=20)), "ward")
    fig = joins(found, 3, LIGHT)
    cut = fig.layout.shapes[0].y0
    assert (found.joins[:, 2] > cut).sum() == 2
    assert fig.layout.title.text.endswith("leaves 3 branches")
    assert len(fig.layout.xaxis.ticktext) == 30


def test_rows_in_dense_places_are_counted_up_to_eps() -> None:
    fig = neighbour_distances(Bend(np.array([0.1, 0.2, 0.3, 5.0]), 0.3, 5), 0.3, LIGHT)
    assert fig.layout.title.text.replace("<br>", " ") == "3 of 4 rows lie in dense places with eps 0.300"
    assert fig.layout.shapes[0].y0 == 0.3
    assert fig.layout.yaxis.title.text == "distance to neighbour 5"


def test_the_lowest_information_criterion_is_marked_and_the_chosen_k_dotted() -> None:
    fig = information(Informed((1, 2, 3), (5.0, 3.0, 4.0), 100), 3, LIGHT)
    assert fig.layout.title.text == "BIC is lowest with 2 clouds"
    assert list(fig.data[1].x) == [2]
    assert fig.layout.shapes[0].x0 == 3


def test_the_two_that_agree_most_are_named() -> None:
    ari = np.array([[1, 0.2, 0.9], [0.2, 1, 0.1], [0.9, 0.1, 1]])
    fig = agreement(ari, ["k-means", "HDBSCAN", "<b>x</b>"], LIGHT)
    assert (
        fig.layout.title.text.replace("<br>", " ") == "k-means and &lt;b&gt;x&lt;/b&gt; agree most (ARI 0.90)"
    )
    assert fig.data[0].z.tolist() == ari.tolist()
