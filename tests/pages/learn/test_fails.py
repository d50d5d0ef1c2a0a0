"""The page of failures: each kind with its reason, three pictures, and what the studio says."""

from __future__ import annotations

import json

import pytest

from kmeans_core.teaching import CASES, failure
from tests.pages.conftest import OpenPage, words

PAGE = "pages/learn/when_it_fails.py"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_each_kind_shows_the_truth_k_means_and_what_does_better(open_page: OpenPage, case):
    app = open_page(PAGE)
    app.selectbox(key="fails.case").set_value(case.name).run()
    assert not app.exception
    assert case.why in words(app)
    assert case.cure in words(app)
    given = [json.loads(part.proto.json) for part in app.get("bidi_component")]
    truth, kmeans, other = next(data for data in given if "films" in data)["films"]
    assert truth["name"] == "The true groups"
    assert len(truth["points"]) == len(failure(case.name).data.truth)
    assert kmeans["told"].startswith("ARI 0")
    assert other["name"].lower() == case.rival.lower()


def test_without_trouble_k_means_and_the_truth_wear_the_same_colours(open_page: OpenPage):
    app = open_page(PAGE)
    app.slider(key="fails.trouble").set_value(0).run()
    given = [json.loads(part.proto.json) for part in app.get("bidi_component")]
    truth, kmeans, _ = next(data for data in given if "films" in data)["films"]
    assert truth["steps"][0]["labels"] == kmeans["steps"][0]["labels"]
    assert kmeans["told"] == "ARI 1.00"


def test_the_studio_says_that_crescents_are_no_work_for_k_means(open_page: OpenPage):
    app = open_page(PAGE)
    assert "What the studio says of these clusters" in words(app)
    assert "Clusters 1 and 2 " in words(app)
