"""A matrix's clusters, how good they are, and where they lie in two and three dimensions."""

from __future__ import annotations

from kmeans_core import clustering, evaluation, views
from kmeans_core.clustering import Clustering, KMeansSettings
from kmeans_core.common import Progress, digest
from kmeans_core.evaluation import Quality, RowSilhouettes, SilhouetteEstimate
from kmeans_core.features import FeatureMatrix
from kmeans_core.views import Projection
from pages.shared.results.computing import computed


def cluster(matrix: FeatureMatrix, settings: KMeansSettings) -> Clustering:
    key = digest("cluster", matrix.digest, settings)
    return computed(
        key, "Finding the centres", lambda progress: clustering.cluster(matrix, settings, progress)
    )


def quality(matrix: FeatureMatrix, groups: Clustering) -> Quality:
    key = digest("quality", groups.digest)
    return computed(
        key, "Judging the clusters", lambda progress: evaluation.quality_of(matrix.values, groups.labels)
    )


def silhouette(matrix: FeatureMatrix, groups: Clustering) -> SilhouetteEstimate:
    key = digest("silhouette", groups.digest)
    return computed(key, "Computing silhouettes", lambda progress: evaluation.silhouette(matrix, groups))


def row_silhouettes(matrix: FeatureMatrix, groups: Clustering) -> RowSilhouettes:
    def work(progress: Progress) -> RowSilhouettes:
        return evaluation.row_silhouettes(matrix, groups, progress)

    return computed(digest("row silhouettes", groups.digest), "Computing every row's silhouette", work)


def project(matrix: FeatureMatrix, groups: Clustering) -> Projection:
    key = digest("project", groups.digest)
    return computed(key, "Projecting", lambda progress: views.project(matrix, groups.centres, 3))
