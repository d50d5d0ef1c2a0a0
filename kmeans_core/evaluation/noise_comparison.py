"""Is there anything to find? The data's best silhouette against that of noise with the same spread."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy.stats import yeojohnson

from kmeans_core.common import Floats, Progress, part, silent
from kmeans_core.evaluation.quick_sweep import ladder, log_inertias, mean_silhouettes
from kmeans_core.evaluation.samples import drawn_rows, principal, standard_moment

ROWS = 1_000  # at most so many rows are compared
DRAWS = 10  # of each kind of noise
TOP = 30  # largest k that is compared
SKEWED = 1.0  # absolute skewness beyond which a column is also looked at transformed
STANDS_OUT = 4.0  # deviations that count as structure; noise itself stayed below 3.1
LEAST_DEVIATION = 1e-3  # of the noise's silhouettes: less is by chance


@dataclass(frozen=True, eq=False)
class Structure:
    """How far the data stand out from noise, in standard deviations of the noise, and the gap statistic."""

    z: float  # the smallest of the excesses below
    excess: tuple[tuple[str, float], ...]  # by kind of noise, until one explains the data
    ks: tuple[int, ...]
    gap: Floats  # (ks,)
    gap_error: Floats  # (ks,)
    rows: int
    skewed: tuple[int, ...]  # columns that were looked at transformed too


@dataclass(frozen=True, eq=False)
class Noise:
    """One kind of noise for these data (in principal axes)."""

    name: str
    data: Floats  # (n, r)
    draw: Callable[[Floats, np.random.Generator], Floats]


def structure(values: Floats, top: int, seed: int, progress: Progress = silent) -> Structure:
    """Compare rows (n, d) with noise over k = 2 to `top` (30 at most), on about 1,000 rows at most.

    Noises with the same spread but no groups: a uniform box in the principal axes (Tibshirani, Walther and
    Hastie 2001, whose gap statistic comes with it), a Gaussian, and an elliptical cloud with the data's own
    radii (heavy tails, outliers); where columns are skewed, all three also for the transformed columns.
    """
    random = np.random.default_rng(seed)
    rows = values[drawn_rows(values, ROWS, random)]
    skewed = tuple(np.flatnonzero(np.abs(standard_moment(rows, 3)) > SKEWED).tolist())
    top = min(top, TOP, len(rows) - 1)
    excess, gap, error = [], np.zeros(0), np.zeros(0)
    kinds = noises(rows, skewed)
    for i, noise in enumerate(kinds):
        z, own_gap, own_error = compared(
            noise, top, seed, random, part(progress, i / len(kinds), (i + 1) / len(kinds))
        )
        excess.append((noise.name, z))
        if i == 0:
            gap, error = own_gap, own_error
        if z < STANDS_OUT:
            break  # this noise explains the data: no other is needed
    ks = tuple(range(2, 2 + len(gap)))
    return Structure(min(z for _, z in excess), tuple(excess), ks, gap, error, len(rows), skewed)


def noises(rows: Floats, skewed: tuple[int, ...]) -> list[Noise]:
    """Return the kinds of noise that may explain the rows, those that do so most often first."""
    plain = principal(rows)
    kinds = [
        Noise("box", plain, box),
        Noise("Gaussian", plain, gaussian),
        Noise("heavy tails", plain, elliptical),
    ]
    if skewed:
        straight = principal(straightened(rows, skewed))
        kinds[1:1] = [Noise("skewness", straight, gaussian), Noise("skewed box", straight, box)]
        kinds.append(Noise("skewed tails", straight, elliptical))
    if plain.shape[1] == 1:  # in one column the radii say everything
        kinds = [kind for kind in kinds if kind.draw is not elliptical]
    return kinds


def compared(
    noise: Noise, top: int, seed: int, random: np.random.Generator, progress: Progress
) -> tuple[float, Floats, Floats]:
    """Return how far the data stand out from draws of the noise, and the gap with its error for every k."""
    steps = ladder(noise.data, top, seed)
    best, drawn, logs = mean_silhouettes(steps).max(), [], []
    for draw in range(DRAWS):
        progress(draw / DRAWS, "Comparing with noise")
        noisy = ladder(noise.draw(noise.data, random), top, (seed + draw) % 2**32)[: len(steps)]
        drawn.append(mean_silhouettes(noisy).max())
        logs.append(log_inertias(noisy))
    z = float((best - np.mean(drawn)) / max(np.std(drawn, ddof=1), LEAST_DEVIATION))
    gap = np.mean(logs, axis=0) - log_inertias(steps)
    return z, gap, np.std(logs, axis=0) * np.sqrt(1 + 1 / DRAWS)


def box(values: Floats, random: np.random.Generator) -> Floats:
    """Draw as many rows evenly from the box around the values."""
    return random.uniform(values.min(axis=0), values.max(axis=0), values.shape)


def gaussian(values: Floats, random: np.random.Generator) -> Floats:
    """Draw as many rows from a Gaussian with the values' deviations (they lie in principal axes)."""
    return random.normal(0, values.std(axis=0), values.shape)


def elliptical(values: Floats, random: np.random.Generator) -> Floats:
    """Keep every row's distance from the middle, in deviations, and draw its direction anew."""
    widths = values.std(axis=0)
    radii = np.linalg.norm(values / widths, axis=1, keepdims=True)
    directions = random.normal(size=values.shape)
    return np.asarray(radii * directions / np.linalg.norm(directions, axis=1, keepdims=True) * widths)


def straightened(values: Floats, columns: tuple[int, ...]) -> Floats:
    """Transform the skewed columns to be as normal as a power can make them (Yeo and Johnson 2000)."""
    new = values.copy()
    for j in columns:
        column = values[:, j] - np.median(values[:, j])
        column -= column.min() if standard_moment(column[:, None], 3)[0] > 0 else column.max()
        column /= max(float(np.median(np.abs(column))), 1e-9 * float(np.ptp(column)))
        with warnings.catch_warnings(), np.errstate(all="ignore"):
            warnings.simplefilter("ignore")  # where no power can be found a logarithm serves
            moved = yeojohnson(column)[0]
        if not np.isfinite(moved).all() or np.ptp(moved) == 0:
            moved = np.sign(column) * np.log1p(np.abs(column))
        new[:, j] = moved * (values[:, j].std() / moved.std())
    return new
