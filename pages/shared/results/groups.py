"""The present solution as every table page shows it: clusters with their colours and names."""

from __future__ import annotations

from dataclasses import dataclass, replace

from kmeans_core.clustering import Clustering, follow, settings_for, shared_rows
from kmeans_core.features import FeatureMatrix
from kmeans_core.figures.groups import Group
from kmeans_core.groupings import Grouping
from kmeans_core.tables import Table
from pages.shared.results import clusters, tables
from pages.shared.state import session
from pages.shared.state.choices import Identity


@dataclass(frozen=True, eq=False)
class Groups:
    """A table's clusters; `shown` has one entry per cluster with its number, name, size and colour."""

    table: Table
    matrix: FeatureMatrix
    clustering: Clustering | Grouping
    shown: tuple[Group, ...]


@dataclass(frozen=True, eq=False)
class OfKMeans(Groups):
    """Clusters that k-means made, with all that only these have: centres, inertia, restarts."""

    clustering: Clustering


def current() -> Groups:
    """Derive the present solution; raises `DataProblem` where the data or settings do not allow one."""
    table, choices = session.table(), session.choices()
    matrix = tables.prepare(table, choices.preparation)
    clustering = clusters.found(matrix, choices.kmeans, choices.other)
    identity = _identity(table, matrix, clustering)
    session.derive(replace(choices, identity=identity))
    names = dict(identity.names)
    shown = tuple(
        Group(number + 1, names.get(colour, ""), int(size), colour)
        for number, (colour, size) in enumerate(zip(identity.colours, clustering.sizes, strict=True))
    )
    if isinstance(clustering, Clustering):
        return OfKMeans(table, matrix, clustering, shown)
    return Groups(table, matrix, clustering, shown)


def by_kmeans(matrix: FeatureMatrix) -> OfKMeans:
    """Return k-means' solution under the present settings, also where another algorithm's is in use."""
    return of_k(matrix, session.choices().kmeans.k)


def of_k(matrix: FeatureMatrix, k: int) -> OfKMeans:
    """Return k-means' solution with k clusters under the present settings; the present one where it is."""
    table, choices = session.table(), session.choices()
    if choices.kmeans.k == k and choices.other is None and isinstance(present := current(), OfKMeans):
        return present
    clustering = clusters.cluster(matrix, settings_for(choices.kmeans, k))
    shown = tuple(Group(i + 1, "", int(size), i) for i, size in enumerate(clustering.sizes))
    return OfKMeans(table, matrix, clustering, shown)


def _identity(table: Table, matrix: FeatureMatrix, clustering: Clustering | Grouping) -> Identity:
    """Let each new cluster take the colour and name of the old one with which it shares the most rows."""
    choices = session.choices()
    before = choices.identity
    if before is None:
        own = tuple(range(len(clustering.sizes)))
        return Identity(choices.preparation, choices.kmeans, own, other=choices.other)
    made = (choices.preparation, choices.kmeans, choices.other)
    if (before.preparation, before.kmeans, before.other) == made:
        return before
    old_matrix = tables.prepare(table, before.preparation)
    old = clusters.found(old_matrix, before.kmeans, before.other)
    colours = follow(shared_rows(old, old_matrix.rows, clustering, matrix.rows), before.colours)
    names = tuple((colour, name) for colour, name in before.names if colour in colours)
    return Identity(choices.preparation, choices.kmeans, colours, names, choices.other)


def rename(colour: int, name: str) -> None:
    """Give the group with this colour a name; an empty name takes it away."""
    choices = session.choices()
    if choices.identity is None:
        return
    names = {**dict(choices.identity.names), colour: name.strip()}
    kept = tuple((number, text) for number, text in sorted(names.items()) if text)
    session.save(replace(choices, identity=replace(choices.identity, names=kept)))
