"""k-means to watch and to play: recorded half-steps, races, shapes it cannot see, tasks for a class."""

from kmeans_core.teaching.code import SKLEARN, numpy_lines
from kmeans_core.teaching.exercises import EXERCISES, Exercise
from kmeans_core.teaching.failures import CASES, Case, Failure, failure
from kmeans_core.teaching.film import Film, HalfStep, film
from kmeans_core.teaching.races import Ending, Race, race, swap_film
from kmeans_core.teaching.room_answers import (
    KINDS,
    MOST_VOTE,
    PAINTED,
    UnusableAnswer,
    read_drawing,
    read_groups,
    read_places,
    read_vote,
)
from kmeans_core.teaching.room_marks import (
    Contenders,
    Ended,
    Tried,
    contenders,
    found_best,
    nearest_centres,
    tried,
    where_it_ends,
)
from kmeans_core.teaching.room_tasks import SCENES, SIDE, Kind, Scene, Task, by_hand, in_square, scene
from kmeans_core.teaching.shapes import SHAPES, Shape, puzzle, shape
from kmeans_core.teaching.starts import STARTS, Start
