"""A real cluster: the same rows and centres as on one machine, whatever becomes of a worker."""

from __future__ import annotations

import os
import signal
import threading
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from kmeans_core import KMeansSettings, Stopped, prepare, read_table
from kmeans_core.datasets import (
    DatasetProblem,
    Finished,
    Look,
    Prepared,
    finish,
    look,
    open_files,
    open_spark,
    write_labels,
)
from tests.kmeans_core.datasets.made import frame, lay_down

CLUSTER = os.environ["STUDIO_SPARK"]


@pytest.fixture
def place(tmp_path: Path) -> str:
    random = np.random.default_rng(0)
    values = 6.0 * random.integers(5, size=(120_000, 1)) + random.normal(size=(120_000, 4))
    return str(lay_down(tmp_path / "data", pd.DataFrame(values, columns=list("abcd")), files=6))


def finished(seen: Look) -> Finished:
    table = read_table(seen.file(), seen.name)
    return finish(seen, Prepared(table, prepare(table)), KMeansSettings(k=5))


def test_a_cluster_draws_the_same_rows_and_finds_the_same_centres(place: str):
    here, there = look(open_files(place, "d")), look(open_spark(place, CLUSTER, "d"))
    assert there.drawn.equals(here.drawn)
    one, other = finished(here), finished(there)
    np.testing.assert_allclose(other.centres, one.centres, rtol=0, atol=1e-12)
    np.testing.assert_allclose(other.figures.means, one.figures.means, rtol=0, atol=1e-12)
    assert other.figures.sizes.tolist() == one.figures.sizes.tolist()


def test_what_is_wrong_is_said_in_the_same_words(tmp_path: Path):
    with pytest.raises(DatasetProblem) as problem:
        open_spark(str(tmp_path / "none"), CLUSTER)
    assert str(problem.value).startswith(f"There is nothing at {tmp_path / 'none'}. ")
    data = lay_down(tmp_path / "data", frame()[["x", "y"]])
    found = finished(look(open_spark(str(data), CLUSTER)))
    (tmp_path / "taken").mkdir()
    with pytest.raises(DatasetProblem) as problem:
        write_labels(found, str(tmp_path / "taken"))
    assert str(problem.value) == (
        f"{tmp_path / 'taken'} is there already, and nothing is written over. Choose another folder."
    )


def test_work_on_the_cluster_ends_where_it_is_stopped(place: str):
    def stop(done: float, words: str) -> None:
        raise Stopped

    with pytest.raises(Stopped):
        look(open_spark(place, CLUSTER, "d"), stop)


def test_a_worker_that_is_killed_in_the_middle_changes_no_bit(place: str):
    undisturbed = finished(look(open_spark(place, CLUSTER, "d")))
    seen = look(open_spark(place, CLUSTER, "d"))
    victim = int(os.environ["STUDIO_SPARK_WORKER"])
    threading.Timer(0.7, os.kill, (victim, signal.SIGKILL)).start()
    found = finished(seen)
    with pytest.raises(ProcessLookupError):
        os.kill(victim, 0)
    assert np.array_equal(found.centres, undisturbed.centres)
    assert np.array_equal(found.figures.means, undisturbed.figures.means)
