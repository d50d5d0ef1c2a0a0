"""Rows of the upload as tables and hover texts, every cell as its exact text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
import streamlit as st
from numpy.typing import NDArray

from kmeans_core.figures.groups import Group
from kmeans_core.figures.theme import plain
from kmeans_core.tables import Table
from pages.shared.elements.words import cut

HOVER_FIELDS = 8
ROWS_LISTED = 1_000
COLUMNS_LISTED = 100


def show_rows(
    table: Table, rows: NDArray[np.int64], added: Mapping[str, Sequence[object]], *, key: str, alt: str
) -> None:
    """Show rows of the upload with their row numbers from 1, and say when not all of them are listed."""
    listed, width = rows[:ROWS_LISTED], min(len(table.columns), COLUMNS_LISTED)
    cells = table.text.select(range(width)).take(listed)
    columns: dict[str, object] = {"row": listed + 1}
    columns |= {f"added {name}": list(values)[: len(listed)] for name, values in added.items()}
    columns |= {f"cell {i}": cells.column(i).to_pandas() for i in range(width)}
    names = {"row": "row", **{f"added {name}": name for name in added}}
    names |= {f"cell {i}": table.columns[i].label for i in range(width)}
    st.dataframe(
        pd.DataFrame(columns),
        hide_index=True,
        column_config={
            column: st.column_config.Column(cut(name), pinned=column == "row")
            for column, name in names.items()
        },
        key=key,
        alt=alt,
    )
    if len(rows) > len(listed) or width < len(table.columns):
        st.caption(
            f"{len(listed):,} of {len(rows):,} rows and {width:,} of {len(table.columns):,} columns listed."
        )


def titles(groups: Sequence[Group], labels: NDArray[np.integer]) -> list[str]:
    """Return the title of each row's cluster; -1 is in none."""
    return [groups[label].title if label >= 0 else "in no cluster" for label in labels.tolist()]


def hover_texts(table: Table, rows: NDArray[np.int64]) -> tuple[str, ...]:
    """Write the first fields of each row for hovering, safe for Plotly."""
    shown = table.columns[:HOVER_FIELDS]
    cells = table.text.select(range(len(shown))).take(rows)
    texts = [
        [f"{plain(column.label, 30)}: {plain(text or '', 40)}" for text in cells.column(i).to_pylist()]
        for i, column in enumerate(shown)
    ]
    return tuple("<br>".join(parts) for parts in zip(*texts, strict=True))
