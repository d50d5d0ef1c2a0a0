"""How far a quantised picture is from its original, and which k reaches a quality or a size."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import uniform_filter

from kmeans_core.common import Bytes, Floats32, Progress, part, silent
from kmeans_core.pictures.colour_spaces import delta_e, points
from kmeans_core.pictures.images import Picture, bands
from kmeans_core.pictures.palettes import psnr_of
from kmeans_core.pictures.picture_files import png
from kmeans_core.pictures.quantisation import QuantisedPicture

CURVE = (4, 8, 16, 32, 64, 128, 256)
_STRIP = 2**18
_SAMPLE = 2**21  # pixels that are compared at most: a moment's work
_WINDOW = 7
_LUMA = np.array([0.299, 0.587, 0.114], np.float32)


@dataclass(frozen=True)
class PictureQuality:
    """How near the quantised picture is to its original."""

    psnr: float  # in dB, infinite when equal
    ssim: float  # of the lightness on white ground, 1 when equal
    delta_e: float  # mean OKLab distance x 100


@dataclass(frozen=True)
class CurvePoint:
    """What so many colours give, dithering included."""

    k: int
    psnr: float  # in dB
    bytes: int  # of the PNG at full size


def measure(picture: Picture, quantised: QuantisedPicture, progress: Progress = silent) -> PictureQuality:
    """Compare the pixels with the original's: all of them, or two million in bands all over a larger picture.

    SSIM: Wang et al. 2004 with even windows of 7 x 7 pixels, as scikit-image has it, borders mirrored.

    >>> from kmeans_core import PaletteSettings, bundled_picture, count_colours, find_palette, measure, paint
    >>> from kmeans_core import read_picture
    >>> name, data = bundled_picture("Test card")
    >>> picture = read_picture(data, name)
    >>> palette = find_palette(count_colours(picture), PaletteSettings(k=4))
    >>> round(measure(picture, paint(picture, palette)).psnr)
    27
    """
    squared = distance = similar = compared = 0.0
    strips = list(bands(picture.height, picture.width, min(_STRIP, max(_SAMPLE // 32, 16 * picture.width))))
    for rows in strips[:: -(-picture.pixels // _SAMPLE)]:
        progress(rows.start / picture.height, "Comparing pixels")
        before, after = _before_and_after(picture, quantised, rows)
        squared += float(_squared(before, after).sum(dtype=np.float64))
        distance += float(delta_e(before, after).sum(dtype=np.float64))
        around = slice(max(0, rows.start - _WINDOW // 2), rows.stop + _WINDOW // 2)
        inner = slice(rows.start - around.start, rows.stop - around.start)
        light = [_lightness(side) for side in _before_and_after(picture, quantised, around)]
        similar += float(ssim_map(*light)[inner].sum(dtype=np.float64))
        compared += before[..., 0].size
    return PictureQuality(psnr_of(squared / compared), similar / compared, distance / compared)


def curve_point(picture: Picture, painted: QuantisedPicture, progress: Progress = silent) -> CurvePoint:
    """Weigh the quality of a painted picture against the size of its PNG."""
    quality = measure(picture, painted, part(progress, 0.0, 0.2))
    return CurvePoint(painted.palette.k, quality.psnr, len(png(painted, part(progress, 0.2, 1.0))))


def aim(point: Callable[[int], CurvePoint], ks: range, *, psnr: float | None = None, n_bytes: int = 0) -> int:
    """Return the fewest colours that reach the PSNR, or the most whose PNG has so many bytes at most.

    Found by halving: that many more colours are nearer to the picture and need more bytes is taken for
    granted. Where none fits it is the last k, or the first.
    """
    if psnr is not None:
        return ks[min(bisect_left(ks, psnr, key=lambda k: point(k).psnr), len(ks) - 1)]
    return ks[max(bisect_right(ks, n_bytes, key=lambda k: point(k).bytes) - 1, 0)]


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


def _before_and_after(picture: Picture, quantised: QuantisedPicture, rows: slice) -> tuple[Bytes, Bytes]:
    """Return some rows of both, each (r, w, 4)."""
    return picture.rgba(rows), quantised.palette.colours[quantised.labels[rows]]


def _squared(before: Bytes, after: Bytes) -> Floats32:
    """Return the squared distance of each pixel (r, w, 4) to its new colour (r * w,)."""
    offsets = points(before.reshape(-1, 4), "sRGB", False) - points(after.reshape(-1, 4), "sRGB", False)
    return np.asarray(np.einsum("nd,nd->n", offsets, offsets))


def _lightness(rgba: Bytes) -> Floats32:
    """Return the luma (r, w) of pixels on white ground, 0 to 255."""
    share = rgba[..., 3] / np.float32(255)
    return np.asarray((rgba[..., :3] @ _LUMA) * share + 255 * (1 - share))
