"""Averages of neighbouring colours keep the weight and the middle of what they stand for."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from kmeans_core.pictures.colour_clouds import clouds_of
from kmeans_core.pictures.colour_counts import OPAQUE, ColourCounts, count_colours
from kmeans_core.pictures.palettes import PaletteSettings
from kmeans_core.pictures.quantisation import clouds_for, find_palette
from tests.kmeans_core.pictures_made import (
    photo,
)


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
