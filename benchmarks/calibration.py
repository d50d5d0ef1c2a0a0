"""How far the verdict on k and the findings can be trusted, on generated tables with a known answer.

The thresholds of kmeans_core (noise_comparison.STANDS_OUT, INERTIA, suitability.RUNS_ON, TOUCHING, TORN and
STRETCHED) were chosen on the draws of the first half; the second half are fresh draws that nothing was chosen
on. Run by hand:

    python -m benchmarks.calibration [seed of the second half]
    python -m benchmarks.calibration --quick    # every sixth table of each half
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


def look_at(kind: str, case: Case) -> Outcome:
    """Judge one case with standard scaling and the range 2 to 10, which may widen itself."""
    deviations = case.values.std(axis=0)
    matrix = matrix_of((case.values - case.values.mean(axis=0)) / np.where(deviations > 0, deviations, 1))
    settings, grown = KMeansSettings(n_init=3), dict[int, Clustering]()

    def keep(each: Clustering) -> None:
        grown[len(each.sizes)] = each

    def look(high: int) -> tuple[Sweep, Criteria]:
        swept = sweep(matrix, settings, 2, high, known=grown, keep=keep)
        return swept, judge(matrix, swept)

    others = picks(case.values, look(10)[1])
    found, criteria, said = settled(look, 10)
    z = criteria.structure.z
    if case.k < 2:
        return Outcome(kind, case, said, z, float("nan"), (), others)
    groups = found.at(case.k) if case.k in found.ks else cluster(matrix, replace(settings, k=case.k))
    ari = float(adjusted_rand_score(case.truth, groups.labels))
    findings = suitability(matrix, groups, criteria.structure).findings
    flags = tuple(each.name for each in findings if each.kind == "wrong tool")
    return Outcome(kind, case, said, z, ari, flags, others)


def report(name: str, outcomes: list[Outcome]) -> None:
    """Print the table for one half."""
    of = {kind: [each for each in outcomes if each.kind == kind] for kind in KINDS}
    friends = [each for each in of["friendly"] if each.good]
    surely = [each for each in friends if each.said.confidence == "high"]
    structured = of["friendly"] + of["hard"]
    bad, good = [e for e in structured if not e.good], [e for e in structured if e.good]
    noise = of["structureless"]
    print(
        f"\n{name}: {len(structured)} structured sets ({len(bad)} k-means gets wrong), {len(noise)} without"
    )
    rows = [
        ("friendly sets: verdict names the true k", sum(e.right for e in friends), len(friends)),
        ("friendly sets: high confidence given", len(surely), len(friends)),
        ("  and right", sum(e.right for e in surely), len(surely)),
        ("structureless: high confidence given", sum(e.said.confidence == "high" for e in noise), len(noise)),
        (
            "structureless: medium or better",
            sum(e.said.confidence in ("medium", "high") for e in noise),
            len(noise),
        ),
        ("structureless: any k given", sum(e.said.k is not None for e in noise), len(noise)),
        ("k-means wrong (ARI < .8): flagged", sum(bool(e.flags) for e in bad), len(bad)),
        ("k-means right: flagged", sum(bool(e.flags) for e in good), len(good)),
    ]
    for words, count, total in rows:
        print(f"| {words:45s} | {count:3d} of {total:3d} | {100 * count / max(1, total):5.1f} % |")
    print("| other ways | right on friendly sets | give structureless sets a number |")
    for way in outcomes[0].others:
        right = sum(each.others[way] == each.case.k for each in friends)
        given = sum(each.others[way] is not None for each in noise)
        print(f"| {way} | {right} of {len(friends)} | {given} of {len(noise)} |")
    least, most = min(e.z for e in friends), max(e.z for e in noise)
    print(f"smallest z of a friendly set {least:.1f}, largest of a structureless one {most:.1f}")
    for each in outcomes:
        wrong = each.kind == "friendly" and each.good and not each.right and each.said.k is not None
        if (
            wrong
            or (each.kind == "structureless" and each.said.k)
            or (each.good == bool(each.flags) and each.case.k > 1)
        ):
            print(f"  {each.case.name}: {each.said.headline}, ARI {each.ari:.2f}, flags {each.flags}")


def main(words: list[str]) -> None:
    """Print the table of each half."""
    step = 6 if "--quick" in words else 1
    fresh = next((int(word) for word in words if word.isdigit()), 2026)
    for half, seed in (("first half (thresholds chosen on it)", 0), ("second half (fresh draws)", fresh)):
        random = np.random.default_rng(seed)
        drawn = [(kind, case) for kind, makers in KINDS.items() for make in makers for case in make(random)]
        report(half, [look_at(kind, case) for kind, case in drawn[::step]])


if __name__ == "__main__":
    main(sys.argv[1:])
