"""Themes in made-up texts: ours beside scikit-learn's documented recipe (TF-IDF, SVD 100, length 1, k-means).

Words are made of syllables; common ones follow Zipf's law, and each theme has words of its own. Run by hand:

    python -m benchmarks.texts [--quick]
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.cluster import KMeans
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.metrics import adjusted_rand_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import Normalizer

from kmeans_core.clustering import KMeansSettings, fit
from kmeans_core.features import TextVectors

VOCABULARY = 14_000
Labels = NDArray[np.integer]


@dataclass(frozen=True)
class Themes:
    """How many texts of how many words on how many themes, and how much of each text is its theme's own."""

    texts: int
    themes: int
    length: int
    own: float
    words: int  # of a theme
    uneven: float = 0.0  # exponent of the themes' sizes


CASES = (
    Themes(500, 5, 12, 0.4, 60),
    Themes(2_000, 8, 12, 0.3, 80),
    Themes(5_000, 10, 15, 0.3, 100, 0.7),
    Themes(5_000, 6, 40, 0.2, 150),
    Themes(10_000, 20, 12, 0.4, 100, 0.5),
    Themes(3_000, 4, 8, 0.5, 40, 0.5),
)


def vocabulary() -> NDArray[np.str_]:
    """Make words of four syllables, all different."""
    steps = ((1, 1), (14, 5), (196, 25), (2_744, 125))
    words = [
        "".join("bcdfghklmnprst"[i // a % 14] + "aeiou"[i // b % 5] for a, b in steps)
        for i in range(3 * VOCABULARY)
    ]
    return np.unique(words)[:VOCABULARY]


def zipf(n: int, power: float) -> NDArray[np.float64]:
    weights = 1 / np.arange(1, n + 1) ** power
    return np.asarray(weights / weights.sum())


def draw(case: Themes, random: np.random.Generator) -> tuple[list[str], Labels]:
    """Draw texts and their themes."""
    words = vocabulary()
    common, order = zipf(len(words), 1.0), random.permutation(len(words))
    labels = random.choice(case.themes, case.texts, p=zipf(case.themes, case.uneven))
    own = [random.choice(len(words), case.words, replace=False) for _ in range(case.themes)]
    texts = []
    for label in labels.tolist():
        length = max(3, int(random.poisson(case.length)))
        mine = int(random.binomial(length, case.own))
        picks = order[random.choice(len(words), length - mine, p=common)]
        themed = own[label][random.choice(case.words, mine, p=zipf(case.words, 0.7))]
        texts.append(" ".join(words[np.concatenate([picks, themed])]))
    return texts, labels


def ours(texts: list[str], k: int) -> Labels:
    """Cluster as the studio does."""
    return fit(TextVectors().fit(texts).vectors(texts), KMeansSettings(k=k)).labels


def recipe(texts: list[str], k: int) -> Labels:
    """Cluster as scikit-learn's documentation does."""
    counter = TfidfVectorizer(max_df=0.5, min_df=5, stop_words="english")
    reduce = make_pipeline(counter, TruncatedSVD(100, random_state=0), Normalizer(copy=False))
    return np.asarray(
        KMeans(k, n_init=5, max_iter=100, random_state=0).fit(reduce.fit_transform(texts)).labels_
    )


def timed(way: Callable[[list[str], int], Labels], texts: list[str], truth: Labels) -> tuple[float, float]:
    """Return the adjusted Rand index and the seconds of processor time."""
    began = time.process_time()
    labels = way(texts, int(truth.max()) + 1)
    return float(adjusted_rand_score(truth, labels)), time.process_time() - began


def main() -> None:
    print("| texts | themes | words a text | ARI, recipe | ARI, ours | time, recipe | time, ours |")
    print("|---" * 7 + "|")
    found = []
    for number, case in enumerate(CASES[::3] if "--quick" in sys.argv else CASES):
        texts, truth = draw(case, np.random.default_rng(100 + number))
        (theirs, slow), (mine, fast) = timed(recipe, texts, truth), timed(ours, texts, truth)
        found.append((theirs, mine, slow, fast))
        told = f"{theirs:.3f} | {mine:.3f} | {slow:.2f} | {fast:.2f}"
        print(f"| {case.texts:,} | {case.themes} | {case.length} | {told} |", flush=True)
    theirs, mine, slow, fast = np.mean(found, axis=0)
    print(f"| mean | | | {theirs:.3f} | {mine:.3f} | {slow:.2f} | {fast:.2f} |")


if __name__ == "__main__":
    main()
