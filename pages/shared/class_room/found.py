"""What the methods find on a room's points, computed once for everybody, to be held against the class."""

from __future__ import annotations

from kmeans_core import choosing_k, features
from kmeans_core.choosing_k import Verdict
from kmeans_core.common import Floats, Progress, digest
from kmeans_core.features import Preparation
from kmeans_core.tables import read_table
from kmeans_core.teaching import MOST_VOTE, Contenders, Task, contenders
from pages.shared.results.computing import computed


def rivals(task: Task) -> Contenders:
    """Return where k-means++ and swap search end on the task's points."""
    return computed(
        digest("rivals", task.points.tobytes(), task.k),
        "Starting k-means++ and swap search",
        lambda progress: contenders(task.points, task.k),
    )


def lowest(task: Task, inertias: list[float]) -> float:
    """Return the lowest inertia that is known, whoever found it."""
    found = rivals(task)
    return min(found.swap, *found.plus_plus, *inertias)


def said_of(task: Task) -> Verdict:
    """Return what the studio says of how many clusters the task's points form."""
    return computed(
        digest("verdict", task.points.tobytes()),
        "Trying every k",
        lambda progress: _verdict(task.points, progress),
    )


def _verdict(points: Floats, progress: Progress) -> Verdict:
    lines = "\n".join(f"{x:.1f},{y:.1f}" for x, y in points)
    table = read_table(f"x,y\n{lines}\n".encode(), "points.csv")
    matrix = features.prepare(table, Preparation(scaling="none"))
    tried = choosing_k.sweep(matrix, high=MOST_VOTE, progress=progress)
    return choosing_k.verdict(tried, choosing_k.judge(matrix, tried, progress))
