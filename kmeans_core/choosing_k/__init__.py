"""How many clusters: one solution for every k, what criteria say of each, and a verdict."""

from kmeans_core.choosing_k.answer import LEVELS, Answer, answer
from kmeans_core.choosing_k.criteria import Criteria, Criterion, judge
from kmeans_core.choosing_k.sweep import Sweep, gathered, range_of_k, sweep
from kmeans_core.choosing_k.verdict import Verdict, settled, verdict
from kmeans_core.choosing_k.without_column import Without, without_each
