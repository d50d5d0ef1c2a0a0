"""What colour-blind eyes see, and what can be read."""

from __future__ import annotations

import numpy as np

from kmeans_core.pictures import contrast
from pages.shared.image.vision import readable, seen_with


def test_greys_look_the_same_to_all_eyes_and_red_loses_to_eyes_without_red_cones() -> None:
    greys = np.repeat(np.arange(0, 256, 5, dtype=np.uint8)[:, None], 3, axis=1)
    for eyes in ("protanopia", "deuteranopia", "tritanopia"):
        assert np.abs(seen_with(greys, eyes).astype(int) - greys).max() <= 1  # type: ignore[arg-type]
    red, green, _ = seen_with(np.array([[255, 0, 0]], np.uint8), "protanopia")[0].tolist()
    assert red - green < 20


def test_a_colour_is_moved_as_little_as_it_needs_to_be_read() -> None:
    grey, white = np.array([[140, 140, 140], [255, 255, 255]], np.uint8)
    moved = readable(grey, white)
    assert contrast(np.vstack([moved, white]))[0, 1] >= 4.5
    lighter = moved + np.uint8(1)
    assert contrast(np.vstack([lighter, white]))[0, 1] < 4.6
    assert (readable(moved, white) == moved).all()


def test_where_no_lightness_is_enough_it_is_the_one_with_most_contrast() -> None:
    middle = np.array([118, 118, 118], np.uint8)
    assert readable(middle, middle, ratio=21).tolist() in ([0, 0, 0], [255, 255, 255])
