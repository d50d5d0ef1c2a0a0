"""How a table is prepared, as a person chooses it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Missing = Literal["median", "mean", "nearest", "drop"]
Scaling = Literal["standard", "min-max", "robust", "none"]
Transform = Literal["log", "power"]


@dataclass(frozen=True)
class Preparation:
    """Which columns take part and how they are made comparable; columns are named by their labels.

    >>> from kmeans_core import Preparation, load_sample, prepare
    >>> prepare(load_sample("Iris"), Preparation(scaling="none", components=2)).names
    ('PC 1', 'PC 2')
    """

    features: tuple[str, ...] | None = None  # None: the columns the table offers
    weights: tuple[tuple[str, float], ...] = ()
    missing: Missing = "median"
    scaling: Scaling = "standard"
    transforms: tuple[tuple[str, Transform], ...] = ()
    one_hot: tuple[str, ...] = ()  # columns to encode, whether or not they are among `features`
    components: int | None = None
    texts: tuple[str, ...] = ()  # columns of free text, compared by their words
    circles: tuple[tuple[str, float], ...] = ()  # columns that begin again after so much, as hours after 24
