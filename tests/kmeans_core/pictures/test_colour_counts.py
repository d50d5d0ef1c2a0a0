"""Every pixel is counted once, under the colour that is seen."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings

from kmeans_core.pictures.colour_counts import OPAQUE, ColourCounts, clouds_of, count_colours, together
from kmeans_core.pictures.images import (
    picture_of,
)
from kmeans_core.pictures.palettes import PaletteSettings
from kmeans_core.pictures.quantisation import clouds_for, find_palette
from tests.kmeans_core.pictures_made import (
    SMALL,
    logo,
    of,
    photo,
    visible,
)


def test_distinct_colours_are_counted_exactly() -> None:
    picture = picture_of(np.array([[[1, 2, 3], [1, 2, 3]], [[255, 0, 0], [1, 2, 3]]], np.uint8), "x")
    counts = count_colours(picture)
    assert counts.colours.tolist() == [[255, 0, 0, 255], [1, 2, 3, 255]]
    assert counts.pixels.tolist() == [1, 3]


@settings(max_examples=40, deadline=None)
@given(SMALL)
def test_counts_are_those_of_the_pixels(rgba: np.ndarray) -> None:
    pixels = visible(of(rgba)).reshape(-1, 4)
    counts = count_colours(of(rgba))
    colours, pixels_of = np.unique(pixels, axis=0, return_counts=True)
    found = {tuple(c): n for c, n in zip(counts.colours.tolist(), counts.pixels.tolist(), strict=True)}
    assert found == {tuple(c): n for c, n in zip(colours.tolist(), pixels_of.tolist(), strict=True)}


def test_hidden_colours_take_no_part() -> None:
    picture = logo()
    hidden = picture.rgb.copy()
    assert picture.alpha is not None
    hidden[picture.alpha == 0] = 77
    assert count_colours(picture).codes.tolist() == count_colours(replace(picture, rgb=hidden)).codes.tolist()


def test_colours_that_two_pictures_share_are_counted_in_both() -> None:
    one, other = (
        ColourCounts(np.array(codes, np.uint32), np.array(n)) for codes, n in (([5, 9], [1, 2]), ([9], [7]))
    )
    both = together([one, other])
    assert (both.codes.tolist(), both.pixels.tolist()) == ([5, 9], [1, 9])


def test_half_clear_pixels_are_counted_by_colour_and_opacity() -> None:
    rgba = np.array([[[9, 8, 7, 128], [9, 8, 7, 128], [9, 8, 7, 129], [9, 8, 7, 255]]], np.uint8)
    counts = count_colours(of(rgba))
    assert counts.colours.tolist() == [[9, 8, 7, 128], [9, 8, 7, 129], [9, 8, 7, 255]]
    assert counts.pixels.tolist() == [2, 1, 1]


@pytest.mark.parametrize("space", ["sRGB", "OKLab"])
def test_what_is_kept_from_k_to_k_changes_no_palette(space: str) -> None:
    counts, asked = count_colours(photo()), PaletteSettings(k=2, space=space, locked=("#ff00ff",))  # type: ignore[arg-type]
    clouds = clouds_for(counts, asked)
    for k in (4, 40, 200):
        settings = replace(asked, k=k)
        assert find_palette(counts, settings, clouds=clouds).hexes == find_palette(counts, settings).hexes


@pytest.mark.parametrize("opaque", [True, False])
def test_averages_keep_the_pixels_and_the_mean_place_of_all_colours(opaque: bool) -> None:
    rng = np.random.default_rng(7)
    solid = rng.integers(0, 2**24, 300_000, dtype=np.uint32)
    codes = np.unique(solid | (OPAQUE if opaque else np.uint32(192 << 24)))
    counts = ColourCounts(codes, rng.integers(1, 9, len(codes)))
    clouds = clouds_of(counts, "sRGB", opaque)
    mean = np.average(clouds.places, axis=0, weights=counts.pixels)
    for cloud, most in zip(clouds.averages, (150_000, 30_000, 6_000), strict=True):
        assert len(cloud.places) <= most
        assert cloud.weights.sum() == pytest.approx(counts.pixels.sum(), rel=1e-5)
        assert np.average(cloud.places, axis=0, weights=cloud.weights) == pytest.approx(mean, abs=0.01)


def test_few_colours_are_not_averaged_and_full_transparency_never_takes_part() -> None:
    counts = ColourCounts(np.array([0, OPAQUE, OPAQUE + 255], np.uint32), np.array([1000, 1, 2]))
    clouds = clouds_of(counts, "sRGB", opaque=False)
    assert clouds.clear
    assert all(cloud.weights.tolist() == [1, 2] for cloud in clouds.averages)
