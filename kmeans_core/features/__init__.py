"""A table in, a matrix of comparable numbers out, with a log of everything that was done."""

from kmeans_core.features.pipelines import Scaling
from kmeans_core.features.preparation import (
    FeatureMatrix,
    Level,
    Preparation,
    prepare,
    skewed,
    to_matrix_units,
    to_original_units,
)
from kmeans_core.features.selection import Transform
