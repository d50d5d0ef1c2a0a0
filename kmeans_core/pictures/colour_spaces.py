"""Colours as points, in sRGB or OKLab, with transparency; their distances are what k-means sees."""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import NDArray

from kmeans_core.common import Bytes, Floats32

Space = Literal["sRGB", "OKLab"]
_HALF = {"sRGB": 127.5 * np.sqrt(3), "OKLab": 127.5}  # length of the axis of opacity
# Weight of a and b: of 1, 1.4, 1.8 and 2.2 the one with which CIEDE2000 and SSIMULACRA2 are both better than
# in sRGB for every k from 4 to 256 (benchmarks/colour_weights.py).
_CHROMA = np.float32(1.4)

# Björn Ottosson, "A perceptual color space for image processing" (2020), matrices of 2021-01-25.
_TO_LMS = np.array(
    [
        [0.4122214708, 0.5363325363, 0.0514459929],
        [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
    ]
)
_TO_LAB = np.array(
    [
        [0.2104542553, 0.7936177850, -0.0040720468],
        [1.9779984951, -2.4285922050, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.8086757660],
    ]
)
_STEPS = np.arange(256) / 255.0
_LINEAR = np.where(_STEPS <= 0.04045, _STEPS / 12.92, ((_STEPS + 0.055) / 1.055) ** 2.4).astype(np.float32)


def oklab(rgb: Bytes) -> Floats32:
    """Convert 8-bit sRGB (n, 3) to OKLab (n, 3): L from 0 to 1, a and b about -.4 to .4."""
    lms = np.cbrt(to_linear(rgb) @ _TO_LMS.T.astype(np.float32))
    return np.asarray(lms @ _TO_LAB.T.astype(np.float32))


def from_oklab(lab: NDArray[np.floating]) -> Bytes:
    """Convert OKLab (n, 3) to the nearest 8-bit sRGB (n, 3), clipped where sRGB ends."""
    linear = (lab.astype(np.float64) @ np.linalg.inv(_TO_LAB).T) ** 3 @ np.linalg.inv(_TO_LMS).T
    return from_linear(linear)


def to_linear(rgb: Bytes) -> Floats32:
    """Return how much light 8-bit sRGB stands for, 0 to 1."""
    return np.asarray(_LINEAR[rgb])


def from_linear(linear: NDArray[np.floating]) -> Bytes:
    """Return 8-bit sRGB for so much light, clipped where sRGB ends."""
    linear = linear.clip(0, 1)
    encoded = np.where(linear <= 0.0031308, linear * 12.92, 1.055 * linear ** (1 / 2.4) - 0.055)
    return np.asarray(np.rint(encoded * 255).astype(np.uint8))


def points(rgba: Bytes, space: Space, opaque: bool) -> Floats32:
    """Place colours (n, 4) where squared distances are errors: (n, 3) when all are opaque, else (n, 4).

    In sRGB a transparent colour is (a·(c - 127.5), √3·127.5·a) with a from 0 to 1: the squared distance of
    two is then their squared difference on black and on white ground, averaged. OKLab is scaled by 255, its
    a and b by 1.4 more: few colours would else lose the vivid ones.
    """
    if space == "sRGB":
        colours = rgba[:, :3].astype(np.float32) - np.float32(127.5)
    else:
        colours = oklab(rgba[:, :3]) * np.float32(255)
        colours[:, 0] -= np.float32(127.5)
        colours[:, 1:] *= _CHROMA
    if opaque:
        return colours
    share = rgba[:, 3:].astype(np.float32) / np.float32(255)
    return np.hstack([colours * share, share * np.float32(_HALF[space])])


def colours_at(places: NDArray[np.floating], space: Space) -> Bytes:
    """Return the 8-bit colour (n, 4) nearest to each point, the inverse of `points`."""
    opaque = places.shape[1] == 3
    share = np.ones(len(places)) if opaque else (places[:, 3] / _HALF[space]).clip(0, 1)
    alpha = np.rint(share * 255).astype(np.uint8)
    colours = places[:, :3] / np.maximum(share, 1e-6)[:, None]
    if space == "sRGB":
        rgb = np.rint(colours + 127.5).clip(0, 255).astype(np.uint8)
    else:
        rgb = from_oklab((colours / np.array([1, _CHROMA, _CHROMA]) + np.array([127.5, 0, 0])) / 255)
    rgb[alpha == 0] = 0
    return np.column_stack([rgb, alpha])


def delta_e(before: Bytes, after: Bytes) -> Floats32:
    """Return how far colours (..., 4) are from others: OKLab distance x 100, unweighted (...)."""
    offsets = points(before.reshape(-1, 4), "OKLab", False) - points(after.reshape(-1, 4), "OKLab", False)
    offsets[:, 1:3] /= _CHROMA
    return np.asarray(np.sqrt(np.einsum("nd,nd->n", offsets, offsets)).reshape(before.shape[:-1]) / 2.55)


def contrast(rgb: Bytes) -> NDArray[np.float64]:
    """Return the contrast ratio (n, n) of every pair of sRGB colours (n, 3), 1 to 21 (WCAG 2)."""
    light = to_linear(rgb).astype(np.float64) @ [0.2126, 0.7152, 0.0722] + 0.05
    return np.asarray(np.maximum(light[:, None], light) / np.minimum(light[:, None], light))
