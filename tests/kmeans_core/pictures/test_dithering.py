"""Error diffusion mixes colours where one is missing, and only there."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kmeans_core.pictures.colour_counts import count_colours
from kmeans_core.pictures.dithering import Pattern
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
    assert np.abs(seen - columns).max() < 20  # a fifth of the error goes no further
    assert np.abs(plain.rgba[..., 0].mean(axis=0).reshape(8, 16).mean(axis=1) - columns).max() > 50


def test_weaker_dithering_changes_fewer_pixels() -> None:
    picture = photo()
    counts = count_colours(picture)
    palette = find_palette(counts, PaletteSettings(k=8))
    plain = paint(picture, palette).labels
    changed = [(paint(picture, palette, s).labels != plain).mean() for s in (0.25, 0.5, 1.0)]
    assert 0 < changed[0] < changed[1] < changed[2]


@settings(max_examples=30, deadline=None)
@given(SMALL, st.floats(0.1, 1.0), st.sampled_from(["diffusion", "blue noise"]))
def test_clear_pixels_stay_clear_and_solid_ones_solid_whatever_the_shape(
    rgba: np.ndarray, strength: float, pattern: Pattern
) -> None:
    picture = of(rgba)
    palette = find_palette(count_colours(picture), PaletteSettings(k=4))
    plain, mixed = paint(picture, palette), paint(picture, palette, strength, pattern=pattern)
    opacity = visible(picture)[..., 3]
    assert (plain.labels[opacity == 0] == mixed.labels[opacity == 0]).all()
    assert mixed.labels.max() < palette.k
    if (palette.colours[:, 3] == 255).any():
        assert (mixed.rgba[..., 3][opacity == 255] >= plain.rgba[..., 3][opacity == 255]).all()


def test_no_error_comes_from_clear_pixels() -> None:
    rgb = np.full((6, 9, 3), 128, np.uint8)
    rgb[:, 4:] = 255
    alpha = np.where(np.arange(9) < 4, 0, 255).astype(np.uint8)[None].repeat(6, axis=0)
    picture = picture_of(rgb, "x", alpha)
    given = np.array([[0, 0, 0, 255], [255, 255, 255, 255], [0, 0, 0, 0]], np.uint8)
    mixed = paint(picture, palette_for(count_colours(picture), given), 1.0)
    assert (mixed.rgba[:, 4:] == 255).all()


def test_soft_pixels_are_mixed_in_colour_and_opacity() -> None:
    # A quarter of white glass among three quarters of nothing lets through what a quarter of opacity does.
    alpha = np.full((40, 40), 80, np.uint8)
    picture = picture_of(np.full((40, 40, 3), 255, np.uint8), "glass", alpha)
    given = np.array([[255, 255, 255, 160], [0, 0, 0, 0]], np.uint8)
    palette = palette_for(count_colours(picture), given)
    with_solid = palette_for(count_colours(picture), np.vstack([given, [[255, 0, 0, 255]]]).astype(np.uint8))
    assert len(np.unique(paint(picture, palette).labels)) == 1
    mixed = paint(picture, with_solid, 1.0).rgba
    assert 60 < mixed[..., 3].mean() < 100
    assert not (mixed[..., :3] == [255, 0, 0]).all(axis=-1).any()


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


def test_edges_stay_sharp_where_flat_areas_are_mixed() -> None:
    # Beside the white half the grey one is mixed; white, which the palette holds, gets no dots at the edge.
    rgb = np.full((32, 32, 3), 100, np.uint8)
    rgb[:, 16:] = 255
    palette = palette_for(
        count_colours(picture_of(rgb, "x")), np.array([[0, 0, 0, 255], [255, 255, 255, 255]], np.uint8)
    )
    mixed = paint(picture_of(rgb, "x"), palette, 1.0).rgba[..., 0]
    assert (mixed[:, 16:] == 255).all()
    assert 0.1 < (mixed[:, :15] == 255).mean() < 0.5


def test_blue_noise_mixes_as_much_of_the_other_colour_as_is_missing() -> None:
    picture = picture_of(np.full((128, 128, 3), 64, np.uint8), "grey")
    given = np.array([[0, 0, 0, 255], [128, 128, 128, 255]], np.uint8)
    palette = palette_for(count_colours(picture), given)
    mixed = paint(picture, palette, 1.0, pattern="blue noise").rgba[..., 0]
    assert mixed.mean() == pytest.approx(64, abs=1)
    weak = paint(picture, palette, 0.5, pattern="blue noise").rgba[..., 0]
    assert min(weak.mean(), 128 - weak.mean()) == pytest.approx(32, abs=1)


def test_blue_noise_has_no_clumps_and_repeats_itself() -> None:
    picture = picture_of(np.full((128, 128, 3), 26, np.uint8), "dark")
    palette = palette_for(count_colours(picture), np.array([[0, 0, 0, 255], [128, 128, 128, 255]], np.uint8))
    dots = paint(picture, palette, 1.0, pattern="blue noise").labels != 0
    assert 0.15 < dots.mean() < 0.25
    assert (dots[:, 1:] & dots[:, :-1]).mean() < 0.025  # of random dots .04 would lie beside another
    assert (dots[:64, :64] == dots[64:, 64:]).all()


def test_patterns_are_told_apart_by_name() -> None:
    picture, counts = photo(), count_colours(photo())
    palette = find_palette(counts, PaletteSettings(k=4))
    names = {paint(picture, palette, 1.0, pattern=pattern).digest for pattern in ("diffusion", "blue noise")}
    assert len(names) == 2
