"""Where a hundred starts end, as bars; a click on one shows that end."""

from __future__ import annotations

from typing import Any

import streamlit as st

from kmeans_core.common import Floats, number
from kmeans_core.figures import races as figures
from kmeans_core.teaching import Race, Start, film
from pages.shared.elements import charts, page
from pages.shared.learn import address
from pages.shared.learn import film as films
from pages.shared.results import lessons


def show(values: Floats, k: int, starts: tuple[Start, Start], known: float, *, key: str) -> None:
    """Show where a hundred of each kind of start end, and the end whose bar is clicked, else a bad one."""
    found = {start: lessons.race(values, k, start) for start in dict.fromkeys(starts)}
    best = min(known, *(race.endings[0].inertia for race in found.values()))
    left, right = st.columns([3, 2])
    with left:
        names: dict[str, Race] = {str(name): race for name, race in found.items()}
        charts.select(
            figures.endings(names, best, page.theme()),
            key=f"{key}.endings",
            alt="How many of a hundred starts ended at which inertia",
            clicked=_clicked,
        )
    start, seed = _chosen(found)
    run = film(values, k, start=start, seed=seed)
    above = 100 * (run.inertia / best - 1)
    told = "the best" if above < 0.1 else f"{number(above)} % above the best"
    last = run.steps[-1]
    with right:
        picture = films.still(
            f"{start}, draw {seed}",
            run.values,
            last.labels,
            last.centres,
            f"inertia {number(run.inertia)}, {told}",
        )
        films.show([picture], films.How(plays=False), key=f"{key}.ending")
        st.caption(
            "Click a bar to see an end. From a bad one no half-step leads on: it is a local minimum. "
            "That is why k-means is run many times (n_init), begins spread out (k-means++), or swaps centres."
        )


def _clicked(point: Any) -> None:
    """Note the end whose bar was clicked."""
    name, seed = point["customdata"]
    address.note(address.END, f"{name}~{int(seed)}")


def _chosen(found: dict[Start, Race]) -> tuple[Start, int]:
    """Return the start and the seed that the address names; else those of the worst end."""
    name, _, seed = address.text(address.END).partition("~")
    for start in found:
        if start == name and seed.isascii() and seed.isdigit() and int(seed[:4]) < found[start].starts:
            return start, int(seed[:4])
    worst = max(found, key=lambda start: found[start].endings[-1].inertia)
    return worst, found[worst].endings[-1].seed
