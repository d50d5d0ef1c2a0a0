"""Tables in files, as engines meet them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.csv as csv
import pyarrow.feather as feather
import pyarrow.parquet as pq

GROUPS = 4


def frame(rows: int = 3_000, seed: int = 0) -> pd.DataFrame:
    """Four round groups in x and y on different scales, a category, words and gaps."""
    random = np.random.default_rng(seed)
    group = random.integers(GROUPS, size=rows)
    made = pd.DataFrame(
        {
            "x": 10.0 * group + random.normal(size=rows),
            "y": 5_000.0 * (group % 2) + 100 * random.normal(size=rows) + 20_000,
            "city": np.array(["Oslo", "Rome", "Lima"])[group % 3],
            "note": [f"row {i}" for i in range(rows)],
            "n": np.arange(rows),
        }
    )
    made.loc[random.integers(rows, size=rows // 50), "x"] = np.nan
    return made


def lay_down(folder: Path, whole: pd.DataFrame, kind: str = "parquet", files: int = 3) -> Path:
    """Write the rows, in order, as files of a year each."""
    for i, rows in enumerate(np.array_split(np.arange(len(whole)), files)):
        table = pa.Table.from_pandas(whole.iloc[rows], preserve_index=False)
        place = folder / f"year={2020 + i}"
        place.mkdir(parents=True)
        if kind == "parquet":
            pq.write_table(table, place / "part.parquet", row_group_size=300)
        elif kind == "arrow":
            feather.write_feather(table, place / "part.arrow", chunksize=300)
        else:
            csv.write_csv(table, place / "part.csv")
    return folder
