"""Names that people would use, no two alike in a palette."""

from __future__ import annotations

import numpy as np
import pytest

from pages.shared.image.palette_files import colour_names


@pytest.mark.parametrize(
    ("colour", "name"),
    [
        ((0, 0, 0, 255), "black"),
        ((255, 255, 255, 255), "white"),
        ((128, 128, 128, 255), "grey"),
        ((40, 42, 44, 255), "dark grey"),
        ((255, 0, 0, 255), "red"),
        ((0, 0, 255, 255), "blue"),
        ((0, 255, 255, 255), "cyan"),
        ((128, 0, 128, 255), "purple"),
        ((21, 7, 13, 255), "almost black"),
        ((255, 220, 0, 255), "sunflower yellow"),
        ((255, 140, 0, 255), "dark orange"),
        ((110, 60, 20, 255), "mud brown"),
        ((255, 0, 0, 128), "red"),
        ((9, 9, 9, 0), "transparent"),
    ],
)
def test_colours_have_the_names_people_use(colour: tuple[int, ...], name: str) -> None:
    assert colour_names(np.array([colour], np.uint8)) == [name]


def test_no_two_colours_of_a_palette_share_a_name() -> None:
    rng = np.random.default_rng(1)
    greens = np.column_stack([rng.integers(0, 60, 256), rng.integers(90, 200, 256), rng.integers(0, 60, 256)])
    names = colour_names(np.column_stack([greens, np.full(256, 255)]).astype(np.uint8))
    assert len(set(names)) == 256


def test_the_nearest_name_goes_to_the_nearest_colour() -> None:
    assert colour_names(np.array([[250, 4, 4, 255], [255, 0, 0, 255]], np.uint8))[1] == "red"


def test_transparent_colours_take_no_name_from_others() -> None:
    clear_twice = np.array([[1, 2, 3, 0], [0, 0, 0, 255], [0, 0, 0, 0]], np.uint8)
    assert colour_names(clear_twice) == ["transparent", "black", "transparent"]
