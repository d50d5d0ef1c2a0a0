"""The charts of a report, the same figures as on the pages, for paper."""

from __future__ import annotations

from typing import Any

import numpy as np

from kmeans_core.common import Floats, sample_rows
from kmeans_core.figures import overview, scatter, silhouettes, sweep
from kmeans_core.figures.groups import Group
from kmeans_core.figures.theme import LIGHT
from kmeans_core.reports.evidence import Evidence
from kmeans_core.views import project

Figure = Any  # Plotly is imported in kmeans_core.figures alone
ARROWS = {"high": "↑", "low": "↓", "medium": "↔"}
ALWAYS = (
    "k-means finds round groups of similar spread; rings, chains and groups of very different density are "
    "cut up without complaint. Clusters describe these rows; they explain nothing, and others may be "
    "found with other columns."
)
DRAWN = 1_500  # points that a printer and a small file can bear


def places(told: Evidence, most: int = DRAWN) -> tuple[Figure, int]:
    """Draw rows and centres in two principal components; return how many rows, a sample beyond so many."""
    labels = told.clustering.labels
    seen = project(told.matrix, told.clustering.centres)
    picks = np.arange(len(labels)) if len(labels) <= most else sample_rows(labels, most, seed=0)
    flat = _on_a_plane(seen.places)
    points = scatter.Points(
        places=flat[picks],
        labels=labels[picks],
        rows=told.matrix.rows[picks],
        axes=seen.names if len(seen.names) > 1 else (*seen.names, ""),
        centres=None if seen.centres is None else _on_a_plane(seen.centres),
    )
    title = f"{len(told.groups)} clusters in the directions of largest variance"
    return scatter.scatter(points, told.groups, LIGHT, title=title), len(picks)


def _on_a_plane(values: Floats) -> Floats:
    """Put a single component on a line of a plane."""
    return values if values.shape[1] > 1 else np.column_stack([values, np.zeros(len(values))])


def fill(group: Group) -> str:
    return group.fill(LIGHT)


def sizes(told: Evidence) -> Figure:
    return overview.sizes(told.groups, LIGHT)


def distance_shares(told: Evidence) -> Figure:
    return overview.distance_shares(told.matrix.shares, LIGHT)


def outlines(told: Evidence) -> Figure:
    return silhouettes.outlines(
        told.silhouettes, told.silhouette, labels=told.clustering.labels, groups=told.groups, theme=LIGHT
    )


def criteria(told: Evidence) -> list[Figure]:
    """Draw every criterion that votes, and the inertia."""
    every, k = told.criteria, len(told.groups)
    return [sweep.criterion(each, every.ks, k, LIGHT) for each in (*every.voters, every.inertia)]
