"""Where k-means fails: it does well without trouble, badly with it, and what is put beside it does well."""

from __future__ import annotations

import pytest
from sklearn.cluster import KMeans
from sklearn.decomposition import PCA
from sklearn.metrics import adjusted_rand_score

from kmeans_core.common import BadSettings
from kmeans_core.teaching import CASES, SHAPES, failure, puzzle, shape

NAMES = [case.name for case in CASES]


@pytest.mark.parametrize("name", NAMES)
def test_without_trouble_k_means_finds_the_groups(name: str):
    assert failure(name, 0.0).agrees > 0.95


@pytest.mark.parametrize("name", [name for name in NAMES if name != "No structure"])
@pytest.mark.parametrize("seed", [0, 1])
def test_with_trouble_k_means_fails_and_its_rival_does_not(name: str, seed: int):
    found = failure(name, 1.0, seed)
    assert found.agrees < 0.8
    assert found.other_agrees > 0.9


def test_without_structure_k_means_divides_and_hdbscan_finds_no_group():
    found = failure("No structure", 1.0)
    assert len(found.found.sizes) == 3
    assert set(found.other.tolist()) == {-1}


def test_two_principal_components_do_not_mend_columns_of_noise():
    data = failure("Many columns", 1.0).data
    seen = PCA(2, random_state=0).fit_transform(data.values)
    labels = KMeans(3, n_init=10, random_state=0).fit_predict(seen)
    assert adjusted_rand_score(data.truth, labels) < 0.6


@pytest.mark.parametrize("name", SHAPES)
def test_the_same_trouble_and_seed_make_the_same_points(name: str):
    one, same, other = shape(name, 0.5), shape(name, 0.5), shape(name, 0.6)
    assert (one.values == same.values).all()
    assert one.digest == same.digest != other.digest


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: shape("Blob"), "shape = 'Blob' is not known. Choose one of Three blobs, "),
        (lambda: shape("Moons", 2.0), "trouble = 2.0 is outside 0 to 1. Choose it from 0 to 1."),
        (lambda: failure("Love"), "case = 'Love' is not known. Choose one of Crescents, Rings, "),
    ],
)
def test_what_is_not_there_says_what_is(make, words: str):
    with pytest.raises(BadSettings) as caught:
        make()
    assert str(caught.value).startswith(words)


def test_puzzles_have_from_one_to_six_groups_and_stay_the_same():
    made = [puzzle(number) for number in range(1, 60)]
    assert {each.k for each in made} == {1, 2, 3, 4, 5, 6}
    assert (puzzle(3).values == puzzle(3).values).all()
    assert len({each.digest for each in made}) == 59
