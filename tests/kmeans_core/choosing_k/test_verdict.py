"""The verdict: sure where groups are plain, silent where there are none."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from kmeans_core.choosing_k.criteria import Criteria, Criterion, judge
from kmeans_core.choosing_k.sweep import Sweep, gathered, sweep
from kmeans_core.choosing_k.verdict import Verdict, settled, verdict
from kmeans_core.clustering.settings import KMeansSettings
from kmeans_core.evaluation.noise_comparison import Structure
from tests.kmeans_core.matrices import groups, matrix_of

QUICK = KMeansSettings(n_init=1)


def judged(values: np.ndarray, low: int = 2, high: int = 6) -> tuple[Criteria, Verdict]:
    matrix = matrix_of(values)
    found = sweep(matrix, QUICK, low, high)
    criteria = judge(matrix, found)
    return criteria, verdict(found, criteria)


def test_three_plain_groups_are_found_with_high_confidence() -> None:
    criteria, said = judged(groups(3))
    assert (said.k, said.confidence, said.agree) == (3, "high", 5)
    assert said.headline == "3 clusters, high confidence"
    assert said.reason == (
        f"5 of 5 criteria agree; the data stand out from noise by {criteria.structure.z:.0f} deviations."
    )
    assert said.warnings == ()


SWEPT = {top: sweep(matrix_of(groups(3, each=40)), QUICK, 2, top) for top in (4, 8)}


def made(
    *picks: int | None,
    top: int = 8,
    z: float = 20.0,
    depths: dict[int, float] | None = None,
    beyond: bool = False,
    noise: str = "box",
) -> tuple[Sweep, Criteria]:
    """Return a sweep of k = 2 to `top` with criteria that pick these k."""
    found, none = SWEPT[top], np.zeros(top - 1)
    names = ("Silhouette", "Davies-Bouldin", "Calinski-Harabasz", "Gap", "Prediction strength")
    voters = [Criterion(name, none, none, k, "all rows") for name, k in zip(names, picks, strict=True)]
    told = Structure(z, ((noise, z), ("another", z + 1)), found.ks, none, none, 90, (), beyond)
    valleys = {k: 0.0 for k in picks if k} | (depths or {})
    return found, Criteria(found.ks, voters[0], tuple(voters), told, valleys, "made")


def weighed(*picks: int | None, **rest: object) -> Verdict:
    return verdict(*made(*picks, **rest))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("picks", "k", "confidence", "agree", "runner_up"),
    [
        ((4, 4, 4, 4, 4), 4, "high", 5, None),
        ((4, 4, 5, 4, 4), 4, "high", 4, 5),
        ((4, 5, 4, 4, 6), 4, "medium", 3, 5),
        ((5, 4, 4, 6, None), 4, "low", 2, 5),
        ((5, 4, 4, 5, 3), 5, "low", 2, 4),
        ((3, 4, 5, 6, 7), None, "none", 1, 4),
        ((None, None, None, None, 3), None, "none", 1, None),
        ((None, None, None, None, None), None, "none", 0, None),
    ],
)
def test_votes_alike_decide_how_sure_a_number_is(
    picks: tuple[int | None, ...], k: int | None, confidence: str, agree: int, runner_up: int | None
) -> None:
    said = weighed(*picks)
    assert (said.k, said.confidence, said.agree, said.runner_up) == (k, confidence, agree, runner_up)
    assert said.voters == sum(pick is not None for pick in picks)


def test_criteria_that_scatter_are_named() -> None:
    said = weighed(5, 4, 3, 6, None)
    assert said.headline == "No clear number of clusters"
    assert said.reason == "The criteria disagree: their picks are 3, 4, 5, 6."


@pytest.mark.parametrize(("z", "stands_out"), [(3.99, False), (4.0, True)])
def test_four_deviations_from_noise_count(z: float, stands_out: bool) -> None:
    said = weighed(3, 3, 3, 3, 3, z=z)
    assert (said.structure, said.k) == (stands_out, 3 if stands_out else None)
    assert (said.agree, said.voters) == (5, 5)


@pytest.mark.parametrize(
    ("noise", "words"),
    [
        ("box", "evenly spread noise: 1.5 standard deviations above it, where 4 would count."),
        ("Gaussian", "one Gaussian cloud: 1.5 standard deviations above it, where 4 would count."),
        (
            "heavy tails",
            "one cloud with outliers or heavy tails: 1.5 standard deviations above it, where 4 would count.",
        ),
        (
            "skewed box",
            (
                "one skewed cloud: 1.5 standard deviations above it, where 4 would count. "
                "Try a log of the skewed columns."
            ),
        ),
    ],
)
def test_the_noise_that_explains_the_data_is_named(noise: str, words: str) -> None:
    said = weighed(3, 3, 3, 3, 3, z=1.5, noise=noise)
    assert said.reason == f"The best grouping is no better than what is cut out of {words}"


def test_clusters_that_run_into_each_other_are_never_sure() -> None:
    said = weighed(4, 4, 4, 4, 4, depths={4: 0.8})
    assert (said.k, said.confidence) == (4, "low")
    assert said.warnings == (
        "With 4 clusters groups are hardly parted: between some lie 80 % as many rows as at their centres.",
    )


@pytest.mark.parametrize(
    ("depth", "picks", "k", "confidence"),
    [
        (0.40, (4, 4, 4, 4, 4), 4, "high"),
        (0.41, (4, 4, 4, 4, 4), 4, "low"),
        (0.75, (4, 4, 4, 3, 3), 4, "low"),
        (0.76, (4, 4, 4, 2, 3), None, "none"),
        (0.99, (4, 4, 4, 4, 4), 4, "low"),
        (1.0, (4, 4, 4, 4, 4), None, "none"),
    ],
)
def test_touching_lowers_and_running_on_takes_the_number_away(
    depth: float, picks: tuple[int, ...], k: int | None, confidence: str
) -> None:
    said = weighed(*picks, depths={4: depth})
    assert (said.k, said.confidence) == (k, confidence)


def test_three_votes_for_clusters_that_run_into_each_other_make_no_number() -> None:
    said = weighed(4, 4, 4, 5, 6, depths={4: 0.8})
    assert (said.k, said.headline) == (None, "No clear number of clusters")
    assert said.reason == "With 4 clusters, which 3 criteria pick, some run into each other."


def test_two_votes_for_parted_clusters_go_before_three_for_others() -> None:
    said = weighed(3, 3, 5, 5, 5, depths={5: 0.8})
    assert (said.k, said.confidence, said.runner_up) == (3, "medium", 5)
    assert weighed(3, 3, 5, 5, 6, depths={5: 0.8}).confidence == "low"  # 6 is a rival
    assert weighed(3, 5, 5, 5, 5, depths={5: 0.8}).k == 5  # one vote is not enough


@pytest.mark.parametrize(("depth", "confidence"), [(0.09, "high"), (0.1, "medium")])
def test_three_votes_without_a_rival_are_sure_where_hardly_a_row_lies_between(
    depth: float, confidence: str
) -> None:
    assert weighed(2, 2, 2, 5, 7, depths={2: depth, 5: 0.8, 7: 0.8}).confidence == confidence


@pytest.mark.parametrize(
    ("picks", "rest", "wider"),
    [
        ((8, 8, 8, 3, 2), {}, 16),
        ((4, 4, 8, 8, 2), {}, 16),
        ((4, 4, 4, 8, 8), {}, None),
        ((4, 4, 8, 3, 2), {}, None),
        ((4, 4, 4, 4, 4), {"beyond": True}, 16),
        ((4, 4, 4, 4, 4), {"beyond": True, "z": 3.9}, None),
        ((3, 3, 4, 4, 4), {"top": 4}, 8),
    ],
)
def test_a_range_should_go_farther_where_votes_or_groups_lie_beyond_it(
    picks: tuple[int, ...], rest: dict[str, object], wider: int | None
) -> None:
    assert weighed(*picks, **rest).wider == wider


@pytest.mark.parametrize(("high", "wider"), [(29, 58), (31, 60), (59, 60), (60, None)])
def test_a_range_goes_no_farther_than_sixty(high: int, wider: int | None) -> None:
    found, criteria = made(4, 4, 4, 4, 4, beyond=True)
    assert verdict(found, replace(criteria, ks=tuple(range(2, high + 1)))).wider == wider


def test_a_range_is_widened_by_itself_and_the_verdict_says_so() -> None:
    asked: list[int] = []

    def look(high: int) -> tuple[Sweep, Criteria]:
        asked.append(high)
        return made(4, 4, 4, 4, 4, top=high) if high == 4 else made(5, 5, 5, 5, 5, top=high)

    found, _, said = settled(look, 4)
    assert asked == [4, 8]
    assert (found.ks[-1], said.k, said.confidence) == (8, 5, "high")
    assert said.warnings == ("Up to 8 clusters were tried, as more than 4 seemed to fit better.",)


def test_a_range_that_suffices_is_looked_at_once() -> None:
    assert settled(lambda high: made(3, 3, 3, 3, 3), 8)[2] == weighed(3, 3, 3, 3, 3)


def test_a_range_that_ends_before_the_top_is_not_widened() -> None:
    assert settled(lambda high: made(4, 4, 4, 4, 4, top=4), 6)[2].warnings == (
        "4 is the largest k tried. Widen the range to see whether more clusters fit better.",
    )


def test_the_end_of_the_range_lowers_the_confidence_and_tiny_clusters_leave_it_low() -> None:
    assert weighed(8, 8, 8, 8, 8).confidence == "medium"
    assert weighed(8, 8, 8, 3, 4).confidence == "low"
    assert weighed(2, 2, 2, 2, 2).confidence == "high"  # nothing is smaller than 2
    sizes = np.array([600, 394, 6])
    found, criteria = made(3, 3, 3, 3, 3)
    few = replace(found.at(3), sizes=sizes)
    said = verdict(gathered([few if len(each.sizes) == 3 else each for each in found.clusterings]), criteria)
    assert (said.confidence, said.warnings) == ("low", ("Cluster 3 holds less than 1 % of the rows.",))
    fewer = replace(found.at(3), sizes=np.array([988, 6, 6]))
    said = verdict(
        gathered([fewer if len(each.sizes) == 3 else each for each in found.clusterings]), criteria
    )
    assert said.warnings == ("Clusters 2, 3 each hold less than 1 % of the rows.",)


def test_a_pick_at_the_lower_end_of_a_range_is_less_sure_and_says_so() -> None:
    found, criteria = made(3, 3, 3, 3, 3)
    said = verdict(gathered(found.clusterings[1:]), replace(criteria, ks=(3, 4, 5, 6, 7, 8)))
    assert (said.k, said.confidence) == (3, "medium")
    assert said.warnings == (
        "3 is the smallest k tried. Begin the range at 2 to see whether fewer clusters fit better.",
    )
    assert said.wider is None


def test_three_k_are_enough_to_be_sure() -> None:
    assert (weighed(3, 3, 3, 3, 3, top=4).confidence, weighed(3, 3, 3, 3, 3, top=4).warnings) == ("high", ())


def test_exactly_one_per_cent_is_no_tiny_cluster() -> None:
    found, criteria = made(3, 3, 3, 3, 3)
    few = replace(found.at(3), sizes=np.array([590, 400, 10]))
    said = verdict(gathered([few if len(each.sizes) == 3 else each for each in found.clusterings]), criteria)
    assert said.warnings == ()


def test_many_groups_are_found_although_the_range_ends_early() -> None:
    random = np.random.default_rng(0)
    centres = np.array([(9.0 * (i % 4), 9.0 * (i // 4)) for i in range(16)])
    matrix = matrix_of(np.repeat(centres, 30, axis=0) + random.normal(size=(480, 2)))

    def look(high: int) -> tuple[Sweep, Criteria]:
        found = sweep(matrix, QUICK, 2, high)
        return found, judge(matrix, found)

    assert settled(look, 10)[2].k == 16


NOISE: dict[str, Callable[[np.random.Generator, int, int], np.ndarray]] = {
    "uniform": lambda random, n, d: random.uniform(size=(n, d)),
    "Gaussian": lambda random, n, d: random.normal(size=(n, d)),
    "lognormal": lambda random, n, d: random.lognormal(size=(n, d)),
    "exponential": lambda random, n, d: random.exponential(size=(n, d)),
    "heavy tails": lambda random, n, d: random.standard_t(2, size=(n, d)),
}


@pytest.mark.parametrize("kind", NOISE)
@pytest.mark.parametrize("d", [1, 3])
def test_noise_has_no_structure(kind: str, d: int) -> None:
    _, said = judged(NOISE[kind](np.random.default_rng(d), 200, d), 2, 4)
    assert (said.k, said.confidence, said.structure) == (None, "none", False)
    assert said.headline == "No cluster structure found"


def test_a_pick_at_the_end_of_the_range_is_less_sure_and_says_so() -> None:
    _, said = judged(groups(6, apart=9), 2, 6)
    assert said.k == 6
    assert said.confidence == "medium"
    assert said.warnings == (
        "6 is the largest k tried. Widen the range to see whether more clusters fit better.",
    )


def test_a_range_of_one_k_is_never_sure() -> None:
    _, said = judged(groups(3), 3, 3)
    assert said.confidence != "high"
    assert said.warnings == ("Only 1 k tried. Widen the range to compare more.",)


def test_a_tiny_cluster_is_named() -> None:
    values = np.concatenate([groups(2, each=300, apart=12), np.full((3, 2), 200.0)])
    matrix = matrix_of(values + np.random.default_rng(0).normal(0, 0.01, values.shape))
    found = sweep(matrix, QUICK, 2, 5)
    said = verdict(found, judge(matrix, found))
    if said.k == 3:
        assert said.warnings == ("Cluster 3 holds less than 1 % of the rows.",)
    assert said.confidence != "high"


ODD = {
    "three rows": np.array([[0.0, 1], [1, 0], [5, 5]]),
    "two values": np.repeat([[0.0], [1.0]], 30, axis=0),
    "a constant beside": np.column_stack([np.arange(20.0), np.ones(20)]),
    "more columns than rows": np.random.default_rng(0).normal(size=(12, 300)),
    "far numbers": np.random.default_rng(0).normal(size=(50, 2)) * 1e60,
    "one far row": np.append(np.zeros(60), 1e9)[:, None] + np.arange(61.0)[:, None] % 5,
    "rows too rare for a draw": np.repeat(np.arange(7.0) ** 2, [59_994, 1, 1, 1, 1, 1, 1])[:, None],
    "many equal rows": np.repeat(np.random.default_rng(0).normal(size=(7, 3)), 40, axis=0),
}


@pytest.mark.parametrize("kind", ODD)
def test_odd_tables_get_an_answer_without_a_warning(kind: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        criteria, said = judged(ODD[kind], 2, 6)
    assert said.headline
    assert len(criteria.ks) == min(5, len(np.unique(ODD[kind], axis=0)) - 1)
