"""The points that the learn pages work on: made-up shapes, columns of a table, or painted by hand."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import streamlit as st

from kmeans_core.common import DataProblem, Floats
from kmeans_core.features import Preparation
from kmeans_core.tables import Table, load_sample
from kmeans_core.teaching import SHAPES, shape
from pages.shared.elements.words import count, cut, escape
from pages.shared.learn import address, paint
from pages.shared.results import tables
from pages.shared.state import session, widgets

THERMOMETERS, TABLE, PAINTED = "Two thermometers", "Two columns of your table", "Painted by hand"
PICTURE = "A picture"  # of the Watch page alone
FLAT = tuple(name for name in SHAPES if name not in ("Outliers", "Different scales", "Many columns"))
OFFERED = (FLAT[0], THERMOMETERS, *FLAT[1:], TABLE, PAINTED)
HARD = {
    "Three blobs": 0.3,
    "Nine blobs": 0.2,
    "Uniform": 1.0,
}  # trouble of the shapes, 1 where nothing is said
GROUPS = {"Nine blobs": 9, "Uniform": 4, "Smiley": 4, "Moons": 2, "Rings": 2, THERMOMETERS: 2, PICTURE: 6}
MOST = 500  # points


@dataclass(frozen=True, eq=False)
class Points:
    """Points to group, what their two numbers are, and what should be known of them."""

    values: Floats  # (n, 2)
    note: str = ""


def choose(key: str, default: str = FLAT[0], *more: str) -> str:
    """Offer the data; a link opens with what was chosen."""

    def chosen() -> None:
        widgets.put(f"{key}.k", groups(widgets.widget(f"{key}.data")))
        address.begin_anew()

    return str(
        st.selectbox(
            "Data",
            [*OFFERED, *more],
            index=OFFERED.index(default),
            key=f"{key}.data",
            bind="query-params",
            on_change=chosen,
        )
    )


def groups(name: str) -> int:
    """Return the k that suits the data at first sight."""
    return GROUPS.get(name, 3)


def points(name: str, key: str) -> Points:
    """Return the chosen points, and draw what there is to choose about them."""
    if name == TABLE:
        return _of_table(session.table(), key)
    if name == PAINTED:
        return _painted(key)
    if name == THERMOMETERS:
        column = load_sample(name).columns[0]
        line = np.asarray(column.numbers, float)
        return Points(np.column_stack([line, 0 * line]), f"A single column: {column.label}.")
    return Points(shape(name, HARD.get(name, 1.0)).values)


def _of_table(table: Table, key: str) -> Points:
    labels = [column.label for column in table.columns if column.offered and column.numbers is not None]
    if len(labels) < 2:
        raise DataProblem("The loaded table has fewer than two columns of numbers.", "Choose other data.")
    left, right = st.columns(2)
    pair = [
        place.selectbox(
            words,
            labels,
            index=at,
            format_func=lambda label: cut(label, 40),
            key=f"{key}.{name}",
            bind="query-params",
            on_change=address.begin_anew,
        )
        for place, words, at, name in ((left, "Across", 0, "x"), (right, "Up", 1, "y"))
    ]
    if pair[0] == pair[1]:
        raise DataProblem("Both axes show the same column.", "Choose two different columns.")
    return _columns(table, (str(pair[0]), str(pair[1])))


def _columns(table: Table, pair: tuple[str, str]) -> Points:
    """Return two columns of a table with standard scaling, every so many rows of a long one."""
    values = tables.prepare(table, Preparation(features=pair)).values
    rows = np.linspace(0, len(values) - 1, min(MOST, len(values))).astype(int)
    some = f" {count(len(rows), 'row')} of {len(values):,}." if len(rows) < len(values) else ""
    named = " and ".join(escape(cut(label, 40)) for label in pair)
    return Points(np.asarray(values[rows], float), f"{escape(table.name)}: {named}, standard scaling.{some}")


def _painted(key: str) -> Points:
    there = paint.read(address.text(address.POINTS))
    paint.show(there, lambda given: address.put(address.POINTS, paint.written(given)), key=f"{key}.paint")
    return Points(there)
