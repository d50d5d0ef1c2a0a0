"""Quality is measured on the pixels that are seen."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image

from kmeans_core.pictures import fidelity
from kmeans_core.pictures.colour_counts import count_colours
from kmeans_core.pictures.fidelity import changes, curve_point, measure
from kmeans_core.pictures.images import (
    picture_of,
)
from kmeans_core.pictures.palettes import PaletteSettings, palette_for
from kmeans_core.pictures.quantisation import find_palette, paint
from kmeans_core.pictures.samples import card
from tests.kmeans_core.pictures_made import (
    of,
    photo,
    quantised,
)


def test_quality_of_a_picture_that_changed_nowhere_is_perfect() -> None:
    picture = picture_of(card(8, 0.0), "card")
    result = quantised(picture, k=4)
    found = measure(picture, result)
    assert (found.psnr, found.delta_e, found.colours_before, found.colours_after) == (float("inf"), 0, 4, 4)
    assert found.ssim == pytest.approx(1)


def test_quality_of_pixels_is_that_of_the_palette() -> None:
    picture = photo()
    result = quantised(picture, k=16)
    found = measure(picture, result)
    assert found.psnr == pytest.approx(result.palette.psnr, abs=1e-6)
    assert found.delta_e == pytest.approx(result.palette.delta_e, abs=1e-5)
    assert 0.9 < found.ssim < 0.96
    assert found.colours_after == 16


def test_a_point_of_the_curve_is_the_size_of_the_real_file() -> None:
    picture = photo()
    counts = count_colours(picture)
    point = curve_point(picture, find_palette(counts, PaletteSettings(k=8)), 8, 0.0)
    assert point.k == 8
    file = io.BytesIO()
    result = quantised(picture, k=8)
    image = Image.fromarray(result.labels)
    image.putpalette(result.palette.colours[:, :3].tobytes())
    image.save(file, "PNG", optimize=True)
    assert 0.5 * len(file.getvalue()) < point.bytes <= len(file.getvalue())


def test_errors_of_half_clear_pixels_count_by_their_opacity() -> None:
    # On white ground nothing is seen of white, so black on half opacity differs by half.
    picture = of(np.array([[[0, 0, 0, 128]] * 9] * 9, np.uint8))
    painted = paint(picture, palette_for(count_colours(picture), np.array([[0, 0, 0, 255]], np.uint8)))
    found = measure(picture, painted)
    assert found.psnr == pytest.approx(10 * np.log10(255**2 / (127**2 / 2)), abs=1e-4)
    assert found.ssim < 0.1


def test_the_picture_of_changes_is_black_where_nothing_changed_and_the_distance_elsewhere() -> None:
    picture = picture_of(np.array([[[0, 0, 0], [255, 255, 255]]], np.uint8), "x")
    painted = paint(picture, palette_for(count_colours(picture), np.array([[0, 0, 0, 255]], np.uint8)))
    assert changes(picture, painted)[0] == pytest.approx([0, 100], abs=0.01)


def test_quality_is_the_same_whatever_the_number_of_strips(monkeypatch: pytest.MonkeyPatch) -> None:
    picture = photo()
    painted = quantised(picture, k=5, dither=0.5)
    whole = measure(picture, painted)
    monkeypatch.setattr(fidelity, "_STRIP", 7 * picture.width)
    strips = measure(picture, painted)
    assert (strips.psnr, strips.delta_e) == pytest.approx((whole.psnr, whole.delta_e), rel=1e-6)
    assert strips.ssim == pytest.approx(whole.ssim, rel=1e-5)
