"""A picture keeps k colours: the best ones, exactly those, the same every time."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.cluster import KMeans
from threadpoolctl import threadpool_limits

from kmeans_core.common.errors import Stopped
from kmeans_core.pictures.colour_counts import ColourCounts, count_colours, together
from kmeans_core.pictures.fidelity import measure
from kmeans_core.pictures.images import (
    picture_of,
    shrunk,
)
from kmeans_core.pictures.palettes import Palette, PaletteSettings, palette_for
from kmeans_core.pictures.quantisation import clouds_for, find_palette, first_colours, paint
from kmeans_core.pictures.samples import card
from tests.kmeans_core.pictures_made import (
    SMALL,
    logo,
    of,
    photo,
    quantised,
    visible,
)


def squared_error(counts: ColourCounts, palette: Palette) -> float:
    offsets = counts.colours.astype(float) - palette.colours[palette.labels]
    return float(np.average((offsets**2).sum(axis=1), weights=counts.pixels))


def test_a_checked_picture_by_hand() -> None:
    # Two dark greys and two light ones: the means are 10 and 210, every pixel is 10 away.
    picture = picture_of(np.array([[[0] * 3, [20] * 3, [200] * 3, [220] * 3]], np.uint8), "x")
    result = quantised(picture, k=2)
    assert result.palette.hexes == ("#0a0a0a", "#d2d2d2")
    assert result.palette.pixels.tolist() == [2, 2]
    assert result.labels.tolist() == [[0, 0, 1, 1]]
    assert result.palette.psnr == pytest.approx(10 * np.log10(255**2 / 100))


@settings(max_examples=40, deadline=None)
@given(SMALL)
def test_at_most_k_colours_come_back_unchanged(rgba: np.ndarray) -> None:
    picture = of(rgba)
    result = quantised(picture, k=256)
    assert result.palette.exact
    assert result.palette.psnr == float("inf")
    assert (result.rgba == visible(picture)).all()


@settings(max_examples=40, deadline=None)
@given(SMALL, st.integers(2, 12), st.sampled_from(["sRGB", "OKLab"]))
def test_a_picture_gets_exactly_k_colours_when_it_has_more(rgba: np.ndarray, k: int, space: str) -> None:
    picture = of(rgba)
    result = quantised(picture, k=k, space=space)
    distinct = len(np.unique(visible(picture).reshape(-1, 4), axis=0))
    assert result.palette.k <= k
    assert len(np.unique(result.palette.colours, axis=0)) == result.palette.k
    assert result.palette.pixels.sum() == picture.pixels
    if distinct <= k:
        assert result.palette.k == distinct


@pytest.mark.parametrize("k", [2, 16, 64, 256])
def test_a_photo_has_exactly_k_colours_afterwards(k: int) -> None:
    result = quantised(photo(), k=k)
    assert len(np.unique(result.rgba.reshape(-1, 4), axis=0)) == k
    assert (np.bincount(result.labels.ravel()) == result.palette.pixels).all()


def test_each_colour_goes_to_the_nearest_of_the_palette() -> None:
    counts = count_colours(photo())
    palette = find_palette(counts, PaletteSettings(k=12))
    far = ((counts.colours[:, None, :3].astype(int) - palette.colours[None, :, :3]) ** 2).sum(axis=2)
    assert (far[np.arange(len(far)), palette.labels] == far.min(axis=1)).all()


@pytest.mark.parametrize("k", [4, 12, 32])
def test_the_error_is_that_of_ten_restarts_of_scikit_learn(k: int) -> None:
    counts = count_colours(shrunk(photo(), 80))
    with threadpool_limits(1):
        reference = KMeans(k, n_init=10, random_state=0).fit(
            counts.colours[:, :3].astype(float), sample_weight=counts.pixels
        )
    theirs = palette_for(
        counts, np.column_stack([np.rint(reference.cluster_centers_), np.full(k, 255)]).astype(np.uint8)
    )
    assert squared_error(counts, find_palette(counts, PaletteSettings(k=k))) <= 1.005 * squared_error(
        counts, theirs
    )


def test_the_same_picture_gives_the_same_bytes() -> None:
    one, other = (quantised(photo(), k=32, dither=0.5) for _ in range(2))
    assert one.palette.colours.tobytes() == other.palette.colours.tobytes()
    assert one.labels.tobytes() == other.labels.tobytes()
    assert one.digest == other.digest


def test_oklab_is_nearer_to_the_eye_and_srgb_nearer_in_squares() -> None:
    srgb, oklab = (measure(photo(), quantised(photo(), k=24, space=s)) for s in ("sRGB", "OKLab"))
    assert oklab.delta_e < srgb.delta_e
    assert srgb.psnr > oklab.psnr


def test_more_colours_are_nearer() -> None:
    counts = count_colours(photo())
    psnr = [find_palette(counts, PaletteSettings(k=k)).psnr for k in (2, 4, 8, 16, 32)]
    assert psnr == sorted(psnr)


@pytest.mark.parametrize("space", ["sRGB", "OKLab"])
@pytest.mark.parametrize("k", [2, 16, 128])
def test_the_first_colours_are_about_those_that_are_found(space: str, k: int) -> None:
    counts, asked = count_colours(photo()), PaletteSettings(k=k, space=space, locked=("#ff00ff",))  # type: ignore[arg-type]
    rough = palette_for(counts, first_colours(clouds_for(counts, asked), asked), asked.space)
    assert 0.9 * k <= rough.k <= k
    assert "#ff00ff" in rough.hexes
    assert rough.psnr > find_palette(counts, asked).psnr - 1.5


@pytest.mark.parametrize("space", ["sRGB", "OKLab"])
def test_locked_colours_are_kept(space: str) -> None:
    locked = ("#ff00ff", "#1f6f78", "#00ff00")
    palette = quantised(photo(), k=8, space=space, locked=locked).palette
    assert set(locked) < set(palette.hexes)
    assert palette.k == 8


def test_locked_colours_are_kept_when_nothing_else_fits() -> None:
    assert set(quantised(photo(), k=2, locked=("#f00", "#00f")).palette.hexes) == {"#ff0000", "#0000ff"}


def test_transparent_stays_fully_transparent_and_solid_stays_solid() -> None:
    picture = logo()
    result = quantised(picture, k=4)
    assert picture.alpha is not None
    assert (result.rgba[picture.alpha == 0] == 0).all()
    assert (result.rgba[picture.alpha == 255] == [200, 30, 40, 255]).all()
    assert result.palette.k == 4


def test_four_quadrants_come_back_from_the_noise() -> None:
    colours = quantised(picture_of(card(), "card"), k=4).palette.colours[:, :3].astype(int)
    true = np.array([[205, 60, 50], [60, 155, 90], [50, 90, 180], [235, 200, 70]])
    assert all(np.abs(colours - one).max(axis=1).min() <= 4 for one in true)


def test_several_pictures_share_one_palette() -> None:
    one = picture_of(np.array([[[255, 0, 0], [250, 0, 0]]], np.uint8), "one")
    other = picture_of(np.array([[[0, 0, 255], [0, 0, 250]]], np.uint8), "other")
    counts = [count_colours(one), count_colours(other)]
    shared = find_palette(together(counts), PaletteSettings(k=2))
    assert sorted(shared.hexes) == ["#0000fc", "#fc0000"]
    painted = paint(other, palette_for(counts[1], shared.colours))
    assert painted.rgba[0].tolist() == [[0, 0, 252, 255]] * 2


def test_work_can_be_stopped() -> None:
    def stop(done: float, words: str) -> None:
        raise Stopped

    with pytest.raises(Stopped):
        find_palette(count_colours(photo()), PaletteSettings(), stop)


def test_locked_colours_are_kept_in_a_picture_of_fewer_colours_than_k() -> None:
    pixels = np.array([[[255, 0, 0], [0, 255, 0], [0, 0, 255]]], np.uint8)
    counts = count_colours(picture_of(pixels, "x"))
    palette = find_palette(counts, PaletteSettings(k=4, locked=("#111111", "#eeeeee")))
    assert {"#111111", "#eeeeee"} < set(palette.hexes)
    assert palette.k == 4
    assert len(find_palette(counts, PaletteSettings(k=5, locked=("#111111", "#eeeeee"))).hexes) == 5


def test_locked_colours_leave_room_for_full_transparency_while_there_is_some() -> None:
    counts = count_colours(logo())
    assert "#00000000" in find_palette(counts, PaletteSettings(k=3, locked=("#fff", "#000"))).hexes
    full = find_palette(counts, PaletteSettings(k=3, locked=("#fff", "#000", "#00f")))
    assert sorted(full.hexes) == ["#000000", "#0000ff", "#ffffff"]


def test_pictures_are_told_apart_by_palette_and_dithering() -> None:
    picture = photo()
    counts = count_colours(picture)
    few, more = (find_palette(counts, PaletteSettings(k=k)) for k in (4, 5))
    painted = [paint(picture, few), paint(picture, more), paint(picture, few, 0.5)]
    assert len({one.digest for one in painted}) == 3
