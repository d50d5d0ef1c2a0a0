"""A matrix and settings in, clusters out: the best centres that can be found."""

from kmeans_core.clustering.assignment import assign, closest, sums
from kmeans_core.clustering.clusterer import Clustering, Partition, cluster, fit, numbered
from kmeans_core.clustering.estimator import SwapKMeans
from kmeans_core.clustering.lloyd import Descent, descend
from kmeans_core.clustering.matching import contingency, flows, follow, shared_rows
from kmeans_core.clustering.points import Points, centred
from kmeans_core.clustering.prices import Trade, split_gains
from kmeans_core.clustering.restarts import seed
from kmeans_core.clustering.settings import Init, KMeansSettings, check, settings_for
from kmeans_core.clustering.solving import Found, solve
from kmeans_core.clustering.swaps import Swaps, swap_search
