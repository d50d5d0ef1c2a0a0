"""Tests of whether a column differs between clusters, with effect sizes, and honest about circular ones.

A p-value on a column from which the clusters were made says nothing: clusters are made to differ in it, and
in its copies. Such columns keep their effect sizes and get no p-value.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import special, stats

from kmeans_core.common import Floats, Ints
from kmeans_core.profiles.circles import near
from kmeans_core.profiles.number_profiles import Numbers, within
from kmeans_core.profiles.word_profiles import Shares


@dataclass(frozen=True)
class NumberTest:
    """Analysis of variance and Kruskal-Wallis test of one number column; NaN where they mean nothing."""

    column: str
    circular: str | None  # the feature that the column is or copies
    f: float
    p_anova: float | None  # None when circular
    eta_squared: float  # share of the variance between the clusters
    h: float
    p_kruskal: float | None
    epsilon_squared: float  # the same share for ranks


@dataclass(frozen=True)
class WordTest:
    """Chi squared test of one column of words."""

    column: str
    circular: str | None  # the feature that the column is or copies
    chi_squared: float
    freedom: int
    p: float | None  # None when circular
    cramers_v: float  # 0: the same shares in every cluster, 1: the cluster tells the value
    sparse: bool  # more than a fifth of the cells expect fewer than 5 rows: p is rough (Cochran 1954)


@dataclass(frozen=True)
class PairTest:
    """Welch's t-test of one column between two clusters, numbered from 0."""

    column: str
    circular: str | None  # the feature that the column is or copies
    first: int
    second: int
    gap: float  # mean of the first minus mean of the second
    d: float  # Cohen's d
    t: float
    freedom: float  # Welch-Satterthwaite
    p: float | None  # corrected by Holm's method for all pairs; None when circular


def compare_numbers(numbers: Numbers, j: int, cells: Floats, labels: NDArray[np.int32]) -> NumberTest:
    """Test one column of `numbers` by its means and by its ranks; `cells` (n,) belong to `labels` (n,)."""
    circular = numbers.made_from[j]
    n, share = numbers.of("count")[:-1, j], float(numbers.eta_squared[j])
    f, p_anova = anova(n, share)
    h, p_kruskal, epsilon_squared = kruskal(cells, labels, len(n))
    if numbers.goes_round(j):  # neither ranks nor variances of a line are meant
        f = p_anova = h = p_kruskal = epsilon_squared = np.nan
    return NumberTest(
        column=numbers.labels[j],
        circular=circular,
        f=f,
        p_anova=p_anova if circular is None else None,
        eta_squared=share,
        h=h,
        p_kruskal=p_kruskal if circular is None else None,
        epsilon_squared=epsilon_squared,
    )


def anova(n: Floats, share: float) -> tuple[float, float]:
    """Return F and p of a one-way analysis of variance over the groups that have values (Fisher 1925).

    F = (between / (k - 1)) / (within / (n - k)), from the counts (k,) and the share of variance between.
    """
    k, total = int((n > 0).sum()), float(n.sum())
    if k < 2 or total <= k:
        return np.nan, np.nan
    f = np.inf if share == 1 else share / (1 - share) * (total - k) / (k - 1)
    return f, float(special.fdtrc(k - 1, total - k, f))


def kruskal(cells: Floats, labels: NDArray[np.int32], k: int) -> tuple[float, float, float]:
    """Return H, p and epsilon squared, H / (n - 1), of the Kruskal-Wallis test (Tomczak and Tomczak 2014)."""
    held = ~np.isnan(cells)
    groups = [group for c in range(k) if (group := cells[held & (labels == c)]).size]
    if len(groups) < 2 or len({end for group in groups for end in (group.min(), group.max())}) == 1:
        return np.nan, np.nan, np.nan
    h, p = stats.kruskal(*groups)
    return float(h), float(p), float(h) / (sum(map(len, groups)) - 1)


def compare_words(shares: Shares) -> WordTest:
    """Test one column of words; values beyond the most frequent count as one."""
    counts = np.column_stack([shares.counts, shares.others])
    counts = counts[:, counts.sum(axis=0) > 0][counts.sum(axis=1) > 0]
    if min(counts.shape) < 2:
        return WordTest(shares.label, shares.made_from, np.nan, 0, None, np.nan, False)
    found = stats.chi2_contingency(counts, correction=False)
    chi, freedom = float(found.statistic), int(found.dof)
    return WordTest(
        column=shares.label,
        circular=shares.made_from,
        chi_squared=chi,
        freedom=freedom,
        p=float(found.pvalue) if shares.made_from is None else None,
        cramers_v=float(np.sqrt(chi / counts.sum() / (min(counts.shape) - 1))),
        sparse=bool((found.expected_freq < 5).mean() > 0.2),
    )


def compare_pairs(numbers: Numbers, j: int) -> tuple[PairTest, ...]:
    """Test every pair of clusters on one column, smallest p first; pairs without two values each are NaN."""
    n, mean, sd = (numbers.of(s)[:-1, j] for s in ("count", "mean", "sd"))
    a, b = np.triu_indices(len(n), 1)
    with np.errstate(all="ignore"):  # inf and NaN are the answers where nothing varies
        error_a, error_b = np.square(sd[a]) / n[a], np.square(sd[b]) / n[b]
        gap = near(mean[a], mean[b], numbers.periods[j]) - mean[b]
        error = error_a + error_b
        t = np.where(gap == 0, 0.0, gap / np.sqrt(error))
        freedom = np.square(error) / (np.square(error_a) / (n[a] - 1) + np.square(error_b) / (n[b] - 1))
        squares = within(n, sd)
        d = np.where(gap == 0, 0.0, gap / np.sqrt((squares[a] + squares[b]) / (n[a] + n[b] - 2)))
        p = np.where(np.isinf(t), 0.0, 2 * special.stdtr(freedom, -np.abs(t)))
    corrected, circular = holm(p), numbers.made_from[j]
    order = np.lexsort((-np.abs(d), corrected))
    return tuple(
        PairTest(
            column=numbers.labels[j],
            circular=circular,
            first=int(a[i]),
            second=int(b[i]),
            gap=float(gap[i]),
            d=float(d[i]),
            t=float(t[i]),
            freedom=float(freedom[i]),
            p=float(corrected[i]) if circular is None else None,
        )
        for i in order
    )


def holm(p: Floats) -> Floats:
    """Correct p-values for their number (Holm 1979); NaN stay NaN and do not count."""
    out = np.full(p.shape, np.nan)
    tested = np.flatnonzero(~np.isnan(p))
    order: Ints = tested[np.argsort(p[tested], kind="stable")]
    steps = np.arange(len(order), 0, -1)
    out[order] = np.minimum(np.maximum.accumulate(p[order] * steps), 1.0)
    return out
