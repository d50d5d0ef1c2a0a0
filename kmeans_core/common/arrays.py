"""The kinds of arrays that the core passes around, and the smallest of a few many times a second."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Floats32 = NDArray[np.float32]
Ints = NDArray[np.int64]
Labels = NDArray[np.int32]  # the number of each row's cluster
Bytes = NDArray[np.uint8]
Whole = NDArray[np.integer]  # labels or row numbers of any width
Mask = NDArray[np.bool_]
FEW = 96  # columns, beyond which the usual way to the smallest is the faster one


def products(rows: NDArray[Any], columns: NDArray[Any]) -> NDArray[Any]:
    """Multiply rows (n, d) with columns (k, d): (n, k), laid out so that `smallest` is fast."""
    return np.asarray((columns @ rows.T).T if len(columns) <= FEW else rows @ columns.T)


def smallest(scores: NDArray[Any]) -> NDArray[np.integer]:
    """Return the number of the first smallest in each row of products (n, k)."""
    if scores.shape[1] > FEW:
        return np.asarray(scores.argmin(axis=1))
    columns = scores.T
    numbers = (columns == columns.min(axis=0)).view(np.uint8)
    numbers -= np.uint8(1)  # 0 at the smallest, 255 elsewhere
    numbers |= np.arange(len(columns), dtype=np.uint8)[:, None]
    return np.asarray(numbers.min(axis=0))
