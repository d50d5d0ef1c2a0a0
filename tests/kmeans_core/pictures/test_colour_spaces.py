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
