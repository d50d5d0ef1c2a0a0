"""Noise: what the data are held against, and how far they stand out."""

from __future__ import annotations

import numpy as np
import pytest

from kmeans_core.evaluation.noise_comparison import (
    Comparison,
    box,
    elliptical,
    gaussian,
    noises,
    straightened,
    structure,
)
from kmeans_core.evaluation.quick_sweep import Ladder, principal, standard_moment
from tests.kmeans_core.matrices import groups

RANDOM = np.random.default_rng


def test_the_gap_is_largest_at_the_true_k() -> None:
    found = structure(groups(4, apart=10), 6, 0)
    assert found.ks[int(found.gap.argmax())] == 4
    assert (found.gap_error >= 0).all()


def test_the_gap_is_how_far_inertia_lies_below_that_of_draws() -> None:
    values = groups(3, each=30)
    compared = Comparison("box", box, Ladder.of(values - values.mean(axis=0), 5, 0)).done(RANDOM(0))
    logs = np.array([each.log_inertias for each in compared.drawn])
    gap, error = compared.gap
    assert logs.shape == (10, 4)
    assert gap == pytest.approx(logs.mean(axis=0) - compared.own.log_inertias)
    assert error == pytest.approx(np.sqrt(((logs - logs.mean(axis=0)) ** 2).mean(axis=0) * 1.1))


def test_the_excess_counts_deviations_of_the_draws() -> None:
    compared = Comparison("box", box, Ladder.of(groups(3, each=30), 5, 0)).done(RANDOM(0))
    best = [each.silhouettes.max() for each in compared.drawn]
    own = compared.own.silhouettes.max()
    assert compared.excess == pytest.approx((own - np.mean(best)) / np.std(best, ddof=1))


def test_draws_that_hardly_differ_are_taken_to_differ_by_a_thousandth() -> None:
    values = groups(2, each=20)
    same = Comparison("box", box, Ladder.of(values, 3, 0), (Ladder.of(values, 3, 0),) * 3)
    other = Ladder.of(np.random.default_rng(0).uniform(size=(40, 2)), 3, 0)
    apart = Comparison("box", box, same.own, (other,) * 3)
    assert same.excess == 0
    assert apart.excess == pytest.approx((same.own.silhouettes.max() - other.silhouettes.max()) / 1e-3)


def test_a_box_is_even_within_the_ends_of_the_data() -> None:
    values = np.array([[0.0, -1], [4, 1]] * 500)
    drawn = box(values, RANDOM(0))
    assert drawn.shape == values.shape
    assert (drawn.min(axis=0) >= [0, -1]).all()
    assert (drawn.max(axis=0) <= [4, 1]).all()
    assert drawn.mean(axis=0) == pytest.approx([2, 0], abs=0.1)


def test_gaussian_noise_has_the_deviations_of_the_data() -> None:
    drawn = gaussian(np.array([[-3.0, -1], [3, 1]] * 2000), RANDOM(0))
    assert drawn.std(axis=0) == pytest.approx([3, 1], rel=0.05)
    assert drawn.mean(axis=0) == pytest.approx([0, 0], abs=0.1)


def test_elliptical_noise_keeps_every_radius() -> None:
    values = RANDOM(0).normal(size=(200, 3)) * [5, 2, 1]
    drawn, widths = elliptical(values, RANDOM(1)), values.std(axis=0)
    assert np.linalg.norm(drawn / widths, axis=1) == pytest.approx(np.linalg.norm(values / widths, axis=1))
    assert np.linalg.norm(drawn - values, axis=1).min() > 0


def test_skewed_columns_are_compared_transformed_too() -> None:
    plain, skewed = RANDOM(0).normal(size=(300, 2)), RANDOM(0).lognormal(size=(300, 2))
    assert [each.name for each in noises(plain, (), 3, 0)] == ["box", "Gaussian", "heavy tails"]
    assert [each.name for each in noises(skewed, (0, 1), 3, 0)] == [
        "box",
        "skewness",
        "skewed box",
        "Gaussian",
        "heavy tails",
        "skewed tails",
    ]
    assert [each.name for each in noises(plain[:, :1], (), 3, 0)] == ["box", "Gaussian"]
    assert structure(skewed, 3, 0).skewed == (0, 1)
    assert structure(plain, 3, 0).skewed == ()


def test_every_kind_of_noise_is_compared_with_its_own_form_of_the_data() -> None:
    skewed = RANDOM(0).lognormal(size=(300, 2)) * [1, 50]
    plain, straight = principal(skewed), principal(straightened(skewed, (0, 1)))
    forms = {each.name: (each.own.points.values, each.draw) for each in noises(skewed, (0, 1), 3, 0)}
    for name, (data, draw) in {
        "box": (plain, box),
        "Gaussian": (plain, gaussian),
        "heavy tails": (plain, elliptical),
        "skewed box": (straight, box),
        "skewness": (straight, gaussian),
        "skewed tails": (straight, elliptical),
    }.items():
        assert forms[name][0] == pytest.approx(data)
        assert forms[name][1] is draw


def test_a_power_straightens_skewed_columns_and_leaves_others() -> None:
    values = np.column_stack(
        [RANDOM(0).lognormal(size=500), -RANDOM(1).lognormal(size=500), RANDOM(2).normal(size=500)]
    )
    new = straightened(values, (0, 1))
    assert np.abs(standard_moment(new, 3)[:2]).max() < 0.3
    assert new.std(axis=0) == pytest.approx(values.std(axis=0))
    assert new[:, 2].tolist() == values[:, 2].tolist()
    assert new[:, 0].argsort().tolist() == values[:, 0].argsort().tolist()


def test_noise_is_explained_by_the_first_kind_that_does() -> None:
    found = structure(RANDOM(0).uniform(size=(200, 2)), 4, 0)
    assert [name for name, _ in found.excess] == ["box"]
    assert found.z == found.excess[0][1] < 4
    assert not found.beyond


def test_plain_groups_stand_out_from_all_kinds() -> None:
    found = structure(groups(3, apart=12), 5, 0)
    assert [name for name, _ in found.excess] == ["box", "Gaussian", "heavy tails"]
    assert found.z == min(z for _, z in found.excess) > 4
    assert (found.ks, found.rows) == ((2, 3, 4, 5), 180)
    assert not found.beyond


def test_groups_beyond_the_range_stand_out_all_the_same() -> None:
    middle = np.array([(9.0 * (i % 5), 9.0 * (i // 5)) for i in range(25)])
    values = np.repeat(middle, 16, axis=0) + RANDOM(0).normal(size=(400, 2)) * 0.7
    found = structure(values, 3, 0)
    assert found.beyond
    assert found.z >= 4
    assert found.ks == (2, 3)


def test_two_large_and_two_small_groups_are_no_heavy_tails() -> None:
    middle = np.array([[0.0, 0], [14, 0], [7, 12], [7, -12]])
    labels = np.repeat(np.arange(4), [500, 400, 30, 40])
    assert structure(middle[labels] + RANDOM(0).normal(size=(970, 2)), 6, 0).z > 4


def test_at_most_thirty_clusters_are_compared_on_a_thousand_rows() -> None:
    found = structure(RANDOM(0).uniform(size=(1_500, 1)), 99, 0)
    assert (found.ks[-1], found.rows) == (30, 1_000)


def test_few_rows_are_compared_with_fewer_clusters_than_rows() -> None:
    assert structure(np.array([[0.0, 1], [1, 0], [5, 5], [7, 1], [3, 9]]), 10, 0).ks == (2, 3, 4)


def test_progress_goes_through_all_kinds() -> None:
    said: list[tuple[float, str]] = []
    structure(groups(3, apart=12), 3, 0, lambda done, words: said.append((done, words)))
    steps = [i / 30 for i in (*range(5), *range(10, 15), *range(20, 25))]
    assert said == [(pytest.approx(step), "Comparing with noise") for step in steps]


def test_five_draws_are_enough_where_the_data_stand_out_far() -> None:
    far, near = (
        Ladder.of(values, 5, 0) for values in (groups(3, each=30, apart=20), RANDOM(0).normal(size=(90, 2)))
    )
    assert len(Comparison("Gaussian", gaussian, far).done(RANDOM(0)).drawn) == 5
    assert len(Comparison("Gaussian", gaussian, near).done(RANDOM(0)).drawn) == 10


def test_the_same_seed_gives_the_same_answer() -> None:
    assert structure(groups(2), 4, 7).excess == structure(groups(2), 4, 7).excess
    assert structure(groups(2), 4, 7).excess != structure(groups(2), 4, 8).excess
