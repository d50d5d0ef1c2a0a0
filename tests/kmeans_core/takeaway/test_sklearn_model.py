"""Models for scikit-learn: equal labels with skops alone, and nothing hostile ever runs."""

from __future__ import annotations

import io
import json
import os
import pickle
import zipfile
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import skops.io

from kmeans_core import (
    BadSettings,
    DataProblem,
    KMeansSettings,
    Preparation,
    assign_rows,
    cluster,
    load_sample,
    prepare,
    read_any_model,
    read_table,
    write_skops,
)
from kmeans_core.takeaway.sklearn_model import MEMBER, TRUSTED

AGAIN = "Choose a model that the studio wrote."
WAYS = {
    "standard": Preparation(scaling="standard"),
    "components": Preparation(scaling="robust", components=2),
    "words": Preparation(features=("income", "group"), one_hot=("group",), transforms=(("income", "log"),)),
    "power": Preparation(transforms=(("income", "power"),), weights=(("age", 2.0),)),
    "neighbours": Preparation(missing="nearest"),
}


@pytest.mark.parametrize("way", WAYS)
def test_the_pipeline_alone_finds_the_same_labels(way: str) -> None:
    table = load_sample("Customers")
    matrix = prepare(table, WAYS[way])
    found = cluster(matrix, KMeansSettings(k=4))
    pipeline = skops.io.loads(write_skops(matrix, found), trusted=list(TRUSTED))
    cells = {
        column.label: table.text.column(i).to_pylist() if column.numbers is None else column.numbers
        for i, column in enumerate(table.columns)
    }
    assert np.array_equal(pipeline.predict(pd.DataFrame(cells)), found.labels)


def test_new_rows_are_assigned_by_it_as_by_the_plain_model() -> None:
    table = load_sample("Customers")
    matrix = prepare(table)
    found = cluster(matrix, KMeansSettings(k=4))
    model = read_any_model(write_skops(matrix, found, names=("a", "b", "c", "d")))
    assert model.names == ("a", "b", "c", "d")
    assert np.array_equal(assign_rows(model, table).labels, found.labels)


def test_a_column_on_a_circle_is_refused_with_a_sentence() -> None:
    table = read_table(b"hour,x\n1,2\n23,3\n12,9\n13,8\n", "day.csv")
    matrix = prepare(table, Preparation(features=("hour", "x"), circles=(("hour", 24.0),)))
    with pytest.raises(BadSettings) as problem:
        write_skops(matrix, cluster(matrix, KMeansSettings(k=2)))
    assert str(problem.value) == (
        "scikit-learn has no transformer for a column on a circle. Take the JSON model."
    )


class Bomb:
    """Leaves a file behind when somebody unpickles it."""

    def __init__(self, mark: Path) -> None:
        self.mark = mark

    def __reduce__(self) -> object:
        return os.mkdir, (str(self.mark),)


def archive(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in parts.items():
            packed.writestr(name.replace("__", "."), data)
    return out.getvalue()


def test_pickles_never_fire_whatever_holds_them(tmp_path: Path) -> None:
    mark = tmp_path / "fired"
    live = pickle.dumps(Bomb(mark))
    old = pickle.dumps(Bomb(mark), protocol=0)
    node = {"__class__": "mkdir", "__module__": "os", "__loader__": "FunctionNode", "content": "mkdir"}
    hostile = [live, old, archive(schema__json=live), archive(model__pkl=live), archive(**{MEMBER: live})]
    hostile.append(archive(schema__json=json.dumps(node).encode(), **{MEMBER: b"{}"}))
    for data in hostile:
        with pytest.raises(DataProblem) as problem:
            read_any_model(data)
        assert str(problem.value).startswith("This is not a model of the studio. ")
        assert str(problem.value).endswith(AGAIN)
    assert not mark.exists()
    pickle.loads(live)
    assert mark.exists(), "the payload is a live one"


def test_a_type_that_is_not_on_the_list_is_refused_by_its_name() -> None:
    matrix = prepare(load_sample("Three blobs"))
    whole = write_skops(matrix, cluster(matrix))
    with zipfile.ZipFile(io.BytesIO(whole)) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    schema = json.loads(parts["schema.json"])
    schema["__class__"], schema["__module__"] = "Popen", "subprocess"
    parts["schema.json"] = json.dumps(schema).encode()
    with pytest.raises(DataProblem) as problem:
        read_any_model(archive(**parts))
    told = "It holds types that are not trusted: subprocess.Popen."
    assert str(problem.value) == f"This is not a model of the studio. {told} {AGAIN}"


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"PK\x03\x04junk", "The archive holds no model, or is damaged."),
        (archive(schema__json=b"{}"), "The archive holds no model, or is damaged."),
        (archive(**{MEMBER: b"0" * 2**27}), "It is too large."),
        (
            archive(schema__json=b'{"a":' * 50_000, **{MEMBER: b"{}"}),
            "The archive holds no model, or is damaged.",
        ),
        (b"\x80\x05K\x01.", "It is a pickle, which could run anything."),
    ],
)
def test_what_is_no_model_is_refused_with_a_sentence(data: bytes, why: str) -> None:
    with pytest.raises(DataProblem) as problem:
        read_any_model(data)
    assert str(problem.value) == f"This is not a model of the studio. {why} {AGAIN}"
