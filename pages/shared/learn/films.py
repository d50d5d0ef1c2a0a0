"""What is chosen for a film, and the film with its table."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
import streamlit as st

from kmeans_core.common import Floats
from kmeans_core.teaching import Film, Start
from pages.shared.learn import address, film, lecture
from pages.shared.learn.words import said
from pages.shared.state import widgets

MOST_K = 10  # as many as there are colours


def choose_k(key: str, default: int = 3) -> int:
    """Offer k from 2 to 10."""
    return int(
        st.number_input(
            "k",
            2,
            MOST_K,
            default,
            key=f"{key}.k",
            bind="query-params",
            on_change=address.begin_anew,
            width=120,
        )
    )


def choose_start(
    key: str,
    starts: Sequence[Start],
    default: Start = "random rows",
    *,
    label: str = "Start",
    name: str = "start",
) -> Start:
    """Offer the ways to begin."""
    found: Start = st.selectbox(
        label,
        starts,
        index=starts.index(default),
        key=f"{key}.{name}",
        bind="query-params",
        on_change=address.begin_anew,
    )
    return found


def choose_seed(key: str) -> int:
    """Offer another draw."""
    return int(
        st.number_input(
            "Draw",
            0,
            9_999,
            0,
            key=f"{key}.seed",
            bind="query-params",
            on_change=address.begin_anew,
            help="Another number draws another start; the same one always the same.",
            width=120,
        )
    )


def enough(values: Floats, k: int) -> None:
    """End the page where there are fewer points than centres, as on a canvas that is still empty."""
    if len(values) < k:
        st.info(f"Paint at least {k} points, or add clouds.", icon=":material/brush:")
        st.stop()


def own(values: Floats, k: int, seed: int) -> Floats:
    """Return the k centres that were put by hand; those that are missing lie on points drawn by chance."""
    drawn = values[np.random.default_rng(seed).choice(len(values), k, replace=False)]
    given = address.centres()[:k]
    return np.vstack([given, drawn[len(given) :]])


def watch(shown: Film, start: Start, code: Sequence[tuple[str | None, str]], *, key: str) -> None:
    """Show a film that plays, steps, and begins anew where a centre is dragged to another place."""

    def placed(centres: list[list[float]]) -> None:
        if len(centres) == len(shown.steps[-1].centres):
            widgets.put(f"{key}.start", "own centres")
            address.put_centres(centres)

    how = film.How(
        step=address.step(),
        code=[(kind or "", text) for kind, text in code],
        placed=placed,
        stopped=address.stand_at,
    )
    film.show([film.scene(shown, start)], how, key=f"{key}.film")


def side_by_side(runs: Sequence[tuple[str, Start, Film]], *, key: str) -> None:
    """Show several films that play together, each with its name and its start."""
    scenes = [film.scene(run, start, name) for name, start, run in runs]
    film.show(scenes, film.How(step=address.step(), stopped=address.stand_at), key=f"{key}.film")


def as_table(shown: Film, start: Start, *, key: str) -> None:
    """Offer every half-step as a line of a table."""
    if lecture.on():
        return
    with st.expander("Every half-step as a table", key=f"{key}.steps", on_change="rerun") as part:
        if part.open:
            table = pd.DataFrame(
                {
                    "half-step": range(len(shown.steps)),
                    "what happens": [said(shown, i, start) for i in range(len(shown.steps))],
                    "points that changed": [step.changed for step in shown.steps],
                    "inertia": [step.inertia for step in shown.steps],
                }
            )
            st.dataframe(table, hide_index=True, key=f"{key}.table", alt="Every half-step and its inertia")
