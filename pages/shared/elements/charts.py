"""Charts, each with its numbers as a table one key further."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from html import unescape
from typing import Any

import numpy as np
import pandas as pd
import streamlit as st

from pages.shared.state import widgets

Figure = Any  # Plotly is imported in kmeans_core.figures alone
MOST_ROWS = 5_000  # of a table of numbers
TOOLS = {"displayModeBar": True, "displaylogo": False}
PRINTED = 3  # times the dots of a screen
COLUMNS = ("x", "y", "z", "text", "labels", "values")


def show(figure: Figure, *, key: str, alt: str, config: dict[str, Any] | None = None) -> None:
    """Draw a figure; what it shows unfolds below it as a table of numbers."""
    st.plotly_chart(figure, theme=None, key=key, alt=alt, config=_printable(figure, key, config or {}))
    _numbers(figure, key, alt)


def select(figure: Figure, *, key: str, alt: str, clicked: Callable[[Any], None]) -> Any:
    """Draw a figure in which points can be selected, with its numbers below; return what is selected.

    `clicked` is called with a single point that was clicked at.
    """

    def selected() -> None:
        found = widgets.widget(key).selection
        if len(found.points) == 1 and not found.box and not found.lasso:
            clicked(found.points[0])

    event = st.plotly_chart(
        figure,
        theme=None,
        key=key,
        on_select=selected,
        selection_mode=("points", "box", "lasso"),
        config=_printable(figure, key, TOOLS),
        alt=alt,
    )
    _numbers(figure, key, alt)
    return event


def _printable(figure: Figure, key: str, config: dict[str, Any]) -> dict[str, Any]:
    """Let the camera button give a PNG that is sharp on paper (300 dots an inch), named after its finding."""
    title = unescape((figure.layout.title.text or key).replace("<br>", " "))
    name = re.sub(r"[^\w]+", "_", title).strip("_")[:80]
    return {**config, "toImageButtonOptions": {"format": "png", "scale": PRINTED, "filename": name}}


def _numbers(figure: Figure, key: str, alt: str) -> None:
    """Offer the chart's table; it is made and sent only while it is unfolded."""
    part = st.expander("As a table", key=f"{key}.numbers", on_change="rerun", type="compact")
    if part.open:
        with part:
            table = numbers_of(figure)
            st.dataframe(table[:MOST_ROWS], hide_index=True, key=f"{key}.table", alt=f"Numbers: {alt[:200]}")
            if len(table) > MOST_ROWS:
                st.caption(f"{MOST_ROWS:,} of {len(table):,} lines listed.")


def numbers_of(figure: Figure) -> pd.DataFrame:
    """Return every trace's values, a line each, under the names of the axes they are drawn along."""
    parts = [_trace(trace) for trace in figure.data]
    found = pd.concat([part for part in parts if len(part)] or [pd.DataFrame()], ignore_index=True)
    scene = figure.layout.scene
    axes = {"x": figure.layout.xaxis, "y": figure.layout.yaxis, "z": scene.zaxis}
    if any(trace.type == "scatter3d" for trace in figure.data):
        axes |= {"x": scene.xaxis, "y": scene.yaxis}
    names = {
        name: unescape(axis.title.text) for name, axis in axes.items() if name in found and axis.title.text
    }
    return found.rename(columns=names) if len({*names.values()}) == len(names) else found


def _trace(trace: Any) -> pd.DataFrame:
    if trace.type == "sankey":
        link = trace.link
        return pd.DataFrame({"from": link.source, "to": link.target, "rows": link.value})
    if trace.type == "heatmap":
        return _grid(trace)
    columns = {
        name: values
        for name in COLUMNS
        if name in trace and (values := _flat(getattr(trace, name))) is not None
    }
    length = max((len(values) for values in columns.values()), default=0)
    frame = pd.DataFrame({name: values for name, values in columns.items() if len(values) == length})
    if trace.name and len(frame):
        frame.insert(0, "of", unescape(str(trace.name)))
    return frame


def _grid(trace: Any) -> pd.DataFrame:
    """Return a heat map's cells, the empty ones left out."""
    z = np.asarray(trace.z, dtype=float)
    x = np.arange(z.shape[1]) if trace.x is None else np.asarray(trace.x)
    y = np.arange(z.shape[0]) if trace.y is None else np.asarray(trace.y)
    frame = pd.DataFrame({"x": np.tile(x, len(y)), "y": np.repeat(y, len(x)), "value": z.ravel()})
    return frame.dropna(subset="value")


def _flat(values: Any) -> Sequence[Any] | None:
    """Return one value a line, without Plotly's markup; None where a trace has a single text or nothing."""
    if values is None or isinstance(values, str):
        return None
    return [
        unescape(v).replace("<br>", " ") if isinstance(v, str) else v for v in np.ravel(np.asarray(values))
    ]
