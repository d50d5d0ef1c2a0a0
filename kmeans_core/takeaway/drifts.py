"""A model and new rows in; how far they have moved from the model's own rows, and whether to refit, out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy.special import chdtri, kolmogorov

from kmeans_core.common import Floats, Ints, count, listed, number
from kmeans_core.tables import Table, amended, coded
from kmeans_core.takeaway.model import Model
from kmeans_core.takeaway.new_rows import Assigned
from kmeans_core.takeaway.then import NumbersThen, WordsThen

MOVED, SHIFTED = 0.1, 0.25  # of the population stability index, as is usual (Siddiqi 2006)
SURE = 0.999  # chance must exceed a shift more seldom than once in a thousand columns
FARTHER = 1.25  # times the mean distance
SIGMAS = 4  # standard errors that a mean distance must be beyond the old one
Level = Literal["as before", "moved", "shifted"]


@dataclass(frozen=True, eq=False)
class ColumnDrift:
    """One column then and now, over the same bins; the last one holds missing cells."""

    label: str
    bins: tuple[str, ...]
    then: Floats  # (bins,) shares
    now: Floats
    psi: float
    ks: float | None  # largest distance of the distributions; None for words
    p: float | None  # of ks, roughly: the model keeps a hundred quantiles
    level: Level
    new: tuple[str, ...] = ()  # values that the model has not met


@dataclass(frozen=True, eq=False)
class Drift:
    """How new rows differ from those that a model was made from, and what follows."""

    columns: tuple[ColumnDrift, ...]  # most moved first
    then: Floats  # (k,) shares of the clusters
    now: Floats
    psi: float  # of these shares
    level: Level
    distance_then: float | None
    distance_now: float
    refit: bool
    headline: str
    reasons: tuple[str, ...]


def drift(model: Model, table: Table, placed: Assigned) -> Drift:
    """Compare new rows with those of the model, by the population stability index and Kolmogorov-Smirnov.

    An index counts only where it is larger than chance makes it: times nm / (n + m) it is about chi squared
    when nothing has moved (Yurdakul 2018).

    >>> from kmeans_core import assign_rows, cluster, drift, load_sample, model_of, prepare
    >>> table = load_sample("Three blobs")
    >>> matrix = prepare(table)
    >>> model = model_of(matrix, cluster(matrix), table=table)
    >>> drift(model, table, assign_rows(model, table)).headline
    'Nothing has moved: keep the model.'
    """
    here = {column.label for column in table.columns}
    table = amended(table, tuple(each for each in model.amendments if each.column in here))
    columns: list[ColumnDrift] = []
    for numbers in model.numbers_then:
        if numbers.label in here and (cells := table.column(numbers.label).numbers) is not None:
            columns.append(_numbers(numbers, cells, sum(model.sizes)))
    columns += [_words(each, table, sum(model.sizes)) for each in model.words_then if each.label in here]
    then, now = (np.asarray(sizes) / np.sum(sizes) for sizes in (model.sizes, placed.sizes))
    n, m = int(sum(model.sizes)), len(placed.labels)
    psi = _psi(then, now, n, m)
    level = _level(psi, len(then), n, m)
    found = sorted(columns, key=lambda each: -each.psi)
    distance = float(placed.distances.mean())
    chance = SIGMAS * float(placed.distances.std()) / np.sqrt(m)
    reasons, refit = _reasons(found, level, model.distance_then, distance, chance=chance)
    moved = refit or level != "as before" or any(each.level != "as before" for each in found)
    return Drift(
        columns=tuple(found),
        then=then,
        now=now,
        psi=psi,
        level=level,
        distance_then=model.distance_then,
        distance_now=distance,
        refit=refit,
        headline=_headline(refit, moved),
        reasons=tuple(reasons),
    )


def _headline(refit: bool, moved: bool) -> str:
    if refit:
        return "The rows have changed: fit a new model."
    return "Something has moved: watch it." if moved else "Nothing has moved: keep the model."


def _reasons(
    columns: list[ColumnDrift], level: Level, then: float | None, now: float, *, chance: float
) -> tuple[list[str], bool]:
    """Say what has moved, and whether it is enough for a new model."""
    shifted = [each.label for each in columns if each.level == "shifted"]
    moved = [each.label for each in columns if each.level == "moved"]
    farther = then is not None and now > max(FARTHER * then, then + chance)
    said = []
    if shifted:
        said.append(f"Shifted: {listed(shifted[:8])}.")
    if moved:
        said.append(f"Moved a little: {listed(moved[:8])}.")
    if level != "as before":
        said.append(f"The clusters' shares have {level}.")
    if farther and then:
        said.append(f"Rows lie {number(now / then, 3)} times as far from their centres.")
    for each in columns:
        if each.new:
            said.append(f"{each.label} has {count(len(each.new), 'new value')}.")
    return said, bool(shifted or farther or level == "shifted")


def _numbers(then: NumbersThen, cells: Floats, rows: int) -> ColumnDrift:
    present = cells[~np.isnan(cells)]
    at = np.searchsorted(np.array(then.edges), present, side="left")
    counts = np.append(np.bincount(at, minlength=len(then.shares) - 1), len(cells) - len(present))
    ks = _distance(np.array(then.quantiles), present) if present.size else None
    n, m = rows, max(len(present), 1)
    p = None if ks is None else float(kolmogorov(ks * np.sqrt(n * m / (n + m))))
    return _column(then.label, _bins(then.edges), then.shares, counts, rows, ks=ks, p=p)


def _distance(quantiles: Floats, values: Floats) -> float:
    """Return how far the values' distribution is from the stored one, at most a hundredth too little."""
    points, first = np.unique(quantiles, return_index=True)
    last = np.append(first[1:], len(quantiles)) - 1
    steps = len(quantiles) - 1
    here = np.searchsorted(np.sort(values), points, side="right") / len(values)
    below = np.searchsorted(np.sort(values), points, side="left") / len(values)
    above = np.maximum(
        here - last / steps, 0
    ).max()  # ties: between the first and the last of equal quantiles
    under = np.maximum(first / steps - below, 0).max()
    return float(max(above, under))


def _bins(edges: tuple[float, ...]) -> tuple[str, ...]:
    if not edges:
        return ("any", "missing")
    inner = (f"to {number(high)}" for high in edges[1:])
    return (f"up to {number(edges[0])}", *inner, f"above {number(edges[-1])}", "missing")


def _words(then: WordsThen, table: Table, rows: int) -> ColumnDrift:
    codes, met = coded(table, then.label, np.arange(table.n_rows))
    known = {word: i for i, word in enumerate(then.values)}
    places = np.array([known.get(word, len(known)) for word in met] + [len(known) + 1])
    counts = np.bincount(places[codes], minlength=len(known) + 2)
    new = () if then.cut else tuple(word for word in met if word not in known)
    bins = (*then.values, "others", "missing")
    return _column(then.label, bins, then.shares, counts, rows, new=new)


def _column(
    label: str,
    bins: tuple[str, ...],
    shares: tuple[float, ...],
    counts: Ints,
    rows: int,
    *,
    ks: float | None = None,
    p: float | None = None,
    new: tuple[str, ...] = (),
) -> ColumnDrift:
    then, now = np.array(shares), counts / max(int(counts.sum()), 1)
    psi = _psi(then, now, rows, int(counts.sum()))
    filled = int(((then > 0) | (now > 0)).sum())
    level = _level(psi, filled, rows, int(counts.sum()))
    return ColumnDrift(label, bins, then, now, psi, ks, p, level, new)


def _psi(then: Floats, now: Floats, n: int, m: int) -> float:
    """Return the sum of (now - then) log(now / then); an empty bin counts as half a row of n or m."""
    there = (then > 0) | (now > 0)
    a, b = np.maximum(then[there], 0.5 / max(n, 1)), np.maximum(now[there], 0.5 / max(m, 1))
    return float(((b - a) * np.log(b / a)).sum())


def _level(psi: float, bins: int, rows_then: int, rows_now: int) -> Level:
    chance = float(chdtri(max(bins - 1, 1), 1 - SURE)) * (1 / max(rows_then, 1) + 1 / max(rows_now, 1))
    if psi < max(MOVED, chance):
        return "as before"
    return "moved" if psi < SHIFTED else "shifted"


def in_words(found: Drift) -> str:
    """Return the verdict with its reasons as one paragraph."""
    shares = f"Index of the shares {number(found.psi, 2)}"
    far = "" if found.distance_then is None else f"; mean distance {number(found.distance_now)}"
    then = "" if found.distance_then is None else f", then {number(found.distance_then)}"
    return " ".join([found.headline, *found.reasons, f"{shares}{far}{then}."])
