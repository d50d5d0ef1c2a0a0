"""What each cluster is: its statistics, what sets it apart, and its most and least typical rows."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from kmeans_core.clustering import Partition, contingency
from kmeans_core.common import Floats, Ints, Progress, digest, silent
from kmeans_core.features import FeatureMatrix
from kmeans_core.profiles.circles import pointed_at, rest_of
from kmeans_core.profiles.circularity import compared, copied
from kmeans_core.profiles.number_profiles import Numbers, describe_numbers, two_of
from kmeans_core.profiles.word_profiles import Shares, count_categories
from kmeans_core.tables import Kind, Table, coded

Direction = Literal["high", "low", "medium", "around"]
WORDS = (Kind.CATEGORY, Kind.YES_NO)
LARGE, MEDIUM, SMALL = 0.8, 0.5, 0.2  # Cohen's words for a standardised difference
MOST_DISTINCTIONS, FEWEST_DISTINCTIONS = 5, 3
EXTREMES = 3  # typical and odd rows of each cluster


@dataclass(frozen=True)
class Distinction:
    """One column in which a cluster differs from the other rows."""

    column: str
    category: str | None  # for a column of words: the value that is more or less frequent here
    strength: float  # size of Cohen's d or h; for "medium", of d from the nearer neighbouring cluster
    direction: Direction
    inside: float  # the mean, or the category's share, in the cluster
    outside: float  # the same among all other rows
    took_part: bool


@dataclass(frozen=True, eq=False)
class Profile:
    """Everything that can be said of k clusters in original units."""

    sizes: Ints  # (k,)
    numbers: Numbers
    words: tuple[Shares, ...]
    distinctions: tuple[tuple[Distinction, ...], ...]  # (k,) strongest first
    typical: tuple[Ints, ...]  # (k,) table rows nearest the centre, nearest first; none without centres
    odd: tuple[Ints, ...]  # (k,) table rows farthest from the centre, farthest first
    neighbours: tuple[int | None, ...]  # (k,) the second choice of most rows; None without centres
    digest: str


def profile(table: Table, matrix: FeatureMatrix, grouping: Partition, progress: Progress = silent) -> Profile:
    """Describe the clusters by every column of the table, whether or not it took part.

    Cells without a value are counted and stay out of their column's statistics. The column of true classes is
    counted but never distinguishes a cluster: it is the answer, not a description. Rows in no cluster count
    among all rows only.

    >>> from kmeans_core import cluster, load_sample, prepare, profile
    >>> table = load_sample("Customers")
    >>> matrix = prepare(table)
    >>> strongest = profile(table, matrix, cluster(matrix)).distinctions[0][0]
    >>> strongest.direction, strongest.column
    ('low', 'age')
    """
    k, labels, rows = len(grouping.sizes), grouping.labels, matrix.rows
    used = {label for label, _ in matrix.shares}
    numeric, wordy = kinds(table, used)
    few = rows[compared(matrix)]
    made_from = {
        label: label if label in used else copied(cells[few], matrix) for label, cells in numeric.items()
    }
    numbers = describe_numbers(
        numeric,
        labels,
        k,
        made_from=made_from,
        periods={label: period for label, period in matrix.preparation.circles if period > 0},
        rows=rows,
        progress=progress,
    )
    words = tuple(_count(table, label, matrix, grouping, used=label in used) for label in wordy)
    typical, odd = extremes(grouping, rows)
    return Profile(
        sizes=grouping.sizes,
        numbers=numbers,
        words=words,
        distinctions=tuple(distinguish(numbers, words, c, table.truth) for c in range(k)),
        typical=typical,
        odd=odd,
        neighbours=_neighbours(grouping),
        digest=digest("profile", table.digest, matrix.digest, grouping.digest),
    )


def kinds(table: Table, used: Set[str]) -> tuple[dict[str, Floats], list[str]]:
    """Return the columns that are profiled as numbers, and the labels of those that are counted by value.

    A column of whole-number IDs has no meaningful mean, unless a person made it one of the features.
    """
    meant = [c for c in table.columns if c.kind in (Kind.NUMBER, Kind.CONSTANT) or c.label in used]
    numeric = {c.label: c.numbers for c in meant if c.numbers is not None and c.kind not in WORDS}
    wordy = [c.label for c in table.columns if c.kind in (*WORDS, Kind.TEXT) and c.label not in numeric]
    return numeric, wordy


def _count(table: Table, label: str, matrix: FeatureMatrix, grouping: Partition, *, used: bool) -> Shares:
    """Count the values of a column of words; its most frequent one tells whether it copies a feature."""
    codes, values = coded(table, label, matrix.rows)
    few = codes[compared(matrix)]
    made_from = label if used else copied(np.where(few < 0, np.nan, few == 0), matrix)
    labels, k = grouping.labels, len(grouping.sizes)
    return count_categories(label, codes, values, labels=labels, k=k, made_from=made_from)


def _neighbours(grouping: Partition) -> tuple[int | None, ...]:
    """Return the cluster that is the second choice of most rows of each."""
    k = len(grouping.sizes)
    if grouping.second is None:
        return (None,) * k
    second = contingency(grouping.labels + 1, grouping.second, k + 1, k)[1:]
    return tuple(int(c) for c in second.argmax(axis=1))


def distinguish(
    numbers: Numbers, words: tuple[Shares, ...], cluster: int, truth: str | None = None
) -> tuple[Distinction, ...]:
    """Return the three to five columns in which a cluster differs most from the others, strongest first.

    Beyond three, only large differences count (0.8 and more); none below 0.2 does.
    """
    found = [
        *(_by_number(numbers, cluster, j) for j, name in enumerate(numbers.labels) if name != truth),
        *(_by_word(shares, cluster) for shares in words if shares.label != truth and shares.categories),
    ]
    found = sorted((d for d in found if d.strength >= SMALL), key=lambda d: -d.strength)
    large = sum(d.strength >= LARGE for d in found)
    return tuple(found[: min(max(large, FEWEST_DISTINCTIONS), MOST_DISTINCTIONS)])


def _by_number(numbers: Numbers, cluster: int, j: int) -> Distinction:
    """Say how a cluster's mean stands to the others'.

    A mean that lies clear of a neighbour on either side and not far from the rest as a whole is "medium"; on
    a circle none is high or low.
    """
    if numbers.goes_round(j):
        return _by_round(numbers, cluster, j)
    n, mean = numbers.of("count")[:-1, j], numbers.of("mean")[:-1, j]
    rest = (np.arange(len(n)) != cluster) & (n > 0)
    outside = float(np.average(mean[rest], weights=n[rest])) if rest.any() else np.nan
    d, between = float(numbers.difference[cluster, j]), float(numbers.between[cluster, j])
    medium = between >= LARGE and between > abs(d)
    return Distinction(
        column=numbers.labels[j],
        category=None,
        strength=between if medium else abs(d),
        direction="medium" if medium else "high" if d > 0 else "low",
        inside=float(mean[cluster]),
        outside=outside,
        took_part=bool(numbers.took_part[j]),
    )


def _by_round(numbers: Numbers, cluster: int, j: int) -> Distinction:
    """Say around which value of a column that goes round a cluster lies, and around which all other rows."""
    least = float(numbers.of("minimum")[-1, j])
    elsewhere = rest_of(numbers.of("count")[:-1, j], numbers.arrows[:-1, j], cluster)
    return Distinction(
        column=numbers.labels[j],
        category=None,
        strength=float(numbers.difference[cluster, j]),
        direction="around",
        inside=float(numbers.of("mean")[cluster, j]),
        outside=float(pointed_at(np.array([elsewhere]), float(numbers.periods[j]), least)[0]),
        took_part=bool(numbers.took_part[j]),
    )


def _by_word(shares: Shares, cluster: int) -> Distinction:
    """Say which value of a column is most out of proportion in a cluster."""
    h = shares.difference()[cluster]
    best = int(np.abs(h).argmax())
    return Distinction(
        column=shares.label,
        category=shares.categories[best],
        strength=float(abs(h[best])),
        direction="high" if h[best] > 0 else "low",
        inside=float(shares.shares()[cluster, best]),
        outside=float(shares.shares_elsewhere()[cluster, best]),
        took_part=shares.took_part,
    )


def contrast(told: Profile, first: int, second: int) -> tuple[Distinction, ...]:
    """Return how one cluster differs from another in every column, the largest differences first.

    `inside` is the first cluster's mean or share, `outside` the second's; columns in which one of them has no
    values are left out.
    """
    pair, numbers = [first, second], two_of(told.numbers, first, second)
    words = [
        replace(s, counts=s.counts[pair], others=s.others[pair], missing=s.missing[pair])
        for s in told.words
        if s.categories and s.present[pair].all()
    ]
    found = [_by_number(numbers, 0, j) for j, d in enumerate(numbers.difference[0]) if not np.isnan(d)]
    found += [_by_word(shares, 0) for shares in words]
    return tuple(sorted(found, key=lambda d: -d.strength))


def extremes(grouping: Partition, rows: Ints) -> tuple[tuple[Ints, ...], tuple[Ints, ...]]:
    """Return the table rows of each cluster nearest its centre and farthest from it, ties by row."""
    if grouping.distances is None:
        none = (rows[:0],) * len(grouping.sizes)
        return none, none
    inside = [np.flatnonzero(grouping.labels == c) for c in range(len(grouping.sizes))]
    ordered = [rows[own[np.argsort(grouping.distances[own], kind="stable")]] for own in inside]
    return tuple(own[:EXTREMES] for own in ordered), tuple(own[::-1][:EXTREMES] for own in ordered)
