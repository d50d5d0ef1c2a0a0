"""Encoded categories: one column for each level, the rarest together, each 1 where the level is there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from sklearn.frozen import FrozenEstimator
from sklearn.preprocessing import OneHotEncoder

from kmeans_core.common import Floats, Ints
from kmeans_core.features.selection import Feature

MOST_LEVELS = 20  # the rarer ones of a category share one column


@dataclass(frozen=True)
class Level:
    """What a column of an encoded category stands for: one of its levels, the rare ones, or no value."""

    feature: str
    value: str | None  # "Oslo", "one of 11 others"; None where there is no value
    rare: bool = False  # several levels together

    @property
    def name(self) -> str:
        return f"{self.feature} missing" if self.value is None else f"{self.feature} = {self.value}"


def encode(feature: Feature, codes: Ints) -> tuple[FrozenEstimator, list[Level], Floats]:
    """Return a fitted encoder, the level of each of its columns, and the codes (n,) encoded as (n, levels).

    The encoder counts a million objects one by one, so it is fitted on each level once and the frequent ones
    again.
    """
    values: tuple[str | None, ...] = (*(feature.levels or ()), None)
    counts = np.bincount(codes % len(values), minlength=len(values))  # -1, for none, is the last one
    present = [values[i] for i in sorted(np.flatnonzero(counts), key=lambda i: (-counts[i], str(values[i])))]
    few = pd.DataFrame({feature.label: present + present[: MOST_LEVELS - 1]}, dtype=object)
    encoder = OneHotEncoder(
        max_categories=MOST_LEVELS, handle_unknown="infrequent_if_exist", sparse_output=False
    ).fit(few)
    columns = encoder.transform(pd.DataFrame({feature.label: values}, dtype=object)).argmax(axis=1)
    levels = _levels(feature.label, encoder)
    cells = columns[codes][:, None] == np.arange(len(levels))
    return FrozenEstimator(encoder), levels, cells.astype(float)


def _levels(label: str, encoder: OneHotEncoder) -> list[Level]:
    rare = (encoder.infrequent_categories_ or [None])[0]
    others = set() if rare is None else set(rare)
    found = [Level(label, value) for value in encoder.categories_[0] if value not in others]
    return found + ([Level(label, f"one of {len(others):,} others", rare=True)] if others else [])


def names_of(columns: Sequence[str | Level]) -> tuple[str, ...]:
    """Name columns; a level whose name another has gets a number: "city = Oslo (2)"."""
    taken = {column for column in columns if isinstance(column, str)}
    names = []
    for column in columns:
        name, number = column if isinstance(column, str) else column.name, 2
        while isinstance(column, Level) and name in taken:
            name, number = f"{column.name} ({number})", number + 1
        taken.add(name)
        names.append(name)
    return tuple(names)
