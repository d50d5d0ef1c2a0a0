"""How many groups are there? The question, and the answer once there is a guess."""

from __future__ import annotations

from typing import cast

import numpy as np
import streamlit as st

from kmeans_core.choosing_k import Sweep
from kmeans_core.common import count, number
from kmeans_core.figures import sweep as figures
from kmeans_core.teaching import Shape
from pages.shared.elements import charts, page
from pages.shared.elements.words import escape
from pages.shared.learn import film
from pages.shared.results import lessons
from pages.shared.state import widgets

GUESS = "by_eye.guess"
HIGH = 8  # the largest k that is tried; k from 2 to 6 are drawn
DRAWN = (2, 3, 4, 5, 6)


def choose_puzzle() -> int:
    """Offer the puzzles; another one has no guess yet."""
    return int(
        st.number_input(
            "Puzzle",
            1,
            99,
            1,
            key="by_eye.puzzle",
            bind="query-params",
            width=130,
            on_change=lambda: widgets.put(GUESS, None),
        )
    )


def ask() -> int | None:
    """Ask for the number of groups."""
    return cast(
        "int | None",
        st.segmented_control(
            "How many groups do you see?", [1, 2, 3, 4, 5, 6, 7], key=GUESS, bind="query-params"
        ),
    )


def points(shown: Shape) -> None:
    """Show the points without any groups."""
    nobody = np.full(len(shown.truth), -1)
    film.show([film.still("", shown.values, nobody)], film.How(plays=False), key="by_eye.points")


def answer(shown: Shape, guess: int) -> None:
    """Say whether the guess is right, what the studio says, and show every k."""
    tried, criteria, verdict = lessons.judged(shown.values, HIGH)
    right = f"The points were made in **{count(shown.k, 'group')}**"
    if guess == shown.k:
        st.success(f"Right. {right}.", icon=":material/check:")
    else:
        st.warning(f"{right}; you saw {guess}.", icon=":material/close:")
    st.markdown(f"**The studio says: {escape(verdict.headline)}.** {escape(verdict.reason, 300)}")
    film.show([_solution(shown, tried, k) for k in DRAWN], film.How(plays=False), key="by_eye.solutions")
    left, right_side = st.columns(2)
    for place, measured in ((left, criteria.inertia), (right_side, criteria.voters[0])):
        with place:
            figure = figures.criterion(measured, criteria.ks, guess, page.theme())
            charts.show(figure, key=f"by_eye.{measured.name}", alt=f"{measured.name} for every k")
    st.caption("The dotted line is your guess. Inertia always falls; look for where it stops falling fast.")


def _solution(shown: Shape, tried: Sweep, k: int) -> film.Scene:
    found = tried.at(k)
    return film.still(
        f"k = {k}", shown.values, found.labels, found.centres, f"inertia {number(found.inertia)}"
    )
