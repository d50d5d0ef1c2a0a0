"""How a column's values are spread in each cluster, binned so that a picture needs few numbers."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter1d

from kmeans_core.common import Floats, Ints
from kmeans_core.profiles.number_profiles import Numbers

BINS = 40
FINE = 256  # cells under a smooth curve
FEWEST = 10  # bins of a small table
MOST_STEPS = 1_000  # beyond this many different values, steps between them cannot be seen


@dataclass(frozen=True, eq=False)
class Distribution:
    """One column's values in k clusters, counted in b bins and as smooth curves on g places."""

    label: str
    edges: Floats  # (b + 1,)
    counts: Ints  # (k, b)
    beyond: int  # values outside the edges
    places: Floats  # (g,)
    curves: Floats  # (k, g) densities, each highest at 1; 0 throughout where a cluster has no values


def distribution(numbers: Numbers, j: int, cells: Floats, labels: NDArray[np.int32]) -> Distribution:
    """Bin one column of `numbers` by cluster; `cells` (n,) with NaN for missing belong to `labels` (n,).

    The range ends 1.5 times the middle nine tenths beyond them; values outside are counted, not drawn.
    """
    k = len(numbers.difference)
    low, high = _reach(numbers, j)
    held = np.isfinite(cells) & (labels >= 0)
    inside = held & (cells >= low) & (cells <= high)
    cells, labels = cells[inside], labels[inside]
    edges = _edges(cells, low, high)
    fine = np.linspace(edges[0], edges[-1], FINE + 1)
    return Distribution(
        label=numbers.labels[j],
        edges=edges,
        counts=_counted(cells, labels, edges, k),
        beyond=int(held.sum() - inside.sum()),
        places=(fine[1:] + fine[:-1]) / 2,
        curves=_curves(_counted(cells, labels, fine, k), fine[1] - fine[0], numbers, j),
    )


def _reach(numbers: Numbers, j: int) -> tuple[float, float]:
    low, few, many, high = (float(numbers.of(s)[-1, j]) for s in ("minimum", "5 %", "95 %", "maximum"))
    room = 1.5 * (many - few)
    if not np.isfinite(high - low):  # nothing there, or too far apart to draw
        return 0.0, 0.0
    if numbers.goes_round(j):  # what is far from the middle on a line is near it on the circle
        return low, high
    return (max(low, few - room), min(high, many + room)) if room > 0 else (low, high)


def _edges(cells: Floats, low: float, high: float) -> Floats:
    """Return the borders of at most 40 equal bins, each as wide as a whole number of steps between values.

    Otherwise values in steps, such as whole years, would fall into bins by ones and twos.
    """
    if high <= low:
        room = max(0.5, abs(low) * 1e-6)
        return np.array([low - room, low + room])
    wanted = int(np.clip(np.ceil(3 * np.cbrt(len(cells))), FEWEST, BINS))
    step = _step(cells[:: max(1, len(cells) // 5_000)], low, high)
    if step is None:
        return np.linspace(low, high, wanted + 1)
    steps = round((high - low) / step) + 1
    width = -(-steps // wanted)
    return np.asarray(low + step * (np.arange(0, -(-steps // width) + 1) * width - 0.5))


def _step(cells: Floats, low: float, high: float) -> float | None:
    """Return the step of which all distances between values are multiples, where there is a coarse one."""
    values = np.unique(np.append(cells, [low, high]))
    step = float(np.diff(values).min())
    if step < (high - low) / MOST_STEPS:
        return None
    places = (values - low) / step
    return step if np.allclose(places, np.rint(places), rtol=0, atol=0.01) else None


def _counted(cells: Floats, labels: NDArray[np.int32], edges: Floats, k: int) -> Ints:
    bins = len(edges) - 1
    places = ((cells - edges[0]) * (bins / (edges[-1] - edges[0]))).astype(np.int64)
    return np.bincount(labels * np.int64(bins) + np.clip(places, 0, bins - 1), minlength=k * bins).reshape(
        k, bins
    )


def _curves(counts: Ints, step: float, numbers: Numbers, j: int) -> Floats:
    """Smooth each cluster's fine counts by a Gaussian of Silverman's width (1986)."""
    n, sd, q1, q3 = (numbers.of(s)[:-1, j] for s in ("count", "sd", "25 %", "75 %"))
    with np.errstate(all="ignore"):  # enormous values get a width without end, which is cut below
        spread = np.where(q3 > q1, np.fmin(sd, (q3 - q1) / 1.34), sd)
        width = np.nan_to_num(0.9 * spread * np.maximum(n, 1) ** -0.2 / step)
    smooth = np.array(
        [
            gaussian_filter1d(row.astype(float), min(max(w, 1.0), FINE), mode="constant")
            for row, w in zip(counts, width, strict=True)
        ]
    )
    return np.asarray(smooth / np.maximum(smooth.max(axis=1, keepdims=True), 1e-300))
