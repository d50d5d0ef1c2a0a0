"""How many bytes a result holds, so that the results together stay within bounds."""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np
import pandas as pd

OF_ANYTHING_ELSE = 64  # numbers, names, settings


def weight(value: Any) -> int:
    """Estimate the bytes a value holds, from its arrays, frames and texts."""
    if isinstance(value, np.ndarray):
        return int(value.nbytes)
    if isinstance(value, pd.DataFrame):
        return int(value.memory_usage(deep=True).sum())
    if isinstance(value, pd.Series):
        return int(value.memory_usage(deep=True))
    if isinstance(value, bytes | str):
        return len(value)
    if dataclasses.is_dataclass(value):
        return sum(weight(getattr(value, field.name)) for field in dataclasses.fields(value))
    if isinstance(value, dict):
        return sum(weight(each) for each in value.values())
    if isinstance(value, tuple | list):
        return sum(map(weight, value))
    return int(getattr(value, "nbytes", OF_ANYTHING_ELSE))
