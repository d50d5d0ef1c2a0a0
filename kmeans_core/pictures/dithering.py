"""Dots of near colours where one is missing: error diffusion that spares edges, or blue noise."""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from scipy.ndimage import gaussian_filter

from kmeans_core.common import Bytes, Floats32, Progress, silent
from kmeans_core.pictures.colour_spaces import oklab, points
from kmeans_core.pictures.images import Picture, bands
from kmeans_core.pictures.palette_search import nearest
from kmeans_core.pictures.palettes import Palette

Pattern = Literal["diffusion", "blue noise"]

_AHEAD = 4  # diagonals that a pixel's error can reach, its own included
_FULL = 0.8  # share of the error that goes on at full strength: all of it piles up
_EDGE = 50  # steps of lightness to a neighbour at which half as much goes on
_TILE = 64
_STRIP = 2**16


def dithered(
    picture: Picture, labels: Bytes, palette: Palette, strength: float, progress: Progress = silent
) -> Bytes:
    """Return labels (h, w) that spread the error of all but fully clear pixels, with a strength from 0 to 1.

    Floyd and Steinberg (1976), with less handed on where lightness changes, so that edges stay sharp; solid
    pixels take solid colours. All pixels with equal x + 2 y need only finished ones, so each such diagonal is
    done at once. As the eye mixes the dots, colours are looked up in OKLab, for solid pixels at 6 bits.
    """
    table = _table(palette.colours)
    if table is None:
        return labels
    (height, width), out = labels.shape, labels.ravel().copy()
    rgb, alpha = picture.rgb.reshape(-1, 3), None if picture.alpha is None else picture.alpha.ravel()
    channels = 3 if alpha is None else 4
    colours = _premultiplied(palette.colours)[:, :channels].copy()  # rows that lie together
    edges, shares = _edges(picture.rgb).ravel(), _shares(strength)
    waiting = np.zeros((_AHEAD, height + 1, channels), np.float32)
    for diagonal in range(width + 2 * (height - 1)):
        rows = slice(max(0, (diagonal - width + 2) // 2), min(height, diagonal // 2 + 1))
        at = np.arange(rows.start, rows.stop) * (width - 2) + diagonal
        wanted = waiting[diagonal % _AHEAD, rows]
        wanted += (
            rgb.take(at, axis=0) if alpha is None else _premultiplied(np.column_stack([rgb[at], alpha[at]]))
        )
        np.clip(wanted, 0, 255, out=wanted)
        chosen = _looked_up(table, wanted)
        if alpha is not None:
            clear, soft = alpha[at] == 0, np.flatnonzero((alpha[at] > 0) & (alpha[at] < 255))
            chosen[clear] = out[at[clear]]
            chosen[soft] = _nearest_soft(wanted[soft], palette.colours)
        out[at] = chosen
        missed = (wanted - colours.take(chosen, axis=0)) * shares.take(edges.take(at))[:, None]
        if alpha is not None:
            missed[clear] = 0
            missed[alpha[at] == 255, 3] = 0
        waiting[diagonal % _AHEAD] = 0
        _spread(waiting, diagonal, rows, missed)
        if diagonal % 256 == 0:
            progress(diagonal / (width + 2 * height), "Dithering")
    return out.reshape(height, width)


def blue_noise(picture: Picture, labels: Bytes, palette: Palette, strength: float) -> Bytes:
    """Return labels (h, w) in which solid pixels mix their colour with the one on their other side.

    A fixed pattern without clumps (after Ulichney 1988) decides where, so that flat areas are calm and equal
    areas look equal. `strength` from 0 to 1 is the largest share of the other colour, 1 meaning one half.
    """
    table = _table(palette.colours)
    if table is None:
        return labels
    out, colours, pattern = labels.copy(), palette.colours[:, :3].astype(np.float32), _pattern()
    for rows in bands(picture.height, picture.width, _STRIP):
        pixels = picture.rgb[rows].reshape(-1, 3).astype(np.float32)
        first = labels[rows].ravel()
        missed = pixels - colours[first]
        other = _looked_up(table, (pixels + missed).clip(0, 255))
        between = colours[other] - colours[first]
        mixed = (missed * between).sum(axis=1) / np.maximum((between**2).sum(axis=1), 1)
        columns = np.arange(labels.shape[1]) % _TILE
        limits = pattern[np.arange(rows.start, rows.stop)[:, None] % _TILE, columns].ravel()
        taken = (limits < strength * mixed) & (palette.colours[first, 3] == 255)
        out[rows] = np.where(taken, other, first).reshape(-1, labels.shape[1])
    return out


def _pattern() -> Floats32:
    """Return thresholds from 0 to 1, each as often, whose neighbours differ: noise less its own blur."""
    noise = np.random.default_rng(0).random((_TILE, _TILE))
    for _ in range(16):
        order = (noise - gaussian_filter(noise, 1.5, mode="wrap")).argsort(axis=None).argsort()
        noise = order.reshape(noise.shape) / order.size
    return noise.astype(np.float32)


def _edges(rgb: Bytes) -> Bytes:
    """Return the largest step of lightness from each pixel to the four beside it (h, w)."""
    light = np.asarray(Image.fromarray(rgb).convert("L"))
    edges = np.zeros_like(light)
    for here, there in ((np.s_[:, 1:], np.s_[:, :-1]), (np.s_[1:], np.s_[:-1])):
        step = np.maximum(light[here], light[there]) - np.minimum(light[here], light[there])
        for side in (here, there):
            edges[side] = np.maximum(edges[side], step)
    return edges


def _shares(strength: float) -> Floats32:
    """Return which part of a sixteenth of its error a pixel hands on, for each range of lightness (256,)."""
    return (_FULL * strength / 16 / (1 + (np.arange(256) / _EDGE) ** 2)).astype(np.float32)


def _premultiplied(rgba: Bytes) -> Floats32:
    """Return colours (n, 4) weighed by their opacity, as light adds up, and the opacity itself."""
    values = rgba.astype(np.float32)
    values[:, :3] *= values[:, 3:] / np.float32(255)
    return values


def _nearest_soft(wanted: Floats32, colours: Bytes) -> NDArray[np.integer]:
    """Return the nearest colours of premultiplied ones (n, 4), opacity included."""
    rgba = np.rint(wanted).astype(np.uint8)
    bare = wanted[:, :3] * (255 / np.maximum(wanted[:, 3:], 1))
    rgba[:, :3] = np.rint(bare.clip(0, 255))
    return nearest(points(rgba, "OKLab", False), points(colours, "OKLab", False))


def _looked_up(table: Bytes, wanted: Floats32) -> Bytes:
    """Return the solid colours (n,) nearest to these (n, 3 or more), 0 to 255."""
    cell = wanted[:, :3].astype(np.intp) >> 2
    return np.asarray(table.take((cell[:, 0] << 12) + (cell[:, 1] << 6) + cell[:, 2]))


def _spread(waiting: Floats32, diagonal: int, rows: slice, missed: Floats32) -> None:
    """Hand on 7/16 right, 3/16 below left, 5/16 below, 1/16 below right; beyond the edge it is forgotten."""
    below = slice(rows.start + 1, rows.stop + 1)
    waiting[(diagonal + 1) % _AHEAD, rows] += 7 * missed
    waiting[(diagonal + 1) % _AHEAD, below] += 3 * missed
    waiting[(diagonal + 2) % _AHEAD, below] += 5 * missed
    waiting[(diagonal + 3) % _AHEAD, below] += missed


def _table(colours: Bytes) -> Bytes | None:
    """Return the nearest solid colour of each 4 x 4 x 4 block of colours (64^3,); None without any."""
    solid = np.flatnonzero(colours[:, 3] == 255)
    if not len(solid):
        return None
    middles = np.arange(2, 256, 4, dtype=np.uint8)
    blocks = np.stack(np.meshgrid(middles, middles, middles, indexing="ij"), axis=-1).reshape(-1, 3)
    found = nearest(oklab(blocks), oklab(colours[solid, :3]))
    return np.asarray(solid.astype(np.uint8)[found])
