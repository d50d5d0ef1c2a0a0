"""A palette: colours in order of use, what they stand for, and how they are written."""

from __future__ import annotations

import numpy as np
import pytest

from kmeans_core.common.errors import BadSettings
from kmeans_core.pictures.colour_counts import count_colours
from kmeans_core.pictures.colour_spaces import Space
from kmeans_core.pictures.images import (
    picture_of,
)
from kmeans_core.pictures.palettes import PaletteSettings, palette_for, parse_colour
from kmeans_core.pictures.quantisation import find_palette
from tests.kmeans_core.pictures_made import (
    logo,
    of,
    photo,
    quantised,
)


def test_colours_are_ordered_by_use_then_by_red_green_blue() -> None:
    pixels = [[[9, 0, 0]] * 2, [[0, 9, 0]] * 2, [[0, 0, 9]] * 2, [[5, 5, 5]] * 2]
    picture = picture_of(np.array([*pixels, [[5, 5, 5]] * 2], np.uint8), "x")
    assert quantised(picture, k=8).palette.hexes == ("#050505", "#000009", "#000900", "#090000")


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
        (
            PaletteSettings(locked=("redd",)),
            "'redd' is not a colour. Write it as #rrggbb, as rgb(31, 111, 120), or by its name in CSS.",
        ),
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
    [
        ("#fff", (255,) * 4),
        (" #1f6F78 ", (31, 111, 120, 255)),
        ("01020304", (1, 2, 3, 4)),
        ("rgb(31, 111, 120)", (31, 111, 120, 255)),
        (" Teal ", (0, 128, 128, 255)),
        ("hsl(0, 100%, 50%)", (255, 0, 0, 255)),
    ],
)
def test_colours_are_read_as_people_write_them(text: str, colour: tuple[int, ...]) -> None:
    assert parse_colour(text) == colour


@pytest.mark.parametrize(
    "text", ["", "#12", "#12345", "#gggggg", "#1234567890", "rgb(300, 0, 0)", "rgb(1, 2)", "none"]
)
def test_what_is_no_colour_is_refused(text: str) -> None:
    with pytest.raises(BadSettings):
        parse_colour(text)


def test_transparent_pictures_are_compared_on_black_and_white_ground() -> None:
    # One pixel of half-transparent white becomes fully transparent: on black it loses 128, on white nothing.
    picture = of(np.array([[[255, 255, 255, 128], [0, 0, 0, 0]]], np.uint8))
    counts = count_colours(picture)
    palette = palette_for(counts, np.zeros((1, 4), np.uint8))
    assert palette.psnr == pytest.approx(10 * np.log10(255**2 / (128**2 / 4)), abs=1e-4)


def test_the_error_of_a_palette_counts_each_colour_by_its_pixels() -> None:
    # Three pixels lie 10 away from black in one channel of three, one pixel is black: the mean square is 25.
    pixels = np.array([[[10, 0, 0], [10, 0, 0], [10, 0, 0], [0, 0, 0]]], np.uint8)
    palette = palette_for(count_colours(picture_of(pixels, "x")), np.array([[0, 0, 0, 255]], np.uint8))
    assert palette.psnr == pytest.approx(10 * np.log10(255**2 / 25))
    assert not palette.exact


def test_a_palette_of_its_own_colours_is_exact_and_a_near_one_is_not() -> None:
    counts = count_colours(picture_of(np.array([[[10, 0, 0], [0, 0, 0]]], np.uint8), "x"))
    assert palette_for(counts, counts.colours).exact
    assert not palette_for(counts, np.array([[9, 0, 0, 255], [0, 0, 0, 255]], np.uint8)).exact


@pytest.mark.parametrize("space", ["sRGB", "OKLab"])
def test_a_colour_between_two_goes_to_the_first_by_red_green_blue(space: Space) -> None:
    counts = count_colours(picture_of(np.array([[[8, 8, 8]]], np.uint8), "x"))
    both = np.array([[8, 8, 10, 255], [8, 8, 6, 255]], np.uint8)
    if space == "sRGB":
        assert palette_for(counts, both, space).hexes[0] == "#080806"
    assert palette_for(counts, both[::-1], space).hexes == palette_for(counts, both, space).hexes


def test_palettes_of_other_colours_counts_or_spaces_have_other_digests() -> None:
    one, other = (count_colours(picture_of(np.full((1, 1, 3), v, np.uint8), "x")) for v in (8, 9))
    black, white = (np.array([[v, v, v, 255]], np.uint8) for v in (0, 255))
    made = [palette_for(one, black), palette_for(one, white), palette_for(other, black)]
    assert len({palette.digest for palette in [*made, palette_for(one, black, "OKLab")]}) == 4
