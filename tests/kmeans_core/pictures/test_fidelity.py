"""Quality is measured on the pixels that are seen."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image

from kmeans_core.pictures import fidelity
from kmeans_core.pictures.colour_counts import count_colours
from kmeans_core.pictures.fidelity import CurvePoint, aim, curve_point, measure
from kmeans_core.pictures.images import (
    picture_of,
)
from kmeans_core.pictures.palettes import palette_for
from kmeans_core.pictures.quantisation import paint
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
    assert (found.psnr, found.delta_e) == (float("inf"), 0)
    assert found.ssim == pytest.approx(1)


def test_quality_of_pixels_is_that_of_the_palette() -> None:
    picture = photo()
    result = quantised(picture, k=16)
    found = measure(picture, result)
    assert found.psnr == pytest.approx(result.palette.psnr, abs=1e-6)
    assert 0.9 < found.ssim < 0.96


def test_a_point_of_the_curve_is_the_size_of_the_real_file() -> None:
    picture = photo()
    result = quantised(picture, k=8)
    point = curve_point(picture, result)
    assert (point.k, point.psnr) == (8, pytest.approx(result.palette.psnr, abs=1e-6))
    file = io.BytesIO()
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


def test_quality_is_the_same_whatever_the_number_of_strips(monkeypatch: pytest.MonkeyPatch) -> None:
    picture = photo()
    painted = quantised(picture, k=5, dither=0.5)
    whole = measure(picture, painted)
    monkeypatch.setattr(fidelity, "_STRIP", 7 * picture.width)
    strips = measure(picture, painted)
    assert (strips.psnr, strips.delta_e) == pytest.approx((whole.psnr, whole.delta_e), rel=1e-6)
    assert strips.ssim == pytest.approx(whole.ssim, rel=1e-5)


def test_a_large_picture_is_judged_by_bands_from_all_over_it(monkeypatch: pytest.MonkeyPatch) -> None:
    picture = photo()
    painted = quantised(picture, k=5)
    whole = measure(picture, painted)
    monkeypatch.setattr(fidelity, "_SAMPLE", picture.pixels // 3)
    some = measure(picture, painted)
    assert some != whole
    assert some.psnr == pytest.approx(whole.psnr, abs=1)
    assert some.ssim == pytest.approx(whole.ssim, abs=0.05)


def made_up(k: int) -> CurvePoint:
    return CurvePoint(k, psnr=20.0 + k, bytes=1000 * k)


def test_the_fewest_colours_for_a_quality_reach_it_and_one_fewer_does_not() -> None:
    assert aim(made_up, range(2, 257), psnr=32.0) == 12
    assert aim(made_up, range(2, 257), psnr=32.1) == 13


def test_the_most_colours_within_a_size_stay_within_it() -> None:
    assert aim(made_up, range(2, 257), n_bytes=9999) == 9
    assert aim(made_up, range(2, 257), n_bytes=10_000) == 10


def test_an_aim_out_of_reach_gets_as_near_as_there_is() -> None:
    assert aim(made_up, range(2, 31), psnr=99.0) == 30
    assert aim(made_up, range(4, 31), n_bytes=10) == 4
