"""The bundled tables: as large as they say, with true groups that can be found."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.cluster import KMeans
from sklearn.datasets import make_blobs
from sklearn.metrics import adjusted_rand_score
from sklearn.preprocessing import StandardScaler

from kmeans_core.common.errors import BadSettings
from kmeans_core.tables.samples import load_sample
from kmeans_core.tables.table import Table


def features(table: Table) -> np.ndarray:
    offered = [column.numbers for column in table.columns if column.offered]
    return np.column_stack(offered) if offered else np.empty((table.n_rows, 0))


def classes(table: Table) -> list[str]:
    labels = [column.label for column in table.columns]
    return table.text.column(labels.index(table.truth)).to_pylist()


@pytest.mark.parametrize(
    ("name", "rows", "offered", "groups"),
    [
        ("Customers", 500, 5, 4),
        ("Iris", 150, 4, 3),
        ("Wine", 178, 13, 3),
        ("Digits", 1797, 61, 10),
        ("Three blobs", 300, 2, 3),
        ("Two moons", 400, 2, 2),
        ("Two thermometers", 1000, 1, 2),
        ("Messages", 500, 0, 5),
    ],
)
def test_each_sample_has_its_rows_features_and_true_classes(
    name: str, rows: int, offered: int, groups: int
) -> None:
    table = load_sample(name)
    assert (table.n_rows, features(table).shape[1], len(set(classes(table)))) == (rows, offered, groups)
    assert not table.column(table.truth).offered
    assert table.notices == ()


@pytest.mark.parametrize(
    ("name", "least"), [("Customers", 0.95), ("Three blobs", 0.99), ("Two thermometers", 0.99)]
)
def test_the_simulated_groups_are_really_there(name: str, least: float) -> None:
    table = load_sample(name)
    scaled = StandardScaler().fit_transform(features(table))
    labels = KMeans(len(set(classes(table))), n_init=10, random_state=0).fit_predict(scaled)
    assert adjusted_rand_score(classes(table), labels) > least


def test_the_moons_are_beyond_k_means() -> None:
    table = load_sample("Two moons")
    labels = KMeans(2, n_init=10, random_state=0).fit_predict(features(table))
    assert adjusted_rand_score(classes(table), labels) < 0.5


def test_the_blobs_are_those_of_the_tutorials() -> None:
    points, _ = make_blobs(300, centers=3, cluster_std=0.8, random_state=42)
    assert np.allclose(features(load_sample("Three blobs")), points, atol=1e-4)


def test_an_unknown_sample_is_refused_by_name() -> None:
    with pytest.raises(BadSettings) as caught:
        load_sample("Titanic")
    assert str(caught.value) == (
        "There is no sample called Titanic. Choose one of Customers, Iris, Wine, Digits, Three blobs, "
        "Two moons, Two thermometers, Messages."
    )
