"""What speaks against k-means, the gravest first, each with its advice."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from kmeans_core.evaluation import Advice, Finding, Suitability
from kmeans_core.groupings import Hdbscan, Mixture
from pages.shared.elements.words import count, escape
from pages.shared.results import tables
from pages.shared.state import history, session

AT_ONCE = 3  # findings in view; the others unfold


def show(found: Suitability, k: int) -> None:
    """Show what was found about the k clusters; advice that prepares the table otherwise has a button."""
    st.subheader(f"Do {k} clusters suit these data?", anchor=False)
    if not found.findings:
        st.markdown("Nothing found that speaks against k-means.")
    offered: set[Advice] = set()
    for i, each in enumerate(found.findings[:AT_ONCE]):
        _card(each, i, offered)
    if rest := found.findings[AT_ONCE:]:
        with st.expander(f"{count(len(rest), 'more finding')}"):
            for i, each in enumerate(rest, AT_ONCE):
                _card(each, i, offered)
    st.caption(f"Judged by {count(found.rows, 'row')}.")


def _card(each: Finding, i: int, offered: set[Advice]) -> None:
    """Show one finding; an advice that another finding offered already has no second button."""
    with st.container(border=True, key=f"choose_k.finding_{i}"):
        icon = "error" if each.kind == "wrong tool" else "info"
        st.markdown(f":material/{icon}: **{escape(each.what, 300)}** {escape(each.meaning, 300)}")
        for j, advice in enumerate(each.advice):
            if advice.setting in ("", "k"):  # one button on this page chooses k: that of the verdict
                st.caption(escape(advice.words, 300))
            elif advice.setting in ("HDBSCAN", "mixture"):
                if advice.setting not in {each.setting for each in offered}:
                    offered.add(advice)
                    _other_algorithm(advice, f"choose_k.apply_{i}_{j}")
            elif _applies(advice) and advice not in offered:
                offered.add(advice)
                st.button(
                    escape(advice.words.rstrip(".")),
                    key=f"choose_k.apply_{i}_{j}",
                    on_click=apply,
                    args=(advice,),
                )


def _other_algorithm(advice: Advice, key: str) -> None:
    """Make another algorithm's clusters the present ones, and show them beside k-means' own."""
    if st.button(escape(advice.words.rstrip(".")), key=key, icon=":material/alt_route:"):
        k = advice.value or session.choices().kmeans.k
        history.begin_step()
        session.use(Hdbscan() if advice.setting == "HDBSCAN" else Mixture(k))
        st.switch_page("pages/table/compare_algorithms.py")


def _applies(advice: Advice) -> bool:
    """Whether applying the advice would change anything."""
    present = session.choices().preparation
    if advice.setting == "robust":
        return present.scaling != "robust"
    if advice.setting == "components":
        return present.components is None
    return bool(set(advice.columns) - {label for label, _ in present.transforms})


def apply(advice: Advice) -> None:
    """Make the advice a setting on every page (made for callbacks)."""
    if advice.setting == "robust":
        session.change_preparation(scaling="robust")
    elif advice.setting == "components":
        session.change_preparation(components=advice.value)
    else:
        offered, present = tables.skewed(session.table()), session.choices().preparation
        new = {label: offered.get(label, "power") for label in advice.columns} | dict(present.transforms)
        session.save(
            replace(session.choices(), preparation=replace(present, transforms=tuple(sorted(new.items()))))
        )
