"""What every engine does, whatever it reads: the same passes, the same rows, the same labels."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow.dataset as ds
import pytest

from kmeans_core import Preparation, prepare, read_table
from kmeans_core.clustering import KMeansSettings
from kmeans_core.datasets import (
    Finished,
    Look,
    Prepared,
    RowSource,
    finish,
    look,
    open_files,
    open_spark,
    write_labels,
)
from kmeans_core.datasets.draws import Even
from kmeans_core.datasets.statistics import Statistics
from tests.kmeans_core.datasets.made import GROUPS, frame, lay_down

CLUSTER = os.environ.get("STUDIO_SPARK", "")  # its address, where `make spark-test` runs
ENGINES = ("spark",) if CLUSTER else ("parquet", "arrow", "csv")


@pytest.fixture(params=ENGINES)
def source(request: pytest.FixtureRequest, tmp_path: Path) -> RowSource:
    if request.param == "spark":
        return open_spark(str(lay_down(tmp_path / "data", frame())), CLUSTER, "orders")
    return open_files(str(lay_down(tmp_path / "data", frame(), request.param)), "orders")


def finished(seen: Look) -> Finished:
    table, how = read_table(seen.file(), seen.name), Preparation(features=("x", "y"))
    return finish(seen, Prepared(table, prepare(table, how)), KMeansSettings(k=GROUPS))


def test_columns_are_those_of_the_files_and_of_their_folders(source: RowSource):
    assert source.schema.names == ["x", "y", "city", "note", "n", "year"]


def test_statistics_are_exact(source: RowSource):
    whole, work = frame(), Statistics.of_numbers(source.schema)
    n_rows, facts = work.told(source.run([work])[0])
    assert n_rows == len(whole)
    assert facts["x"].missing == whole["x"].isna().sum()
    for name in ("x", "y", "n"):
        cells = whole[name].dropna()
        assert facts[name].mean == pytest.approx(cells.mean(), rel=1e-12)
        assert facts[name].squares == pytest.approx(((cells - cells.mean()) ** 2).sum(), rel=1e-12)
        assert (facts[name].least, facts[name].most) == (cells.min(), cells.max())


def test_an_even_draw_is_the_same_each_time_and_of_the_size_that_was_asked_for(source: RowSource):
    rows = [
        Even(("note",), 100, seed).drawn(source.run([Even(("note",), 100, seed)])[0]) for seed in (1, 1, 2)
    ]
    assert [len(each) for each in rows] == [100, 100, 100]
    assert rows[0].equals(rows[1])
    assert not rows[0].equals(rows[2])


def test_few_rows_are_all_drawn(source: RowSource):
    seen = look(source)
    assert (seen.n_rows, seen.drawn.num_rows, seen.name) == (3_000, 3_000, "orders")
    assert sorted(seen.drawn.column("n").to_pylist()) == list(range(3_000))


def test_the_clusters_of_all_rows_are_those_of_a_table_in_memory(source: RowSource):
    whole, found = frame(), finished(look(source))
    whole["group"] = np.round(whole["x"].fillna(whole["x"].median()) / 10).clip(0, 3)
    assert found.figures.sizes.sum() == 3_000
    assert found.figures.left_out == 0
    far = whole.dropna().groupby("group")["y"].mean().sort_values()
    assert np.sort(found.figures.means[:, 1]) == pytest.approx(far, rel=0.02)


def test_labels_stand_beside_every_row_and_agree_with_the_figures(source: RowSource, tmp_path: Path):
    found = finished(look(source))
    assert write_labels(found, str(tmp_path / "labelled")) == 3_000
    back = ds.dataset(tmp_path / "labelled", partitioning="hive").to_table().to_pandas()
    back = back.sort_values("n", ignore_index=True)
    pd.testing.assert_frame_equal(back[list(frame().columns)], frame(), check_dtype=False)
    assert back["cluster"].value_counts().sort_index().tolist() == found.figures.sizes.tolist()
    own = back.groupby("cluster")
    np.testing.assert_allclose(found.figures.means[:, 0], own["x"].mean(), rtol=1e-9)
    np.testing.assert_allclose(found.figures.deviations[:, 1], own["y"].std(), rtol=1e-9)
    assert found.figures.missing[:, 0].tolist() == own["x"].apply(lambda x: x.isna().sum()).tolist()
    assert (back["margin"] >= 0).all()
    assert (back["cluster"] != back["second cluster"]).all()


def test_what_is_finished_twice_is_equal_bit_by_bit(source: RowSource):
    one, other = (finished(look(source)) for _ in range(2))
    assert one.digest == other.digest
    assert np.array_equal(one.centres, other.centres)
    assert np.array_equal(one.figures.means, other.figures.means)
