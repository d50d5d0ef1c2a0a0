"""A picture keeps k colours: the best ones, exactly those, the same every time."""

from __future__ import annotations

import io
from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from PIL import Image
from sklearn.cluster import KMeans
from threadpoolctl import threadpool_limits

from kmeans_core.common.errors import BadSettings, Stopped
from kmeans_core.pictures.colour_counts import ColourCounts, count_colours, together
from kmeans_core.pictures.fidelity import curve_point, measure
from kmeans_core.pictures.images import Picture, picture_of, read_picture, shrunk
from kmeans_core.pictures.palette_search import nearest
from kmeans_core.pictures.quantisation import (
    Palette,
    PaletteSettings,
    QuantisedPicture,
    clouds_for,
    find_palette,
    first_colours,
    paint,
    palette_for,
    parse_colour,
)
from kmeans_core.pictures.samples import bundled_picture, card

SMALL = arrays(np.uint8, st.tuples(st.integers(1, 9), st.integers(1, 9), st.just(4)))


def of(rgba: np.ndarray) -> Picture:
    return picture_of(np.ascontiguousarray(rgba[..., :3]), "x", np.ascontiguousarray(rgba[..., 3]))


@cache
def photo() -> Picture:
    """A photo of 180 x 120 pixels."""
    name, data = bundled_picture("China")
    return shrunk(read_picture(data, name), 180)


def quantised(picture: Picture, **fields: object) -> QuantisedPicture:
    asked = PaletteSettings(**fields)  # type: ignore[arg-type]
    counts = count_colours(picture)
    return paint(picture, find_palette(counts, asked), asked.dither)


def visible(picture: Picture) -> np.ndarray:
    """The picture's pixels (h, w, 4), with nothing under full transparency."""
    alpha = np.full(picture.rgb.shape[:2], 255, np.uint8) if picture.alpha is None else picture.alpha
    rgba = np.dstack([picture.rgb, alpha])
    rgba[alpha == 0] = 0
    return rgba


def squared_error(counts: ColourCounts, palette: Palette) -> float:
    offsets = counts.colours.astype(float) - palette.colours[palette.labels]
    return float((offsets**2).sum(axis=1) @ counts.pixels) / counts.total


def test_a_checked_picture_by_hand() -> None:
    # Two dark greys and two light ones: the means are 10 and 210, every pixel is 10 away.
    picture = picture_of(np.array([[[0] * 3, [20] * 3, [200] * 3, [220] * 3]], np.uint8), "x")
    result = quantised(picture, k=2)
    assert result.palette.hexes == ("#0a0a0a", "#d2d2d2")
    assert result.palette.pixels.tolist() == [2, 2]
    assert result.labels.tolist() == [[0, 0, 1, 1]]
    assert result.palette.psnr == pytest.approx(10 * np.log10(255**2 / 100))


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


def test_colours_are_ordered_by_use_then_by_red_green_blue() -> None:
    pixels = [[[9, 0, 0]] * 2, [[0, 9, 0]] * 2, [[0, 0, 9]] * 2, [[5, 5, 5]] * 2]
    picture = picture_of(np.array([*pixels, [[5, 5, 5]] * 2], np.uint8), "x")
    assert quantised(picture, k=8).palette.hexes == ("#050505", "#000009", "#000900", "#090000")


def test_the_same_picture_gives_the_same_bytes() -> None:
    one, other = (quantised(photo(), k=32, dither=0.5) for _ in range(2))
    assert one.palette.colours.tobytes() == other.palette.colours.tobytes()
    assert one.labels.tobytes() == other.labels.tobytes()
    assert one.digest == other.digest


def test_oklab_is_nearer_to_the_eye_and_srgb_nearer_in_squares() -> None:
    counts = count_colours(photo())
    srgb, oklab = (find_palette(counts, PaletteSettings(k=24, space=s)) for s in ("sRGB", "OKLab"))  # type: ignore[arg-type]
    assert oklab.delta_e < srgb.delta_e
    assert srgb.psnr > oklab.psnr


def test_more_colours_are_nearer() -> None:
    counts = count_colours(photo())
    psnr = [find_palette(counts, PaletteSettings(k=k)).psnr for k in (2, 4, 8, 16, 32)]
    assert psnr == sorted(psnr)


@pytest.mark.parametrize("space", ["sRGB", "OKLab"])
def test_what_is_kept_from_k_to_k_changes_no_palette(space: str) -> None:
    counts, asked = count_colours(photo()), PaletteSettings(k=2, space=space, locked=("#ff00ff",))  # type: ignore[arg-type]
    clouds = clouds_for(counts, asked)
    for k in (4, 40, 200):
        settings = replace(asked, k=k)
        assert find_palette(counts, settings, clouds=clouds).hexes == find_palette(counts, settings).hexes


@pytest.mark.parametrize("space", ["sRGB", "OKLab"])
@pytest.mark.parametrize("k", [2, 16, 128])
def test_the_first_colours_are_about_those_that_are_found(space: str, k: int) -> None:
    counts, asked = count_colours(photo()), PaletteSettings(k=k, space=space, locked=("#ff00ff",))  # type: ignore[arg-type]
    rough = palette_for(counts, first_colours(clouds_for(counts, asked), asked), asked.space)
    assert 0.9 * k <= rough.k <= k
    assert "#ff00ff" in rough.hexes
    assert rough.psnr > find_palette(counts, asked).psnr - 1.5


@pytest.mark.parametrize("k", [2, 40, 96, 97, 256])
def test_the_nearest_of_few_and_of_many_centres_is_the_first_at_the_least_distance(k: int) -> None:
    random = np.random.default_rng(k)
    places, centres = (random.integers(0, 16, (n, 3)).astype(np.float32) for n in (5000, k))
    far = ((places[:, None] - centres) ** 2).sum(axis=2)
    assert (nearest(places, centres) == far.argmin(axis=1)).all()


@pytest.mark.parametrize("space", ["sRGB", "OKLab"])
def test_locked_colours_are_kept(space: str) -> None:
    locked = ("#ff00ff", "#1f6f78", "#00ff00")
    palette = quantised(photo(), k=8, space=space, locked=locked).palette
    assert set(locked) < set(palette.hexes)
    assert palette.k == 8


def test_locked_colours_are_kept_when_nothing_else_fits() -> None:
    assert set(quantised(photo(), k=2, locked=("#f00", "#00f")).palette.hexes) == {"#ff0000", "#0000ff"}


def test_the_fewest_colours_for_a_quality_reach_it_and_one_fewer_does_not() -> None:
    counts = count_colours(photo())
    palette = find_palette(counts, PaletteSettings(k=256, psnr=28.0))
    assert palette.psnr >= 28.0
    assert find_palette(counts, PaletteSettings(k=palette.k - 1)).psnr < 28.0


def test_an_unreachable_quality_gets_all_the_colours_there_are() -> None:
    counts = count_colours(photo())
    palette = find_palette(counts, PaletteSettings(k=12, psnr=50.0))
    assert palette.k == 12
    assert palette.psnr < 50


def logo() -> Picture:
    """A red disc with a soft rim on nothing; hidden colours under the nothing."""
    y, x = np.mgrid[:64, :64]
    far = np.hypot(x - 31.5, y - 31.5)
    alpha = np.clip((26 - far) * 64, 0, 255).astype(np.uint8)
    rgb = np.random.default_rng(2).integers(0, 256, (64, 64, 3), dtype=np.uint8)
    rgb[alpha > 0] = [200, 30, 40]
    return picture_of(rgb, "logo", alpha)


def test_transparent_stays_fully_transparent_and_solid_stays_solid() -> None:
    picture = logo()
    result = quantised(picture, k=4)
    assert picture.alpha is not None
    assert (result.rgba[picture.alpha == 0] == 0).all()
    assert (result.rgba[picture.alpha == 255] == [200, 30, 40, 255]).all()
    assert result.palette.k == 4


def test_hidden_colours_take_no_part() -> None:
    picture = logo()
    hidden = picture.rgb.copy()
    assert picture.alpha is not None
    hidden[picture.alpha == 0] = 77
    assert count_colours(picture).codes.tolist() == count_colours(replace(picture, rgb=hidden)).codes.tolist()


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


def test_a_given_palette_is_used_as_it_is() -> None:
    counts = count_colours(photo())
    palette = palette_for(counts, np.array([[0, 0, 0, 255], [255, 255, 255, 255], [0, 0, 0, 255]], np.uint8))
    assert sorted(palette.hexes) == ["#000000", "#ffffff"]
    assert palette.pixels.sum() == 180 * 120


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (PaletteSettings(k=1), "1 colours are asked for. Choose from 2 to 256."),
        (PaletteSettings(k=257), "257 colours are asked for. Choose from 2 to 256."),
        (PaletteSettings(dither=1.5), "The dithering strength is 1.5. Choose from 0 to 1."),
        (PaletteSettings(locked=("red",)), "'red' is not a colour. Write it as #rrggbb."),
        (
            PaletteSettings(k=2, locked=("#111", "#222", "#333")),
            "3 colours are locked, but the palette has 2. Lock fewer colours or choose a larger k.",
        ),
    ],
)
def test_settings_that_make_no_sense_say_what_to_do(asked: PaletteSettings, said: str) -> None:
    with pytest.raises(BadSettings) as caught:
        find_palette(count_colours(logo()), asked)
    assert str(caught.value) == said


@pytest.mark.parametrize(
    ("text", "colour"),
    [("#fff", (255,) * 4), (" #1f6F78 ", (31, 111, 120, 255)), ("01020304", (1, 2, 3, 4))],
)
def test_colours_are_read_as_people_write_them(text: str, colour: tuple[int, ...]) -> None:
    assert parse_colour(text) == colour


@pytest.mark.parametrize("text", ["", "#12", "#12345", "#gggggg", "#1234567890"])
def test_what_is_no_colour_is_refused(text: str) -> None:
    with pytest.raises(BadSettings):
        parse_colour(text)


def test_work_can_be_stopped() -> None:
    def stop(done: float, words: str) -> None:
        raise Stopped

    with pytest.raises(Stopped):
        find_palette(count_colours(photo()), PaletteSettings(), stop)


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


def test_transparent_pictures_are_compared_on_black_and_white_ground() -> None:
    # One pixel of half-transparent white becomes fully transparent: on black it loses 128, on white nothing.
    picture = of(np.array([[[255, 255, 255, 128], [0, 0, 0, 0]]], np.uint8))
    counts = count_colours(picture)
    palette = palette_for(counts, np.zeros((1, 4), np.uint8))
    assert palette.psnr == pytest.approx(10 * np.log10(255**2 / (128**2 / 4)), abs=1e-4)


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
