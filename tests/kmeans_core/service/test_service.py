"""Rows over HTTP: the labels that the core gives, and sentences for whatever else is sent."""

from __future__ import annotations

import io
import json
import socket
import struct
import threading
import time
from collections.abc import Iterator
from http.client import HTTPConnection
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.csv
import pytest
import uvicorn

from kmeans_core import (
    KMeansSettings,
    Model,
    Preparation,
    assign_rows,
    cluster,
    model_of,
    prepare,
    read_table,
)
from kmeans_core.service import service

TABLE = b"x,y,city\n1,2,Oslo\n2,1,Oslo\n9,9,Rome\n8,9,Rome\n1,1,Oslo\n9,8,Rome\n"
ARROW = "application/vnd.apache.arrow.stream"


@pytest.fixture(scope="module")
def model() -> Model:
    table = read_table(TABLE, "points.csv")
    matrix = prepare(table, Preparation(features=("x", "y", "city"), one_hot=("city",), missing="drop"))
    return model_of(matrix, cluster(matrix, KMeansSettings(k=2)), names=("south", "north"), source=table.name)


@pytest.fixture(scope="module")
def port(model: Model) -> Iterator[int]:
    """The service as `kmeans-studio serve` runs it, with bodies of at most a megabyte."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        number: int = free.getsockname()[1]
    config = uvicorn.Config(service(model, most_mb=1), port=number, log_level="critical")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    until = time.monotonic() + 10
    while not server.started and time.monotonic() < until:
        time.sleep(0.01)
    yield number
    server.should_exit = True
    thread.join()


def ask(
    port: int, body: bytes | None, *, path: str = "/predict", method: str = "POST", **headers: str
) -> tuple[int, Any]:
    """Return the status and the answer, read by its kind."""
    line = HTTPConnection("127.0.0.1", port, timeout=10)
    line.request(method, path, body, {name.replace("_", "-"): value for name, value in headers.items()})
    answer = line.getresponse()
    data, kind = answer.read(), answer.headers["content-type"]
    line.close()
    if kind == "application/json":
        return answer.status, json.loads(data)
    if kind == ARROW:
        return answer.status, pa.ipc.open_stream(data).read_all()
    return answer.status, pyarrow.csv.read_csv(io.BytesIO(data))


def arrow(table: pa.Table, **options: Any) -> bytes:
    out = io.BytesIO()
    with pa.ipc.new_stream(out, table.schema, options=pa.ipc.IpcWriteOptions(**options)) as stream:
        stream.write_table(table)
    return out.getvalue()


def test_json_csv_and_arrow_get_the_labels_of_the_core(port: int, model: Model) -> None:
    placed = assign_rows(model, read_table(TABLE, "points.csv"))
    wanted = (placed.labels + 1).tolist()
    table = pyarrow.csv.read_csv(io.BytesIO(TABLE))
    status, told = ask(port, json.dumps(table.to_pylist()).encode())
    assert (status, [row["cluster"] for row in told["rows"]], told["notes"]) == (200, wanted, [])
    assert [row["name"] for row in told["rows"]] == [model.names[i] for i in placed.labels]
    assert np.allclose([row["distances"] for row in told["rows"]], placed.to_all(model))
    assert np.allclose([row["distance"] for row in told["rows"]], placed.distances)
    for kind, body in (("text/csv", TABLE), (ARROW, arrow(table))):
        status, told = ask(port, body, content_type=kind, accept=kind)
        assert (status, told.column("cluster").to_pylist()) == (200, wanted)
        assert np.allclose(told.column("distance to 2").to_numpy(), placed.to_all(model)[:, 1])


def test_one_row_may_come_alone_and_a_row_without_values_has_no_cluster(port: int) -> None:
    told = ask(port, b'{"x": 9, "y": 9.0, "city": "Rome"}')[1]
    assert (told["rows"][0]["cluster"], told["rows"][0]["far"]) == (2, False)
    told = ask(port, b'[{"x": null, "y": 1, "city": "Bonn"}, {"x": 1, "y": 1, "city": "Oslo"}]')[1]
    assert [row["cluster"] for row in told["rows"]] == [None, 1]
    assert told["notes"] == [
        "city has values that the model has not met (Bonn); they count as none.",
        "1 row could not be placed: a value that the model needs is missing.",
    ]


def test_many_rows_are_placed_beside_small_requests(port: int) -> None:
    rows = np.tile([[1.0, 2.0], [9.0, 9.0]], (20_000, 1))
    table = pa.table({"x": rows[:, 0], "y": rows[:, 1], "city": ["Oslo", "Rome"] * 20_000})
    body = arrow(table.slice(0, 30_000))
    told = ask(port, body, content_type=ARROW, accept=ARROW)[1]
    assert told.column("cluster").to_pylist() == [1, 2] * 15_000


def test_the_model_the_health_and_the_description_are_told(port: int) -> None:
    assert ask(port, None, path="/health", method="GET") == (200, {"status": "ok"})
    about = ask(port, None, path="/model", method="GET")[1]
    assert about["columns"] == [
        {"label": "x", "kind": "number"},
        {"label": "y", "kind": "number"},
        {"label": "city", "kind": "words"},
    ]
    assert [each["name"] for each in about["clusters"]] == ["south", "north"]
    api = ask(port, None, path="/openapi.json", method="GET")[1]
    assert api["openapi"] == "3.1.0"
    assert set(api["paths"]) == {"/predict", "/model", "/health"}


LINE = "The body is no list of rows. "
REFUSED: list[tuple[bytes, dict[str, str], int, str]] = [
    (b"[", {}, 422, LINE + 'Input data was truncated. Send [{"column": 1.5}].'),
    (b"[" * 100_000, {}, 422, LINE + 'Expected object, got array - at $[0]. Send [{"column": 1.5}].'),
    (
        b'[{"x": NaN}]',
        {},
        422,
        LINE + 'JSON is malformed: invalid character (byte 7). Send [{"column": 1.5}].',
    ),
    (b'[{"x": 1e999}]', {}, 422, LINE + 'Number out of range - at $[0][...]. Send [{"column": 1.5}].'),
    (b"[]", {}, 422, "There are no rows. Send at least one."),
    (
        b'[{"age": 1}]',
        {},
        422,
        "The table has none of the model's columns: x, y, city. Load one that has them.",
    ),
    (
        b'[{"x": "much", "y": 1}]',
        {},
        422,
        "No row has a value in every column of the model. Fill gaps and load it again.",
    ),
    (
        b"x,y\n",
        {"content_type": "text/csv"},
        422,
        "The file has a header but no data rows. Load a file with rows, or choose to read no header.",
    ),
    (
        b"junk",
        {"content_type": ARROW},
        422,
        "The body is no Arrow stream. Write it with an IPC stream writer.",
    ),
    (b"{}" * 600_000, {}, 413, "A body may have 1 MB; send fewer rows at once."),
    (
        b"[" + b"{}," * 110_000 + b"{}]",
        {},
        413,
        "The table has 110,001 rows; at most 100,000 are read. Load fewer rows.",
    ),
    (b"{}", {"content_type": "text/html"}, 415, f"Bodies may be application/json, text/csv, {ARROW}."),
    (
        b"\x1f\x8b",
        {"content_encoding": "gzip"},
        415,
        "Bodies are read as they come: send them without Content-Encoding.",
    ),
    (b"{}", {"host": "evil.example"}, 421, "This service does not answer to that name."),
]


@pytest.mark.parametrize(("body", "headers", "status", "said"), REFUSED)
def test_what_cannot_be_answered_is_refused_with_a_sentence(
    port: int, body: bytes, headers: dict[str, str], status: int, said: str
) -> None:
    assert ask(port, body, **headers) == (status, {"error": said})


def test_other_ways_and_methods_are_refused_with_a_sentence(port: int) -> None:
    assert ask(port, None, path="/", method="GET") == (
        404,
        {"error": "There is nothing here; /openapi.json tells what there is."},
    )
    assert ask(port, None, method="GET") == (405, {"error": "Use POST for /predict, GET else."})


def test_streams_that_unfold_to_more_than_they_are_get_refused(port: int) -> None:
    zeros = pa.table({"x": np.zeros(5_000_000), "y": np.zeros(5_000_000)})
    for packing in ("zstd", "lz4"):
        packed = arrow(zeros, compression=packing)
        assert ask(port, packed, content_type=ARROW) == (
            422,
            {"error": "The Arrow stream is compressed. Send it without compression."},
        )
    endless = arrow(pa.table({"x": pa.nulls(2_000_000)}))
    told = "The table has 2,000,000 rows; at most 100,000 are read. Load fewer rows."
    assert ask(port, endless, content_type=ARROW) == (413, {"error": told})
    word = pa.DictionaryArray.from_arrays(np.zeros(90_000, np.int8), pa.array(["long" * 20_000]))
    told = "Unpacked, the file is larger than the 64.0 MiB that are read at most. Load fewer rows or columns."
    assert ask(port, arrow(pa.table({"city": word})), content_type=ARROW) == (413, {"error": told})


def test_damaged_streams_never_end_the_service(port: int) -> None:
    whole = arrow(pa.table({"x": [1.0, 9.0], "y": [2.0, 9.0], "city": ["Oslo", "Rome"]}))
    chance = np.random.default_rng(0)
    for _ in range(200):
        broken = bytearray(whole)
        at = int(chance.integers(8, len(broken) - 4))
        broken[at : at + 4] = struct.pack("<I", int(chance.integers(2**32)))
        assert ask(port, bytes(broken), content_type=ARROW)[0] in (200, 413, 422)
    assert ask(port, None, path="/health", method="GET")[0] == 200
