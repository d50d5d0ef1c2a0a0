"""The one answer: the verdict on k, weighed with what its clusters look like and how stable they are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from kmeans_core.choosing_k.verdict import Verdict
from kmeans_core.common import count
from kmeans_core.evaluation import ClusterStability, Suitability

Confidence = Literal["high", "medium", "low", "none"]
LEVELS: tuple[Confidence, ...] = ("none", "low", "medium", "high")
REPEATING = 10  # different rows a cluster below which clusters mostly repeat the table's values


@dataclass(frozen=True)
class Answer:
    """One sentence, one confidence, why, and what to keep in mind."""

    headline: str
    confidence: Confidence
    because: str
    doubts: tuple[str, ...]


def answer(said: Verdict, n_distinct: int, fit: Suitability, stability: ClusterStability) -> Answer:
    """Weigh the verdict with what the clusters of its k look like and how surely they are found again."""
    if said.k is None:
        headline = "No clear number of clusters" if said.structure else "No clear clusters"
        return Answer(headline, "none", said.reason, said.warnings)
    grave = [each for each in fit.findings if each.kind == "wrong tool"]
    levels = [stability.level(i) for i in range(len(stability.jaccard))]
    repeating = n_distinct < REPEATING * said.k
    held = (
        "low" if grave or "doubtful" in levels else "medium" if "a pattern" in levels or repeating else "high"
    )
    confidence = LEVELS[min(LEVELS.index(said.confidence), LEVELS.index(held))]
    doubts = [*said.warnings]
    if not grave and (shaky := _shaky(levels)):
        doubts.insert(0, shaky)
    if repeating:
        doubts.append(f"Only {count(n_distinct, 'row')} differ: clusters mostly repeat their values.")
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
