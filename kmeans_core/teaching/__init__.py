"""k-means to watch: the algorithm as recorded half-steps, races between starts, shapes it cannot see."""

from kmeans_core.teaching.code import SKLEARN, numpy_lines
from kmeans_core.teaching.failures import CASES, Failure, failure
from kmeans_core.teaching.film import Film, HalfStep, film
from kmeans_core.teaching.races import Ending, Race, race, swap_film
from kmeans_core.teaching.shapes import SHAPES, Shape, shape
from kmeans_core.teaching.starts import STARTS, Start
