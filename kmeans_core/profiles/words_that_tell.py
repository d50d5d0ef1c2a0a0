"""Which words tell a cluster from the others, and which of its texts hold the most of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array
from sklearn.feature_extraction.text import CountVectorizer

from kmeans_core.clustering import Partition
from kmeans_core.common import Floats, Ints
from kmeans_core.features import WORD, FeatureMatrix, spaceless
from kmeans_core.tables import Table, coded

MOST = 20_000  # words that are counted
LONGEST = 2_000  # characters of a text that are looked at
PRIOR, PART = 500.0, 0.1  # words that the whole table's shares count for in each cluster, or of few a tenth
TOLD, SURE = 10, 1.96  # words of each cluster, and the z from which one is more than chance
TYPICAL = 3  # texts of each cluster


@dataclass(frozen=True, eq=False)
class TellingWords:
    """What the texts of each of k clusters are about."""

    label: str
    words: tuple[tuple[tuple[str, float], ...], ...]  # (k,) each word with its z, the most telling first
    typical: tuple[Ints, ...]  # (k,) table rows of the texts with the most of them
    together: bool  # whether words are pieces of a script without spaces


def telling_words(table: Table, label: str, matrix: FeatureMatrix, grouping: Partition) -> TellingWords:
    """Find each cluster's words by their log-odds against the other rows, with the table's shares as a prior.

    A word counts once a text (Monroe, Colaresi and Quinn 2008).

    >>> from kmeans_core import KMeansSettings, cluster, load_sample, prepare, telling_words
    >>> table = load_sample("Messages")
    >>> matrix = prepare(table)
    >>> told = telling_words(table, "message", matrix, cluster(matrix, KMeansSettings(k=5)))
    >>> sorted(words[0][0] for words in told.words)
    ['courier', 'login', 'of', 'refund', 'your']
    """
    codes, texts = coded(table, label, matrix.rows)
    k, pieces = len(grouping.sizes), spaceless(texts)
    counter = _counter(pieces)
    try:
        counted = csr_array(counter.fit_transform([text[:LONGEST] for text in texts]))
    except ValueError:  # its only one here: no text holds a word
        none = (matrix.rows[:0],) * k
        return TellingWords(label, ((),) * k, none, pieces)
    held = (codes >= 0) & (grouping.labels >= 0)
    at = np.flatnonzero(held)
    member = csr_array((np.ones(len(at)), (grouping.labels[at], codes[at])), shape=(k, len(texts)))
    z = log_odds((member @ counted).toarray())
    names = counter.get_feature_names_out()
    words, typical = [], []
    for c in range(k):
        best = [i for i in np.argsort(-z[c], kind="stable")[:TOLD].tolist() if z[c, i] >= SURE]
        words.append(tuple((str(names[i]), float(z[c, i])) for i in best))
        typical.append(_typical(counted[:, best] @ z[c, best], counted, codes, grouping.labels == c, matrix))
    return TellingWords(label, tuple(words), tuple(typical), pieces)


def log_odds(counts: Floats) -> Floats:
    """Return the z of each word's log-odds in each cluster against all others (k, words)."""
    total = counts.sum(axis=0)
    whole = max(float(total.sum()), 1.0)
    prior = min(PRIOR, PART * whole) * total / whole
    inside, outside = counts + prior, total - counts + prior
    all_in, all_out = inside.sum(axis=1, keepdims=True), outside.sum(axis=1, keepdims=True)
    with np.errstate(divide="ignore", invalid="ignore"):  # words of rows in no cluster, or a single word
        gap = np.log(inside / (all_in - inside)) - np.log(outside / (all_out - outside))
        z = gap / np.sqrt(1 / inside + 1 / outside)
    return np.asarray(np.nan_to_num(z, nan=0.0, posinf=0.0, neginf=0.0))


def _typical(scores: Floats, counted: csr_array, codes: Ints, own: np.ndarray, matrix: FeatureMatrix) -> Ints:
    """Return the table rows whose texts hold the most telling words for their length, each text once."""
    lengths = np.maximum(np.asarray(counted.sum(axis=1)).ravel(), 1)
    rows = np.flatnonzero(own & (codes >= 0))
    rows = rows[np.unique(codes[rows], return_index=True)[1]]
    order = np.argsort(-(scores / np.sqrt(lengths))[codes[rows]], kind="stable")
    return matrix.rows[rows[order[:TYPICAL]]]


def _counter(pieces: bool) -> CountVectorizer:
    if pieces:
        return CountVectorizer(
            analyzer="char", ngram_range=(2, 3), max_features=MOST, binary=True, preprocessor=_only_letters
        )
    return CountVectorizer(token_pattern=WORD, max_features=MOST, binary=True)


def _only_letters(text: str) -> str:
    return re.sub(r"[\W\d_]+", "", text.lower())


def marked(text: str, words: Sequence[str], *, together: bool) -> list[tuple[str, bool]]:
    """Cut a text into parts, each with whether it is one of the words; together they are the text.

    >>> marked("Late again: the parcel.", ["late", "parcel"], together=False)
    [('Late', True), (' again: the ', False), ('parcel', True), ('.', False)]
    """
    if not words:
        return [(text, False)]
    either = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
    found = re.split(f"({either})" if together else rf"\b({either})\b", text, flags=re.IGNORECASE)
    return [(part, i % 2 == 1) for i, part in enumerate(found) if part]
