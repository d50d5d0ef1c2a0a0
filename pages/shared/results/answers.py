"""How many clusters there are, how sure that is and why: all that is known, in one voice."""

from __future__ import annotations

from dataclasses import dataclass

from kmeans_core import choosing_k
from kmeans_core.choosing_k import Answer, Criteria, Sweep, Verdict
from kmeans_core.clustering import KMeansSettings
from kmeans_core.common import Stopped
from kmeans_core.evaluation import ClusterStability, Suitability
from kmeans_core.features import FeatureMatrix
from pages.shared.results import sweeps
from pages.shared.state import session

FOLLOWED_ROWS = 100_000  # beyond, every k takes too long to be tried before it is asked for


@dataclass(frozen=True, eq=False)
class Recommendation:
    """The number of clusters to use, and what it rests on."""

    k: int  # where none can be recommended, the one that most criteria pick
    clear: bool
    verdict: Verdict
    criteria: Criteria
    sweep: Sweep
    whole: bool  # whether every k of the range was tried


def recommendation(matrix: FeatureMatrix, kmeans: KMeansSettings, k_range: tuple[int, int]) -> Recommendation:
    """Try every k of the range, and of a wider one where the criteria ask for it, and weigh them.

    Raises `Stopped` where nothing was done.
    """
    found, criteria, said, whole = sweeps.settled(matrix, kmeans, k_range)
    k = said.k if said.k is not None else _best_supported(criteria)
    return Recommendation(k, said.k is not None, said, criteria, found, whole)


def _best_supported(criteria: Criteria) -> int:
    picks = [each.pick for each in criteria.voters if each.pick is not None]
    return max(picks, key=picks.count) if picks else criteria.ks[0]


def follow(matrix: FeatureMatrix, rows: int = FOLLOWED_ROWS) -> None:
    """Let k be the recommended number, unless a person set it or the table has more than so many rows."""
    choices = session.choices()
    if (
        choices.other is not None
        or choices.k_by == "person"
        or choices.kmeans.init == "own centres"
        or matrix.n_distinct < 2
    ):
        return
    if len(matrix.values) > rows:
        return
    try:
        found = recommendation(matrix, choices.kmeans, within(matrix, choices.k_range))
    except Stopped:
        return
    if found.whole:
        session.follow(found.k, clear=found.clear)


def within(matrix: FeatureMatrix, k_range: tuple[int, int]) -> tuple[int, int]:
    """Return the range of k cut to what the rows allow."""
    most = max(2, matrix.n_distinct)
    return min(k_range[0], most), min(k_range[1], most)


def answer(
    found: Recommendation, matrix: FeatureMatrix, fit: Suitability, stability: ClusterStability
) -> Answer:
    """Weigh the verdict with what the clusters of its k look like and how surely they are found again."""
    return choosing_k.answer(found.verdict, matrix.n_distinct, fit, stability)
