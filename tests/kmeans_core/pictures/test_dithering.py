"""Error diffusion mixes colours where one is missing, and only there."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from kmeans_core.pictures.colour_counts import count_colours
from kmeans_core.pictures.images import (
    picture_of,
)
from kmeans_core.pictures.palettes import PaletteSettings, palette_for
from kmeans_core.pictures.quantisation import find_palette, paint
from tests.kmeans_core.pictures_made import (
    SMALL,
    of,
    photo,
    visible,
)


def test_dithering_keeps_the_palette_and_the_mean_colour() -> None:
    ramp = np.linspace(60, 190, 128).astype(np.uint8)[None, :, None].repeat(96, axis=0).repeat(3, axis=2)
    picture = picture_of(ramp, "ramp")
    counts = count_colours(picture)
    given = np.array([[0, 0, 0, 255], [255, 255, 255, 255]], np.uint8)
    palette = palette_for(counts, given)
    plain, mixed = paint(picture, palette), paint(picture, palette, 1.0)
    assert set(np.unique(mixed.labels)) == {0, 1}
    columns = ramp[:, :, 0].mean(axis=0).reshape(8, 16).mean(axis=1)
    seen = mixed.rgba[..., 0].mean(axis=0).reshape(8, 16).mean(axis=1)
    assert np.abs(seen - columns).max() < 12
    assert np.abs(plain.rgba[..., 0].mean(axis=0).reshape(8, 16).mean(axis=1) - columns).max() > 50


def test_weaker_dithering_changes_fewer_pixels() -> None:
    picture = photo()
    counts = count_colours(picture)
    palette = find_palette(counts, PaletteSettings(k=8))
    plain = paint(picture, palette).labels
    changed = [(paint(picture, palette, s).labels != plain).mean() for s in (0.25, 0.5, 1.0)]
    assert 0 < changed[0] < changed[1] < changed[2]


@settings(max_examples=30, deadline=None)
@given(SMALL, st.floats(0.1, 1.0))
def test_dithering_touches_only_solid_pixels_whatever_the_shape(rgba: np.ndarray, strength: float) -> None:
    picture = of(rgba)
    counts = count_colours(picture)
    palette = find_palette(counts, PaletteSettings(k=3))
    plain, mixed = paint(picture, palette), paint(picture, palette, strength)
    soft = visible(picture)[..., 3] < 255
    assert (plain.labels[soft] == mixed.labels[soft]).all()
    assert mixed.labels.max() < palette.k


def test_no_error_crosses_from_transparent_pixels_into_solid_ones() -> None:
    rgb = np.full((6, 9, 3), 128, np.uint8)
    rgb[:, 4:] = 255
    alpha = np.where(np.arange(9) < 4, 128, 255).astype(np.uint8)[None].repeat(6, axis=0)
    picture = picture_of(rgb, "x", alpha)
    given = np.array([[0, 0, 0, 255], [255, 255, 255, 255], [0, 0, 0, 0]], np.uint8)
    mixed = paint(picture, palette_for(count_colours(picture), given), 1.0)
    assert (mixed.rgba[:, 4:] == 255).all()


def test_solid_pixels_are_mixed_of_solid_colours_only() -> None:
    alpha = np.full((16, 16), 255, np.uint8)
    alpha[:2] = 0
    picture = picture_of(np.full((16, 16, 3), 100, np.uint8), "x", alpha)
    given = np.array([[0, 0, 0, 255], [255, 255, 255, 255], [100, 100, 100, 250], [0, 0, 0, 0]], np.uint8)
    mixed = paint(picture, palette_for(count_colours(picture), given), 1.0)
    assert set(np.unique(mixed.rgba[2:, :, 3])) == {255}
    assert 70 < mixed.rgba[2:, :, 0].mean() < 130
    assert (mixed.rgba[:2] == 0).all()


def test_a_palette_without_a_solid_colour_leaves_every_pixel_as_it_is() -> None:
    picture = picture_of(np.full((4, 4, 3), 90, np.uint8), "x")
    palette = palette_for(count_colours(picture), np.array([[0, 0, 0, 0], [90, 90, 90, 128]], np.uint8))
    assert (paint(picture, palette, 1.0).labels == paint(picture, palette).labels).all()


def test_dithering_an_exact_palette_changes_nothing() -> None:
    picture = picture_of(np.arange(48, dtype=np.uint8).reshape(4, 4, 3), "x")
    palette = find_palette(count_colours(picture), PaletteSettings(k=16))
    assert (paint(picture, palette, 1.0).rgba[..., :3] == picture.rgb).all()
