"""Error diffusion: what a pixel misses goes to those right and below (Floyd and Steinberg 1976)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from kmeans_core.common import Bytes, Floats32, Progress, silent
from kmeans_core.pictures.colour_spaces import Space, points
from kmeans_core.pictures.images import Picture
from kmeans_core.pictures.palette_search import nearest
from kmeans_core.pictures.palettes import Palette

_AHEAD = 4  # diagonals that a pixel's error can reach, its own included


def dithered(
    picture: Picture,
    labels: Bytes,
    palette: Palette,
    strength: float,
    progress: Progress = silent,
) -> Bytes:
    """Return labels (h, w) that spread the error of opaque pixels with a strength from 0 to 1.

    Pixels that are not opaque keep their labels and take and give no error. All pixels with equal x + 2 y
    need only finished ones, so each such diagonal is done at once. Colours are looked up at 6 bits a channel.
    """
    colours = palette.colours
    solid = np.flatnonzero(colours[:, 3] == 255)
    if not len(solid):
        return labels
    height, width = labels.shape
    table = solid[_table(colours[solid], palette.space)].astype(np.uint8)
    rgb, out, flat = picture.rgb.reshape(-1, 3), labels.ravel().copy(), colours[:, :3].astype(np.float32)
    alpha = None if picture.alpha is None else picture.alpha.ravel()
    waiting = np.zeros((_AHEAD, height + 1, 3), np.float32)
    for diagonal in range(width + 2 * (height - 1)):
        first = max(0, (diagonal - width + 2) // 2)
        rows = slice(first, min(height, diagonal // 2 + 1))
        y = np.arange(rows.start, rows.stop)
        at = y * (width - 2) + diagonal
        wanted = rgb[at] + waiting[diagonal % _AHEAD, rows]
        np.clip(wanted, 0, 255, out=wanted)
        cell = wanted.astype(np.uint8) >> 2
        chosen = table[cell[:, 0], cell[:, 1], cell[:, 2]]
        missed = (wanted - flat[chosen]) * np.float32(strength / 16)
        if alpha is not None:
            held = alpha[at] < 255
            chosen[held], missed[held] = out[at[held]], 0
        out[at] = chosen
        waiting[diagonal % _AHEAD] = 0
        _spread(waiting, diagonal, rows, missed)
        if diagonal % 256 == 0:
            progress(diagonal / (width + 2 * height), "Dithering")
    return out.reshape(height, width)


def _spread(waiting: Floats32, diagonal: int, rows: slice, missed: Floats32) -> None:
    """Hand on 7/16 right, 3/16 below left, 5/16 below, 1/16 below right; beyond the edge it is forgotten."""
    below = slice(rows.start + 1, rows.stop + 1)
    waiting[(diagonal + 1) % _AHEAD, rows] += 7 * missed
    waiting[(diagonal + 1) % _AHEAD, below] += 3 * missed
    waiting[(diagonal + 2) % _AHEAD, below] += 5 * missed
    waiting[(diagonal + 3) % _AHEAD, below] += missed


def _table(colours: Bytes, space: Space) -> NDArray[np.int32]:
    """Return the nearest colour of each 4 x 4 x 4 block of colours, (64, 64, 64)."""
    middles = np.arange(2, 256, 4, dtype=np.uint8)
    blocks = np.stack(np.meshgrid(middles, middles, middles, indexing="ij"), axis=-1).reshape(-1, 3)
    blocks = np.column_stack([blocks, np.full(len(blocks), 255, np.uint8)])
    return nearest(points(blocks, space, True), points(colours, space, True)).reshape(64, 64, 64)
