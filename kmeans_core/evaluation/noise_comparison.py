"""Is there anything to find? The data's best silhouette against that of noise with the same spread."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from scipy.stats import yeojohnson

from kmeans_core.common import Floats, Progress, part, silent
from kmeans_core.evaluation.quick_sweep import TOP, Ladder, drawn_rows, principal, standard_moment

ROWS = 1_000  # at most so many rows are compared
DRAWS = 10  # of each kind of noise
FEW_DRAWS = 5  # are enough where the data stand out three times as far as counts
SKEWED = 1.0  # absolute skewness beyond which a column is also looked at transformed
STANDS_OUT = 4.0  # deviations that count as structure; noise itself stayed below 3.1
INERTIA = 8  # deviations of the logarithm of inertia that count as one of the silhouette
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
    beyond: bool = False  # whether the data stand out only with more clusters than were asked for


@dataclass(frozen=True, eq=False)
class Comparison:
    """Ladders of the data and of draws of one kind of noise."""

    name: str
    draw: Callable[[Floats, np.random.Generator], Floats]
    own: Ladder
    drawn: tuple[Ladder, ...] = ()

    def done(self, random: np.random.Generator, seed: int = 0, progress: Progress = silent) -> Comparison:
        """Cluster ten draws as the data were, or five where that is enough."""
        found = self
        for draw in range(DRAWS):
            if draw == FEW_DRAWS and found.excess > 3 * STANDS_OUT:
                break
            progress(draw / DRAWS, "Comparing with noise")
            values, top = self.draw(self.own.points.values, random), len(self.own.steps) + 1
            found = replace(found, drawn=(*found.drawn, Ladder.of(values, top, (seed + draw) % 2**32)))
        return found

    def climbed(self, top: int) -> Comparison:
        """Go on up to `top`, where that finds better groups than before."""
        own = self.own.climbed(top)
        if own.silhouettes.max() <= self.own.silhouettes.max():
            return self
        top = len(own.steps) + 1
        return replace(self, own=own, drawn=tuple(each.climbed(top) for each in self.drawn))

    @property
    def excess(self) -> float:
        """How many deviations the best silhouette lies above that of the noise.

        Noise that keeps the radii keeps much of unlike groups, too: there the largest gap counts as well.
        """
        best = np.array([each.silhouettes.max() for each in self.drawn])
        z = (self.own.silhouettes.max() - best.mean()) / max(best.std(ddof=1), LEAST_DEVIATION)
        if self.draw is elliptical:
            gap, error = self.gap
            z = max(z, (gap / np.maximum(error, LEAST_DEVIATION)).max() / INERTIA)
        return float(z)

    @property
    def gap(self) -> tuple[Floats, Floats]:
        """The gap statistic and its standard error for every k."""
        logs = np.array([each.log_inertias for each in self.drawn])
        gap = logs.mean(axis=0) - self.own.log_inertias
        return gap, logs.std(axis=0) * np.sqrt(1 + 1 / len(logs))


def structure(values: Floats, top: int, seed: int, progress: Progress = silent) -> Structure:
    """Compare rows (n, d) with noise over k = 2 to `top` (30 at most), on about 1,000 rows at most.

    Noises with the same spread but no groups: a uniform box in the principal axes (with its gap statistic,
    Tibshirani et al. 2001), a Gaussian, and a cloud with the data's own radii (heavy tails, outliers); where
    columns are skewed, all also for these transformed. One must explain the data up to k = 30 to be believed.
    """
    random = np.random.default_rng(seed)
    rows = values[drawn_rows(values, ROWS, random)]
    skewed = tuple(np.flatnonzero(np.abs(standard_moment(rows, 3)) > SKEWED).tolist())
    most = min(TOP, len(rows) - 1)
    top, beyond = min(top, most), False
    excess: dict[str, float] = {}
    kinds = noises(rows, skewed, top, seed)
    for i, noise in enumerate(kinds):
        compared = noise.done(random, seed, part(progress, i / len(kinds), (i + 1) / len(kinds)))
        if i == 0:
            gap, error = compared.gap
        z = compared.excess
        if z < STANDS_OUT and top < most:
            wider = compared.climbed(most).excess
            beyond, z = beyond or wider >= STANDS_OUT, max(z, wider)
        excess[noise.name] = z
        if z < STANDS_OUT:
            break  # this noise explains the data: no other is needed
    least, ks = min(excess.values()), tuple(range(2, 2 + len(gap)))
    told = tuple(excess.items())
    return Structure(least, told, ks, gap, error, len(rows), skewed, beyond and least >= STANDS_OUT)


def noises(rows: Floats, skewed: tuple[int, ...], top: int, seed: int) -> list[Comparison]:
    """Return the kinds of noise that may explain the rows, those that do so most often first."""
    plain = Ladder.of(principal(rows), top, seed)
    kinds = [
        Comparison("box", box, plain),
        Comparison("Gaussian", gaussian, plain),
        Comparison("heavy tails", elliptical, plain),
    ]
    if skewed:
        straight = Ladder.of(principal(straightened(rows, skewed)), top, seed)
        kinds[1:1] = [Comparison("skewness", gaussian, straight), Comparison("skewed box", box, straight)]
        kinds.append(Comparison("skewed tails", elliptical, straight))
    if plain.points.values.shape[1] == 1:  # in one column the radii say everything
        kinds = [kind for kind in kinds if kind.draw is not elliptical]
    return kinds


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
