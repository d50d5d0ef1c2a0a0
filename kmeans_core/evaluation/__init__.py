"""How good clusters are, how stable, and whether k-means is the right tool."""

from kmeans_core.evaluation.indices import Quality, quality_of
from kmeans_core.evaluation.noise_comparison import STANDS_OUT, Structure, structure
from kmeans_core.evaluation.quick_sweep import STRENGTH_ROWS, best_split, prediction_strength
from kmeans_core.evaluation.shapes import RUNS_ON, TOUCHING, shallowest
from kmeans_core.evaluation.silhouettes import (
    RowSilhouettes,
    SilhouetteEstimate,
    mean_silhouettes,
    row_silhouettes,
    silhouette,
)
from kmeans_core.evaluation.stability import (
    ClusterStability,
    LocalMinima,
    Minimum,
    Robustness,
    cluster_stability,
    local_minima,
    robustness,
)
from kmeans_core.evaluation.suitability import Advice, Finding, Suitability, suitability
