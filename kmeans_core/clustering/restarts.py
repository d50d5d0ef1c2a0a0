"""Single starts of k-means, one after the other, as scikit-learn makes them."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from sklearn.cluster import KMeans, MiniBatchKMeans
from sklearn.exceptions import ConvergenceWarning

from kmeans_core.clustering.assignment import Assignment, assign, sums
from kmeans_core.clustering.lloyd import Descent, descend
from kmeans_core.clustering.seeding import seed
from kmeans_core.clustering.settings import KMeansSettings
from kmeans_core.common import Floats, Progress, part

_SHORT_FIT = (
    2e7  # rows times columns times clusters that scikit-learn fits faster than anybody can press Stop
)
_BATCHES, _BATCH_ROWS, _FIRST_ROWS = 300, 4_096, 20_000


@dataclass(frozen=True, eq=False)
class Run:
    """What one run works on."""

    values: Floats  # (n, d)
    middle: Floats  # (d,)
    centred: Floats  # values - middle: squares keep their digits
    weights: Floats | None  # (n,)
    start: Floats | None  # (k, d), centred too
    tolerance: float  # the summed squared movement of the centres that counts as none
    settings: KMeansSettings
    progress: Progress


def restarts(run: Run) -> Iterator[Descent]:
    """Make `n_init` starts; equal to the starts within scikit-learn's `KMeans(n_init, random_state=seed)`."""
    random = np.random.RandomState(run.settings.seed)
    starts = 1 if run.start is not None else run.settings.n_init
    short = run.values.size * run.settings.k <= _SHORT_FIT
    for number in range(starts):
        run.progress(number / starts, f"Start {number + 1} of {starts}")
        here = replace(run, progress=part(run.progress, number / starts, (number + 1) / starts))
        yield library_start(here, random) if short else long_start(here, random)


def library_start(run: Run, random: np.random.RandomState) -> Descent:
    """One start by scikit-learn itself."""
    settings = run.settings
    model = KMeans(
        settings.k,
        init=library_init(run, random),
        n_init=1,
        max_iter=settings.max_iter,
        tol=settings.tol,
        random_state=random,
        algorithm="elkan" if settings.algorithm == "elkan" else "lloyd",
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)  # empty clusters show in the sizes
        model.fit(run.values, sample_weight=run.weights)
    centres = model.cluster_centers_ - run.middle
    nearest = kept(assign(run.centred, centres), model.labels_)
    return Descent(centres, nearest, float(model.inertia_), model.n_iter_, model.n_iter_ < settings.max_iter)


def library_init(run: Run, random: np.random.RandomState) -> Floats | str:
    """Where a start begins, in scikit-learn's terms."""
    names = {"k-means++": "k-means++", "random rows": "random"}
    if run.start is None and run.settings.init in names:
        return names[run.settings.init]
    return first_centres(run, random) + run.middle


def kept(nearest: Assignment, labels: Floats) -> Assignment:
    """The same rows under labels that differ in ties only."""
    tied = nearest.labels != labels
    second = np.where(tied, nearest.labels, nearest.second)
    return Assignment(labels.astype(np.int32), nearest.d1, second.astype(np.int32), nearest.d2)


def long_start(run: Run, random: np.random.RandomState) -> Descent:
    """One start of the same steps in slices that can be stopped."""
    first = first_centres(run, random)
    return descend(run.centred, first, run.weights, run.settings.max_iter, run.tolerance, run.progress)


def first_centres(run: Run, random: np.random.RandomState) -> Floats:
    """Where a start begins (centred), its random numbers drawn as scikit-learn draws them."""
    if run.start is not None:
        return run.start
    k, n, weights = run.settings.k, len(run.centred), run.weights
    if run.settings.init == "random rows":
        chance = np.full(n, 1 / n) if weights is None else weights / weights.sum()
        return run.centred[random.choice(n, size=k, replace=False, p=chance)]
    if run.settings.init == "random partition":
        labels = random.randint(k, size=n).astype(np.int32)
        labels[random.permutation(n)[:k]] = np.arange(k)  # no cluster starts empty
        return sums(run.centred, labels, k, weights) / np.bincount(labels, weights, k)[:, None]
    return seed(run.centred, k, random, weights, run.progress)


def mini_batches(run: Run) -> Descent:
    """Mini-batch k-means (Sculley 2010): 300 steps of 4,096 rows, the first centres drawn on 20,000."""
    random = np.random.RandomState(run.settings.seed)
    n = len(run.centred)
    drawn = np.sort(random.permutation(n)[: max(_FIRST_ROWS, 3 * run.settings.k)])
    first = first_centres(replace(run, centred=run.centred[drawn]), random)
    model = MiniBatchKMeans(run.settings.k, init=first, n_init=1, tol=0, random_state=random)
    for step in range(_BATCHES):
        model.partial_fit(run.centred[random.randint(n, size=min(_BATCH_ROWS, n))])
        run.progress(step / _BATCHES, "Mini-batches")
    nearest = assign(run.centred, model.cluster_centers_, run.progress)
    return Descent(model.cluster_centers_, nearest, float(nearest.d1.sum()), _BATCHES, True)
