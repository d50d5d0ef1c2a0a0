"""A matrix and settings in, clusters out: the best centres that can be found."""

from kmeans_core.clustering.assignment import assign, sums
from kmeans_core.clustering.clusterer import (
    SAMPLE_ROWS,
    SAMPLE_ROWS_PER_CENTRE,
    Clustering,
    cluster,
    fit,
    numbered,
    spread,
)
from kmeans_core.clustering.coresets import Draws
from kmeans_core.clustering.lloyd import Descent, descend
from kmeans_core.clustering.matching import contingency, flows, follow
from kmeans_core.clustering.seeding import seed
from kmeans_core.clustering.settings import KMeansSettings, settings_for
from kmeans_core.clustering.swap_search import removal_losses, split_gains, swap_search
