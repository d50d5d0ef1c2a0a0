"""The kinds of arrays that the core passes around, each defined once."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Floats32 = NDArray[np.float32]
Ints = NDArray[np.int64]
Labels = NDArray[np.int32]  # the number of each row's cluster
Bytes = NDArray[np.uint8]
Whole = NDArray[np.integer]  # labels or row numbers of any width
