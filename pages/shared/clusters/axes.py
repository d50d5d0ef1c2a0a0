"""What the scatter can be drawn along: principal components, columns in their units, or one as a strip."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from kmeans_core.features import to_original_units
from pages.shared.results import clusters
from pages.shared.results.groups import Groups

GOLDEN = 0.618  # spreads points on a strip evenly over its height


@dataclass(frozen=True, eq=False)
class Axis:
    """One thing to draw along: its name, every row's value and every centre's."""

    name: str
    values: NDArray[np.float64]
    centres: NDArray[np.float64] | None
    feature: str | None = None  # the label of the column, for an axis in original units
    strip: bool = False  # the height means nothing


def offered(groups: Groups) -> list[Axis]:
    """Offer principal components first when there are more than two features, else the features first."""
    view = clusters.project(groups.matrix, groups.clustering)
    components = [
        Axis(name, view.places[:, i], None if view.centres is None else view.centres[:, i])
        for i, name in enumerate(view.names)
    ]
    known = {column.label for column in groups.table.columns}
    middle = groups.clustering.centres
    centres = None if middle is None else to_original_units(groups.matrix, middle)
    features = [
        Axis(
            label,
            groups.matrix.originals[:, j],
            None if centres is None else centres[:, j],
            label if label in known else None,
        )
        for j, label in enumerate(groups.matrix.original_names)
    ]
    if len(features) == 1:
        return features
    return features + components if len(features) == 2 else components + features


def strip(groups: Groups) -> Axis:
    """Spread rows over a height that means nothing, so that a single column's values can be told apart."""
    heights = (np.arange(len(groups.clustering.labels)) * GOLDEN % 1).astype(np.float64)
    middle = None if groups.clustering.centres is None else np.full(len(groups.shown), 0.5)
    return Axis("none: a strip", heights, middle, strip=True)


def pick(groups: Groups, dims: int) -> list[Axis]:
    """Draw a select box for each axis; return what was chosen."""
    ways = offered(groups)
    chosen = [_box(ways, 0, groups)]
    if dims == 2:
        flat = [*ways, strip(groups)]
        chosen.append(_box(flat, 1, groups))
    else:
        chosen += [_box(ways, place, groups) for place in (1, 2)]
    return chosen


def _box(ways: list[Axis], place: int, groups: Groups) -> Axis:
    chosen = st.selectbox(
        f"{'xyz'[place]} axis",
        range(len(ways)),
        index=min(place, len(ways) - 1),
        format_func=lambda i: ways[i].name,
        key=f"scatter.axis_{place}.{groups.matrix.digest}",
    )
    return ways[chosen]
