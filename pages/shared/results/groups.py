"""The present solution as every table page shows it: clusters with their colours and names."""

from __future__ import annotations

from dataclasses import dataclass, replace

from kmeans_core.clustering import Clustering, follow, settings_for, shared_rows
from kmeans_core.features import FeatureMatrix
from kmeans_core.figures.groups import Group
from kmeans_core.tables import Table
from pages.shared.results import clusters, tables
from pages.shared.state import session
from pages.shared.state.choices import Identity


@dataclass(frozen=True, eq=False)
class Groups:
    """A table's clusters; `shown` has one entry per cluster with its number, name, size and colour."""

    table: Table
    matrix: FeatureMatrix
    clustering: Clustering
    shown: tuple[Group, ...]


def current() -> Groups:
    """Derive the present solution; raises `DataProblem` where the data or settings do not allow one."""
    table, choices = session.table(), session.choices()
    matrix = tables.prepare(table, choices.preparation)
    clustering = clusters.cluster(matrix, choices.kmeans)
    identity = _identity(table, matrix, clustering)
    session.derive(replace(choices, identity=identity))
    names = dict(identity.names)
    return Groups(
        table,
        matrix,
        clustering,
        tuple(
            Group(number + 1, names.get(colour, ""), int(size), colour)
            for number, (colour, size) in enumerate(zip(identity.colours, clustering.sizes, strict=True))
        ),
    )


def of_k(matrix: FeatureMatrix, k: int) -> Groups:
    """Return the solution with k clusters under the present settings; the present one where it has k."""
    table, choices = session.table(), session.choices()
    if choices.kmeans.k == k:
        return current()
    clustering = clusters.cluster(matrix, settings_for(choices.kmeans, k))
    shown = tuple(Group(i + 1, "", int(size), i) for i, size in enumerate(clustering.sizes))
    return Groups(table, matrix, clustering, shown)


def _identity(table: Table, matrix: FeatureMatrix, clustering: Clustering) -> Identity:
    """Let each new cluster take the colour and name of the old one with which it shares the most rows."""
    choices = session.choices()
    before = choices.identity
    if before is None:
        return Identity(choices.preparation, choices.kmeans, tuple(range(len(clustering.sizes))))
    if (before.preparation, before.kmeans) == (choices.preparation, choices.kmeans):
        return before
    old_matrix = tables.prepare(table, before.preparation)
    old = clusters.cluster(old_matrix, before.kmeans)
    colours = follow(shared_rows(old, old_matrix.rows, clustering, matrix.rows), before.colours)
    names = tuple((colour, name) for colour, name in before.names if colour in colours)
    return Identity(choices.preparation, choices.kmeans, colours, names)


def rename(colour: int, name: str) -> None:
    """Give the group with this colour a name; an empty name takes it away."""
    choices = session.choices()
    if choices.identity is None:
        return
    names = {**dict(choices.identity.names), colour: name.strip()}
    kept = tuple((number, text) for number, text in sorted(names.items()) if text)
    session.save(replace(choices, identity=replace(choices.identity, names=kept)))
