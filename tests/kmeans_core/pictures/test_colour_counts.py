"""Every pixel is counted once, under the colour that is seen."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from hypothesis import given, settings

from kmeans_core.pictures.colour_counts import ColourCounts, count_colours, together
from kmeans_core.pictures.images import (
    picture_of,
)
from tests.kmeans_core.pictures_made import (
    SMALL,
    logo,
    of,
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
