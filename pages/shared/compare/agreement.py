"""How far the algorithms agree with each other and with known classes."""

from __future__ import annotations

import numpy as np
import pandas as pd
import streamlit as st

from kmeans_core.figures import groupings as drawings
from kmeans_core.groupings import Attempt, agreement
from kmeans_core.profiles import known_classes, possible_classes
from pages.shared.elements import charts, page
from pages.shared.elements.words import cut
from pages.shared.results.groups import OfKMeans


def show(groups: OfKMeans, tried: list[Attempt]) -> None:
    """Draw the agreement of each two, and list every algorithm's figures, known classes among them."""
    if not tried:
        return
    label = _classes(groups)
    st.dataframe(
        _table(groups, tried, label),
        hide_index=True,
        key="compare.table",
        alt="Every algorithm's figures",
        column_config={
            "silhouette": st.column_config.NumberColumn(format="%.2f"),
            "DBCV": st.column_config.NumberColumn(format="%.2f"),
            "seconds": st.column_config.NumberColumn(format="%.2f"),
            "classes": st.column_config.NumberColumn(f"ARI with {cut(label or '', 30)}", format="%.2f"),
        },
    )
    if len(tried) > 1:
        figure = drawings.agreement(agreement(tried), [each.title for each in tried], page.theme())
        charts.show(figure, key="compare.agreement", alt="Adjusted Rand index of each two algorithms")


def _classes(groups: OfKMeans) -> str | None:
    """Let known classes be chosen, where a column can hold some; those of a sample are taken."""
    offered = [None, *possible_classes(groups.table)]
    truth = groups.table.truth
    chosen: str | None = st.selectbox(
        "Known classes",
        offered,
        index=offered.index(truth) if truth in offered else 0,
        format_func=lambda label: "none" if label is None else cut(label),
        key=f"compare.truth.{groups.table.digest}",
        width=320,
        help="A column that says what each row really is: every algorithm is compared with it.",
    )
    return chosen


def _table(groups: OfKMeans, tried: list[Attempt], label: str | None) -> pd.DataFrame:
    columns = {
        "algorithm": [each.title for each in tried],
        "clusters": [len(each.grouping.sizes) for each in tried],
        "in no cluster": [each.scattered for each in tried],
        "silhouette": [each.silhouette for each in tried],
        "DBCV": [np.nan if each.validity is None else each.validity for each in tried],
        "seconds": [each.seconds for each in tried],
    }
    if label is not None:
        columns["classes"] = [_with_classes(groups, each, label) for each in tried]
    return pd.DataFrame(columns)


def _with_classes(groups: OfKMeans, each: Attempt, label: str) -> float:
    found = known_classes(groups.table, label, groups.matrix.rows, each.grouping).agreement
    return np.nan if found is None else found.ari
