"""Tables that come with the studio, each read from CSV bytes like any upload."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import numpy as np
import pandas as pd

from kmeans_core.common import BadSettings, Floats, Ints, digest
from kmeans_core.tables.column_kinds import Kind
from kmeans_core.tables.table import Table, read_table


@dataclass(frozen=True)
class Sample:
    """A bundled table: what it shows in one sentence; the last column of its frame holds the true classes."""

    about: str
    frame: Callable[[], pd.DataFrame]


def _sklearn() -> Any:
    """Return scikit-learn's data sets, which take longer to import than everything else that reads tables."""
    from sklearn import datasets

    return datasets


def _iris() -> pd.DataFrame:
    bunch = _sklearn().load_iris()
    names = [f"{name.removesuffix(' (cm)')} cm" for name in bunch.feature_names]
    return pd.DataFrame(bunch.data, columns=names).assign(species=bunch.target_names[bunch.target])


def _wine() -> pd.DataFrame:
    bunch = _sklearn().load_wine()
    return pd.DataFrame(bunch.data, columns=bunch.feature_names).assign(cultivar=bunch.target + 1)


def _digits() -> pd.DataFrame:
    bunch = _sklearn().load_digits()
    names = [f"pixel {row},{column}" for row in range(8) for column in range(8)]
    return pd.DataFrame(bunch.data.astype(int), columns=names).assign(digit=bunch.target)


_CUSTOMERS: dict[str, tuple[int, tuple[float, ...], tuple[float, ...]]] = {
    # group: (rows, means, standard deviations) of age, income, purchases a year, order value, loyalty years
    "students": (110, (22, 16_000, 8, 25, 1.5), (2, 3_500, 2.5, 7, 0.8)),
    "families": (150, (38, 52_000, 26, 60, 5), (4.5, 8_000, 4, 12, 1.6)),
    "professionals": (120, (33, 78_000, 9, 160, 2.5), (4, 9_000, 2.5, 25, 1)),
    "retired regulars": (120, (68, 31_000, 15, 45, 13), (4.5, 5_000, 3, 10, 2.5)),
}


def _customers() -> pd.DataFrame:
    rng = np.random.default_rng(500)
    groups = [rng.normal(means, spreads, size=(rows, 5)) for rows, means, spreads in _CUSTOMERS.values()]
    who = np.repeat(list(_CUSTOMERS), [rows for rows, _, _ in _CUSTOMERS.values()])
    order = rng.permutation(len(who))
    age, income, purchases, value, loyalty = np.vstack(groups)[order].T
    return pd.DataFrame(
        {
            "customer": [f"C{number:04d}" for number in range(1, len(who) + 1)],
            "age": np.clip(age, 18, 90).round().astype(int),
            "income": np.maximum(income, 6_000).round(-2).astype(int),
            "purchases a year": np.maximum(purchases, 1).round().astype(int),
            "order value": np.maximum(value, 5).round(2),
            "loyalty years": np.maximum(loyalty, 0).round(1),
            "group": who[order],
        }
    )


def _thermometers() -> pd.DataFrame:
    rng = np.random.default_rng(4)
    place = rng.permutation(np.repeat(["room", "fridge"], 500))
    reading = np.where(place == "room", rng.normal(20, 1.2, 1000), rng.normal(4, 0.8, 1000))
    return pd.DataFrame({"temperature °C": reading.round(2), "place": place})


def _shape(points: Floats, groups: Ints, truth: str) -> pd.DataFrame:
    return pd.DataFrame(points.round(4), columns=["x", "y"]).assign(**{truth: groups + 1})


def _blobs() -> pd.DataFrame:
    points, groups = _sklearn().make_blobs(300, centers=3, cluster_std=0.8, random_state=42)
    return _shape(points, groups, "blob")


def _moons() -> pd.DataFrame:
    points, groups = _sklearn().make_moons(400, noise=0.06, random_state=42)
    return _shape(points, groups, "moon")


SAMPLES: dict[str, Sample] = {
    "Customers": Sample(
        "500 simulated customers in four groups that are really there, on scales that differ a thousandfold.",
        _customers,
    ),
    "Iris": Sample(
        "150 irises of three species measured in centimetres: one species stands apart, two overlap.", _iris
    ),
    "Wine": Sample(
        "178 wines of three cultivars by 13 chemical measurements: without scaling, proline decides alone.",
        _wine,
    ),
    "Digits": Sample(
        "1,797 handwritten digits as 64 grey pixels each: ten true classes in many dimensions.", _digits
    ),
    "Three blobs": Sample(
        "300 points in three round, well separated groups: the picture k-means was made for.", _blobs
    ),
    "Two moons": Sample(
        "400 points in two interleaved crescents: k-means cuts straight through both.", _moons
    ),
    "Two thermometers": Sample(
        "1,000 readings of two thermometers, one near 20 °C and one near 4 °C: two groups in one dimension.",
        _thermometers,
    ),
}


@cache
def load_sample(name: str) -> Table:
    """Return a bundled table, with its true classes named but never offered as a feature.

    Raises BadSettings when there is no such sample.

    >>> from kmeans_core import load_sample
    >>> load_sample("Iris").n_rows
    150
    """
    if name not in SAMPLES:
        raise BadSettings(f"There is no sample called {name}.", f"Choose one of {', '.join(SAMPLES)}.")
    sample = SAMPLES[name]
    table = read_table(sample.frame().to_csv(index=False).encode(), f"{name}.csv")
    *columns, classes = table.columns
    known = replace(classes, kind=Kind.CATEGORY, offered=False, reason="It holds the true classes.")
    return replace(
        table,
        columns=(*columns, known),
        reading=replace(table.reading, format="sample"),
        truth=known.label,
        about=sample.about,
        digest=digest("sample", table.digest),  # an upload of the same bytes offers the classes too
    )
