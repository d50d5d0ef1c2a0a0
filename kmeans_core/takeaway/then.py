"""A table's columns in brief, as a model keeps them to compare with rows that come later."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from kmeans_core.common import Floats, Ints
from kmeans_core.tables import Table, coded

VALUES = 50  # of a column of words, the most frequent first
COLUMNS = 500
_DECILES = np.linspace(0.1, 0.9, 9)
_HUNDRED = np.linspace(0, 1, 101)


@dataclass(frozen=True)
class NumbersThen:
    """A column of numbers: the share of its cells up to each edge, above the last, and missing."""

    label: str
    edges: tuple[float, ...]  # up to 9, from small to large
    shares: tuple[float, ...]  # (edges + 2,)
    quantiles: tuple[float, ...]  # (101,) of the cells that hold a number


@dataclass(frozen=True)
class WordsThen:
    """A column of words: the share of each value, of all rarer ones, and of missing cells."""

    label: str
    values: tuple[str, ...]
    shares: tuple[float, ...]  # (values + 2,)
    cut: bool  # whether there were rarer ones


def columns_then(
    table: Table, labels: Iterable[str], rows: Ints, numeric: set[str]
) -> tuple[tuple[NumbersThen, ...], tuple[WordsThen, ...]]:
    """Describe the columns, of numbers and of words, on some rows of the table; at most 500 of them."""
    numbers, words = [], []
    for label in list(dict.fromkeys(labels))[:COLUMNS]:
        cells = table.column(label).numbers
        if label in numeric and cells is not None:
            numbers.append(_numbers(label, cells[rows]))
        elif label not in numeric:
            words.append(_words(label, *coded(table, label, rows)))
    return tuple(numbers), tuple(words)


def _numbers(label: str, cells: Floats) -> NumbersThen:
    present = cells[~np.isnan(cells)]
    if not present.size:
        return NumbersThen(label, (), (0.0, 1.0), (0.0,) * len(_HUNDRED))
    edges = np.unique(np.quantile(present, _DECILES, method="inverted_cdf"))
    counts = np.bincount(np.searchsorted(edges, present, side="left"), minlength=len(edges) + 1)
    shares = np.append(counts, len(cells) - len(present)) / len(cells)
    quantiles = np.quantile(present, _HUNDRED, method="inverted_cdf")
    return NumbersThen(label, tuple(edges.tolist()), tuple(shares.tolist()), tuple(quantiles.tolist()))


def _words(label: str, codes: Ints, values: tuple[str, ...]) -> WordsThen:
    kept = values[:VALUES]
    places = np.append(np.minimum(np.arange(len(values)), len(kept)), len(kept) + 1)  # -1 is missing
    counts = np.bincount(places[codes], minlength=len(kept) + 2)
    shares = counts / max(len(codes), 1)
    return WordsThen(label, kept, tuple(shares.tolist()), len(values) > len(kept))
