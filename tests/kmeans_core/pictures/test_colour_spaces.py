"""Colours as points, and back."""

from __future__ import annotations

import numpy as np
import pytest

from kmeans_core.pictures.colour_spaces import (
    Space,
    colours_at,
    contrast,
    delta_e,
    from_oklab,
    oklab,
    points,
    readable,
    seen_with,
)


def test_oklab_of_known_colours() -> None:
    # Björn Ottosson's values for white and red.
    found = oklab(np.array([[255, 255, 255], [255, 0, 0]], np.uint8))
    assert found[0] == pytest.approx([1, 0, 0], abs=1e-4)
    assert found[1] == pytest.approx([0.62796, 0.22486, 0.12585], abs=1e-4)


def test_oklab_and_back_is_the_same_colour() -> None:
    rgb = np.random.default_rng(5).integers(0, 256, (5000, 3), dtype=np.uint8)
    assert (from_oklab(oklab(rgb)) == rgb).all()


def test_contrast_of_black_on_white_is_21() -> None:
    ratios = contrast(np.array([[0, 0, 0], [255, 255, 255]], np.uint8))
    assert ratios == pytest.approx(np.array([[1, 21], [21, 1]]))


@pytest.mark.parametrize("space", ["sRGB", "OKLab"])
@pytest.mark.parametrize("opaque", [True, False])
def test_points_and_back_are_the_same_colours(space: Space, opaque: bool) -> None:
    rgba = np.random.default_rng(6).integers(0, 256, (5000, 4), dtype=np.uint8)
    rgba[:, 3] = 255 if opaque else rgba[:, 3] // 2 + 128
    back = colours_at(points(rgba, space, opaque), space)
    assert (back == rgba).all()


def test_the_distance_of_transparent_colours_is_that_on_black_and_on_white_averaged() -> None:
    # Half white and nothing differ by 128 in each of three channels on black, and not at all on white.
    found = points(np.array([[255, 255, 255, 128], [0, 0, 0, 0]], np.uint8), "sRGB", False)
    assert ((found[0] - found[1]) ** 2).sum() == pytest.approx(3 * 128**2 / 2, rel=1e-5)


def test_colours_outside_srgb_are_brought_to_its_edge() -> None:
    assert from_oklab(np.array([[1.2, 0, 0], [-0.1, 0, 0], [0.6, 0.4, 0]])).tolist()[:2] == [
        [255] * 3,
        [0] * 3,
    ]


def test_the_difference_of_colours_is_the_plain_oklab_distance() -> None:
    red, grey = np.array([[[255, 0, 0, 255]], [[90, 90, 90, 255]]], np.uint8)
    far = np.linalg.norm(oklab(red[:, :3]) - oklab(grey[:, :3]))
    assert delta_e(red, grey) == pytest.approx([100 * far], abs=0.01)


def test_greys_look_the_same_to_all_eyes_and_red_loses_to_eyes_without_red_cones() -> None:
    greys = np.repeat(np.arange(0, 256, 5, dtype=np.uint8)[:, None], 3, axis=1)
    for eyes in ("protanopia", "deuteranopia", "tritanopia"):
        assert np.abs(seen_with(greys, eyes).astype(int) - greys).max() <= 1  # type: ignore[arg-type]
    red, green, _ = seen_with(np.array([[255, 0, 0]], np.uint8), "protanopia")[0].tolist()
    assert red - green < 20


def test_a_colour_is_moved_as_little_as_it_needs_to_be_read() -> None:
    grey, white = np.array([[140, 140, 140], [255, 255, 255]], np.uint8)
    moved = readable(grey, white)
    assert contrast(np.vstack([moved, white]))[0, 1] >= 4.5
    lighter = moved + np.uint8(1)
    assert contrast(np.vstack([lighter, white]))[0, 1] < 4.6
    assert (readable(moved, white) == moved).all()


def test_where_no_lightness_is_enough_it_is_the_one_with_most_contrast() -> None:
    middle = np.array([118, 118, 118], np.uint8)
    assert readable(middle, middle, ratio=21).tolist() in ([0, 0, 0], [255, 255, 255])
