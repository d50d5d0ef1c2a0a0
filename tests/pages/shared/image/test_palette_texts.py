"""A palette goes to style sheets, apps and design tools, and is a poster."""

from __future__ import annotations

import json
from xml.etree import ElementTree as ET

import numpy as np

from kmeans_core.pictures import ColourCounts, Palette, palette_for
from pages.shared.image.palette_files import read_palette
from pages.shared.image.palette_texts import as_json, css, figma, poster, scss, swift, tailwind


def palette(*colours: tuple[int, int, int, int]) -> Palette:
    rgba = np.array(colours, np.uint8)
    codes = np.sort(rgba.view("<u4").ravel())
    return palette_for(ColourCounts(codes, np.arange(1, len(codes) + 1)), rgba)


RED_AND_WHITE = palette((255, 0, 0, 255), (255, 255, 255, 255))


def test_css_variables_by_hand() -> None:
    assert css(RED_AND_WHITE).decode() == ":root {\n  --colour-1: #ffffff;\n  --colour-2: #ff0000;\n}\n"


def test_json_holds_names_pixels_and_shares() -> None:
    assert json.loads(as_json(RED_AND_WHITE)) == {
        "space": "sRGB",
        "colours": [
            {"hex": "#ffffff", "rgba": [255] * 4, "name": "white", "pixels": 2, "share": 2 / 3},
            {"hex": "#ff0000", "rgba": [255, 0, 0, 255], "name": "red", "pixels": 1, "share": 1 / 3},
        ],
    }


def test_soft_colours_come_back_from_css() -> None:
    original = palette((255, 0, 0, 128), (0, 0, 0, 0))
    assert sorted(read_palette(css(original)).tolist()) == [[0, 0, 0, 0], [255, 0, 0, 128]]


def test_scss_and_tailwind_name_the_colours() -> None:
    assert scss(RED_AND_WHITE).decode() == "$white: #ffffff;\n$red: #ff0000;\n"
    assert tailwind(RED_AND_WHITE).decode() == (
        "@theme {\n  --color-white: #ffffff;\n  --color-red: #ff0000;\n}\n"
    )


def test_swift_writes_shares_of_one_with_their_opacity() -> None:
    assert swift(palette((255, 0, 51, 128))).decode().splitlines()[-2] == (
        "    static let neonRed = Color(red: 1.0000, green: 0.0000, blue: 0.2000, opacity: 0.5020)"
    )


def test_design_tokens_have_a_type_and_a_value() -> None:
    assert json.loads(figma(RED_AND_WHITE)) == {
        "palette": {
            "white": {"$type": "color", "$value": "#ffffff"},
            "red": {"$type": "color", "$value": "#ff0000"},
        }
    }


def test_every_text_with_hexes_is_read_back() -> None:
    for write in (css, scss, tailwind, figma, as_json):
        assert (read_palette(write(RED_AND_WHITE)) == RED_AND_WHITE.colours).all()


def test_the_poster_shows_each_colour_with_its_name_and_takes_a_title_as_text() -> None:
    drawn = ET.fromstring(poster(RED_AND_WHITE, "<b>mine</b>"))
    said = [element.text for element in drawn.iter("{http://www.w3.org/2000/svg}text")]
    assert said == ["<b>mine</b>", "white", "#ffffff · 67 %", "red", "#ff0000 · 33 %"]
