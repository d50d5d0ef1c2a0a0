"""A matrix's clusters, how good they are, and where they lie in two and three dimensions."""

from __future__ import annotations

from kmeans_core import clustering, evaluation, groupings, views
from kmeans_core.clustering import Clustering, KMeansSettings, Partition
from kmeans_core.common import Progress, digest
from kmeans_core.evaluation import Quality, RowSilhouettes, SilhouetteEstimate
from kmeans_core.features import FeatureMatrix
from kmeans_core.groupings import Grouping, Other
from kmeans_core.views import Projection
from pages.shared.results.computing import computed


def cluster(matrix: FeatureMatrix, settings: KMeansSettings) -> Clustering:
    key = digest("cluster", matrix.digest, settings)
    return computed(
        key, "Finding the centres", lambda progress: clustering.cluster(matrix, settings, progress)
    )


def group(matrix: FeatureMatrix, how: Other) -> Grouping:
    key = digest("group", matrix.digest, how)
    return computed(key, how.title, lambda progress: groupings.group(matrix, how, progress))


def found(matrix: FeatureMatrix, kmeans: KMeansSettings, other: Other | None) -> Clustering | Grouping:
    """Return the clusters of k-means, or of another algorithm where one was chosen."""
    return cluster(matrix, kmeans) if other is None else group(matrix, other)


def quality(matrix: FeatureMatrix, groups: Partition) -> Quality:
    key = digest("quality", groups.digest)
    return computed(key, "Judging the clusters", lambda progress: _quality(matrix, groups))


def _quality(matrix: FeatureMatrix, groups: Partition) -> Quality:
    inside = groups.labels >= 0
    if inside.all():
        return evaluation.quality_of(matrix.values, groups.labels)
    return evaluation.quality_of(matrix.values[inside], groups.labels[inside])


def silhouette(matrix: FeatureMatrix, groups: Partition) -> SilhouetteEstimate:
    key = digest("silhouette", groups.digest)
    return computed(key, "Computing silhouettes", lambda progress: evaluation.silhouette(matrix, groups))


def row_silhouettes(matrix: FeatureMatrix, groups: Partition) -> RowSilhouettes:
    def work(progress: Progress) -> RowSilhouettes:
        return evaluation.row_silhouettes(matrix, groups, progress)

    return computed(digest("row silhouettes", groups.digest), "Computing every row's silhouette", work)


def project(matrix: FeatureMatrix, groups: Partition) -> Projection:
    key = digest("project", groups.digest)
    return computed(key, "Projecting", lambda progress: views.project(matrix, groups.centres, 3))
