"""Beside k-means: other algorithms on the same rows, how they compare, and rows that fit nowhere."""

from kmeans_core.groupings.advice import Recommended, recommended
from kmeans_core.groupings.again import found_again
from kmeans_core.groupings.clouds import Informed, bic_over_k
from kmeans_core.groupings.comparing import Attempt, How, agreement, attempt, title_of
from kmeans_core.groupings.densities import Bend, bend_of
from kmeans_core.groupings.found import NoClusters
from kmeans_core.groupings.grouping import Grouping, group
from kmeans_core.groupings.membership import between, certainty
from kmeans_core.groupings.oddness import OddRows, odd_rows, reasons
from kmeans_core.groupings.settings import (
    EVERY,
    Agglomerative,
    Bisecting,
    Covariance,
    Dbscan,
    Hdbscan,
    Linkage,
    Mixture,
    Other,
    Spectral,
)
from kmeans_core.groupings.trees import Tree, tree
from kmeans_core.groupings.validity import density_validity
