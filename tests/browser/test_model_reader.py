"""A model is read without the studio: forty lines of JavaScript give every row its label."""

from __future__ import annotations

import base64
import json
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Browser

import kmeans_core.takeaway
from kmeans_core.clustering import KMeansSettings, cluster
from kmeans_core.features import Preparation, prepare
from kmeans_core.tables import read_table
from kmeans_core.takeaway import model_of, write_model

READER = Path(kmeans_core.takeaway.__file__).with_name("assign.js")
LABELS = """async ([reader, model, rows]) => {
  const { assignRow } = await import(`data:text/javascript;base64,${reader}`);
  return rows.map((row) => assignRow(model, row).cluster);
}"""


@pytest.mark.parametrize("components", [None, 2])
@pytest.mark.parametrize("change", ["log", "power"])
def test_javascript_finds_the_same_labels(browser: Browser, components: int | None, change: str) -> None:
    draw = np.random.default_rng(0)
    rows = [
        {
            "hour": int(draw.integers(24)),
            "size": round(float(draw.lognormal(i % 3)), 4),
            "town": ["Ulm", "Bonn", ""][i % 3],
        }
        for i in range(150)
    ]
    data = "\n".join(["hour,size,town", *(f"{r['hour']},{r['size']},{r['town']}" for r in rows)])
    how = Preparation(
        features=("hour", "size"),
        one_hot=("town",),
        circles=(("hour", 24.0),),
        transforms=(("size", change),),  # type: ignore[arg-type]
        components=components,
    )
    matrix = prepare(read_table(data.encode(), "rows.csv"), how)
    found = cluster(matrix, KMeansSettings(k=4))
    model = json.loads(write_model(model_of(matrix, found)))
    page = browser.new_page()
    labels = page.evaluate(LABELS, [base64.b64encode(READER.read_bytes()).decode(), model, rows])
    page.close()
    assert labels == (found.labels + 1).tolist()
