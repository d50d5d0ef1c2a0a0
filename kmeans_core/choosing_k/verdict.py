"""How many clusters, and how sure that is: the criteria's votes, held against noise."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal

from kmeans_core.choosing_k.criteria import Criteria
from kmeans_core.choosing_k.sweep import Sweep
from kmeans_core.evaluation import RUNS_ON, STANDS_OUT, TOUCHING

CLEAR = 4  # votes alike that make a clear number
WELL_PARTED = 0.1  # hardly a row lies halfway between two centres
NO_VALLEY = 1.0  # as many rows halfway between two centres as at the sparser one
SMALL = 0.01  # share of the rows below which a cluster may be a few outliers
MOST = 60  # clusters up to which a range is widened
Confidence = Literal["high", "medium", "low", "none"]
LEVELS: tuple[Confidence, ...] = ("low", "low", "medium", "high")
NOISES = {
    "box": "evenly spread noise",
    "Gaussian": "one Gaussian cloud",
    "heavy tails": "one cloud with outliers or heavy tails",
}


@dataclass(frozen=True)
class Verdict:
    """The recommended k, or none, with everything that speaks for and against it."""

    headline: str
    reason: str
    structure: bool  # whether the data stand out from noise
    agree: int  # how many of the criteria pick k
    voters: int
    k: int | None = None
    confidence: Confidence = "none"
    runner_up: int | None = None
    warnings: tuple[str, ...] = ()
    wider: int | None = None  # how far the range should go to be sure


def verdict(sweep: Sweep, criteria: Criteria) -> Verdict:
    """Weigh the votes: 4 or 5 alike give high confidence, 3 medium, 2 low, fewer no number at all.

    Data that do not stand out from noise give "no cluster structure found", whatever the votes. A pick at an
    end of the range and a range of fewer than three k lower the confidence, and clusters that touch or hold
    less than 1 % of the rows leave it low. A k whose clusters run into each other comes after any other with
    two votes, takes 4 votes, and is no number where there is no valley at all; where all rivals are such, a k
    with hardly a row between its clusters has a vote more.

    >>> from kmeans_core import judge, load_sample, prepare, sweep, verdict
    >>> matrix = prepare(load_sample("Three blobs"))
    >>> tried = sweep(matrix, high=6)
    >>> verdict(tried, judge(matrix, tried)).headline
    '3 clusters, high confidence'
    """
    picks, depths = [each.pick for each in criteria.voters if each.pick is not None], criteria.depths
    running_on = {k for k, depth in depths.items() if depth > RUNS_ON}
    ranked = sorted(Counter(picks).most_common(), key=lambda vote: vote[1] < 2 or vote[0] in running_on)
    (leader, agree), runner_up = (*ranked, (None, 0))[0], (*ranked, (None, 0), (None, 0))[1][0]
    z = criteria.structure.z
    if z < STANDS_OUT:
        return Verdict("No cluster structure found", _like_noise(criteria), False, agree, len(picks))
    why = f"The criteria disagree: their picks are {', '.join(map(str, sorted(picks)))}."
    said = Verdict("No clear number of clusters", why, True, agree, len(picks), runner_up=runner_up)
    said = replace(said, wider=_wider(criteria, picks, leader, agree))
    if leader is None or agree < 2:
        return said
    if leader in running_on and (agree < CLEAR or depths[leader] >= NO_VALLEY):
        blurred = f"With {leader} clusters, which {agree} criteria pick, some run into each other."
        return replace(said, reason=blurred)
    warnings, doubts = _warnings(sweep.ks, leader), _doubts(sweep, criteria, leader)
    alone = set(picks) - {leader} <= running_on and depths[leader] < WELL_PARTED
    level = max(0, min(agree + alone, CLEAR) - 1 - len(warnings))
    confidence = "low" if doubts else LEVELS[level]
    headline = f"{leader} clusters, {confidence} confidence"
    parted = f"the data stand out from noise by {z:.0f} deviations"
    why = f"{agree} of {len(criteria.voters)} criteria agree; {parted}."
    sure = replace(said, headline=headline, reason=why, k=leader, confidence=confidence)
    return replace(sure, warnings=(*warnings, *doubts))


def settled(look: Callable[[int], tuple[Sweep, Criteria]], high: int) -> tuple[Sweep, Criteria, Verdict]:
    """Look at the range up to `high`, and farther while the verdict asks for it; the verdict says so then."""
    top, (found, criteria) = high, look(high)
    said = verdict(found, criteria)
    while said.wider is not None and found.ks[-1] == top:
        top, (found, criteria) = said.wider, look(said.wider)
        said = verdict(found, criteria)
    if top > high:
        widened = f"Up to {found.ks[-1]} clusters were tried, as more than {high} seemed to fit better."
        said = replace(said, warnings=(*said.warnings, widened))
    return found, criteria, said


def _wider(criteria: Criteria, picks: list[int], leader: int | None, agree: int) -> int | None:
    """Return how far the range should go where the votes, or the groups, seem to lie beyond it."""
    high = criteria.ks[-1]
    at_end = leader == high or (agree < 3 and picks.count(high) >= 2)
    if high >= MOST or not (at_end or criteria.structure.beyond):
        return None
    return min(2 * high, MOST)


def _like_noise(criteria: Criteria) -> str:
    """Say which kind of noise explains the data."""
    name, z = min(criteria.structure.excess, key=lambda pair: pair[1])
    hint = " Try a log of the skewed columns." if name.startswith("skew") else ""
    noise = f"The best grouping is no better than what is cut out of {NOISES.get(name, 'one skewed cloud')}"
    return f"{noise}: {z:.1f} standard deviations above it, where {STANDS_OUT:.0f} would count.{hint}"


def _warnings(ks: tuple[int, ...], k: int) -> list[str]:
    """Name what may be due to the range, if anything."""
    if len(ks) < 3:
        return [f"Only {len(ks)} k tried. Widen the range to compare more."]
    if k == ks[-1]:
        return [f"{k} is the largest k tried. Widen the range to see whether more clusters fit better."]
    fewer = f"{k} is the smallest k tried. Begin the range at 2 to see whether fewer clusters fit better."
    return [fewer] if k == ks[0] > 2 else []


def _doubts(sweep: Sweep, criteria: Criteria, k: int) -> list[str]:
    """Name what speaks against these clusters: hardly any rows, or hardly any valley between them."""
    found, sizes = [], sweep.at(k).sizes
    small = [str(i + 1) for i, size in enumerate(sizes) if size < SMALL * sizes.sum()]
    if small:
        said = f"Cluster {small[0]} holds" if len(small) == 1 else f"Clusters {', '.join(small)} each hold"
        found.append(f"{said} less than 1 % of the rows.")
    if criteria.depths[k] > TOUCHING:
        between = f"between some lie {100 * criteria.depths[k]:.0f} % as many rows"
        found.append(f"With {k} clusters groups are hardly parted: {between} as at their centres.")
    return found
