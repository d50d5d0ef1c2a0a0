"""How many clusters, and how sure that is: the criteria's votes, held against noise."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Literal

from kmeans_core.choosing_k.criteria import Criteria
from kmeans_core.choosing_k.sweep import Sweep
from kmeans_core.evaluation import STANDS_OUT

SMALL = 0.01  # share of the rows below which a cluster is named in a warning
Confidence = Literal["high", "medium", "low", "none"]


@dataclass(frozen=True)
class Verdict:
    """The recommended k, or none, with everything that speaks for and against it."""

    k: int | None
    confidence: Confidence
    structure: bool  # whether the data stand out from noise
    agree: int  # how many of the criteria pick k
    voters: int
    runner_up: int | None
    headline: str
    reason: str
    warnings: tuple[str, ...]


def verdict(sweep: Sweep, criteria: Criteria) -> Verdict:
    """Weigh the votes: 4 or 5 alike give high confidence, 3 medium, 2 low, fewer no number at all.

    Data that do not stand out from noise give "no cluster structure found", whatever the votes. A pick at an
    end of the range, a range of fewer than three k and tiny clusters lower the confidence.
    """
    picks = [each.pick for each in criteria.voters if each.pick is not None]
    first = next((each.pick for each in criteria.voters if each.pick is not None), None)
    ranked = sorted(Counter(picks).items(), key=lambda vote: (-vote[1], vote[0] != first, vote[0]))
    leader, agree = ranked[0] if ranked else (None, 0)
    runner_up = ranked[1][0] if len(ranked) > 1 else None
    z = criteria.structure.z
    if z < STANDS_OUT:
        return Verdict(
            *(None, "none", False, agree, len(picks), None),
            "No cluster structure found",
            _like_noise(criteria),
            (),
        )
    if leader is None or agree < 2:
        scattered = (
            f"The criteria disagree: their picks are {', '.join(str(pick) for pick in sorted(picks))}."
        )
        return Verdict(
            *(None, "none", True, agree, len(picks), runner_up), "No clear number of clusters", scattered, ()
        )
    warnings = _warnings(sweep, leader)
    level = min(agree, 4) - 1 - bool(warnings)  # 3 high, 2 medium, 1 or less low
    confidence: Confidence = "high" if level >= 3 else "medium" if level == 2 else "low"
    reason = f"{agree} of {len(criteria.voters)} criteria agree; the data stand out from noise (z = {z:.0f})."
    return Verdict(
        *(leader, confidence, True, agree, len(picks), runner_up),
        f"{leader} clusters, {confidence} confidence",
        reason,
        warnings,
    )


def _like_noise(criteria: Criteria) -> str:
    """Say which kind of noise explains the data."""
    name, z = min(criteria.structure.excess, key=lambda pair: pair[1])
    explained = {
        "box": "evenly spread noise",
        "Gaussian": "one Gaussian cloud",
        "heavy tails": "one cloud with outliers or heavy tails",
    }.get(name, "one skewed cloud")
    hint = " Try a log of the skewed columns." if name.startswith("skew") else ""
    noise = f"The best grouping is no better than what is cut out of {explained}"
    return f"{noise} (z = {z:.1f}; {STANDS_OUT:.0f} or more counts).{hint}"


def _warnings(sweep: Sweep, k: int) -> tuple[str, ...]:
    found = []
    low, high = sweep.ks[0], sweep.ks[-1]
    if len(sweep.ks) < 3:
        found.append(f"Only {len(sweep.ks)} k tried. Widen the range to compare more.")
    elif k == high:
        found.append(f"{k} is the largest k tried. Widen the range to see whether more clusters fit better.")
    elif k == low > 2:
        found.append(
            f"{k} is the smallest k tried. Begin the range at 2 to see whether fewer clusters fit better."
        )
    sizes = sweep.at(k).sizes
    small = [i + 1 for i, size in enumerate(sizes) if size < SMALL * sizes.sum()]
    if small:
        named = ", ".join(str(i) for i in small)
        one = len(small) == 1
        said = f"Cluster {named} holds" if one else f"Clusters {named} each hold"
        found.append(f"{said} less than 1 % of the rows.")
    return tuple(found)
