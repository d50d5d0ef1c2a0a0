"""What profiles and exports ask of groups of rows, whatever found them."""

from __future__ import annotations

from typing import Protocol

from kmeans_core.common import Floats, Ints, Labels


class Grouping(Protocol):
    """Rows in clusters 0 to k - 1, or in none; the centres, and what follows from them, may be missing."""

    @property
    def labels(self) -> Labels:
        """The cluster of each row (n,), -1 for a row in no cluster."""

    @property
    def sizes(self) -> Ints:
        """The rows of each cluster, (k,)."""

    @property
    def digest(self) -> str:
        """A name that no other grouping has."""

    @property
    def distances(self) -> Floats | None:
        """How far each row lies from its centre (n,); None where there are no centres."""

    @property
    def second(self) -> Labels | None:
        """The cluster that each row is second-nearest to (n,); None where there are no centres."""

    @property
    def margins(self) -> Floats | None:
        """How much farther the second-nearest centre is than the own (n,); None where there are none."""
