"""Columns from which clusters were made and which tell them apart so little that they only add noise."""

from __future__ import annotations

import numpy as np

from kmeans_core.profiles.profile import Profile
from kmeans_core.profiles.word_profiles import Shares

IDLE = 0.05  # share of a column's spread between the clusters below which it tells nothing apart


def idle_columns(profile: Profile) -> tuple[str, ...]:
    """Return the columns that made the clusters and hardly differ between them; none where all are so.

    Less than 5 % of a column's variance lies between the clusters, or for words of the chance to guess a
    value wrong (tau of Goodman and Kruskal 1954).

    >>> from kmeans_core import cluster, load_sample, prepare, profile
    >>> table = load_sample("Customers")
    >>> matrix = prepare(table)
    >>> idle_columns(profile(table, matrix, cluster(matrix)))
    ()
    """
    numbers = profile.numbers
    shares = {
        label: float(share)
        for label, used, share in zip(numbers.labels, numbers.took_part, numbers.eta_squared, strict=True)
        if used
    }
    shares |= {words.label: _tau(words) for words in profile.words if words.took_part}
    idle = tuple(label for label, share in shares.items() if share < IDLE)
    return idle if len(idle) < len(shares) else ()


def _tau(words: Shares) -> float:
    """Return the share of wrong guesses at a value that are spared by knowing the cluster."""
    counts = np.column_stack([words.counts, words.others])
    n, total = counts.sum(axis=1), counts.sum()
    alone = np.square(counts.sum(axis=0) / max(total, 1)).sum()
    known = (np.square(counts).sum(axis=1) / np.maximum(n, 1)).sum() / max(total, 1)
    return float((known - alone) / (1 - alone)) if alone < 1 else 0.0
