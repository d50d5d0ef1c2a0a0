"""Plain words for any colour, so that a palette can be read aloud."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np
from scipy.optimize import linear_sum_assignment

from kmeans_core.common import Bytes, Floats32
from kmeans_core.pictures.colour_spaces import oklab

_AXES = np.array([1, 1.5, 1.5, 1], np.float32)  # lightness, green to red, blue to yellow, chroma


def colour_names(rgba: Bytes) -> list[str]:
    """Name colours (n, 4), n up to 256, each by the nearest of about 900 known ones; no two get one name.

    Nearness is that of OKLab with a and b weighed by 1.5 and chroma as a fourth axis, so that greys keep the
    names of greys. Opacity changes no name, but fully clear colours are "transparent". Sources: in
    `colour_names.csv`.
    """
    names, known = _known()
    solid = np.flatnonzero(rgba[:, 3])
    far = ((_places(rgba[solid, :3])[:, None] - known) ** 2).sum(axis=2)
    found = dict(zip(solid.tolist(), linear_sum_assignment(far)[1].tolist(), strict=True))
    return [names[found[i]] if i in found else "transparent" for i in range(len(rgba))]


@cache
def _known() -> tuple[list[str], Floats32]:
    """Read the known names and where they lie (m, 4)."""
    lines = Path(__file__).with_suffix(".csv").read_text("utf-8").splitlines()
    rows = [line.split(",") for line in lines if not line.startswith("#")]
    rgb = np.array([list(bytes.fromhex(code)) for code, _ in rows], np.uint8)
    return [name for _, name in rows], _places(rgb)


def _places(rgb: Bytes) -> Floats32:
    lab = oklab(rgb)
    return np.column_stack([lab, np.hypot(lab[:, 1], lab[:, 2])]) * _AXES
