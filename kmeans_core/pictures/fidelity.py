"""How far a quantised picture is from its original, and how quality and size grow with k."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import uniform_filter

from kmeans_core.common import Bytes, Floats32, Progress, part, silent
from kmeans_core.pictures.colour_spaces import Space, points
from kmeans_core.pictures.images import Picture
from kmeans_core.pictures.picture_files import png
from kmeans_core.pictures.quantisation import Palette, QuantisedPicture, paint

CURVE = (4, 8, 16, 32, 64, 128, 256)
_STRIP = 2**18
_WINDOW = 7
_LUMA = np.array([0.299, 0.587, 0.114], np.float32)


@dataclass(frozen=True)
class PictureQuality:
    """How near the quantised picture is to its original."""

    psnr: float  # in dB, infinite when equal
    ssim: float  # of the lightness on white ground, 1 when equal
    delta_e: float  # mean OKLab distance x 100
    colours_before: int
    colours_after: int


@dataclass(frozen=True)
class CurvePoint:
    """What so many colours give."""

    k: int
    psnr: float  # in dB
    delta_e: float  # mean OKLab distance x 100
    bytes: int  # of the PNG at full size


def measure(picture: Picture, quantised: QuantisedPicture, progress: Progress = silent) -> PictureQuality:
    """Compare the pixels with the original's.

    SSIM: Wang et al. 2004 with even windows of 7 x 7 pixels, as scikit-image has it, borders mirrored.
    """
    return _measured(picture, quantised, progress)


def changes(picture: Picture, quantised: QuantisedPicture, progress: Progress = silent) -> Floats32:
    """Return how far each pixel is from its new colour: OKLab distance x 100 (h, w)."""
    far, step = np.empty(picture.rgb.shape[:2], np.float32), max(1, _STRIP // picture.width)
    for top in range(0, picture.height, step):
        progress(top / picture.height, "Comparing pixels")
        rows = slice(top, min(picture.height, top + step))
        far[rows] = _distances(*_before_and_after(picture, quantised, rows))
    return far


def _measured(picture: Picture, quantised: QuantisedPicture, progress: Progress) -> PictureQuality:
    step = max(1, _STRIP // picture.width)
    squared = distance = similar = 0.0
    for top in range(0, picture.height, step):
        progress(top / picture.height, "Comparing pixels")
        rows = slice(top, min(picture.height, top + step))
        before, after = _before_and_after(picture, quantised, rows)
        squared += float((_offsets(before, after, "sRGB") ** 2).sum(dtype=np.float64))
        distance += float(_distances(before, after).sum(dtype=np.float64))
        around = slice(max(0, top - _WINDOW // 2), min(picture.height, rows.stop + _WINDOW // 2))
        inner = slice(rows.start - around.start, rows.stop - around.start)
        light = [_lightness(part) for part in _before_and_after(picture, quantised, around)]
        similar += float(ssim_map(*light)[inner].sum(dtype=np.float64))
    mean = squared / picture.pixels / 3
    return PictureQuality(
        psnr=float("inf") if mean == 0 else float(10 * np.log10(255**2 / mean)),
        ssim=similar / picture.pixels,
        delta_e=distance / picture.pixels,
        colours_before=len(quantised.palette.counts.codes),
        colours_after=len(np.unique(quantised.labels)),
    )


def _before_and_after(picture: Picture, quantised: QuantisedPicture, rows: slice) -> tuple[Bytes, Bytes]:
    """Return some rows of both, each (r, w, 4)."""
    before = np.full((*picture.rgb[rows].shape[:2], 4), 255, np.uint8)
    before[..., :3] = picture.rgb[rows]
    if picture.alpha is not None:
        before[..., 3] = picture.alpha[rows]
        before[before[..., 3] == 0] = 0
    return before, quantised.palette.colours[quantised.labels[rows]]


def _distances(before: Bytes, after: Bytes) -> Floats32:
    """Return how far each pixel (..., 4) is from its new colour: OKLab distance x 100 (...)."""
    far = np.sqrt((_offsets(before, after, "OKLab") ** 2).sum(axis=1)) / np.float32(2.55)
    return np.asarray(far.reshape(before.shape[:-1]))


def ssim_map(one: Floats32, other: Floats32) -> NDArray[np.float32]:
    """Return the structural similarity around each pixel of two grey pictures (h, w) from 0 to 255."""
    window = _WINDOW**2
    unbiased = window / (window - 1)
    mean_one, mean_other = uniform_filter(one, _WINDOW), uniform_filter(other, _WINDOW)
    spread_one = unbiased * (uniform_filter(one * one, _WINDOW) - mean_one**2)
    spread_other = unbiased * (uniform_filter(other * other, _WINDOW) - mean_other**2)
    joint = unbiased * (uniform_filter(one * other, _WINDOW) - mean_one * mean_other)
    a, b = np.float32((0.01 * 255) ** 2), np.float32((0.03 * 255) ** 2)
    above = (2 * mean_one * mean_other + a) * (2 * joint + b)
    return np.asarray(above / ((mean_one**2 + mean_other**2 + a) * (spread_one + spread_other + b)))


def curve_point(
    picture: Picture, palette: Palette, k: int, dither: float, progress: Progress = silent
) -> CurvePoint:
    """Weigh the quality of a palette that was found for k colours against the size of the PNG."""
    painted = paint(picture, palette, dither, part(progress, 0.0, 0.2))
    return CurvePoint(k, palette.psnr, palette.delta_e, len(png(painted, part(progress, 0.2, 1.0))))


def _offsets(before: Bytes, after: Bytes, space: Space) -> Floats32:
    one, other = before.reshape(-1, 4), after.reshape(-1, 4)
    opaque = bool((one[:, 3] == 255).all() and (other[:, 3] == 255).all())
    return points(one, space, opaque) - points(other, space, opaque)


def _lightness(rgba: Bytes) -> Floats32:
    light = rgba[..., :3] @ _LUMA
    if (rgba[..., 3] == 255).all():
        return np.asarray(light)
    share = rgba[..., 3] / np.float32(255)
    return np.asarray(light * share + 255 * (1 - share))
