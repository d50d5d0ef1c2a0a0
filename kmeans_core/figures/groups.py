"""How a cluster is named and coloured wherever it is drawn."""

from __future__ import annotations

from dataclasses import dataclass

from kmeans_core.figures.theme import Theme, cluster_colour, cluster_symbol, plain


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
        return cluster_colour(theme, self.colour)

    def symbol(self) -> str:
        return cluster_symbol(self.colour)
