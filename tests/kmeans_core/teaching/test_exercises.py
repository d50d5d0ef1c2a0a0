"""The exercises' answers are what the core finds, and the option called right is."""

from __future__ import annotations

from itertools import pairwise

import pytest
from sklearn.cluster import KMeans
from sklearn.datasets import load_iris
from sklearn.metrics import adjusted_rand_score, normalized_mutual_info_score

from kmeans_core.teaching import EXERCISES
from kmeans_core.teaching.exercises import COLOURS, agreement, errors, silhouettes

BY_KEY = {each.key: each for each in EXERCISES}


def test_iris_agrees_with_scikit_learn():
    values, species = load_iris(return_X_y=True)
    scaled = (values - values.mean(axis=0)) / values.std(axis=0)
    labels = KMeans(3, n_init=20, random_state=0).fit_predict(scaled)
    told = " ".join(BY_KEY["iris"].answer())
    assert f"ARI is {adjusted_rand_score(species, labels):.2f}" in told
    assert f"(NMI) {normalized_mutual_info_score(species, labels):.2f}" in told
    assert "25 of 150 flowers" in told
    assert BY_KEY["iris"].options[BY_KEY["iris"].right or 0] == "Partly: ARI about 0.6"


def test_three_blobs_have_the_highest_silhouette_at_three():
    found = silhouettes()
    assert max(found, key=lambda k: found[k]) == 3
    assert BY_KEY["blobs"].options[BY_KEY["blobs"].right or 0] == "K = 3"


def test_customers_have_two_sentences_a_cluster():
    told = BY_KEY["customers"].answer()
    assert [each.split(":")[0] for each in told] == [f"Cluster {j}" for j in (1, 2, 3, 4)]
    assert all(each.count(". ") == 1 for each in told)


def test_scaling_brings_wine_far_nearer_to_its_cultivars():
    assert agreement("Wine", 3).ari > agreement("Wine", 3, "none").ari + 0.4
    assert BY_KEY["wine"].right == 0


def test_half_the_colours_cost_about_three_decibels():
    found = errors()
    falls = [found[more] - found[fewer] for more, fewer in pairwise(COLOURS)]
    assert falls == pytest.approx([3, 3], abs=0.7)
    assert "about 3 dB" in BY_KEY["picture"].options[BY_KEY["picture"].right or 0]
