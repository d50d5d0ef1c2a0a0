"""What speaks against k-means, each with its advice."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from kmeans_core.evaluation import Advice, Suitability
from pages.shared.elements.words import escape
from pages.shared.results import tables
from pages.shared.state import session


def show(found: Suitability) -> None:
    """Show what speaks against k-means, each with its advice; advice that is a setting has a button."""
    st.subheader("Is k-means the right tool?", anchor=False)
    grave = sum(each.kind == "wrong tool" for each in found.findings)
    if not grave:
        st.markdown("Nothing found that speaks against it.")
    for i, each in enumerate(found.findings):
        with st.container(border=True, key=f"choose_k.finding_{i}"):
            icon = "error" if each.kind == "wrong tool" else "info"
            st.markdown(f":material/{icon}: **{escape(each.what, 300)}** {escape(each.meaning, 300)}")
            for j, advice in enumerate(each.advice):
                if advice.setting and _applies(advice):
                    st.button(
                        escape(_label(advice)), key=f"choose_k.apply_{i}_{j}", on_click=apply, args=(advice,)
                    )
                else:
                    st.caption(escape(advice.words, 300))
    st.caption(f"Looked at {found.rows:,} rows.")


def _label(advice: Advice) -> str:
    return f"Use k = {advice.value}" if advice.setting == "k" else advice.words.rstrip(".")


def _applies(advice: Advice) -> bool:
    """Whether applying the advice would change anything."""
    choices = session.choices()
    present = choices.preparation
    if advice.setting == "robust":
        return present.scaling != "robust"
    if advice.setting == "components":
        return present.components is None
    if advice.setting == "log":
        return bool(set(advice.columns) - {label for label, _ in present.transforms})
    return advice.value is not None and advice.value != choices.kmeans.k


def apply(advice: Advice) -> None:
    """Make the advice a setting on every page (made for callbacks)."""
    if advice.setting == "k" and advice.value is not None:
        session.change_kmeans(k=advice.value)
    elif advice.setting == "robust":
        session.change_preparation(scaling="robust")
    elif advice.setting == "components":
        session.change_preparation(components=advice.value)
    else:
        offered, present = tables.skewed(session.table()), session.choices().preparation
        new = {label: offered.get(label, "power") for label in advice.columns} | dict(present.transforms)
        session.save(
            replace(session.choices(), preparation=replace(present, transforms=tuple(sorted(new.items()))))
        )
