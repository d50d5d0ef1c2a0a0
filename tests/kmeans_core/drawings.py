"""What tests of figures share: three clusters, a column, and what a figure says and shows."""

from __future__ import annotations

import numpy as np
import plotly.graph_objects as go

from kmeans_core.figures.groups import Group
from kmeans_core.profiles.number_profiles import Numbers, describe_numbers

GROUPS = (Group(1, "<b>low</b>", 3, 4), Group(2, "high", 2, 0), Group(3, "", 1, 1))
LABELS = np.array([0, 0, 0, 1, 1, 2], np.int32)
INCOME = np.array([1.0, 2, 3, 11, 12, 20])


def numbers(*columns: np.ndarray, names: tuple[str, ...] = ()) -> Numbers:
    """Describe columns of six rows, by the three clusters."""
    names = names or tuple(f"c{j}" for j in range(len(columns)))
    return describe_numbers(dict(zip(names, columns, strict=True)), LABELS, 3)


def title(fig: go.Figure) -> str:
    """Return the title as it is read, without its line breaks."""
    return fig.layout.title.text.replace("<br>", " ")


def axes(fig: go.Figure) -> tuple[str, str]:
    """Return the titles of the two axes."""
    return fig.layout.xaxis.title.text, fig.layout.yaxis.title.text
