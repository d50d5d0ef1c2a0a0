"""The one answer: nothing in it contradicts, and what is wrong comes first."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, cast

import numpy as np
import pytest

from kmeans_core.choosing_k import Answer, Verdict
from kmeans_core.evaluation import ClusterStability, Finding, Suitability
from kmeans_core.features import FeatureMatrix
from pages.shared.results.answers import Recommendation, answer

GOOD = Verdict(
    k=3,
    confidence="high",
    structure=True,
    agree=5,
    voters=5,
    runner_up=None,
    headline="3 clusters, high confidence",
    reason="5 of 5 criteria agree; the data stand out from noise by 9 deviations.",
    warnings=(),
)
TORN = Finding(
    name="Torn cluster",
    kind="wrong tool",
    clusters=(0,),
    what="Cluster 1 lies in pieces.",
    meaning="One centre serves groups that are apart.",
    advice=(),
)


class Matrix:
    """As much of a matrix as an answer asks for."""

    n_distinct = 500


def told(
    said: Verdict = GOOD,
    findings: tuple[Finding, ...] = (),
    jaccard: tuple[float, ...] = (0.9, 0.95, 0.9),
    n_distinct: int = 500,
) -> Answer:
    nothing = cast("Any", None)
    found = Recommendation(said.k or 2, said.k is not None, said, nothing, nothing, True)
    matrix = Matrix()
    matrix.n_distinct = n_distinct
    stability = ClusterStability(np.array(jaccard), 25, 500, "")
    return answer(found, cast("FeatureMatrix", matrix), Suitability(findings, 500), stability)


def test_where_all_agrees_the_answer_says_why():
    found = told()
    assert found.headline == "3 clusters, high confidence"
    assert found.because == (
        "5 of 5 criteria agree, the data stand out from noise and every cluster is found again."
    )
    assert found.doubts == ()


def test_what_speaks_against_k_means_is_said_first_and_leaves_low_confidence():
    found = told(findings=(TORN,))
    assert found.headline == "3 clusters at best: k-means fits these data badly"
    assert found.because == "Cluster 1 lies in pieces. One centre serves groups that are apart."
    assert found.confidence == "low"


def test_a_note_changes_nothing():
    assert told(findings=(replace(TORN, kind="note"),)).confidence == "high"


@pytest.mark.parametrize(
    ("jaccard", "confidence", "doubt"),
    [
        ((0.9, 0.7, 0.9), "medium", "Cluster 2 is not surely found again when the rows are drawn anew."),
        ((0.5, 0.7, 0.9), "low", "Clusters 1, 2 are not surely found again when the rows are drawn anew."),
    ],
)
def test_clusters_that_are_not_found_again_lower_the_confidence(
    jaccard: tuple[float, ...], confidence: str, doubt: str
):
    found = told(jaccard=jaccard)
    assert (found.confidence, found.doubts) == (confidence, (doubt,))
    assert "every cluster is found again" not in found.because


def test_a_few_values_that_repeat_are_no_sure_clusters():
    found = told(n_distinct=12)
    assert found.confidence == "medium"
    assert found.doubts == ("Only 12 rows differ: clusters mostly repeat their values.",)


def test_confidence_never_rises_above_the_verdicts():
    assert told(replace(GOOD, confidence="low", agree=2)).headline == "3 clusters, low confidence"


def test_noise_has_no_clear_clusters_whatever_else_is_found():
    noise = replace(GOOD, k=None, confidence="none", structure=False, reason="No better than noise.")
    found = told(noise, (TORN,))
    assert (found.headline, found.confidence) == ("No clear clusters", "none")
    assert found.because == "No better than noise."
