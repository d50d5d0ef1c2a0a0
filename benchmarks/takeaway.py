"""What is taken away, beside what others take for the same: rows, requests, reports and starts.

python -m benchmarks.takeaway [--quick]
"""

from __future__ import annotations

import asyncio
import io
import subprocess
import sys
import time
from collections.abc import Callable

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.csv
from sklearn.pipeline import Pipeline
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route
from starlette.types import ASGIApp, Message

from kmeans_core import (
    KMeansSettings,
    Preparation,
    assign_rows,
    cluster,
    gather,
    labelled_csv,
    model_of,
    prepare,
    read_table,
    report,
)
from kmeans_core.reports import slides
from kmeans_core.service import service
from kmeans_core.takeaway.sklearn_model import _kmeans

SCOPE = {  # of a request as a server hands it on
    "type": "http",
    "http_version": "1.1",
    "method": "POST",
    "scheme": "http",
    "path": "/predict",
    "raw_path": b"/predict",
    "query_string": b"",
    "headers": [(b"host", b"127.0.0.1"), (b"content-type", b"application/json")],
}
HELP = "import sys; sys.argv = ['x', '--help']; from kmeans_core.cli.__main__ import app; app()"
LIBRARIES = "import pandas, pyarrow.csv, sklearn.cluster, sklearn.compose, xlsxwriter, msgspec, typer"
COLUMNS = [f"c{i}" for i in range(10)]


def used(work: Callable[[], object], times: int = 3) -> float:
    """Return the least processor time of some runs."""
    seconds = []
    for _ in range(times):
        begun = time.process_time()
        work()
        seconds.append(time.process_time() - begun)
    return min(seconds)


def made(rows: int) -> pd.DataFrame:
    chance = np.random.default_rng(0)
    centres = chance.normal(0, 6, (8, len(COLUMNS)))
    return pd.DataFrame(
        centres[chance.integers(0, 8, rows)] + chance.normal(0, 1, (rows, 10)), columns=COLUMNS
    )


def text_of(frame: pd.DataFrame) -> bytes:
    out = io.BytesIO()
    pyarrow.csv.write_csv(pa.Table.from_pandas(frame), out)
    return out.getvalue()


def main(quick: bool) -> None:
    rows = 100_000 if quick else 1_000_000
    frame = made(rows)
    few = read_table(text_of(frame[:10_000]), "few.csv")
    matrix = prepare(few, Preparation(scaling="standard"))
    found = cluster(matrix, KMeansSettings(k=8))
    model = model_of(matrix, found, table=few)
    pipeline = Pipeline([*matrix.pipeline.steps, ("clusters", _kmeans(found))])
    table = read_table(text_of(frame), "rows.csv")
    print("| what | here | beside | ratio |\n|---|---|---|---|")

    def line(what: str, here: float, beside: float, unit: str = "s") -> None:
        print(f"| {what} | {here:.3g} {unit} | {beside:.3g} {unit} | {here / beside:.2f} |", flush=True)

    def ours() -> None:
        placed = assign_rows(model, table)
        labelled_csv(table, placed, placed, names=model.names)

    def theirs() -> None:
        text_of(frame.assign(cluster=pipeline.predict(frame)))

    line(f"{rows:,} x 10 assigned and written (Pipeline.predict, pyarrow.csv)", used(ours), used(theirs))

    async def bare(request: Request) -> JSONResponse:
        told = pd.DataFrame([await request.json()], columns=COLUMNS)
        return JSONResponse({"cluster": int(pipeline.predict(told)[0])})

    body = frame[:1].to_json(orient="records").strip("[]").encode()
    requests = 200 if quick else 2_000
    here, there = (
        rate(client, body, requests)
        for client in (
            service(model),
            Starlette(routes=[Route("/predict", bare, methods=["POST"])]),
        )
    )
    line("requests a second of one row (a bare handler with Pipeline.predict)", here[0], there[0], "/s")
    line("99th percentile of a request", here[1] * 1e3, there[1] * 1e3, "ms")
    told = gather(few, matrix, found)
    seconds = used(lambda: gather(few, matrix, found), 1)
    line(
        "a report of 10,000 rows: evidence, and the page (limit 3 s)", seconds + used(lambda: report(told)), 3
    )
    line("its slides (no limit; beside the evidence)", used(lambda: slides(told), 1), seconds)
    line("kmeans-studio --help (limit .5 s)", started(HELP), started("import typer"))
    line(
        "what cluster imports (its libraries alone)",
        started("import kmeans_core.cli.asked"),
        started(LIBRARIES),
    )


def rate(app: ASGIApp, body: bytes, requests: int) -> tuple[float, float]:
    """Return requests a second of processor time, and the 99th percentile of one in seconds."""
    seconds = []

    async def ask() -> None:
        for _ in range(requests):
            begun = time.process_time()
            await app(dict(SCOPE), lambda: _given(body), _taken)
            seconds.append(time.process_time() - begun)

    asyncio.run(ask())
    return 1 / float(np.mean(seconds)), float(np.quantile(seconds, 0.99))


async def _given(body: bytes) -> Message:
    return {"type": "http.request", "body": body, "more_body": False}


async def _taken(message: Message) -> None:
    if message["type"] == "http.response.start" and message["status"] != 200:
        raise RuntimeError(f"refused with {message['status']}")


def started(code: str) -> float:
    """Return the least processor time of a new Python that runs this."""
    timed = f"import time, atexit; atexit.register(lambda: print(time.process_time(), flush=True)); {code}"
    runs = [
        subprocess.run([sys.executable, "-c", timed], capture_output=True, text=True, check=True)
        for _ in range(3)
    ]
    return min(float(run.stdout.split()[-1]) for run in runs)


if __name__ == "__main__":
    main("--quick" in sys.argv)
