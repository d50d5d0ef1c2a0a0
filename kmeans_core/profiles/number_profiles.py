"""Statistics of number columns by cluster, in original units, and how far clusters lie apart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from kmeans_core.common import Floats, Ints, Labels, Progress, silent
from kmeans_core.profiles import circles
from kmeans_core.profiles.circles import Arrows

QUANTILES = {
    "minimum": 0.0,
    "5 %": 0.05,
    "25 %": 0.25,
    "median": 0.5,
    "75 %": 0.75,
    "95 %": 0.95,
    "maximum": 1.0,
}
STATISTICS = ("count", "missing", "mean", "sd", *QUANTILES)


@dataclass(frozen=True, eq=False)
class Numbers:
    """Statistics of c number columns in k clusters and, in the last row, of all rows."""

    labels: tuple[str, ...]  # (c,)
    made_from: tuple[str | None, ...]  # (c,) the feature that a column is or copies, None where held out
    values: Floats  # (statistics, k + 1, c) in the order of STATISTICS; NaN where there is nothing to tell
    difference: Floats  # (k, c) Cohen's d from all other rows; ±inf where nothing varies but the means differ
    between: Floats  # (k, c) where a mean lies between two others, d from the nearer one; NaN elsewhere
    eta_squared: Floats  # (c,) share of a column's variance that lies between the clusters
    periods: Floats  # (c,) after how much a column begins again, as hours after 24; inf on a line
    arrows: Arrows  # (k + 1, c) where the values of such a column lie on its circle; NaN on a line

    @property
    def took_part(self) -> NDArray[np.bool_]:
        """Tell for each column (c,) whether the clusters were made from it."""
        return np.array([a == b for a, b in zip(self.labels, self.made_from, strict=True)], dtype=bool)

    def of(self, statistic: str) -> Floats:
        """Return one statistic as (k + 1, c), by its name in STATISTICS."""
        return np.asarray(self.values[STATISTICS.index(statistic)])

    def standing(self, columns: Sequence[int]) -> Floats:
        """Return each cluster's mean in standard deviations from the mean of all rows, (k, columns)."""
        mean, sd = self.of("mean")[:, columns], self.of("sd")[-1, columns]
        nearest = circles.near(mean[:-1], mean[-1], self.periods[columns])
        return np.asarray((nearest - mean[-1]) / np.where(sd > 0, sd, np.nan))

    def goes_round(self, j: int) -> bool:
        """Whether a column's last value lies beside its first."""
        return bool(np.isfinite(self.periods[j]))


def describe_numbers(
    columns: Mapping[str, Floats],
    labels: Labels,
    k: int,
    *,
    made_from: Mapping[str, str | None] = MappingProxyType({}),
    periods: Mapping[str, float] = MappingProxyType({}),
    rows: Ints | None = None,
    progress: Progress = silent,
) -> Numbers:
    """Compute the statistics of number columns by cluster, from one sort of each cluster's values.

    `columns` are arrays by label, with NaN for missing cells; `rows` (n,) picks the cells that belong to
    `labels` (n,), -1 for rows in no cluster; `made_from` names the feature that a column is or copies;
    `periods` says of columns that go round after how much. Their means are circular; their quantiles are
    those of the values at most half a period from the mean.
    """
    order = np.argsort(labels.astype(np.min_scalar_type(k)), kind="stable")  # a radix sort; -1 comes last
    ends = np.cumsum(np.bincount(labels + 1, minlength=k + 1)[1:])
    picked = order if rows is None else rows[order]
    values = np.full((len(STATISTICS), k + 1, len(columns)), np.nan)
    rounds = np.array([periods.get(label, np.inf) for label in columns])
    arrows = np.full((k + 1, len(columns)), complex(np.nan, np.nan))
    with np.errstate(all="ignore"):  # NaN and inf are the answers to empty, constant and enormous columns
        for j, column in enumerate(columns.values()):
            progress(j / len(columns), f"column {j + 1:,} of {len(columns):,}")
            cells = column[picked]
            for c, own in enumerate([*np.split(cells, ends)[:-1], cells]):  # the last are in no cluster
                own.sort()
                values[:, c, j] = _summary(own)
                if np.isfinite(rounds[j]):
                    values[:, c, j], arrows[c, j] = _around(own, float(rounds[j]), float(np.nanmin(cells)))
    return _compared(tuple(columns), tuple(made_from.get(label) for label in columns), values, rounds, arrows)


def _around(cells: Floats, period: float, least: float) -> tuple[list[float], complex]:
    """Return the statistics of sorted cells on a circle, and their arrow.

    The smallest and the largest value stay those of the numbers; values that lie all around have no mean.
    """
    told, there = dict(zip(STATISTICS, _summary(cells), strict=True)), cells[np.isfinite(cells)]
    arrow = circles.arrow(there, period)
    told["mean"] = middle = float(circles.pointed_at(np.array(arrow), period, least))
    if np.isfinite(middle):
        turned = dict(zip(STATISTICS, _summary(np.sort(circles.near(there, middle, period))), strict=True))
        told["sd"] = turned["sd"]
        for name in QUANTILES.keys() - {"minimum", "maximum"}:
            told[name] = float(circles.wrapped(np.array(turned[name]), period, least))
    return list(told.values()), arrow


def _compared(
    labels: tuple[str, ...],
    made_from: tuple[str | None, ...],
    values: Floats,
    periods: Floats,
    arrows: Arrows,
) -> Numbers:
    """Compare the clusters of which the statistics are known."""
    n, mean, sd = (values[STATISTICS.index(s), :-1] for s in ("count", "mean", "sd"))
    constant = values[STATISTICS.index("minimum"), -1] == values[STATISTICS.index("maximum"), -1]
    with np.errstate(all="ignore"):  # inf and NaN are the answers where nothing varies
        apart, between = differences(n, mean, sd), gaps(n, mean, sd)
        shares = np.where(constant, np.nan, eta_squared(n, mean, sd))
        for j in np.flatnonzero(np.isfinite(periods) & ~constant):
            apart[:, j], shares[j] = circles.apart(n[:, j], arrows[:-1, j])
            between[:, j] = np.nan
        return Numbers(labels, made_from, values, apart, between, shares, periods, arrows)


def two_of(numbers: Numbers, first: int, second: int) -> Numbers:
    """Return the statistics of two clusters, each compared with the other alone."""
    both = [first, second, -1]
    values, arrows = numbers.values[:, both], numbers.arrows[both]
    return _compared(numbers.labels, numbers.made_from, values, numbers.periods, arrows)


def _summary(cells: Floats) -> list[float]:
    """Return the statistics of sorted cells, the missing ones (NaN) last; quantiles as NumPy's default."""
    n = int(np.searchsorted(cells, np.inf, side="right"))
    missing, cells = len(cells) - n, cells[:n]
    if n == 0:
        return [0, missing, *[np.nan] * (len(STATISTICS) - 2)]
    constant = cells[0] == cells[-1]
    mean = cells[0] if constant else cells.mean()
    sd = np.nan if n == 1 else 0.0 if constant else float(cells.std(ddof=1))
    places = np.array([*QUANTILES.values()]) * (n - 1)
    below = places.astype(int)
    low, high = cells[below], cells[np.minimum(below + 1, n - 1)]
    return [n, missing, mean, sd, *np.where(places == below, low, low + (places - below) * (high - low))]


def standardised(gap: Floats, squares: Floats, freedom: Floats) -> Floats:
    """Divide gaps between means by the pooled standard deviation; 0 for no gap, even where nothing varies."""
    return np.where(gap == 0, 0.0, gap / np.sqrt(squares / freedom))


def within(n: Floats, sd: Floats) -> Floats:
    """Return each cluster's sum of squares about its own mean; a single row has none."""
    return np.where(n > 1, (n - 1) * np.square(sd), 0.0)


def differences(n: Floats, mean: Floats, sd: Floats) -> Floats:
    """Return Cohen's d (k, c) of each cluster from all other rows together.

    d = (mean inside - mean outside) / pooled standard deviation (Cohen 1988), from counts, means and
    deviations, each (k, c); NaN where one side has no values or only two values are there.
    """
    out = np.full(n.shape, np.nan)
    inside, filled = within(n, sd), np.where(n > 0, mean, 0.0)
    for c in range(len(n)):
        rest = np.arange(len(n)) != c
        others = n[rest].sum(axis=0)
        outside = (n[rest] * filled[rest]).sum(axis=0) / others
        apart = (n[rest] * np.square(filled[rest] - outside)).sum(axis=0)
        gap = filled[c] - outside
        gap[np.abs(gap) <= 1e-12 * np.abs(outside)] = 0.0  # equal but for rounding
        freedom = n[c] + others - 2
        d = standardised(gap, inside.sum(axis=0) + apart, freedom)
        out[c] = np.where((n[c] > 0) & (others > 0) & (freedom > 0), d, np.nan)
    return out


def gaps(n: Floats, mean: Floats, sd: Floats) -> Floats:
    """Return, for means that lie between two others, Cohen's d from the nearer one (k, c); NaN elsewhere."""
    order = np.argsort(mean, axis=0)  # clusters without values (NaN) come last
    m, count, squares = (np.take_along_axis(a, order, axis=0) for a in (mean, n, within(n, sd)))
    step = standardised(np.diff(m, axis=0), squares[1:] + squares[:-1], count[1:] + count[:-1] - 2)
    out = np.full(n.shape, np.nan)
    if len(n) > 2:
        nearer = np.minimum(step[1:], step[:-1])  # NaN wherever a neighbour has no values
        np.put_along_axis(out, order[1:-1], nearer, axis=0)
    return out


def eta_squared(n: Floats, mean: Floats, sd: Floats) -> Floats:
    """Return the share (c,) of each column's sum of squares that lies between the clusters."""
    filled = np.where(n > 0, mean, 0.0)
    grand = (n * filled).sum(axis=0) / n.sum(axis=0)
    between = (n * np.square(filled - grand)).sum(axis=0)
    return np.asarray(between / (between + within(n, sd).sum(axis=0)))
