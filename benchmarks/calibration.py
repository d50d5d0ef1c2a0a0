"""How far the verdict on k and the findings can be trusted, on generated tables with a known answer.

The thresholds of kmeans_core (in choosing_k and evaluation) were chosen on the draws of the first half; the
second half are fresh draws that nothing was chosen on. Run by hand:

    python -m benchmarks.calibration [seed of the second half]    # ten minutes of processor time
    python -m benchmarks.calibration --quick    # every eighth table of each half, under two minutes
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import numpy as np
from sklearn.metrics import adjusted_rand_score

from benchmarks.calibration_data import Case, friendly, hard, structureless
from benchmarks.calibration_more import many_groups, shapes, unlike_groups, unstructured
from benchmarks.matrices import matrix_of
from benchmarks.other_ways import picks
from kmeans_core.choosing_k.criteria import Criteria, judge
from kmeans_core.choosing_k.sweep import Sweep, sweep
from kmeans_core.choosing_k.verdict import Verdict, settled
from kmeans_core.clustering.clusterer import Clustering, cluster
from kmeans_core.clustering.settings import KMeansSettings
from kmeans_core.evaluation.suitability import suitability

KINDS: dict[str, tuple[Callable[[np.random.Generator], Iterator[Case]], ...]] = {
    "friendly": (friendly, many_groups, unlike_groups),
    "hard": (hard, shapes),
    "structureless": (structureless, unstructured),
}


@dataclass(frozen=True)
class Outcome:
    """What was said of one case, and how k-means does on it at its true k."""

    kind: str
    case: Case
    said: Verdict
    z: float
    ari: float
    flags: tuple[str, ...]
    others: dict[str, int | None]  # what other ways to choose k name

    @property
    def right(self) -> bool:
        return self.said.k == self.case.k

    @property
    def good(self) -> bool:
        return self.ari >= 0.8

    @property
    def wrong(self) -> bool:
        """Whether the verdict or the findings say what is not so."""
        if self.kind == "structureless":
            return self.said.k is not None
        return self.good == bool(self.flags) or (self.kind == "friendly" and self.good and not self.right)


def look_at(kind: str, case: Case) -> Outcome:
    """Judge one case with standard scaling and the range 2 to 10, which may widen itself."""
    deviations = case.values.std(axis=0)
    matrix = matrix_of((case.values - case.values.mean(axis=0)) / np.where(deviations > 0, deviations, 1))
    settings, done = KMeansSettings(n_init=3), dict[int, Clustering]()

    def keep(each: Clustering) -> None:
        done[len(each.sizes)] = each

    def look(high: int) -> tuple[Sweep, Criteria]:
        swept = sweep(matrix, settings, 2, high, known=done, keep=keep)
        return swept, judge(matrix, swept)

    found, criteria, said = settled(look, 10)
    others = picks(case.values, criteria)
    z = criteria.structure.z
    if case.k < 2:
        return Outcome(kind, case, said, z, float("nan"), (), others)
    groups = found.at(case.k) if case.k in found.ks else cluster(matrix, replace(settings, k=case.k))
    ari = float(adjusted_rand_score(case.truth, groups.labels))
    findings = suitability(matrix, groups, criteria.structure).findings
    flags = tuple(each.name for each in findings if each.kind == "wrong tool")
    return Outcome(kind, case, said, z, ari, flags, others)


def report(name: str, outcomes: list[Outcome]) -> None:
    """Print the table for one half, what other ways say, and every answer that is wrong."""
    structured = [each for each in outcomes if each.kind != "structureless"]
    friends = [each for each in structured if each.kind == "friendly" and each.good]
    noise = [each for each in outcomes if each.kind == "structureless"]
    print(f"\n{name}: {len(structured)} sets with groups, {len(noise)} without")
    for words, those in rates(friends, structured, noise).items():
        share = 100 * sum(those) / max(1, len(those))
        print(f"| {words:45s} | {sum(those):3d} of {len(those):3d} | {share:5.1f} % |")
    print("| other ways | right on friendly sets | give structureless sets a number |")
    for way in outcomes[0].others:
        right = sum(each.others[way] == each.case.k for each in friends)
        given = sum(each.others[way] is not None for each in noise)
        print(f"| {way} | {right} of {len(friends)} | {given} of {len(noise)} |")
    least, most = min(each.z for each in friends), max(each.z for each in noise)
    print(f"smallest z of a friendly set {least:.1f}, largest of a structureless one {most:.1f}")
    for each in outcomes:
        if each.wrong:
            print(f"  {each.case.name}: {each.said.headline}, ARI {each.ari:.2f}, flags {each.flags}")


def rates(friends: list[Outcome], structured: list[Outcome], noise: list[Outcome]) -> dict[str, list[bool]]:
    """Return the table's lines, each with what holds or does not of those it is about."""
    surely = [each for each in friends if each.said.confidence == "high"]
    many = [each for each in friends if each.case.k >= 15]
    return {
        "friendly: verdict names the true k": [each.right for each in friends],
        "  with 15 to 50 clusters": [each.right for each in many],
        "friendly: high confidence given": [each in surely for each in friends],
        "  and right": [each.right for each in surely],
        "structureless: high confidence given": [each.said.confidence == "high" for each in noise],
        "structureless: medium or better": [each.said.confidence in ("medium", "high") for each in noise],
        "structureless: any k given": [each.said.k is not None for each in noise],
        "k-means wrong (ARI < .8): flagged": [bool(each.flags) for each in structured if not each.good],
        "k-means right: flagged": [bool(each.flags) for each in structured if each.good],
    }


def main(words: list[str]) -> None:
    """Print the table of each half."""
    step = 8 if "--quick" in words else 1
    fresh = next((int(word) for word in words if word.isdigit()), 2026)
    for half, seed in (("first half (thresholds chosen on it)", 0), ("second half (fresh draws)", fresh)):
        random = np.random.default_rng(seed)
        drawn = [(kind, case) for kind, makers in KINDS.items() for make in makers for case in make(random)]
        report(half, [look_at(kind, case) for kind, case in drawn[::step]])


if __name__ == "__main__":
    main(sys.argv[1:])
