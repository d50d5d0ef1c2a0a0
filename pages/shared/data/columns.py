"""The columns with their facts, and the choice of which take part and how."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from kmeans_core.common import digest
from kmeans_core.features import Transform
from kmeans_core.tables import Kind, Table
from pages.shared.data import for_all_columns, taking_part, wide_tables
from pages.shared.elements.words import number
from pages.shared.results import tables
from pages.shared.results.column_facts import ColumnFacts
from pages.shared.state import session, widgets

TRANSFORMS: dict[Transform | None, str] = {None: "none", "log": "log", "power": "power"}


def show(table: Table) -> None:
    """Draw one row for each column; what a person changes there is saved as the preparation."""
    facts, places = tables.facts(table), wide_tables.listed(table)
    key = f"columns.{digest(table.digest, places)}"
    st.data_editor(
        _frame(table, facts).iloc[list(places)],
        hide_index=True,
        disabled=[
            "column",
            "kind",
            "missing",
            "distinct",
            "min",
            "median",
            "max",
            "values",
            "why",
            "meaning",
        ],
        column_config=_config(),
        key=key,
        on_change=_save_edits,
        args=(table, places, key),
        alt="The columns, whether they take part, and their facts",
        height=min(38 + 35 * max(1, len(places)), 600),
    )
    for_all_columns.draw(table)


def _config() -> dict[str, Any]:
    column = st.column_config
    return {
        "use": column.CheckboxColumn("use", help="Takes part in the clustering."),
        "column": column.TextColumn("column"),
        "kind": column.TextColumn("kind"),
        "weight": column.NumberColumn(
            "weight", min_value=0.0, max_value=1000.0, help="2 counts twice as much in the distance."
        ),
        "transform": column.SelectboxColumn(
            "transform",
            options=list(TRANSFORMS.values()),
            required=True,
            help="A log or power transform makes skewed columns even.",
        ),
        "missing": column.NumberColumn("missing", format="localized"),
        "distinct": column.NumberColumn("distinct", format="localized"),
        "values": column.BarChartColumn("values", help="How often small to large values occur.", y_min=0),
        "why": column.TextColumn("why not by default"),
        "meaning": column.TextColumn("meaning", help="What the file says that the column asks or means."),
    }


def _frame(table: Table, facts: tuple[ColumnFacts, ...]) -> pd.DataFrame:
    how = session.choices().preparation
    used, as_codes = set(taking_part.labels(table)), taking_part.codes(table)
    weights, transforms = dict(how.weights), dict(how.transforms)
    asks = any(column.meaning for column in table.columns)
    return pd.DataFrame(
        [
            {
                "use": column.label in used,
                "column": column.label,
                "kind": f"{column.kind}, as category" if column.label in as_codes else str(column.kind),
                "weight": weights.get(column.label, 1.0),
                "transform": TRANSFORMS[transforms.get(column.label)],
                "missing": column.missing,
                "distinct": column.distinct,
                "min": number(fact.minimum, 4),
                "median": number(fact.median, 4),
                "max": number(fact.maximum, 4),
                "values": list(fact.counts) or [amount for _, amount in fact.top],
                "why": column.reason,
                **({"meaning": column.meaning} if asks else {}),
            }
            for column, fact in zip(table.columns, facts, strict=True)
        ]
    )


def _save_edits(table: Table, places: tuple[int, ...], key: str) -> None:
    """Apply what was edited in the table to the preparation."""
    how = session.choices().preparation
    used, weights = set(taking_part.labels(table)), dict(how.weights)
    transforms: dict[str, Transform | None] = dict(how.transforms)
    for row, edits in widgets.widget(key)["edited_rows"].items():
        label = table.columns[places[int(row)]].label
        if "use" in edits:
            (used.add if edits["use"] else used.discard)(label)
        if edits.get("weight") is not None:
            weights[label] = float(edits["weight"])
        if "transform" in edits:
            transforms[label] = next(kind for kind, name in TRANSFORMS.items() if name == edits["transform"])
    fresh = [
        c.label for c in table.columns if c.kind == Kind.CATEGORY and c.label not in taking_part.labels(table)
    ]
    taking_part.save(table, used, {*taking_part.codes(table), *fresh})
    session.change_preparation(
        weights=tuple((label, weight) for label, weight in weights.items() if weight != 1.0),
        transforms=tuple((label, kind) for label, kind in transforms.items() if kind),
    )
