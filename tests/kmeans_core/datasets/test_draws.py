"""Rows that stand for all: as many as were asked for, whatever the tails and however the rows are sorted."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from kmeans_core import KMeansSettings, Preparation, TooFewRows, prepare, read_table
from kmeans_core.datasets import Batch, Finished, Prepared, finish, look, open_files, recipe
from kmeans_core.datasets.draws import Even


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Draw fewer rows than there are, from few."""
    monkeypatch.setattr(recipe, "EVEN_ROWS", 2_000)
    monkeypatch.setattr(recipe, "DRAWN_ROWS", 4_000)
    monkeypatch.setattr(recipe, "DRAWN_NUMBERS", 8_000)


def clustered(folder: Path, values: np.ndarray, k: int, scaling: str = "standard") -> Finished:
    names = [f"c{j}" for j in range(values.shape[1])]
    pq.write_table(pa.table(list(values.T), names), folder / "a.parquet", row_group_size=5_000)
    seen = look(open_files(str(folder / "a.parquet")))
    table = read_table(seen.file(), "drawn")
    return finish(seen, Prepared(table, prepare(table, Preparation(scaling=scaling))), KMeansSettings(k=k))


def blobs(rows: int, seed: int = 0) -> np.ndarray:
    random = np.random.default_rng(seed)
    return 8.0 * random.integers(3, size=rows)[:, None] + random.normal(size=(rows, 2))


def test_chances_hang_on_file_place_and_seed_alone():
    cells = pa.record_batch({"x": pa.array(np.zeros(6))})
    whole = Batch(cells, "a", np.arange(6)).chances(0)
    assert np.array_equal(whole[2:], Batch(cells, "a", np.arange(2, 6)).chances(0))
    assert not np.intersect1d(whole, Batch(cells, "b", np.arange(6)).chances(0)).size
    assert not np.intersect1d(whole, Batch(cells, "a", np.arange(6)).chances(1)).size
    many = Batch(cells, "a", np.arange(100_000)).chances(0)
    assert 0 < many.min() < many.max() <= 1
    assert np.histogram(many, 10, (0, 1))[0] == pytest.approx(10_000, rel=0.04)


def test_a_draw_does_not_hang_on_how_the_rows_came_in():
    rows = np.arange(10_000)
    batches = [Batch(pa.record_batch({"n": pa.array(part)}), "a", part) for part in np.array_split(rows, 7)]
    work = Even(("n",), 50)
    forward = [work.of(batch) for batch in batches]
    one = work.merged(forward)
    other = work.merged([work.merged(forward[4:][::-1]), work.merged(forward[:4])])
    assert work.drawn(one).equals(work.drawn(other))
    assert len(work.drawn(one)) == 50


def test_a_tiny_far_group_gets_its_centre(tmp_path: Path):
    values = blobs(60_000)
    values[31_000:31_020] += 90
    found = clustered(tmp_path, values, 4)
    assert found.figures.sizes.min() == 20
    assert found.figures.means[-1] == pytest.approx(values[31_000:31_020].mean(axis=0))


def test_one_very_far_row_does_not_take_the_whole_draw(tmp_path: Path):
    values = blobs(60_000)
    values[777] = 1e5
    found = clustered(tmp_path, values, 4, "none")
    assert found.figures.sizes.tolist()[-1] == 1
    assert found.figures.sizes.tolist()[:3] == pytest.approx([20_000] * 3, rel=0.05)


def test_rows_sorted_by_size_are_clustered_like_shuffled_ones(tmp_path: Path):
    values = blobs(40_000)
    (tmp_path / "sorted").mkdir()
    one = clustered(tmp_path, values, 3)
    other = clustered(tmp_path / "sorted", np.sort(values, axis=0), 3)
    assert other.figures.inertia < 2 * one.figures.inertia
    assert other.figures.sizes.tolist() == pytest.approx(one.figures.sizes.tolist(), rel=0.05)


def test_duplicates_by_the_thousand_are_no_obstacle(tmp_path: Path):
    values = np.repeat([[0.0, 0], [0, 2], [10, 0], [10, 2]], [30_000, 500, 20_000, 10_000], axis=0)
    found = clustered(tmp_path, values, 4, "none")
    assert found.figures.sizes.tolist() == [30_000, 20_000, 10_000, 500]
    assert found.figures.inertia == pytest.approx(0, abs=1e-6)
    with pytest.raises(TooFewRows) as problem:
        clustered(tmp_path, values, 5, "none")
    assert str(problem.value) == "4 different rows cannot form 5 clusters. Choose at most 4."


def test_inertia_keeps_its_digits_far_from_zero(tmp_path: Path):
    values = np.repeat([[0.0, 0], [0, 2], [10, 0], [10, 2]], 3_000, axis=0) + 1e7
    found = clustered(tmp_path, values, 2, "none")
    assert found.figures.inertia == pytest.approx(12_000, rel=1e-9)
    assert found.figures.means.tolist() == [[1e7, 1e7 + 1], [1e7 + 10, 1e7 + 1]]
