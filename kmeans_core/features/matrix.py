"""The rows that take part as comparable numbers, and the way from original units to theirs and back."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from sklearn.compose import ColumnTransformer
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import OneHotEncoder, PowerTransformer

from kmeans_core.common import BadSettings, Floats, Ints
from kmeans_core.features.categories import Level
from kmeans_core.features.selection import LeftOut
from kmeans_core.features.settings import Preparation
from kmeans_core.features.texts import TextVectors


@dataclass(frozen=True, eq=False)
class FeatureMatrix:
    """The rows that take part, as comparable finite numbers.

    >>> from kmeans_core import load_sample, prepare
    >>> prepare(load_sample("Iris")).values.shape
    (150, 4)
    """

    values: Floats  # (n, d), C order, read-only
    names: tuple[str, ...]  # one per column of `values`: "income", "city = Oslo", "PC 1"
    rows: Ints  # (n,) the table row of each matrix row
    left_out: LeftOut  # reason and the table rows it left out
    originals: Floats  # (n, f) the features in original units after filling, before scaling
    original_names: tuple[str, ...]  # (f,) all different; an encoded category has one per level, as 0 or 1
    original_levels: tuple[Level | None, ...]  # (f,) which level of a category a column says 1 or 0 for
    ledger: tuple[str, ...]  # what was done, in plain words with counts
    shares: tuple[tuple[str, float], ...]  # each feature's share in the squared distance, summing to 1
    n_distinct: int  # distinct rows of `values`
    pipeline: Pipeline  # fitted: raw columns -> values
    preparation: Preparation
    digest: str


def to_matrix_units(matrix: FeatureMatrix, original_rows: Floats) -> Floats:
    """Take rows (m, f) in the units of `matrix.originals` to the matrix's own units (m, d).

    Raises BadSettings for another number of columns than f, and for values that the transforms do not take.
    """
    rows = np.asarray(original_rows, dtype=float)
    names = matrix.original_names
    if rows.ndim != 2 or rows.shape[1] != len(names):
        raise BadSettings(
            f"Rows of {rows.shape[-1] if rows.ndim else 0} values were given for {len(names)} columns.",
            "Give one value for each column.",
        )
    values = _redo(matrix.pipeline.named_steps["columns"], rows)
    wrong = np.flatnonzero(~np.isfinite(rows).all(axis=0) | ~np.isfinite(values).all(axis=0))
    if wrong.size:
        raise BadSettings(
            f"{names[wrong[0]]} holds a value that cannot be used.",
            "Give finite numbers, above 0 where a log is taken.",
        )
    reduced = matrix.pipeline.named_steps.get("components")
    return values if reduced is None else np.ascontiguousarray(reduced.transform(values))


def to_original_units(matrix: FeatureMatrix, centres: Floats) -> Floats:
    """Take centres (k, d) in the matrix's units back through its pipeline to original units (k, f).

    An encoded category comes back as the share of each level. Where components were dropped and a centre lies
    beyond what a transform can reach, the column's smallest or largest value stands in.

    >>> from kmeans_core import prepare, read_table, to_original_units
    >>> matrix = prepare(read_table(b"x\\n10\\n20\\n30\\n", "points.csv"))
    >>> to_original_units(matrix, matrix.values[:2]).round(6).tolist()
    [[10.0], [20.0]]
    """
    reduced = matrix.pipeline.named_steps.get("components")
    values = centres if reduced is None else reduced.inverse_transform(centres)
    originals = undo_columns(matrix.pipeline.named_steps["columns"], values)
    beyond = ~np.isfinite(originals)
    if beyond.any():
        ends = np.where(values > reduced.mean_, matrix.originals.max(axis=0), matrix.originals.min(axis=0))
        originals[beyond] = ends[beyond]
    return originals


def _redo(columns: ColumnTransformer, originals: Floats) -> Floats:
    """Take rows (m, f) in original units, categories as shares of levels, to scaled and weighted (m, d)."""
    blocks = []
    for name, part, labels in columns.transformers_:
        block = originals[:, columns.output_indices_[name]]
        if not isinstance(part.estimator, OneHotEncoder | TextVectors):
            with np.errstate(all="ignore"):  # the caller tells what is not finite
                block = np.asarray(part.transform(pd.DataFrame(block, columns=labels)))
        blocks.append(block * columns.transformer_weights[name])
    return np.hstack(blocks)


def undo_columns(columns: ColumnTransformer, values: Floats) -> Floats:
    """Take rows (m, d) back to original units (m, f): categories as shares of their levels.

    What no original value is transformed to comes back as NaN or infinity.
    """
    blocks = []
    for name, part, _ in columns.transformers_:
        block = values[:, columns.output_indices_[name]] / columns.transformer_weights[name]
        if isinstance(part.estimator, OneHotEncoder):
            block = np.clip(block, 0, 1)
        elif not isinstance(part.estimator, TextVectors):  # topics are their own units
            with np.errstate(all="ignore"):
                for step, transformer in reversed(part.estimator.steps):
                    if isinstance(transformer, PowerTransformer):
                        block = _within_reach(block, transformer.lambdas_)
                    undo = step != "fill" and transformer != "passthrough"
                    block = transformer.inverse_transform(block) if undo else block
        blocks.append(block)
    return np.hstack(blocks)


def _within_reach(block: Floats, lambdas: Floats) -> Floats:
    """Replace by NaN what the Yeo-Johnson transform of no number is."""
    with np.errstate(divide="ignore"):
        low = np.where(lambdas > 2, 1 / (2 - lambdas), -np.inf)
        high = np.where(lambdas < 0, -1 / lambdas, np.inf)
    return np.where((block > low) & (block < high), block, np.nan)
