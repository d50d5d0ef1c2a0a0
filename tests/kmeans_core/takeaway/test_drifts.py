"""How far new rows have moved: indices by hand, distances as scipy has them, and no alarm by chance."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy.stats import ks_2samp

from kmeans_core import (
    KMeansSettings,
    Model,
    Preparation,
    Table,
    assign_rows,
    cluster,
    drift,
    model_of,
    prepare,
    read_model,
    read_table,
    write_model,
)
from kmeans_core.takeaway import Drift
from kmeans_core.takeaway.drifts import in_words


def rows(seed: int, n: int, shift: float = 0.0, city: tuple[str, ...] = ("Oslo", "Rome")) -> Table:
    chance = np.random.default_rng(seed)
    groups = chance.integers(0, 2, n)
    frame = pd.DataFrame(
        {
            "x": groups * 8 + chance.normal(shift, 1, n),
            "y": chance.normal(0, 1, n),
            "city": chance.choice(city, n),
        }
    )
    return read_table(frame.to_csv(index=False, float_format="%.4f").encode(), "rows.csv")


@pytest.fixture(scope="module")
def model() -> Model:
    table = rows(0, 2_000)
    matrix = prepare(table, Preparation(features=("x", "y", "city"), one_hot=("city",)))
    return model_of(matrix, cluster(matrix, KMeansSettings(k=2)), table=table)


def moved(model: Model, table: Table) -> Drift:
    return drift(model, table, assign_rows(model, table))


@pytest.mark.parametrize("n", [20, 200, 5_000])
def test_rows_of_the_same_kind_give_no_alarm_however_few_they_are(model: Model, n: int) -> None:
    for seed in range(1, 11):
        found = moved(model, rows(seed, n))
        assert found.headline == "Nothing has moved: keep the model."
        assert found.reasons == ()


def test_a_shifted_column_is_named_first_and_asks_for_a_new_model(model: Model) -> None:
    found = moved(model, rows(1, 500, shift=3.0))
    assert (found.refit, found.headline) == (True, "The rows have changed: fit a new model.")
    assert (found.columns[0].label, found.columns[0].level) == ("x", "shifted")
    assert found.reasons[0] == "Shifted: x."


def test_rows_that_lie_far_out_are_told_by_their_mean_distance(model: Model) -> None:
    far = moved(model, rows(1, 500, shift=30.0))
    assert any(sentence.startswith("Rows lie ") for sentence in far.reasons)


def test_the_index_is_the_sum_over_bins_by_hand() -> None:
    old = read_table(b"x,c\n" + b"1,a\n9,b\n" * 50, "old.csv")
    matrix = prepare(old, Preparation(features=("x", "c"), one_hot=("c",)))
    model = model_of(matrix, cluster(matrix, KMeansSettings(k=2)), table=old)
    found = moved(model, read_table(b"x,c\n" + b"1,a\n" * 80 + b"9,b\n" * 20, "new.csv"))
    by_hand = 0.3 * np.log(0.8 / 0.5) - 0.3 * np.log(0.2 / 0.5)
    assert found.psi == pytest.approx(by_hand)
    assert {each.label: each.psi for each in found.columns} == pytest.approx({"x": by_hand, "c": by_hand})
    assert found.then.tolist() == [0.5, 0.5]
    assert sorted(found.now.tolist()) == [0.2, 0.8]


@pytest.mark.parametrize("shift", [0.0, 0.3, 1.0, 4.0])
def test_the_largest_distance_is_that_of_scipy_to_a_hundredth(model: Model, shift: float) -> None:
    new = rows(3, 1_000, shift)
    found = next(each for each in moved(model, new).columns if each.label == "x")
    exact = ks_2samp(rows(0, 2_000).column("x").numbers, new.column("x").numbers).statistic
    assert exact - 0.02 <= found.ks <= exact + 1e-9


def test_new_values_of_words_are_counted_and_missing_cells_have_a_bin(model: Model) -> None:
    found = moved(model, rows(4, 300, city=("Oslo", "Rome", "Bonn", "Graz")))
    city = next(each for each in found.columns if each.label == "city")
    assert sorted(city.new) == ["Bonn", "Graz"]
    assert city.bins == ("Oslo", "Rome", "others", "missing") or city.bins[2:] == ("others", "missing")
    assert "city has 2 new values." in found.reasons


def test_the_model_keeps_what_is_needed_in_few_bytes_and_reads_it_back(model: Model) -> None:
    data = write_model(model)
    assert read_model(data) == model
    assert len(data) < 10_000
    table = rows(5, 100)
    assert in_words(moved(read_model(data), table)) == in_words(moved(model, table))


def test_a_model_that_knows_nothing_of_its_columns_still_compares_shares() -> None:
    table = rows(0, 500)
    matrix = prepare(table, Preparation(features=("x", "y")))
    found = moved(model_of(matrix, cluster(matrix, KMeansSettings(k=2))), table)
    assert (found.columns, found.psi) == ((), 0.0)
    assert found.distance_then == pytest.approx(found.distance_now)


def test_what_a_model_tells_of_its_columns_is_checked(model: Model) -> None:
    broken = write_model(model).replace(b'"shares":[', b'"shares":[0.5,', 1)
    with pytest.raises(ValueError) as problem:
        read_model(broken)
    assert str(problem.value) == (
        "This is not a model of the studio. What it tells of its columns has another shape. "
        "Choose a model that the studio wrote."
    )
