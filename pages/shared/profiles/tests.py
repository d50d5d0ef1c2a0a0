"""Tests that say which p-values mean something."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import streamlit as st

from kmeans_core.figures.groups import Group
from kmeans_core.profiles import NumberTest, PairTest, Profile, WordTest, compare_pairs, compare_words
from pages.shared.elements.words import cut, number
from pages.shared.results import profiles
from pages.shared.results.groups import Groups


def show(groups: Groups, told: Profile, shown: tuple[Group, ...]) -> None:
    """Show tests of every column, with p-values only where they mean something."""
    st.caption(
        "Clusters are made to differ in the columns they were made from: a p-value there is always small and "
        "says nothing, so none is shown, nor for copies of them. Columns that were held out get proper ones. "
        "Effect sizes: η² and ε² of .01 are small, .06 medium, .14 large; V of .1 small, .3 medium, .5 large."
    )
    found = profiles.tests(groups, told)
    if found:
        st.markdown("**Number columns**: analysis of variance and Kruskal-Wallis")
        _table(
            {
                "column": [test.column for test in found],
                "F": [test.f for test in found],
                "p": [_p(test.p_anova, test) for test in found],
                "η²": [test.eta_squared for test in found],
                "Kruskal-Wallis H": [test.h for test in found],
                "p of H": [_p(test.p_kruskal, test) for test in found],
                "ε²": [test.epsilon_squared for test in found],
            },
            "numbers",
        )
    words = [compare_words(shares) for shares in told.words]
    if words:
        st.markdown("**Columns of words**: chi squared and Cramér's V")
        _table(
            {
                "column": [test.column for test in words],
                "χ²": [test.chi_squared for test in words],
                "degrees of freedom": [test.freedom for test in words],
                "p": [_p(test.p, test) + (" (rough)" if test.sparse else "") for test in words],
                "V": [test.cramers_v for test in words],
            },
            "words",
        )
        if any(test.sparse for test in words):
            st.caption("Rough: more than a fifth of the cells expect fewer than 5 rows.")
    _pairs(told, shown)


def _table(columns: dict[str, list[Any]], key: str) -> None:
    frame = pd.DataFrame(columns)
    write: Any = number  # Styler's types ask for a function of any object
    styled = frame.style.format(write, subset=frame.select_dtypes("float").columns)
    st.dataframe(
        styled, hide_index=True, placeholder="–", key=f"profile.tests.{key}", alt=f"Tests of {key} by cluster"
    )


def _p(p: float | None, test: NumberTest | WordTest | PairTest) -> str:
    if test.circular is not None:
        same = test.circular == test.column
        return f"circular: {'made from this column' if same else f'a copy of {cut(test.circular)}'}"
    if p is None or np.isnan(p):
        return "–"
    return "< 0.001" if p < 0.001 else f"{p:.3f}"


def _pairs(told: Profile, shown: tuple[Group, ...]) -> None:
    """Show which pairs of clusters differ in one column."""
    labels = told.numbers.labels
    if not labels:
        return
    st.markdown("**Pairs of clusters**: Welch's t-tests, corrected for their number by Holm's method")
    label = st.selectbox(
        "Column to compare in pairs",
        labels,
        index=next((j for j, made_from in enumerate(told.numbers.made_from) if made_from is None), 0),
        format_func=cut,
        key=f"profile.pairs.{told.digest}",
    )
    j = labels.index(label)
    found = compare_pairs(told.numbers, j)
    _table(
        {
            "clusters": [f"{shown[p.first].number} and {shown[p.second].number}" for p in found],
            "mean difference": [p.gap for p in found],
            "d": [p.d for p in found],
            "t": [p.t for p in found],
            "degrees of freedom": [p.freedom for p in found],
            "p": [_p(p.p, p) for p in found],
        },
        "pairs",
    )
    if any(group.size == 1 for group in shown):
        st.caption("A cluster of one row has no spread of its own, and so no t-test.")
