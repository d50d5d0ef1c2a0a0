"""Marks that are seen on widgets while their names stay what they are, for ears and for tests."""

from __future__ import annotations

from collections.abc import Iterable

import streamlit as st


def accent(keys: Iterable[str]) -> None:
    """Set the labels of the widgets with these keys in the accent and bold: they are not as usual."""
    labels = [
        f".st-key-{key.replace('.', '-')}{part}"
        for key in keys
        for part in (
            ":not(:has(details)) [data-testid=stWidgetLabel] p",
            " .stExpander > details > summary p",
        )
    ]
    if labels:
        st.html(f"<style>{', '.join(labels)} {{ color: var(--studio-accent); font-weight: 700; }}</style>")
