"""What the Compare page shows, each result computed once for everybody."""

from __future__ import annotations

from kmeans_core import groupings
from kmeans_core.clustering import KMeansSettings
from kmeans_core.common import Progress, digest
from kmeans_core.evaluation import Suitability, suitability
from kmeans_core.features import FeatureMatrix
from kmeans_core.groupings import Attempt, Bend, Covariance, Dbscan, How, Informed, Linkage, Recommended, Tree
from pages.shared.results.computing import computed, desk
from pages.shared.results.groups import OfKMeans


def attempt(matrix: FeatureMatrix, how: How) -> Attempt:
    """Run an algorithm; its clusters are kept as every page's, too."""
    kind = "cluster" if isinstance(how, KMeansSettings) else "group"

    def work(progress: Progress) -> Attempt:
        tried = groupings.attempt(matrix, how, progress)
        desk().keep(digest(kind, matrix.digest, how), tried.grouping)
        return tried

    return computed(digest("attempt", matrix.digest, how), groupings.title_of(how), work)


def findings(groups: OfKMeans) -> Suitability:
    """Say what speaks against k-means' clusters of the present k."""
    return computed(
        digest("suitability", groups.matrix.digest, groups.clustering.digest),
        "Looking at the clusters' shapes",
        lambda progress: suitability(groups.matrix, groups.clustering, progress=progress),
    )


def recommended(groups: OfKMeans, tried: list[Attempt]) -> Recommended | None:
    """Say which of the algorithms fits best."""
    fit = findings(groups)
    return computed(
        digest("recommended", groups.matrix.digest, [each.grouping.digest for each in tried]),
        "Weighing the algorithms",
        lambda progress: groupings.recommended(groups.matrix, tried, fit),
    )


def tree(matrix: FeatureMatrix, how: Linkage) -> Tree:
    key = digest("tree", matrix.digest, how)
    return computed(key, "Joining the rows", lambda progress: groupings.tree(matrix, how))


def bend(matrix: FeatureMatrix, how: Dbscan) -> Bend:
    key = digest("bend", matrix.digest, how.neighbours)
    return computed(key, "Measuring neighbours", lambda progress: groupings.bend_of(matrix, how))


def informed(matrix: FeatureMatrix, covariance: Covariance) -> Informed:
    return computed(
        digest("bic", matrix.digest, covariance),
        "Comparing mixtures",
        lambda progress: groupings.bic_over_k(matrix, covariance, progress=progress),
    )
