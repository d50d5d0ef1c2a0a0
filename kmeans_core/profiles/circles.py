"""Columns that go round, such as hours: means and differences that know that 23 lies beside 0.

Every value is an arrow of length 1 from the middle of the circle; the mean of the arrows points to the
circular mean and is the shorter the more the values lie all around (Mardia and Jupp 2000, chapter 2).
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from kmeans_core.common import Floats
from kmeans_core.features import FeatureMatrix

Arrows = NDArray[np.complex128]
NOWHERE = 1e-9  # length of a mean arrow from which on it points anywhere


def arrow(cells: Floats, period: float) -> complex:
    """Return the mean of the cells' arrows, NaN of none; a line, with an infinite period, has none."""
    if not (len(cells) and np.isfinite(period)):
        return complex(np.nan, np.nan)
    return complex(np.exp(2j * np.pi * cells / period).mean())


def pointed_at(arrows: Arrows, period: float, least: float = 0.0) -> Floats:
    """Return the values, from `least` to a period more, at which arrows point; NaN where that is nowhere."""
    places = np.angle(arrows) * period / (2 * np.pi)
    return np.where(np.abs(arrows) > NOWHERE, wrapped(places, period, least), np.nan)


def wrapped(values: Floats, period: float, least: float = 0.0) -> Floats:
    """Return the same places on the circle as values from `least` to a period more."""
    turned = least + np.mod(values - least, period)
    rounded = np.minimum(turned - least, least + period - turned) < 1e-9 * period
    return np.asarray(np.where(rounded, least, turned))


def near(values: Floats, place: Floats | float, period: Floats | float) -> Floats:
    """Return the same places as values at most half a period from `place`; on a line they stay."""
    with np.errstate(invalid="ignore"):  # a line's period is infinite
        turns = np.nan_to_num(np.rint((values - place) / period))
        return np.asarray(values - np.where(turns == 0, 0.0, turns * period))


def rest_of(n: Floats, arrows: Arrows, cluster: int) -> complex:
    """Return the mean arrow of all clusters but one, from their counts (k,) and mean arrows (k,)."""
    rest = (np.arange(len(n)) != cluster) & (n > 0)
    return complex(np.average(arrows[rest], weights=n[rest])) if rest.any() else complex(np.nan, np.nan)


def apart(n: Floats, arrows: Arrows) -> tuple[Floats, float]:
    """Return how far each cluster lies from all other rows (k,), and the share of the spread between them.

    Both are those of the arrows: d is the distance between two mean arrows in pooled standard deviations, on
    a small arc Cohen's d without its sign; an arrow's variance is 1 less its squared length.
    """
    total, out = n.sum(), np.full(len(n), np.nan)
    for c in np.flatnonzero((n > 0) & (n < total)):
        rest = rest_of(n, arrows, int(c))
        gap = abs(arrows[c] - rest)
        squares = n[c] * _variance(arrows[c]) + (total - n[c]) * _variance(rest)
        if total > 2:
            with np.errstate(divide="ignore"):  # inf is the answer where nothing varies inside
                out[c] = 0.0 if gap <= NOWHERE else np.sqrt(gap**2 * (total - 2) / squares)
    held = n > 0
    inside = sum(n[c] * _variance(arrows[c]) for c in np.flatnonzero(held))
    whole = total * _variance(complex((n[held] * arrows[held]).sum() / total))
    return out, float(1 - inside / whole)


def folded(matrix: FeatureMatrix) -> FeatureMatrix:
    """Return the matrix with one original column of places for each sine and cosine, to be read by people.

    Places begin at 0, those of months at 1, and are rounded to a millionth.
    """
    names, levels = list(matrix.original_names), list(matrix.original_levels)
    columns = list(matrix.originals.T)
    for label, period in matrix.preparation.circles:
        sine, cosine = f"{label} (sine)", f"{label} (cosine)"
        if sine in names and cosine in names:
            at, gone = names.index(cosine), names.index(sine)
            arrows = columns[at] + 1j * columns[gone]
            places = np.round(pointed_at(arrows, period), 6)
            columns[at] = wrapped(places, period, 1.0 if period == 12 else 0.0)
            names[at] = label
            del names[gone], levels[gone], columns[gone]
    return replace(
        matrix,
        originals=np.column_stack(columns),
        original_names=tuple(names),
        original_levels=tuple(levels),
    )


def _variance(one: complex) -> np.float64:
    left = 1 - abs(one) ** 2
    return np.float64(left if left > NOWHERE else 0.0)
