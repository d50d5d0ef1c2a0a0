"""What a class is asked: points that every phone shows whole, and questions that have an answer."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.spatial.distance import cdist

from kmeans_core.common import UnusableFeatures
from kmeans_core.teaching import SCENES, SIDE, Scene, by_hand, in_square, scene
from kmeans_core.teaching.room_tasks import ASKED, MOST_POINTS


@pytest.mark.parametrize("name", SCENES)
def test_a_scene_lies_in_the_square_and_nobody_changes_it(name: Scene) -> None:
    points = scene(name)
    assert points.min() > 0
    assert points.max() < SIDE
    assert len(points) <= MOST_POINTS
    assert scene(name) is points
    with pytest.raises(ValueError):
        points[0, 0] = 1


def test_two_columns_fill_the_square_from_edge_to_edge() -> None:
    points = in_square(np.array([[0.0, 1000], [5, 3000], [10, 2000]]))
    assert points.tolist() == [[3.0, 3.0], [50.0, 97.0], [97.0, 50.0]]


def test_of_many_rows_as_many_are_shown_as_a_phone_draws() -> None:
    values = np.column_stack([np.arange(10_000.0), np.arange(10_000.0) % 7])
    assert in_square(values).shape == (MOST_POINTS, 2)


def test_a_column_without_differences_is_told() -> None:
    with pytest.raises(UnusableFeatures) as told:
        in_square(np.array([[1.0, 2], [1, 3]]))
    assert str(told.value) == (
        "In all 2 rows the chosen columns are equal, so there is nothing to group. "
        "Choose columns in which the rows differ."
    )


@pytest.mark.parametrize("seed", range(20))
def test_every_point_given_by_hand_has_one_clearly_nearest_centre(seed: int) -> None:
    task = by_hand(seed)
    assert len(task.points) == ASKED
    nearest = np.sort(cdist(task.points, task.centres), axis=1)
    assert (nearest[:, 1] - nearest[:, 0]).min() > 2.7  # places are rounded to a tenth
    assert np.array_equal(by_hand(seed).points, task.points)
