"""How far two pictures are from each other: squares, CIEDE2000 and SSIMULACRA2, and the bytes as a PNG."""

from __future__ import annotations

import tempfile
from pathlib import Path

import numpy as np
from PIL import Image

from kmeans_core.pictures.picture_files import indexed_png


def squared(one: np.ndarray, other: np.ndarray) -> float:
    return float(((one.astype(float) - other) ** 2).sum(axis=-1).mean())


def lab(rgb: np.ndarray) -> np.ndarray:
    """CIE L*a*b* under D65 of 8-bit sRGB (h, w, 3)."""
    share = rgb / 255
    linear = np.where(share <= 0.04045, share / 12.92, ((share + 0.055) / 1.055) ** 2.4)
    to_xyz = np.array(
        [
            [0.4124564, 0.3575761, 0.1804375],
            [0.2126729, 0.7151522, 0.072175],
            [0.0193339, 0.119192, 0.9503041],
        ]
    )
    xyz = linear @ to_xyz.T / [0.95047, 1, 1.08883]
    f = np.where(xyz > 216 / 24389, np.cbrt(xyz), (24389 / 27 * xyz + 16) / 116)
    return np.stack(
        [116 * f[..., 1] - 16, 500 * (f[..., 0] - f[..., 1]), 200 * (f[..., 1] - f[..., 2])], axis=-1
    )


def ciede2000(one: np.ndarray, other: np.ndarray) -> float:
    """Mean colour difference (Sharma, Wu and Dalal 2005) of 8-bit sRGB pictures (h, w, 3)."""
    (l1, a1, b1), (l2, a2, b2) = (np.moveaxis(lab(rgb), -1, 0) for rgb in (one, other))
    chroma = ((np.hypot(a1, b1) + np.hypot(a2, b2)) / 2) ** 7
    stretch = 1.5 - 0.5 * np.sqrt(chroma / (chroma + 25.0**7))
    c1, c2 = np.hypot(a1 * stretch, b1), np.hypot(a2 * stretch, b2)
    h1, h2 = (np.degrees(np.arctan2(b, a * stretch)) % 360 for a, b in ((a1, b1), (a2, b2)))
    turn = np.where(c1 * c2 == 0, 0, (h2 - h1 + 180) % 360 - 180)
    hue = np.where(c1 * c2 == 0, h1 + h2, h1 + turn / 2)
    light, c = (l1 + l2) / 2, (c1 + c2) / 2
    cos = [np.cos(np.radians(n * hue + by)) for n, by in ((1, -30), (2, 0), (3, 6), (4, -63))]
    t = 1 - 0.17 * cos[0] + 0.24 * cos[1] + 0.32 * cos[2] - 0.2 * cos[3]
    d_light = (l2 - l1) / (1 + 0.015 * (light - 50) ** 2 / np.sqrt(20 + (light - 50) ** 2))
    d_chroma = (c2 - c1) / (1 + 0.045 * c)
    d_hue = 2 * np.sqrt(c1 * c2) * np.sin(np.radians(turn / 2)) / (1 + 0.015 * c * t)
    bend = 30 * np.exp(-((((hue - 275 + 180) % 360 - 180) / 25) ** 2))
    rotated = -np.sin(np.radians(2 * bend)) * 2 * np.sqrt(c**7 / (c**7 + 25.0**7)) * d_chroma * d_hue
    return float(np.sqrt((d_light**2 + d_chroma**2 + d_hue**2 + rotated).clip(0)).mean())


def ssimulacra2(one: np.ndarray, other: np.ndarray) -> float:
    """Likeness as people judge it: 90 is hard to tell apart, 50 is middling; by the package of that name."""
    from ssimulacra2 import compute_ssimulacra2

    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder, f"{number}.png") for number in range(2)]
        for path, pixels in zip(paths, (one, other), strict=True):
            Image.fromarray(pixels).save(path, compress_level=1)
        return float(compute_ssimulacra2(*map(str, paths)))


def png_bytes(pixels: np.ndarray) -> int:
    """Bytes of our PNG of these pixels, colours in order of use, so that palettes alone are compared."""
    codes = pixels.astype(np.uint32) @ np.array([1, 256, 65536], np.uint32)
    found, place, uses = np.unique(codes, return_inverse=True, return_counts=True)
    order = np.argsort(-uses, kind="stable")
    labels = np.argsort(order)[place].reshape(codes.shape).astype(np.uint8)
    colours = (found[order] | np.uint32(255 << 24)).astype("<u4").view(np.uint8).reshape(-1, 4)
    return len(indexed_png(labels, colours))
