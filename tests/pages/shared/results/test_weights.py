"""What results weigh: near enough to what they hold in memory."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa

from pages.shared.results.weights import weight


@dataclass(frozen=True, eq=False)
class Held:
    """A result as the core makes them."""

    values: np.ndarray
    names: tuple[str, ...]


def test_arrays_bytes_and_texts_weigh_what_they_hold():
    assert weight(np.zeros((10, 2))) == 160
    assert weight(b"12345") == 5
    assert weight({"a": "1234", "b": [b"1", b"2"]}) == 6


def test_a_data_frame_weighs_its_columns_and_its_texts():
    frame = pd.DataFrame({"size": np.zeros(1_000), "name": ["a name of some length"] * 1_000})
    assert weight(frame) > 8_000 + 20_000
    assert weight(frame["size"]) >= 8_000


def test_a_dataclass_weighs_what_lies_in_its_fields():
    assert weight(Held(np.zeros(100), ("ab", "cd"))) == 804


def test_an_arrow_table_weighs_its_buffers():
    table = pa.table({"a": pa.array(np.zeros(1_000))})
    assert weight(table) == table.nbytes
