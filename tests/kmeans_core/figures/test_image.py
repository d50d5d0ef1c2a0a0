"""Figures of colours draw what was computed, and their titles say it."""

from __future__ import annotations

import numpy as np
import pytest

from kmeans_core.figures.image import MOST_POINTS, colour_space, contrasts, size_curve
from kmeans_core.figures.theme import DARK, LIGHT
from kmeans_core.pictures.colour_counts import count_colours
from kmeans_core.pictures.fidelity import CurvePoint
from kmeans_core.pictures.images import picture_of
from kmeans_core.pictures.palettes import PaletteSettings, palette_for
from kmeans_core.pictures.quantisation import find_palette
from kmeans_core.pictures.samples import card
from tests.kmeans_core.drawings import title

CURVE = (
    CurvePoint(4, 20.0, 10_000),
    CurvePoint(16, 27.0, 30_000),
    CurvePoint(64, 33.0, 60_000),
)


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_the_colour_space_shows_pixels_in_the_colours_they_become(theme) -> None:
    counts = count_colours(picture_of(card(), "card"))
    palette = find_palette(counts, PaletteSettings(k=4))
    figure = colour_space(palette, theme)
    cloud, centres = figure.data
    assert len(cloud.x) <= MOST_POINTS < len(counts.codes)
    assert set(cloud.marker.color) == set(palette.hexes)
    assert np.column_stack([centres.x, centres.y, centres.z]).tolist() == palette.colours[:, :3].tolist()
    assert title(figure) == f"4 centres among {len(counts.codes):,} distinct colours"
    assert [figure.layout.scene[f"{a}axis"].title.text for a in "xyz"] == ["Red", "Green", "Blue"]


def test_few_colours_are_all_drawn() -> None:
    counts = count_colours(picture_of(card(8, 0.0), "card"))
    figure = colour_space(palette_for(counts, counts.colours), LIGHT)
    assert len(figure.data[0].x) == 4


def test_the_curve_marks_k_and_says_up_to_where_the_file_shrinks() -> None:
    figure = size_curve(CURVE, CURVE[1], LIGHT, file_bytes=40_000)
    assert [list(trace.y) for trace in figure.data] == [
        [20.0, 27.0, 33.0],
        [27.0],
        [10.0, 30.0, 60.0],
        [30.0],
    ]
    assert figure.layout.shapes[0].x0 == 16
    assert figure.layout.annotations[0].text == "k = 16"
    assert figure.layout.annotations[0].x == pytest.approx(np.log10(16))
    assert title(figure) == "The PNG is smaller than the file up to 16 colours"
    assert [figure.layout[a].title.text for a in ("xaxis", "yaxis", "yaxis2")] == [
        "Colours (k)",
        "PSNR (dB)",
        "PNG (kB)",
    ]


@pytest.mark.parametrize(
    ("size", "said"),
    [
        (5_000, "The PNG is larger than the file even with 4 colours"),
        (99_000, "The PNG is smaller than the file up to 64 colours"),
    ],
)
def test_the_curve_says_so_when_every_or_no_png_is_smaller(size: int, said: str) -> None:
    assert title(size_curve(CURVE, CURVE[0], DARK, file_bytes=size)) == said


def test_a_lossless_point_has_no_finite_quality() -> None:
    point = CurvePoint(4, float("inf"), 900)
    figure = size_curve((point,), point, LIGHT, file_bytes=1000)
    assert [list(trace.y) for trace in figure.data] == [[None], [None], [0.9], [0.9]]


def test_a_saved_palette_is_a_point_of_its_own_beside_the_curve() -> None:
    figure = size_curve(CURVE, CurvePoint(9, 18.5, 21_000), LIGHT, file_bytes=40_000, name="saved palette")
    assert list(figure.data[0].x) == [point.k for point in CURVE]
    assert [(list(trace.x), list(trace.y)) for trace in figure.data[1::2]] == [([9], [18.5]), ([9], [21.0])]
    assert figure.layout.annotations[0].text == "saved palette"


def test_contrasts_are_those_of_text() -> None:
    black_white = np.array([[0, 0, 0, 255], [255, 255, 255, 255]], np.uint8)
    counts = count_colours(picture_of(np.array([[[0] * 3, [255] * 3]], np.uint8), "x"))
    figure = contrasts(palette_for(counts, black_white), LIGHT)
    assert np.round(figure.data[0].z, 3).tolist() == [[1, 21], [21, 1]]
    assert list(figure.data[0].x) == ["#000000", "#ffffff"]
    assert title(figure) == "1 of 1 pairs are readable as text"
