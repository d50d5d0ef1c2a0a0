"""The engine of one machine: how far it is, in which order it writes, and that it ends when it is told to."""

from __future__ import annotations

from pathlib import Path

import pyarrow.dataset as ds
import pytest

from kmeans_core import Stopped
from kmeans_core.datasets import LocalRows, look, open_files, write_labels
from kmeans_core.datasets.draws import Even
from kmeans_core.datasets.statistics import Statistics
from tests.kmeans_core.datasets.made import frame, lay_down
from tests.kmeans_core.datasets.test_contract import finished


@pytest.fixture(params=("parquet", "arrow", "csv"))
def source(request: pytest.FixtureRequest, tmp_path: Path) -> LocalRows:
    return open_files(str(lay_down(tmp_path / "data", frame(), request.param)), "orders")


def test_several_works_take_one_pass(source: LocalRows):
    seen = []
    works = (Statistics(("x",)), Even(("note",), 10))
    source.run(works, lambda done, words: seen.append(done))
    assert seen == sorted(seen)
    assert 0.9 < max(seen) <= 1


def test_labels_are_written_in_the_order_of_the_rows(source: LocalRows, tmp_path: Path):
    write_labels(finished(look(source)), str(tmp_path / "labelled"))
    back = ds.dataset(tmp_path / "labelled", partitioning="hive").to_table()
    assert back.column("n").to_pylist() == list(range(3_000))
    made = [
        path.relative_to(tmp_path / "labelled").as_posix() for path in (tmp_path / "labelled").rglob("*.*")
    ]
    assert sorted(name.split(".")[0] for name in made) == [f"year={year}/part" for year in (2020, 2021, 2022)]


def test_work_ends_where_it_is_stopped_and_leaves_nothing_behind(source: LocalRows, tmp_path: Path):
    found = finished(look(source))

    def stop(done: float, words: str) -> None:
        if done > 0.5:
            raise Stopped

    with pytest.raises(Stopped):
        write_labels(found, str(tmp_path / "labelled"), stop)
    assert [path.name for path in tmp_path.iterdir()] == ["data"]
