"""Profiles of the bundled samples and of awkward tables."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pytest

from kmeans_core.clustering.clusterer import Clustering, cluster
from kmeans_core.clustering.settings import KMeansSettings
from kmeans_core.features import FeatureMatrix, Preparation, prepare
from kmeans_core.profiles.descriptions import describe, suggest_names
from kmeans_core.profiles.profile import Profile, contrast, profile
from kmeans_core.tables.samples import load_sample
from kmeans_core.tables.table import Table, read_table


def solved(table: Table, k: int, **how: object) -> tuple[FeatureMatrix, Clustering, Profile]:
    matrix = prepare(table, Preparation(**how))
    clustering = cluster(matrix, KMeansSettings(k=k))
    return matrix, clustering, profile(table, matrix, clustering)


def table_of(text: str) -> Table:
    return read_table(text.encode(), "t.csv")


SHOPS = table_of(
    "orders,city,note,visits,group\n"
    "1,Oslo,a,10,x\n2,Oslo,b,12,x\n3,Oslo,c,11,x\n41,Rome,d,12,y\n42,Rome,e,,y\n43,Oslo,f,10,y\n"
)


def test_the_column_of_true_classes_is_counted_but_never_names_a_cluster() -> None:
    _, _, told = solved(load_sample("Wine"), 3)
    assert [shares.label for shares in told.words] == ["cultivar"]
    assert all(d.column != "cultivar" for ds in told.distinctions for d in ds)


def test_a_column_of_true_classes_in_numbers_never_names_a_cluster_either() -> None:
    table = replace(table_of("x,kind\n1,0\n2,0\n3,0\n41,1.5\n42,1.5\n43,1.5\n"), truth="kind")
    _, _, told = solved(table, 2, features=("x",))
    assert told.numbers.labels == ("x", "kind")
    assert {d.column for ds in told.distinctions for d in ds} == {"x"}


def test_distinctions_say_whether_their_column_took_part() -> None:
    _, _, told = solved(table_of("x,y\n1,5\n2,6\n41,50\n42,60\n"), 2, features=("x",))
    assert {(d.column, d.took_part) for d in told.distinctions[0]} == {("x", True), ("y", False)}


def test_a_profile_is_named_by_its_table_its_matrix_and_its_clusters() -> None:
    matrix, clustering, told = solved(SHOPS, 2, features=("orders",))
    assert profile(SHOPS, matrix, clustering).digest == told.digest
    others = {
        profile(replace(SHOPS, digest="another"), matrix, clustering).digest,
        profile(SHOPS, replace(matrix, digest="another"), clustering).digest,
        profile(SHOPS, matrix, replace(clustering, digest="another")).digest,
    }
    assert len(others - {told.digest}) == 3


def test_the_second_choice_of_most_rows_is_the_neighbour() -> None:
    table = table_of("x\n" + "\n".join(map(str, [0, 1, 2, 20, 21, 22, 27, 28, 29, 30])))
    _, clustering, told = solved(table, 3, scaling="none")
    first, second, third = (int(clustering.labels[row]) for row in (0, 3, 9))
    assert [told.neighbours[c] for c in (first, second, third)] == [second, third, second]


def test_columns_without_values_in_one_of_two_clusters_are_not_compared() -> None:
    table = table_of("x,y,z\n1,5,a\n2,6,b\n41,,\n42,,\n")
    told = solved(table, 2, features=("x",))[2]
    found = contrast(told, 0, 1)
    assert [d.column for d in found] == ["x"]
    assert contrast(told, 1, 0)[0].direction != found[0].direction


def test_columns_that_took_no_part_are_described_and_marked() -> None:
    _, _, told = solved(SHOPS, 2, features=("orders",))
    assert dict(zip(told.numbers.labels, told.numbers.took_part.tolist(), strict=True)) == {
        "orders": True,
        "visits": False,
    }
    assert told.numbers.of("missing")[:, 1].tolist() == [0, 1, 1]


def test_a_column_named_like_an_encoded_level_did_not_take_part_with_it() -> None:
    table = table_of("x,city,city = Oslo\n1,Oslo,3\n2,Oslo,5\n41,Rome,4\n42,Rome,3\n")
    _, _, told = solved(table, 2, features=("x",), one_hot=("city",))
    assert told.numbers.labels == ("x", "city = Oslo")
    assert told.numbers.took_part.tolist() == [True, False]
    assert told.words[0].took_part


def test_a_column_of_words_distinguishes_by_its_value_out_of_proportion() -> None:
    _, clustering, told = solved(SHOPS, 2, features=("orders",))
    high = int(clustering.labels[3])
    city = next(d for d in told.distinctions[high] if d.column == "city")
    assert (city.category, city.direction, city.took_part) == ("Oslo", "low", False)
    assert (city.inside, city.outside) == (pytest.approx(1 / 3), 1)


def test_typical_rows_are_nearest_the_centre_and_odd_ones_farthest() -> None:
    matrix, clustering, told = solved(table_of("x\n0\n4\n5\n6\n9\n100\n101\n102\n"), 2, scaling="none")
    first = int(clustering.labels[0])
    assert told.typical[first].tolist() == [2, 1, 3]
    assert told.odd[first].tolist() == [0, 4, 3]
    assert matrix.rows[told.odd[1 - first][0]] in (5, 7)


def test_rows_equally_near_their_centre_come_in_the_tables_order() -> None:
    rows = "".join(f"{i % 2 * 2},{i // 60 * 900}\n" for i in range(120))
    _, clustering, told = solved(table_of("x,y\n" + rows), 2, scaling="none")
    first = int(clustering.labels[0])
    assert told.typical[first].tolist() == [0, 1, 2]
    assert told.odd[first].tolist() == [59, 58, 57]


def test_rows_are_named_by_their_place_in_the_table_even_when_others_were_dropped() -> None:
    _, clustering, told = solved(table_of("x,y\n0,\n0,0\n1,1\n50,50\n51,51\n52,52\n"), 2, missing="drop")
    assert sorted(told.typical[int(clustering.labels[0])].tolist()) == [1, 2]


@dataclass(frozen=True, eq=False)
class Named:
    """Groups of rows that no centres were computed for."""

    labels: np.ndarray
    sizes: np.ndarray
    digest: str = "by hand"
    distances: None = None
    second: None = None
    margins: None = None


def test_groups_without_centres_are_described_all_the_same() -> None:
    matrix = prepare(SHOPS, Preparation(features=("orders",)))
    groups = Named(np.array([0, 0, 1, 1, 2, -1], np.int32), np.array([2, 2, 1]))
    told = profile(SHOPS, matrix, groups)
    assert told.numbers.of("mean")[:, 0].tolist() == [1.5, 22, 42, 22]
    assert told.words[0].counts.sum() == 5
    assert (told.typical[0].tolist(), told.odd[0].tolist()) == ([], [])
    assert told.neighbours == (None, None, None)
    assert describe(told, 0, ("", "", "")).endswith("It holds about two fifths of the rows.")


def test_a_copy_of_a_feature_is_known_as_one() -> None:
    table = table_of(
        "km,miles,seats,sex,male\n1,0.62,5,m,yes\n2,1.24,2,m,yes\n41,25.5,4,f,no\n42,26.1,7,f,no\n"
    )
    _, _, told = solved(table, 2, features=("km",), one_hot=("sex",))
    assert dict(zip(told.numbers.labels, told.numbers.made_from, strict=True)) == {
        "km": "km",
        "miles": "km",
        "seats": None,
    }
    assert told.numbers.took_part.tolist() == [True, False, False]
    assert [shares.made_from for shares in told.words] == ["sex", "sex"]


def test_a_copy_in_words_is_known_although_some_of_its_cells_are_empty() -> None:
    rows = "".join(f"{i},{'mf'[i % 2]},{['yes', 'no'][i % 2] if i % 3 else ''}\n" for i in range(12))
    _, _, told = solved(table_of("x,sex,male\n" + rows), 2, features=("x",), one_hot=("sex",))
    assert [(shares.label, shares.made_from) for shares in told.words] == [("sex", "sex"), ("male", "sex")]


def test_one_row_clusters_constant_columns_and_hostile_names_cause_no_warning() -> None:
    text = '"<b>a</b>","=1+1","![x](http://h)","%{y}"\n' + "".join(
        f"{v},{i % 2},7,{'' if i else 3}\n" for i, v in enumerate([1, 2, 3, 1000])
    )
    _, clustering, told = solved(table_of(text), 3, features=("<b>a</b>",))
    assert 1 in clustering.sizes
    names = suggest_names(told)
    assert all(describe(told, c, names) for c in range(3))


def test_two_hundred_columns_and_long_texts_are_profiled() -> None:
    random = np.random.default_rng(0)
    header = ",".join([f"f{j}" for j in range(200)] + ["note"])
    lines = [
        ",".join([f"{v:.3f}" for v in row] + [f"text {i}"])
        for i, row in enumerate(random.normal(size=(60, 200)))
    ]
    told = solved(table_of("\n".join([header, *lines])), 3)[2]
    assert told.numbers.values.shape[2] == 200
    assert all(len(ds) <= 5 for ds in told.distinctions)


def test_two_clusters_are_set_side_by_side_by_every_column() -> None:
    _, clustering, told = solved(SHOPS, 2, features=("orders",))
    low = int(clustering.labels[0])
    found = {d.column: d for d in contrast(told, low, 1 - low)}
    assert found["orders"].direction == "low"
    assert (found["orders"].inside, found["orders"].outside) == (2, 42)
    assert found["orders"].strength == pytest.approx(40)
    assert (found["city"].category, found["city"].inside) == ("Oslo", 1)
    assert (found["visits"].inside, found["visits"].outside) == (11, 11)


def test_an_id_is_described_only_when_it_was_made_a_feature() -> None:
    lines = [f"{7000 + 13 * i},{i % 2 * 9 + i / 100}" for i in range(40)]
    table = table_of("customer id,size\n" + "\n".join(lines))
    assert table.column("customer id").kind == "ID"
    assert solved(table, 2)[2].numbers.labels == ("size",)
    chosen = solved(table, 2, features=("customer id", "size"))[2]
    assert chosen.numbers.labels == ("customer id", "size")
    assert chosen.numbers.took_part.all()
