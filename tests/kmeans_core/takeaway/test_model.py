"""A model assigns the rows it was made from as the clustering did, and new ones by its own scaling."""

from __future__ import annotations

import json
import pickle
from dataclasses import replace

import jsonschema
import numpy as np
import pytest

from kmeans_core.clustering import KMeansSettings, cluster
from kmeans_core.common import DataProblem
from kmeans_core.features import Preparation, prepare
from kmeans_core.tables import Amendment, amended, read_table
from kmeans_core.takeaway import Model, assign_rows, model_of, model_schema, read_model, write_model

USUAL = Preparation()
TWO = b"x,town\n1,Ulm\n2,Ulm\n3,\n11,Bonn\n12,Bonn\n13,Bonn\n"


def made(data: bytes = TWO, how: Preparation = USUAL, k: int = 2) -> Model:
    matrix = prepare(read_table(data, "t.csv"), how)
    return model_of(matrix, cluster(matrix, KMeansSettings(k=k)), names=("low",), source="t.csv")


def gappy() -> bytes:
    draw = np.random.default_rng(1)
    rows = [
        f"{draw.normal(9 * (i % 3), 1) + 9:.4f},{'' if i % 5 == 0 else round(draw.normal(i % 3, 1) + 9, 3)},"
        f"{['a', 'b', 'c', ''][i % 4]}{i % 30 if i % 4 == 0 else ''}"
        for i in range(240)
    ]
    return ("x,y,kind\n" + "\n".join(rows) + "\n").encode()


@pytest.mark.parametrize("missing", ["median", "mean", "nearest", "drop"])
@pytest.mark.parametrize("scaling", ["standard", "min-max", "robust", "none"])
@pytest.mark.parametrize("components", [None, 2])
@pytest.mark.parametrize("change", ["log", "power", None])
def test_its_own_rows_come_back_with_their_labels(
    missing: str, scaling: str, components: int | None, change: str | None
) -> None:
    table = read_table(gappy(), "g.csv")
    how = Preparation(
        missing=missing,  # type: ignore[arg-type]
        scaling=scaling,  # type: ignore[arg-type]
        components=components,
        transforms=(("y", change),) if change else (),  # type: ignore[arg-type]
        one_hot=("kind",),
        weights=(("y", 2.0), ("kind", 0.7)),
    )
    matrix = prepare(table, how)
    found = cluster(matrix, KMeansSettings(k=3))
    model = read_model(write_model(model_of(matrix, found)))
    placed = assign_rows(model, table)
    at = np.searchsorted(placed.rows, matrix.rows)
    assert (placed.rows[at] == matrix.rows).all()
    assert (placed.labels[at] == found.labels).all()
    assert placed.distances[at] == pytest.approx(found.distances, abs=1e-6)
    assert placed.margins[at] == pytest.approx(found.margins, abs=1e-6)


def test_new_rows_are_scaled_as_the_old_ones_were() -> None:
    """100 lies 88 from the mean 12 of the second cluster, in deviations of the old rows."""
    placed = assign_rows(made(), read_table(b"x\n2\n100\n", "new.csv"))
    assert placed.labels[0] != placed.labels[1]
    spread = np.std([1, 2, 3, 11, 12, 13])
    assert placed.distances.tolist() == pytest.approx([0, 88 / spread])
    assert placed.outliers(made(), 0.99).tolist() == [False, True]


def test_what_a_table_lacks_is_told_and_counts_as_missing() -> None:
    model = made(how=Preparation(features=("x",), one_hot=("town",)))
    placed = assign_rows(model, read_table(b"town\nUlm\nBonn\nRome\n", "new.csv"))
    assert placed.notes == (
        "The table has no column x; it counts as missing in every row.",
        "town has values that the model has not met (Rome); they count as none.",
    )
    assert len(placed.labels) == 3


def test_rows_without_what_is_needed_are_left_out() -> None:
    model = made(how=Preparation(missing="drop"))
    placed = assign_rows(model, read_table(b"x,y\n1,1\n,2\n12,3\n", "new.csv"))
    assert placed.rows.tolist() == [0, 2]
    assert [(why, rows.tolist()) for why, rows in placed.left_out] == [
        ("a value that the model needs is missing", [1])
    ]


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"a,b\n1,2\n", "The table has none of the model's columns: x. Load one that has them."),
        (
            b"x,b\nhigh,2\nlow,3\n",
            "No row has a value in every column of the model. Fill gaps and load it again.",
        ),
    ],
)
def test_a_table_that_cannot_be_placed_is_refused(data: bytes, told: str) -> None:
    with pytest.raises(DataProblem) as problem:
        assign_rows(made(how=Preparation(missing="drop")), read_table(data, "new.csv"))
    assert str(problem.value) == told


class Bomb:
    def __reduce__(self) -> tuple[object, ...]:
        return pytest.exit, ("a pickle was loaded",)


WHOLE = json.loads(write_model(made()))


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (pickle.dumps(Bomb()), "JSON is malformed: invalid character (byte 0)"),
        (json.dumps({**WHOLE, "centres": [[float("nan")], [1]]}).encode(), None),
        (json.dumps({**WHOLE, "centres": [[1e200], [1]]}).encode(), "A centre is too far away"),
        (json.dumps({**WHOLE, "centres": [[1, 2], [1]]}).encode(), "The centres have another shape"),
        (json.dumps({**WHOLE, "sizes": [1]}).encode(), "Names, sizes and distances have another shape"),
        (json.dumps({**WHOLE, "numbers": []}).encode(), "It lacks centres or columns"),
        (json.dumps({**WHOLE, "donors": [[1, 2]]}).encode(), "The donors have another shape"),
        (
            json.dumps({**WHOLE, "components": {"mean": [1], "axes": [[1, 2]]}}).encode(),
            "The components have another shape",
        ),
        (
            json.dumps({**WHOLE, "quantiles": [1, 0.5, 0.2, 0.1, 0]}).encode(),
            "The quantiles are not in order",
        ),
        (
            json.dumps({**WHOLE, "numbers": [{**WHOLE["numbers"][0], "spread": 0}]}).encode(),
            "A column has no spread",
        ),
        (
            json.dumps({**WHOLE, "quantiles": [1], "distances": [[1], [1]]}).encode(),
            "It lacks quantiles, or a cluster has no rows",
        ),
        (json.dumps({**WHOLE, "sizes": [0, 6]}).encode(), "It lacks quantiles, or a cluster has no rows"),
        (b"[" * 10**6, "Expected object, got array"),
    ],
)
def test_what_is_no_model_is_refused_and_runs_nothing(data: bytes, why: str | None) -> None:
    with pytest.raises(DataProblem) as problem:
        read_model(data)
    if why:
        assert str(problem.value) == (
            f"This is not a model of the studio. {why}. Choose a model that the studio wrote."
        )


def test_the_schema_describes_what_is_written() -> None:
    jsonschema.validate(WHOLE, model_schema())
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({**WHOLE, "centres": "none"}, model_schema())


def test_names_are_the_persons_or_numbers() -> None:
    assert made().names == ("low", "Cluster 2")
    assert replace(made(), names=()) != made()


def test_circles_and_amended_columns_are_repeated_on_new_rows() -> None:
    hours = "".join(
        f"{hour % 24},{['bad', 'fair', 'good'][hour % 3]},{-999 if hour % 9 == 0 else hour}\n"
        for hour in range(60)
    )
    raw = read_table(("hour,mood,size\n" + hours).encode(), "h.csv")
    how = (Amendment("mood", order=("bad", "fair", "good")), Amendment("size", blanks=(-999.0,)))
    table = amended(raw, how)
    matrix = prepare(table, Preparation(features=("hour", "mood", "size"), circles=(("hour", 24.0),)))
    found = cluster(matrix, KMeansSettings(k=3))
    model = read_model(write_model(model_of(matrix, found, amendments=how)))
    placed = assign_rows(model, raw)
    assert (placed.labels == found.labels).all()
    assert placed.distances == pytest.approx(found.distances, abs=1e-6)
