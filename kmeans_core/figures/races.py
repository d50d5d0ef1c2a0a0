"""Where many starts of k-means ended, as bars."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import plotly.graph_objects as go

from kmeans_core.common import number
from kmeans_core.figures.frame import style
from kmeans_core.figures.theme import Theme, plain
from kmeans_core.teaching import Race

BARS = 24


def endings(races: Mapping[str, Race], best: float, theme: Theme) -> go.Figure:
    """Draw how many starts of each kind ended at which inertia, as shares above the best one known.

    Each bar carries the kind of start and the seed of its lowest ending: that is what a click shows.
    """
    worst = max(race.endings[-1].inertia for race in races.values())
    width = max(100 * (worst / best - 1), 1e-6) / BARS
    fig = go.Figure()
    colours = (theme.quiet, theme.accent)
    for (name, race), colour in zip(races.items(), colours, strict=False):
        places = [int(min(100 * (each.inertia / best - 1) / width, BARS - 1)) for each in race.endings]
        bars = sorted(set(places))
        first = {bar: race.endings[places.index(bar)] for bar in bars}
        counts = [
            sum(e.starts for e, at in zip(race.endings, places, strict=True) if at == bar) for bar in bars
        ]
        fig.add_bar(
            x=[width * (bar + 0.5) for bar in bars],
            y=counts,
            name=plain(name),
            marker_color=colour,
            customdata=[[name, first[bar].seed] for bar in bars],
            hovertext=[
                f"{plain(name)}: {n} starts, inertia from {number(first[b].inertia)}"
                for n, b in zip(counts, bars, strict=True)
            ],
            hoverinfo="text",
        )
    fig.update_layout(barmode="group", bargap=0.05)
    fig.update_xaxes(title_text="inertia above the best, in %", range=[-width / 2, width * (BARS + 0.5)])
    fig.update_yaxes(title_text="starts")
    return style(fig, theme, height=380, title=_title(races, best), tools=True)


def _title(races: Mapping[str, Race], best: float) -> str:
    """Say how many starts of each kind found the best."""
    found = [
        f"{np.round(race.share(best) * race.starts):.0f} of {race.starts} starts by {plain(name)}"
        for name, race in races.items()
    ]
    return f"The best was found by {' and '.join(found)}"
