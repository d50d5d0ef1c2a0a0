"""Batches become the very numbers that a table of the same rows becomes."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from kmeans_core import Amendment, KMeansSettings, Preparation, amended, cluster, prepare, read_table
from kmeans_core.datasets import Look, Prepared, finish, look, open_files
from kmeans_core.datasets.units import Units
from kmeans_core.takeaway import without_centres
from tests.kmeans_core.datasets.made import frame

WAYS = {
    "standard": Preparation(features=("x", "y")),
    "min-max": Preparation(features=("x", "y"), scaling="min-max"),
    "robust": Preparation(features=("x", "y"), scaling="robust"),
    "none": Preparation(features=("x", "y"), scaling="none"),
    "filled by means": Preparation(features=("x", "y"), missing="mean"),
    "dropped": Preparation(features=("x", "y"), missing="drop"),
    "nearest": Preparation(features=("x", "y", "n"), missing="nearest"),
    "logs and powers": Preparation(features=("x", "y"), transforms=(("y", "log"), ("x", "power"))),
    "categories": Preparation(features=("x", "y"), one_hot=("city",), weights=(("x", 2.0),)),
    "components": Preparation(features=("x", "y", "n"), components=2),
    "circles": Preparation(features=("x", "n"), circles=(("n", 24.0),)),
}


def seen_in(folder: Path, whole: pd.DataFrame) -> Look:
    pq.write_table(pa.Table.from_pandas(whole, preserve_index=False), folder / "a.parquet")
    return look(open_files(str(folder / "a.parquet")))


@pytest.mark.parametrize("way", WAYS)
def test_a_batch_becomes_what_the_table_became(way: str, tmp_path: Path):
    seen = seen_in(tmp_path, frame(500))
    table = read_table(seen.file(), "drawn")
    matrix = prepare(table, WAYS[way])
    units = Units.of_table(without_centres(matrix, "", ()), table, seen.source.schema)
    values, fit = units.of(seen.drawn.to_batches()[0])
    assert np.flatnonzero(fit).tolist() == matrix.rows.tolist()
    np.testing.assert_allclose(values[fit], matrix.values, rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("way", WAYS)
def test_where_all_rows_are_drawn_the_inertia_is_the_tables_own(way: str, tmp_path: Path):
    seen = seen_in(tmp_path, frame(500))
    table = read_table(seen.file(), "drawn")
    matrix = prepare(table, WAYS[way])
    settings = KMeansSettings(k=3)
    found, wanted = finish(seen, Prepared(table, matrix), settings), cluster(matrix, settings)
    assert found.figures.inertia == pytest.approx(wanted.inertia, rel=5e-3)
    assert found.explained == pytest.approx(wanted.explained, abs=5e-3)
    assert found.figures.left_out == 500 - len(matrix.rows)


def test_codes_for_missing_values_and_words_in_an_order_count_as_on_the_page(tmp_path: Path):
    whole = frame(300)
    whole["mood"] = np.array(["bad", "fair", "good"])[np.arange(300) % 3]
    whole.loc[:20, "y"] = -999.0
    how = (Amendment("y", blanks=(-999.0,)), Amendment("mood", order=("bad", "fair", "good")))
    seen = seen_in(tmp_path, whole)
    table = read_table(seen.file(), "drawn")
    matrix = prepare(amended(table, how), Preparation(features=("y", "mood")))
    units = Units.of_table(without_centres(matrix, "", how), table, seen.source.schema)
    values, _ = units.of(seen.drawn.to_batches()[0])
    np.testing.assert_allclose(values, matrix.values, rtol=1e-9, atol=1e-12)


def test_shares_of_levels_are_exact(tmp_path: Path):
    whole = frame(400)
    seen = seen_in(tmp_path, whole)
    table = read_table(seen.file(), "drawn")
    how = Preparation(features=("x",), one_hot=("city",))
    found = finish(seen, Prepared(table, prepare(table, how)), KMeansSettings(k=2))
    assert sorted(found.levels) == ["city = Lima", "city = Oslo", "city = Rome"]
    whole_share = found.figures.sizes @ found.figures.shares / 400
    wanted = whole["city"].value_counts(normalize=True)
    assert dict(zip(found.levels, whole_share.round(12), strict=True)) == {
        f"city = {city}": pytest.approx(share) for city, share in wanted.items()
    }


def test_rows_without_any_number_and_infinite_ones_have_no_place(tmp_path: Path):
    whole = frame(300)[["x", "y"]]
    whole.loc[0] = [np.nan, np.nan]
    whole.loc[1, "x"] = np.inf
    seen = seen_in(tmp_path, whole)
    table = read_table(seen.file(), "drawn")
    found = finish(seen, Prepared(table, prepare(table)), KMeansSettings(k=2))
    assert (found.figures.left_out, found.figures.sizes.sum()) == (2, 298)
