"""The columns with their facts, and the choice of which take part and how."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from kmeans_core.features import Transform
from kmeans_core.tables import ColumnFacts, Kind, Table
from pages.shared import cached, session
from pages.shared.words import count, escape, number

TRANSFORMS = {"": "none", "log": "log", "power": "power"}


def show(table: Table) -> None:
    """Draw one row for each column; what a person changes there is saved as the preparation."""
    facts = cached.facts(table)
    key = f"columns.{table.digest}"
    st.data_editor(
        _frame(table, facts),
        hide_index=True,
        disabled=["column", "kind", "missing", "distinct", "min", "median", "max", "values", "why"],
        column_config=_config(),
        key=key,
        on_change=_save_edits,
        args=(table, key),
        alt="The columns, whether they take part, and their facts",
        height=min(38 + 35 * len(table.columns), 600),
    )
    _filled_in(table)


def _config() -> dict[str, object]:
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
    }


def _frame(table: Table, facts: tuple[ColumnFacts, ...]) -> pd.DataFrame:
    how = session.choices().preparation
    used, as_codes = set(taking_part(table)), codes(table)
    weights, transforms = dict(how.weights), dict(how.transforms)
    return pd.DataFrame(
        [
            {
                "use": column.label in used,
                "column": column.label,
                "kind": f"{column.kind}, as category" if column.label in as_codes else str(column.kind),
                "weight": weights.get(column.label, 1.0),
                "transform": TRANSFORMS[transforms.get(column.label, "")],
                "missing": column.missing,
                "distinct": column.distinct,
                "min": number(fact.minimum, 4),
                "median": number(fact.median, 4),
                "max": number(fact.maximum, 4),
                "values": list(fact.counts) or [amount for _, amount in fact.top],
                "why": column.reason,
            }
            for column, fact in zip(table.columns, facts, strict=True)
        ]
    )


def taking_part(table: Table) -> tuple[str, ...]:
    """Return the labels of the columns that take part: chosen, or offered by the table."""
    how = session.choices().preparation
    if how.features is not None:
        return how.features + how.one_hot
    return tuple(column.label for column in table.columns if column.offered) + how.one_hot


def _save_edits(table: Table, key: str) -> None:
    """Apply what was edited in the table to the preparation."""
    how = session.choices().preparation
    used, weights, transforms = set(taking_part(table)), dict(how.weights), dict(how.transforms)
    for row, edits in session.widget(key)["edited_rows"].items():
        label = table.columns[int(row)].label
        if "use" in edits:
            (used.add if edits["use"] else used.discard)(label)
        if edits.get("weight") is not None:
            weights[label] = float(edits["weight"])
        if "transform" in edits:
            transforms[label] = next(kind for kind, name in TRANSFORMS.items() if name == edits["transform"])
    fresh = [c.label for c in table.columns if c.kind == Kind.CATEGORY and c.label not in taking_part(table)]
    _save_use(table, used, {*codes(table), *fresh})
    session.change_preparation(
        weights=tuple((label, weight) for label, weight in weights.items() if weight != 1.0),
        transforms=tuple((label, kind) for label, kind in transforms.items() if kind),
    )


def codes(table: Table) -> list[str]:
    """Return the labels of the columns of numbers that take part as categories."""
    encoded = session.choices().preparation.one_hot
    return [c.label for c in table.columns if c.numbers is not None and c.label in encoded]


def _save_use(table: Table, used: set[str], as_codes: set[str]) -> None:
    """Let columns take part: words and codes with a column of 0 and 1 for each value, others as numbers."""
    encoded = {column.label for column in table.columns if column.numbers is None} | as_codes
    labels = [column.label for column in table.columns if column.label in used]
    session.change_preparation(
        features=tuple(label for label in labels if label not in encoded),
        one_hot=tuple(label for label in labels if label in encoded),
    )


def _filled_in(table: Table) -> None:
    """Offer what concerns all columns: missing values, skewed columns and principal components."""
    how = session.choices().preparation
    with st.container(horizontal=True, vertical_alignment="bottom", key="columns_all"):
        st.selectbox(
            "Missing values",
            MISSING,
            format_func=MISSING.get,
            width=260,
            help="What happens where a chosen column has no number; rows with nothing left are dropped.",
            **session.bind(
                "columns.missing", how.missing, lambda way: session.change_preparation(missing=way)
            ),
        )
        numbers = {column.label for column in table.columns if column.numbers is not None}
        st.multiselect(
            "Numbers that are codes",
            [label for label in taking_part(table) if label in numbers],
            placeholder="none",
            width=260,
            help="Their size means nothing: each value becomes a column of 0 and 1, as with words.",
            **session.bind(
                "columns.codes",
                codes(table),
                lambda chosen: _save_use(table, set(taking_part(table)), set(chosen)),
            ),
        )
        st.number_input(
            "Principal components",
            min_value=1,
            max_value=max(1, len(taking_part(table)), how.components or 1),
            placeholder="all columns",
            width=200,
            help="Cluster on so many combinations of the columns instead; helps with very many columns.",
            **session.bind("columns.components", how.components, _save_components),
        )
        transformed = dict(how.transforms)
        uneven = {
            label: kind
            for label, kind in cached.skewed(table).items()
            if label in taking_part(table) and label not in transformed
        }
        if uneven:
            st.button(
                f"Even out {count(len(uneven), 'skewed column')}",
                key="columns.even_out",
                help="By "
                + ", ".join(f"a {kind} of {escape(label, 30)}" for label, kind in list(uneven.items())[:12]),
                on_click=_even_out,
                args=(uneven,),
            )


MISSING = {
    "median": "Fill with the median",
    "mean": "Fill with the mean",
    "nearest": "Fill from the nearest rows",
    "drop": "Drop the row",
}


def _save_components(components: int | None) -> None:
    session.change_preparation(components=None if components is None else int(components))


def _even_out(transforms: dict[str, Transform]) -> None:
    present = session.choices().preparation.transforms
    session.change_preparation(transforms=present + tuple(transforms.items()))
