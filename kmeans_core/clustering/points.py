"""What a search works on: rows around their mean, what each counts for, and when a descent on them ends."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from kmeans_core.common import Floats, Progress, TooFewRows, UnusableFeatures, part, silent

_NEAR_ZERO = 0.5  # share of the sum of squares in the mean row up to which hardly a digit is lost to it
_TOTALS = 1e-140, 1e140  # sums of squares that can be squared again


@dataclass(frozen=True, eq=False)
class Points:
    """Rows to group, and how long a descent on them may go on."""

    values: Floats  # (n, d), around their mean where digits matter
    weights: Floats | None = None  # (n,) how many rows each stands for; one where there are none
    max_iter: int = 300
    tolerance: float = 0.0  # the centres' summed squared movement that counts as none
    progress: Progress = silent

    def __post_init__(self) -> None:
        """Lay the rows out as compiled loops want them."""
        object.__setattr__(self, "values", np.ascontiguousarray(self.values, float))

    @cached_property
    def total(self) -> float:
        """Return the sum of squares."""
        return float(np.einsum("nd,nd->n", self.values, self.values) @ self.mass)

    @cached_property
    def mass(self) -> Floats:
        """Return how many rows each stands for (n,)."""
        return np.ones(len(self.values)) if self.weights is None else self.weights

    @cached_property
    def heaviest(self) -> float:
        """Return the most that a row stands for."""
        return 1.0 if self.weights is None else float(self.weights.max())

    def between(self, begin: float, end: float) -> Points:
        """Return the same rows, their progress told as this stretch of the whole."""
        same = replace(self, progress=part(self.progress, begin, end))
        vars(same).update(total=self.total, mass=self.mass, heaviest=self.heaviest)  # computed once
        return same


@dataclass(frozen=True, eq=False)
class Centred:
    """Rows around their mean: squares keep their digits."""

    values: Floats  # (n, d)
    middle: Floats  # (d,) the mean row, added to `values` gives the table's
    total: float  # sum of squares

    def points(self, max_iter: int, tol: float, progress: Progress = silent) -> Points:
        """Return the rows to group; `tol` is the share of a column's variance, as scikit-learn scales it."""
        return Points(self.values, None, max_iter, tol * self.total / self.values.size, progress)


def centred(values: Floats) -> Centred:
    """Put rows (n, d) around their mean; rows that lie around zero anyway are taken as they are.

    Raises `TooFewRows` where all are equal and `UnusableFeatures` where their squares cannot be held.
    """
    if (values[:1000] == values[0]).all() and (values == values[0]).all():
        raise TooFewRows.for_clusters(1, 2)
    with np.errstate(over="ignore", invalid="ignore"):
        middle = np.einsum("nd->d", values) / len(values)
        total = float(np.einsum("nd,nd->", values, values))
        shift = len(values) * float(middle @ middle)
        if shift <= _NEAR_ZERO * total:
            total, middle = total - shift, 0 * middle
        else:
            values = values - middle
            total = float(np.einsum("nd,nd->", values, values))
    if not _TOTALS[0] < total < _TOTALS[1]:
        raise UnusableFeatures.for_squares(float(np.abs(values + middle).max()))
    return Centred(values, middle, total)
