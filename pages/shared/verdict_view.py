"""The verdict, its votes and charts, and the findings with their advice, as the Choose k page shows them."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import streamlit as st

from kmeans_core.choosing_k import Criteria, Sweep, Verdict
from kmeans_core.evaluation import Advice, Suitability
from kmeans_core.figures import sweep as figures
from pages.shared import cached, controls, session
from pages.shared.groups import Groups
from pages.shared.words import escape, number

COLOURS = {"high": "green", "medium": "orange", "low": "red", "none": "gray"}


def verdict(said: Verdict, criteria: Criteria) -> None:
    """Show the verdict in words with a button that chooses its k."""
    present = session.choices().kmeans.k
    with st.container(border=True, key="choose_k.verdict"):
        st.subheader(said.headline, anchor=False)
        st.markdown(escape(said.reason, 400))
        details = [f":{COLOURS[said.confidence]}-badge[confidence: {said.confidence}]"]
        if said.runner_up is not None:
            details.append(f":gray-badge[runner-up: {said.runner_up}]")
        details.append(f":gray-badge[noise test z = {number(criteria.structure.z, 2)}]")
        st.markdown(" ".join(details))
        for warning in said.warnings:
            st.markdown(f":material/warning: {escape(warning, 300)}")
        options = [k for k in (said.k, said.runner_up) if k is not None and k != present]
        if said.k == present:
            st.caption(f"k = {present} is in use on every page.")
        with st.container(horizontal=True):
            for k in options:
                st.button(
                    f"Use k = {k}",
                    key=f"choose_k.use_{k}",
                    type="primary" if k == said.k else "secondary",
                    on_click=controls.choose_k,
                    args=(k,),
                )


def votes(criteria: Criteria) -> None:
    """Show each criterion's own pick; inertia's knee has no vote."""
    measures = [*criteria.voters, criteria.inertia]
    st.dataframe(
        pd.DataFrame(
            {
                "criterion": [each.name for each in measures],
                "picks": ["none" if each.pick is None else str(each.pick) for each in measures],
                "vote": ["yes" if each is not criteria.inertia else "no" for each in measures],
                "value there": [
                    "–" if each.pick is None else number(float(each.values[criteria.ks.index(each.pick)]))
                    for each in measures
                ],
                "computed on": [each.basis for each in measures],
                "what it means": [each.meaning for each in measures],
            }
        ),
        hide_index=True,
        key="choose_k.votes",
        alt="Each criterion and the k it picks",
    )


def charts(criteria: Criteria) -> None:
    """Show every criterion over k, three in a row, each with its help."""
    theme, chosen = controls.theme(), session.choices().kmeans.k
    measures = [criteria.inertia, *criteria.voters]
    for start in (0, 3):
        for column, each in zip(st.columns(3), measures[start : start + 3], strict=True):
            with column:
                st.plotly_chart(
                    figures.criterion(each, criteria.ks, chosen, theme),
                    theme=None,
                    key=f"choose_k.{each.name.lower().replace(' ', '_').replace('-', '_')}",
                    alt=f"{each.name} over k",
                )
                st.caption(each.meaning)


def splits(found: Sweep, groups: Groups) -> None:
    """Show how groups split from k to k + 1."""
    if len(found.ks) > 1:
        figure = figures.splits(found, groups.shown, groups.clustering.labels, controls.theme())
        st.plotly_chart(figure, theme=None, key="choose_k.splits", alt="How groups split from k to k + 1")


def findings(found: Suitability) -> None:
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
        controls.choose_k(advice.value)
    elif advice.setting == "robust":
        session.change_preparation(scaling="robust")
    elif advice.setting == "components":
        session.change_preparation(components=advice.value)
    else:
        offered, present = cached.skewed(session.table()), session.choices().preparation
        new = {label: offered.get(label, "power") for label in advice.columns} | dict(present.transforms)
        session.save(
            replace(session.choices(), preparation=replace(present, transforms=tuple(sorted(new.items()))))
        )
