"""A table in, a matrix of comparable numbers out, with a log of everything that was done."""

from kmeans_core.features.categories import Level
from kmeans_core.features.distinct_rows import count_distinct
from kmeans_core.features.doubts import Doubt, doubts
from kmeans_core.features.matrix import FeatureMatrix, to_matrix_units, to_original_units
from kmeans_core.features.preparation import prepare
from kmeans_core.features.selection import texts_of
from kmeans_core.features.settings import Preparation, Scaling, Transform
from kmeans_core.features.skewness import skewed
from kmeans_core.features.texts import WORD, TextVectors, spaceless
