"""How far new rows have moved from those of a model, in words, in a table and in charts."""

from __future__ import annotations

import streamlit as st

from kmeans_core.figures.drift import then_and_now
from kmeans_core.takeaway import ColumnDrift, Drift, Model
from pages.shared.elements import charts, page
from pages.shared.elements.words import cut, escape, number

LEVELS = {"as before": "as before", "moved": "moved a little", "shifted": "shifted"}


def draw(model: Model, found: Drift) -> None:
    """Say whether to fit a new model, and show what has moved."""
    st.subheader("Have the rows changed?", anchor=False)
    show = st.warning if found.refit else st.info
    show(escape(" ".join([found.headline, *found.reasons]), 900))
    if found.distance_then is not None:
        st.caption(
            f"Mean distance to the centre: {number(found.distance_then)} then, "
            f"{number(found.distance_now)} now. Index of the clusters' shares: {number(found.psi, 2)}."
        )
    each = _picked(found)
    left, right = st.columns(2)
    with left:
        title = f"The clusters' shares are {LEVELS[found.level]}"
        figure = then_and_now(model.names, found.then, found.now, page.theme(), title=title)
        charts.show(figure, key="assign.drift.shares", alt=title)
    if each is not None:
        with right:
            title = f"{cut(each.label, 40)} is {LEVELS[each.level]}"
            figure = then_and_now(each.bins, each.then, each.now, page.theme(), title=title)
            charts.show(figure, key="assign.drift.values", alt=title)
    _table(found)


def _picked(found: Drift) -> ColumnDrift | None:
    """Let a column be chosen, the most moved one first; None where the model does not know its columns."""
    if not found.columns:
        st.caption("The model does not tell what its columns were like: save it anew to compare them.")
        return None
    labels = [each.label for each in found.columns]
    label = st.selectbox(
        "Column", labels, format_func=cut, width=320, key=f"assign.drift.column.{len(labels)}"
    )
    return found.columns[labels.index(label)]


def _table(found: Drift) -> None:
    if not found.columns:
        return
    st.dataframe(
        {
            "column": [each.label for each in found.columns],
            "": [LEVELS[each.level] for each in found.columns],
            "stability index (PSI)": [number(each.psi, 2) for each in found.columns],
            "Kolmogorov-Smirnov": [number(each.ks, 2) for each in found.columns],
            "new values": [cut(", ".join(each.new[:5]), 60) for each in found.columns],
        },
        hide_index=True,
        key="assign.drift.columns",
        alt="Each column then and now",
    )
    st.caption(
        "An index up to .1 is as before, from .25 shifted, where chance does not make as much with so few "
        "rows. Kolmogorov-Smirnov is the largest distance between the two distributions, from 0 to 1."
    )
