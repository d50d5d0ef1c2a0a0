"""Whether one column hides the groups of all others."""

from __future__ import annotations

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from kmeans_core.choosing_k import LEVELS, Without
from kmeans_core.evaluation import STANDS_OUT
from kmeans_core.features import FeatureMatrix
from pages.shared.elements.words import count, escape
from pages.shared.results import sweeps
from pages.shared.results.answers import Recommendation
from pages.shared.state import session

BY_ITSELF = 12  # columns up to which each is left out without being asked


def wanted(found: Recommendation, matrix: FeatureMatrix) -> bool:
    """Whether nothing is found with all columns, and leaving out each is quick."""
    return not found.clear and 1 < len(matrix.shares) <= BY_ITSELF


def tell(place: DeltaGenerator, found: Recommendation, matrix: FeatureMatrix) -> None:
    """Name the column without which there are clear clusters, beside the verdict, with its button."""
    rest = sweeps.without_each(session.table(), matrix, session.choices().kmeans)
    best = next((each for each in rest if _clearer(each, found)), None)
    with place.container():
        if best is None:
            st.caption("No single column hides clusters: leaving out any one of them finds none either.")
        elif best.verdict:
            st.markdown(f":material/lightbulb: {escape(_without(best), 300)}")
            st.button(
                f"Leave {escape(best.column, 40)} out",
                key="choose_k.leave_out",
                type="primary",
                on_click=session.leave_out,
                args=(best.column,),
            )


def table(matrix: FeatureMatrix) -> None:
    """List what is found without each column."""
    rest = sweeps.without_each(session.table(), matrix, session.choices().kmeans)
    if not rest:
        st.caption("Only one column takes part.")
        return
    st.dataframe(
        pd.DataFrame(
            {"without": [each.column for each in rest], "there are": [_said(each) for each in rest]}
        ),
        hide_index=True,
        key="choose_k.without",
        alt="What is found without each column",
    )


def _clearer(each: Without, found: Recommendation) -> bool:
    if each.verdict is None or each.verdict.k is None:
        return False
    return LEVELS.index(each.verdict.confidence) > LEVELS.index(found.verdict.confidence)


def _without(each: Without) -> str:
    said = each.verdict
    if said is None or said.k is None:
        return ""
    return f"Without {each.column} there are {count(said.k, 'cluster')}, {said.confidence} confidence."


def _said(each: Without) -> str:
    if each.verdict is not None:
        return each.verdict.headline
    return (
        "groups that stand out from noise" if each.z >= STANDS_OUT else "no groups that stand out from noise"
    )
