"""Exercises of the usual tutorials, each with its question and an answer that is computed, not remembered."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from kmeans_core.clustering import KMeansSettings, cluster
from kmeans_core.common import among, listed
from kmeans_core.evaluation import silhouette
from kmeans_core.features import Preparation, Scaling, prepare
from kmeans_core.pictures import (
    PaletteSettings,
    bundled_picture,
    count_colours,
    find_palette,
    measure,
    paint,
    read_picture,
    shrunk,
)
from kmeans_core.profiles import Agreement, describe, known_classes, profile
from kmeans_core.tables import load_sample

_SIDE = 320  # pixels of the picture that is measured
COLOURS = (16, 8, 4)


@dataclass(frozen=True)
class Exercise:
    """A question with the answers to choose from, which of them is right, and what is to be learnt."""

    key: str
    title: str
    question: str
    options: tuple[str, ...]  # none where the answer is in words of one's own
    right: int | None
    answer: Callable[[], tuple[str, ...]]  # sentences
    sample: str  # a table's name, or a picture's
    k: int
    scaling: Scaling = "standard"


def agreement(sample: str, k: int, scaling: Scaling = "standard") -> Agreement:
    """Compare k clusters of a sample with its known classes."""
    table = load_sample(sample)
    matrix = prepare(table, Preparation(scaling=scaling))
    found = known_classes(table, str(table.truth), matrix.rows, cluster(matrix, KMeansSettings(k))).agreement
    if found is None:
        raise LookupError(sample)
    return found


def _iris() -> tuple[str, ...]:
    found = agreement("Iris", 3)
    rows = among([str(row + 1) for row in found.disagreeing.tolist()], 8)
    return (
        f"The ARI is {found.ari:.2f}, the normalised mutual information (NMI) {found.v_measure:.2f}.",
        f"{len(found.disagreeing)} of 150 flowers lie in a cluster of another species: rows {rows}.",
        "One species stands apart; the other two run into each other, and k-means cuts where it is cheapest.",
    )


def silhouettes() -> dict[int, float]:
    """Return the mean silhouette of the three blobs for each k from 2 to 5."""
    matrix = prepare(load_sample("Three blobs"))
    return {k: silhouette(matrix, cluster(matrix, KMeansSettings(k))).mean for k in (2, 3, 4, 5)}


def _blobs() -> tuple[str, ...]:
    told = listed([f"{value:.2f} for K = {k}" for k, value in silhouettes().items()])
    return (
        f"The mean silhouette is {told}.",
        "With too few clusters, two blobs share a centre; with too many, one blob is cut in pieces.",
    )


def _customers() -> tuple[str, ...]:
    table = load_sample("Customers")
    matrix = prepare(table)
    found = cluster(matrix, KMeansSettings(4))
    told = profile(table, matrix, found)
    return tuple(f"Cluster {j + 1}: {describe(told, j)}" for j in range(4))


def _wine() -> tuple[str, ...]:
    scaled, bare = agreement("Wine", 3), agreement("Wine", 3, "none")
    return (
        f"With scaling the ARI with the cultivars is {scaled.ari:.2f}, without {bare.ari:.2f}.",
        "Without scaling one column, whose numbers are in the hundreds, decides the distance alone.",
    )


def errors() -> dict[int, float]:
    """Return how near the picture is to itself in 16, 8 and 4 colours (PSNR, in dB)."""
    name, data = bundled_picture("China")
    picture = shrunk(read_picture(data, name), _SIDE)
    counts = count_colours(picture)
    made = {k: paint(picture, find_palette(counts, PaletteSettings(k=k))) for k in COLOURS}
    return {k: measure(picture, each).psnr for k, each in made.items()}


def _picture() -> tuple[str, ...]:
    told = listed([f"{value:.1f} dB in {k} colours" for k, value in errors().items()])
    return (
        f"The PSNR is {told}: about 3 dB less whenever the number of colours is halved.",
        "3 dB less means twice the squared error, which is the inertia among the colours.",
    )


EXERCISES = (
    Exercise(
        "iris",
        "Iris and its species",
        "Group the 150 flowers into 3 clusters. How far do these agree with the three species?",
        ("Hardly: ARI below 0.3", "Partly: ARI about 0.6", "Nearly entirely: ARI above 0.9"),
        1,
        _iris,
        "Iris",
        3,
    ),
    Exercise(
        "blobs",
        "Blobs at K = 2 … 5",
        "For which K is the mean silhouette of the three blobs highest?",
        ("K = 2", "K = 3", "K = 4", "K = 5"),
        1,
        _blobs,
        "Three blobs",
        3,
    ),
    Exercise(
        "customers",
        "Customers in two sentences",
        "Look at the four clusters of the customers and write two sentences on each. Then compare.",
        (),
        None,
        _customers,
        "Customers",
        4,
    ),
    Exercise(
        "wine",
        "Wine, scaled or not",
        "Group the wines into 3 clusters, with scaling and without. Which agrees more with the cultivars?",
        ("With scaling, by far", "Both about the same", "Without scaling, by far"),
        0,
        _wine,
        "Wine",
        3,
    ),
    Exercise(
        "picture",
        "A picture in 16, 8 and 4 colours",
        "Reduce the picture China to 16, 8 and 4 colours. How near does it stay to itself (PSNR)?",
        ("It halves each time", "It falls by about 3 dB each time", "It hardly changes"),
        1,
        _picture,
        "China",
        8,
    ),
)
