"""What each half-step of the film is in one short sentence, as it is shown, read out and listed."""

from __future__ import annotations

from kmeans_core.common import count, listed
from kmeans_core.teaching import Film, HalfStep, Start

MADE: dict[Start, str] = {
    "k-means++": "Each was drawn by chance: the farther a point from those there, the larger its chance.",
    "random rows": "The centres begin on points drawn by chance.",
    "random partition": "Every point gets a cluster by chance; the centres begin at their means.",
    "farthest first": "Each centre is the point that lies farthest from those there.",
    "own centres": "The centres begin where you put them.",
}


def said(film: Film, at: int, start: Start) -> str:
    """Say what happened in a half-step, and at the end whether anything still moves."""
    step = film.steps[at]
    if at == len(film.steps) - 1:
        moves = f"after {count(film.moves, 'move')}"
        return (
            f"Converged {moves}: no point changes its cluster any more."
            if film.converged
            else f"Cut short {moves}; the centres would move on."
        )
    if step.kind == "seed":
        return _seeded(step, start)
    if step.kind == "start":
        return f"Start with {len(step.centres)} centres. {MADE[start]}"
    if step.kind == "assign":
        return f"Assign: every point joins its nearest centre. {count(step.changed, 'point')} changed."
    return _moved(step) if step.kind == "move" else _swapped(step, film.steps[at - 1])


def _seeded(step: HalfStep, start: Start) -> str:
    if step.chances is None:
        return "Every point is given a cluster by chance."
    if not len(step.centres):
        return "The first centre will be any point: all chances are equal."
    number = len(step.centres) + 1
    if start == "farthest first":
        return f"Centre {number} will be the farthest point: the larger, the farther."
    return f"Centre {number} is drawn next: the larger a point, the larger its chance."


def _moved(step: HalfStep) -> str:
    moved = "Move: every centre goes to the mean of its points."
    if not step.refilled:
        return moved
    which = listed([str(cluster + 1) for cluster, _ in step.refilled])
    return f"{moved} Cluster {which} had lost all points and was given the farthest one."


def _swapped(step: HalfStep, before: HalfStep) -> str:
    away = [str(j + 1) for j in range(len(step.centres)) if (step.centres[j] != before.centres[j]).any()]
    return f"Swap: a centre of little use is put where one is needed (centres {listed(away)} moved)."
