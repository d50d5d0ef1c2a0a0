"""How a cluster is named and coloured wherever it is drawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from kmeans_core.figures.theme import Theme, plain

SYMBOLS = ("circle", "square", "diamond", "cross", "x", "square-open", "diamond-open", "circle-open")
LISTED = 12  # a longer legend would push the picture out


@dataclass(frozen=True)
class Group:
    """A cluster as people see it: its number from 1, its name, its size and the colour that stays with it."""

    number: int
    name: str
    size: int
    colour: int  # from 0; the same group keeps it when settings change

    @property
    def title(self) -> str:
        """Return "1 · high income", or "Cluster 1" for a group without a name."""
        return f"{self.number} · {self.name}" if self.name else f"Cluster {self.number}"

    def legend(self) -> str:
        """Return the legend's entry, safe for Plotly: "1 · high income (128)"."""
        return f"{plain(self.title, 32)} ({self.size:,})"

    def fill(self, theme: Theme) -> str:
        """Return its colour; after ten the colours begin again and the symbol changes."""
        return theme.clusters[self.colour % len(theme.clusters)]

    def symbol(self) -> str:
        """Return its marker's symbol, one for ten colours; all exist in 2-D, WebGL and 3-D."""
        return SYMBOLS[self.colour // 10 % len(SYMBOLS)]


def listed_below(fig: go.Figure, groups: Sequence[Group], height: int) -> int:
    """List few groups below a picture; return its height with room for them, an entry a line."""
    few = len(groups) <= LISTED
    fig.update_layout(showlegend=few)
    return height + (22 * len(groups) if few else 0)


def unlike(names: Sequence[str]) -> list[str]:
    """Tell names apart that became equal when they were shortened: Plotly draws equal ones in one place."""
    return [name + "\u200b" * names[:i].count(name) for i, name in enumerate(names)]
