"""A matrix and settings in, clusters out: the best centres that can be found."""

from kmeans_core.clustering.assignment import assign, sums
from kmeans_core.clustering.clusterer import Clustering, Partition, cluster, fit, numbered
from kmeans_core.clustering.coresets import Draws, sample_size
from kmeans_core.clustering.lloyd import Descent, descend
from kmeans_core.clustering.matching import contingency, flows, follow, shared_rows
from kmeans_core.clustering.points import Centred, Points, centred
from kmeans_core.clustering.prices import removal_losses, split_gains
from kmeans_core.clustering.searching import Found
from kmeans_core.clustering.seeding import seed
from kmeans_core.clustering.settings import KMeansSettings, settings_for
from kmeans_core.clustering.swaps import swap_search
