"""How many clusters there are, how sure that is and why: all that is known, in one voice."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from kmeans_core.choosing_k import Criteria, Sweep, Verdict
from kmeans_core.clustering import KMeansSettings
from kmeans_core.common import Stopped, count
from kmeans_core.evaluation import ClusterStability, Suitability
from kmeans_core.features import FeatureMatrix
from pages.shared.results import sweeps
from pages.shared.state import session

Confidence = Literal["high", "medium", "low", "none"]
LEVELS: tuple[Confidence, ...] = ("none", "low", "medium", "high")
FOLLOWED_ROWS = 100_000  # beyond, every k takes too long to be tried before it is asked for
REPEATING = 10  # different rows a cluster below which clusters mostly repeat the table's values


@dataclass(frozen=True, eq=False)
class Recommendation:
    """The number of clusters to use, and what it rests on."""

    k: int  # where none can be recommended, the one that most criteria pick
    clear: bool
    verdict: Verdict
    criteria: Criteria
    sweep: Sweep
    whole: bool  # whether every k of the range was tried


@dataclass(frozen=True)
class Answer:
    """One sentence, one confidence, why, and what to keep in mind."""

    headline: str
    confidence: Confidence
    because: str
    doubts: tuple[str, ...]


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
    said = found.verdict
    if said.k is None:
        headline = "No clear number of clusters" if said.structure else "No clear clusters"
        return Answer(headline, "none", said.reason, said.warnings)
    grave = [each for each in fit.findings if each.kind == "wrong tool"]
    levels = [stability.level(i) for i in range(len(stability.jaccard))]
    repeating = matrix.n_distinct < REPEATING * said.k
    held = (
        "low" if grave or "doubtful" in levels else "medium" if "a pattern" in levels or repeating else "high"
    )
    confidence = LEVELS[min(LEVELS.index(said.confidence), LEVELS.index(held))]
    doubts = [*said.warnings]
    if not grave and (shaky := _shaky(levels)):
        doubts.insert(0, shaky)
    if repeating:
        doubts.append(f"Only {count(matrix.n_distinct, 'row')} differ: clusters mostly repeat their values.")
    if grave:
        headline = f"{said.k} clusters at best: k-means fits these data badly"
        return Answer(headline, confidence, f"{grave[0].what} {grave[0].meaning}", tuple(doubts))
    return Answer(
        f"{said.k} clusters, {confidence} confidence", confidence, _because(said, levels), tuple(doubts)
    )


def _shaky(levels: list[str]) -> str:
    """Name the clusters that are not surely found again; "" where there are none."""
    numbers = [str(i + 1) for i, level in enumerate(levels) if level in ("a pattern", "doubtful")]
    if not numbers:
        return ""
    named = f"Cluster {numbers[0]} is" if len(numbers) == 1 else f"Clusters {', '.join(numbers)} are"
    return f"{named} not surely found again when the rows are drawn anew."


def _because(said: Verdict, levels: list[str]) -> str:
    parts = [f"{said.agree} of {said.voters} criteria agree", "the data stand out from noise"]
    if all(level in ("very stable", "stable") for level in levels):
        parts.append("every cluster is found again")
    return f"{', '.join(parts[:-1])} and {parts[-1]}."
