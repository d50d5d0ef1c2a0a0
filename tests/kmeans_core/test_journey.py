"""From the bytes of an upload to its labelled table, every step checked by hand."""

from __future__ import annotations

import csv
import io

import numpy as np
import pytest
from sklearn.metrics import adjusted_rand_score

from kmeans_core.clustering.clusterer import cluster
from kmeans_core.clustering.settings import KMeansSettings
from kmeans_core.export.labelled_table import labelled_csv
from kmeans_core.features import Preparation, prepare, to_original_units
from kmeans_core.tables.samples import load_sample
from kmeans_core.tables.table import read_table

AS_THEY_ARE = Preparation(scaling="none")


@pytest.mark.parametrize("search", ["swap", "restarts"])
def test_four_points_form_two_pairs(search: str) -> None:
    table = read_table(b"x,y\n0,0\n0,2\n10,0\n10,2\n", "points.csv")
    matrix = prepare(table, AS_THEY_ARE)
    groups = cluster(matrix, KMeansSettings(k=2, search=search))  # type: ignore[arg-type]
    assert groups.centres.tolist() == [[0, 1], [10, 1]]
    assert groups.inertia == 4
    assert groups.explained == 1 - 4 / 104
    assert groups.sizes.tolist() == [2, 2]
    lines = labelled_csv(table, matrix, groups).data.decode().split("\n")
    margin = repr(np.sqrt(101) - 1).removeprefix("np.float64(").removesuffix(")")
    assert lines == [
        "x,y,cluster,distance to centre,second cluster,margin",
        f"0,0,1,1,2,{margin}",
        f"0,2,1,1,2,{margin}",
        f"10,0,2,1,1,{margin}",
        f"10,2,2,1,1,{margin}",
        "",
    ]


def test_scaled_centres_come_back_in_original_units() -> None:
    table = read_table(b"x,y\n0,0\n0,2\n10,0\n10,2\n", "points.csv")
    matrix = prepare(table, Preparation(features=("x",)))
    groups = cluster(matrix, KMeansSettings(k=2))
    assert groups.centres.tolist() == [[-1], [1]]
    assert to_original_units(matrix, groups.centres).tolist() == [[0], [10]]


def test_own_centres_are_entered_in_original_units() -> None:
    table = read_table(b"x,y\n0,0\n0,2\n10,0\n10,2\n", "points.csv")
    matrix = prepare(table, Preparation(weights=(("x", 2.0),)))
    own = KMeansSettings(k=2, init="own centres", own_centres=((1, 0), (9, 2)), search="restarts")
    groups = cluster(matrix, own)
    np.testing.assert_allclose(to_original_units(matrix, groups.centres), [[0, 1], [10, 1]], atol=1e-12)


def test_an_untidy_upload_comes_back_whole_in_its_own_dialect() -> None:
    upload = (
        '\ufeffname;income;city\r\n"Ann; ""A""";0010,50;Oslo\r\nBob;;Rome\r\n'
        'Cy;900,00;"New\r\nYork"\r\nDi;12,5;\r\n'
    )
    table = read_table(upload.encode(), "people.csv")
    matrix = prepare(table, Preparation(features=("income",), missing="drop"))
    file = labelled_csv(table, matrix, cluster(matrix, KMeansSettings(k=2)))
    assert file.data.startswith(b"\xef\xbb\xbfname;income;city;cluster;")
    rows = list(csv.reader(io.StringIO(file.data.decode("utf-8-sig"), newline=""), delimiter=";"))
    assert [row[:3] for row in rows] == list(
        csv.reader(io.StringIO(upload.removeprefix("\ufeff"), newline=""), delimiter=";")
    )
    assert [row[3] for row in rows] == ["cluster", "1", "", "2", "1"]
    assert [row[-1] for row in rows] == ["left out because", "", "missing value in income", "", ""]
    assert "," in rows[1][4]
    assert file.data.count(b"\r\n") == upload.count("\r\n")


def test_a_labelled_table_can_be_loaded_and_labelled_again() -> None:
    table = load_sample("Three blobs")
    matrix = prepare(table, Preparation())
    groups = cluster(matrix, KMeansSettings(k=3))
    file = labelled_csv(table, matrix, groups)
    again = read_table(file.data, file.file_name)
    assert [column.name for column in again.columns[:3]] == [column.name for column in table.columns]
    assert again.text.column(0).to_pylist() == table.text.column(0).to_pylist()
    matrix = prepare(again, Preparation(features=("x", "y")))
    second = cluster(matrix, KMeansSettings(k=3))
    assert second.labels.tolist() == groups.labels.tolist()
    assert labelled_csv(again, matrix, second).added_columns[0] == "cluster_2"


@pytest.mark.parametrize(
    ("sample", "features", "k", "agreement"),
    [("Three blobs", None, 3, 1.0), ("Two thermometers", None, 2, 1.0), ("Customers", None, 4, 0.9)],
)
def test_groups_that_are_really_there_are_found(
    sample: str, features: tuple[str, ...] | None, k: int, agreement: float
) -> None:
    table = load_sample(sample)
    matrix = prepare(table, Preparation(features=features))
    groups = cluster(matrix, KMeansSettings(k=k))
    place = [column.label for column in table.columns].index(table.truth or "")
    assert adjusted_rand_score(table.text.column(place).to_pylist(), groups.labels) >= agreement
