"""What the learn pages compute that takes more than a moment."""

from __future__ import annotations

import io

import numpy as np

from kmeans_core import choosing_k, clustering, evaluation, teaching
from kmeans_core.choosing_k import Criteria, Sweep, Verdict
from kmeans_core.clustering import KMeansSettings
from kmeans_core.common import Floats, Progress, digest
from kmeans_core.evaluation import Suitability
from kmeans_core.features import FeatureMatrix, Preparation
from kmeans_core.tables import read_table
from kmeans_core.teaching import Exercise, Race, Start
from pages.shared.results import tables
from pages.shared.results.computing import computed


def race(values: Floats, k: int, start: Start) -> Race:
    key = digest("race", np.ascontiguousarray(values).tobytes(), k, start)
    return computed(
        key, "Running 100 starts", lambda progress: teaching.race(values, k, start, progress=progress)
    )


def matrix(values: Floats) -> FeatureMatrix:
    """Return points as a table's matrix without scaling, as if they had been uploaded."""
    file = io.StringIO()
    names = ",".join(f"column {j + 1}" for j in range(values.shape[1]))
    np.savetxt(file, values, fmt="%.6g", delimiter=",", header=names, comments="")
    table = read_table(file.getvalue().encode(), "points.csv")
    return tables.prepare(table, Preparation(scaling="none"))


def findings(values: Floats, k: int) -> Suitability:
    """Judge k clusters of points as the Choose k page does."""
    points = matrix(values)

    def work(progress: Progress) -> Suitability:
        return evaluation.suitability(
            points, clustering.cluster(points, KMeansSettings(k)), progress=progress
        )

    return computed(digest("lesson findings", points.digest, k), "Looking at the clusters' shapes", work)


def judged(values: Floats, high: int) -> tuple[Sweep, Criteria, Verdict]:
    """Try k from 2 to `high` on points and judge them, as the Choose k page does."""
    points = matrix(values)

    def work(progress: Progress) -> tuple[Sweep, Criteria, Verdict]:
        tried = choosing_k.sweep(points, KMeansSettings(), 2, high, progress=progress)
        criteria = choosing_k.judge(points, tried)
        return tried, criteria, choosing_k.verdict(tried, criteria)

    return computed(digest("lesson k", points.digest, high), "Trying every k", work)


def answer(exercise: Exercise) -> tuple[str, ...]:
    return computed(
        digest("exercise", exercise.key), "Working the answer out", lambda progress: exercise.answer()
    )
