"""What the Choose k page shows, each result computed once for everybody."""

from __future__ import annotations

from dataclasses import replace

from kmeans_core import choosing_k, evaluation
from kmeans_core.choosing_k import Criteria, Sweep, Verdict, Without
from kmeans_core.clustering import Clustering, KMeansSettings, settings_for
from kmeans_core.common import Progress, Stopped, digest
from kmeans_core.evaluation import LocalMinima, Robustness, Structure, Suitability
from kmeans_core.features import FeatureMatrix, Scaling
from kmeans_core.tables import Table
from pages.shared.results import tables
from pages.shared.results.computing import computed, desk
from pages.shared.results.groups import OfKMeans
from pages.shared.state import session, visit

SEEDS = (0, 1, 2)


def sweep(matrix: FeatureMatrix, kmeans: KMeansSettings, k_range: tuple[int, int]) -> tuple[Sweep, bool]:
    """Return the sweep and whether it is whole: after a stop it holds what was done.

    Raises `Stopped` where nothing was. Each k is kept as every page's solution with that k: a range that
    goes further costs only its new k, and no page computes again what was found here.
    """
    ks = choosing_k.range_of_k(matrix, *k_range)
    keys = {k: digest("cluster", matrix.digest, settings_for(kmeans, k)) for k in ks}

    visitor = visit.visitor()

    def there() -> dict[int, Clustering]:
        kept = {k: desk().kept(key, visitor) for k, key in keys.items()}
        return {k: value for k, (found, value) in kept.items() if found}

    def work(progress: Progress) -> Sweep:
        def keep(done: Clustering) -> None:
            desk().keep(keys[len(done.sizes)], done, visitor)

        return choosing_k.sweep(matrix, kmeans, ks[0], ks[-1], known=there(), keep=keep, progress=progress)

    own = kmeans.init == "own centres"
    key = digest("sweep", matrix.digest, kmeans if own else replace(kmeans, k=2), ks)
    try:
        return computed(key, "Trying every k", work), True
    except Stopped:
        done = there()
        if not done:
            raise
        return choosing_k.gathered(done.values()), False


def judged(matrix: FeatureMatrix, found: Sweep) -> Criteria:
    return computed(
        digest("criteria", matrix.digest, found.digest),
        "Comparing every k",
        lambda progress: choosing_k.judge(matrix, found, progress),
    )


def settled(
    matrix: FeatureMatrix, kmeans: KMeansSettings, k_range: tuple[int, int]
) -> tuple[Sweep, Criteria, Verdict, bool]:
    """Sweep and judge the range, and a wider one where the verdict asks for it; say whether that is whole."""
    whole = True

    def look(high: int) -> tuple[Sweep, Criteria]:
        nonlocal whole
        found, whole = sweep(matrix, kmeans, (k_range[0], high))
        return found, judged(matrix, found)

    return *choosing_k.settled(look, k_range[1]), whole


def findings(groups: OfKMeans, structure: Structure) -> Suitability:
    return computed(
        digest("suitability", groups.clustering.digest, structure.z),
        "Looking at the clusters' shapes",
        lambda progress: evaluation.suitability(groups.matrix, groups.clustering, structure, progress),
    )


def minima(groups: OfKMeans) -> LocalMinima:
    settings = replace(groups.clustering.settings, init="k-means++", own_centres=())
    return computed(
        digest("minima", groups.matrix.digest, settings),
        "Starting many times",
        lambda progress: evaluation.local_minima(groups.matrix, settings, progress=progress),
    )


def without_each(table: Table, matrix: FeatureMatrix, kmeans: KMeansSettings) -> tuple[Without, ...]:
    """Leave out each column in turn and judge what remains."""
    plain = KMeansSettings(seed=kmeans.seed)
    return computed(
        digest("without", matrix.digest, plain),
        "Leaving out each column in turn",
        lambda progress: choosing_k.without_each(table, matrix, plain, progress),
    )


def robustness(groups: OfKMeans, ks: tuple[int, ...]) -> Robustness:
    """Compare the present clusters with those of every scaling, these ks and three seeds."""
    scalings: tuple[Scaling, ...] = ("standard", "min-max", "robust", "none")
    preparation = session.choices().preparation
    matrices: dict[str, FeatureMatrix] = {
        scaling: tables.prepare(groups.table, replace(preparation, scaling=scaling)) for scaling in scalings
    }
    return computed(
        digest("robustness", groups.clustering.digest, *(m.digest for m in matrices.values()), ks),
        "Changing scaling, k and seed",
        lambda progress: evaluation.robustness(matrices, groups.clustering, ks, SEEDS, progress=progress),
    )
