"""How odd each row is, computed once for everybody."""

from __future__ import annotations

from kmeans_core import groupings
from kmeans_core.common import digest
from kmeans_core.groupings import OddRows
from pages.shared.results.computing import computed
from pages.shared.results.groups import Groups


def odd_rows(groups: Groups) -> OddRows:
    return computed(
        digest("odd rows", groups.matrix.digest, groups.clustering.digest),
        "Looking for odd rows",
        lambda progress: groupings.odd_rows(groups.matrix, groups.clustering, progress),
    )
