"""From original units to comparable ones and back, through a fitted pipeline's columns."""

from __future__ import annotations

import numpy as np
import pandas as pd
from sklearn.compose import ColumnTransformer
from sklearn.frozen import FrozenEstimator
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import PowerTransformer

from kmeans_core.common import Floats


def redo_columns(columns: ColumnTransformer, originals: Floats) -> Floats:
    """Take rows (m, f) in original units, categories as shares of levels, to scaled and weighted (m, d)."""
    blocks = []
    for name, part, labels in columns.transformers_:
        block = originals[:, columns.output_indices_[name]]
        if not _is_encoder(part):
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
        if _is_encoder(part):
            block = np.clip(block, 0, 1)
        else:
            with np.errstate(all="ignore"):
                for step, transformer in reversed(part.steps):
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


def _is_encoder(part: Pipeline | FrozenEstimator) -> bool:
    return isinstance(part, FrozenEstimator)
