"""A kind of data that k-means cannot see: the truth, k-means and what does better, side by side."""

from __future__ import annotations

import numpy as np
import streamlit as st

from kmeans_core.clustering import contingency, follow
from kmeans_core.common import Floats, Whole
from kmeans_core.teaching import CASES, Case, Failure, failure
from pages.shared.elements.words import escape
from pages.shared.learn import film
from pages.shared.results import lessons

MOST = 3  # findings that are told
BY_NAME = {case.name: case for case in CASES}


def choose() -> Case:
    """Offer the kinds of data."""
    name = st.selectbox("Data", list(BY_NAME), key="fails.case", bind="query-params")
    return BY_NAME[str(name)]


def turn(case: Case) -> float:
    """Offer how much trouble there is, from none to all."""
    percent = st.slider(
        f"Trouble: {case.trouble}", 0, 100, 100, 5, format="%d %%", key="fails.trouble", bind="query-params"
    )
    return float(percent) / 100


def found(case: Case, trouble: float) -> Failure:
    return failure(case.name, trouble)


def pictures(found: Failure) -> None:
    """Show three pictures of the same points, with the reason and the cure in a sentence each."""
    values, truth, rival = found.data.values[:, :2], found.data.truth, found.case.rival
    labels, centres = _matched(truth, found.found.labels, found.found.centres)
    other, _ = _matched(truth, found.other)
    scenes = [
        film.still("The true groups", values, truth),
        film.still("k-means", values, labels, centres, _agrees(found.agrees)),
        film.still(rival[0].upper() + rival[1:], values, other, None, _agrees(found.other_agrees)),
    ]
    st.markdown(f"**Why.** {found.case.why}  \n**What does better.** {found.case.cure}")
    film.show(
        scenes,
        film.How(plays=False, equal=found.case.shape != "Different scales"),
        key="fails.pictures",
    )


def _agrees(ari: float) -> str:
    return f"ARI {max(ari, 0.0):.2f}"


def _matched(truth: Whole, labels: Whole, centres: Floats | None = None) -> tuple[Whole, Floats | None]:
    """Number groups like the true ones they share most rows with, so that colours can be compared."""
    known = (truth >= 0) & (labels >= 0)
    k = int(labels.max()) + 1
    if not known.any():
        return labels, centres
    shared = contingency(truth[known], labels[known], int(truth.max()) + 1, k)
    marks = follow(shared, tuple(range(len(shared))))
    if sorted(marks) != list(range(k)):
        return labels, centres
    order = np.argsort(marks)
    numbered = np.where(labels < 0, -1, np.asarray(marks)[labels])
    return numbered, None if centres is None else centres[order]


def findings(found: Failure) -> None:
    """Say what the Choose k page would say of these clusters."""
    told = lessons.findings(found.data.values, len(found.found.sizes))
    st.markdown("**What the studio says of these clusters**")
    if not told.findings:
        st.markdown("Nothing found that speaks against k-means.")
    for each in told.findings[:MOST]:
        icon = "error" if each.kind == "wrong tool" else "info"
        st.markdown(f":material/{icon}: {escape(each.what, 300)} {escape(each.meaning, 300)}")
