"""Free text as numbers: weighted words or characters, ten to a hundred topics, every text of length one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Self

import numpy as np
import pandas as pd
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.preprocessing import normalize

from kmeans_core.common import Floats, UnusableFeatures

FEWEST_TOPICS, TOPICS, GROWTH = 10, 100, 0.45  # more for more texts: so many times the root of their number
WORDS = 20_000  # that are counted, the most frequent ones
LONGEST = 20_000  # characters of a text that count
FEW = 100  # texts below which no word is too frequent
EVERYWHERE = 0.3  # share of the texts from which a word says nothing
_STEP = 10_000  # texts that are turned into numbers at once
_SPACELESS = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
_LETTER = re.compile(r"[^\W\d_]")
WORD = r"(?u)\b[^\W\d_]{2,}\b"
_LOOKED_AT = 500  # texts that tell whether there are spaces between words


class TextVectors(TransformerMixin, BaseEstimator):  # type: ignore[misc]
    """TF-IDF (Spärck Jones 1972) of words, or of characters where scripts have no spaces; then truncated SVD.

    Stop words are those of the data: what stands in three texts of ten. Fitted: `words_` says what is
    counted, `everywhere_` which words were too frequent, `topics_` how many columns come out.
    """

    def fit(self, texts: Sequence[str]) -> Self:
        """Learn words and topics; raises UnusableFeatures where no word is in two texts."""
        self.spaceless_ = spaceless(texts)
        counter = self._counter(texts)
        try:
            counted = counter.fit_transform(_cut(texts))
        except ValueError as problem:  # its only one here: no word is left
            raise UnusableFeatures.no_words() from problem
        self.counter_, self.words_ = counter, counter.get_feature_names_out()
        wanted = int(np.clip(GROWTH * np.sqrt(len(texts)), FEWEST_TOPICS, TOPICS))
        self.topics_ = min(wanted, counted.shape[1], len(texts))
        self.reduced_ = None
        if self.topics_ < counted.shape[1]:
            self.reduced_ = TruncatedSVD(self.topics_, n_iter=4, random_state=0).fit(counted)
        self.topics_ = counted.shape[1] if self.reduced_ is None else self.topics_
        return self

    def _counter(self, texts: Sequence[str]) -> TfidfVectorizer:
        many = len(texts) >= FEW
        how: dict[str, object] = {"analyzer": "word", "token_pattern": WORD}
        if self.spaceless_:
            how = {"analyzer": "char", "ngram_range": (1, 2), "preprocessor": _without_signs}
        return TfidfVectorizer(
            sublinear_tf=True,
            max_features=WORDS,
            min_df=min(5, max(2, len(texts) // 2_000)) if len(texts) > 10 else 1,
            max_df=EVERYWHERE if many else 1.0,
            dtype=np.float32,
            **how,
        )

    def vectors(self, texts: Sequence[str]) -> Floats:
        """Return one row a text (n, topics) of length one, or zero where no word is known."""
        found = np.zeros((len(texts), self.topics_))
        for at in range(0, len(texts), _STEP):
            counted = self.counter_.transform(_cut(texts[at : at + _STEP]))
            rows = counted.toarray() if self.reduced_ is None else self.reduced_.transform(counted)
            found[at : at + _STEP] = normalize(rows)
        return found

    def transform(self, frame: pd.DataFrame) -> Floats:
        """Return the vectors of a frame's only column."""
        cells = frame.iloc[:, 0]
        return self.vectors([cell if isinstance(cell, str) else "" for cell in cells])


def spaceless(texts: Sequence[str]) -> bool:
    """Tell whether most letters are of scripts that put no spaces between words."""
    some = "".join(texts[:: max(1, len(texts) // _LOOKED_AT)])[:100_000]
    return len(_SPACELESS.findall(some)) > 0.3 * max(1, len(_LETTER.findall(some)))


def _cut(texts: Sequence[str]) -> list[str]:
    return [text[:LONGEST] for text in texts]


def _without_signs(text: str) -> str:
    return re.sub(r"[\W\d_]+", " ", text.lower())
