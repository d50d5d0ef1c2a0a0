"""How good clusters are, how stable, and whether k-means is the right tool."""

from kmeans_core.evaluation.indices import Quality, quality_of
from kmeans_core.evaluation.minima import LocalMinima, Minimum, local_minima, shown_minimum
from kmeans_core.evaluation.noise_comparison import STANDS_OUT, Structure, structure
from kmeans_core.evaluation.prediction_strength import prediction_strength
from kmeans_core.evaluation.robustness import Robustness, robustness
from kmeans_core.evaluation.silhouettes import (
    RowSilhouettes,
    SilhouetteEstimate,
    row_silhouettes,
    silhouette,
)
from kmeans_core.evaluation.stability import ClusterStability, cluster_stability
from kmeans_core.evaluation.suitability import (
    RUNS_ON,
    TOUCHING,
    Advice,
    Finding,
    Suitability,
    shallowest,
    suitability,
)
