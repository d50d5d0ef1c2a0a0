"""Palettes go to other programs and come back colour for colour."""

from __future__ import annotations

import struct
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kmeans_core.common.errors import BadSettings, DataProblem, UnreadableImage
from kmeans_core.pictures.colour_counts import ColourCounts
from kmeans_core.pictures.palettes import Palette, palette_for
from pages.shared.image.palette_files import ase, gpl, read_palette


def palette(*colours: tuple[int, int, int, int]) -> Palette:
    rgba = np.array(colours, np.uint8)
    codes = np.sort(rgba.view("<u4").ravel())
    return palette_for(ColourCounts(codes, np.arange(1, len(codes) + 1)), rgba)


RED_AND_WHITE = palette((255, 0, 0, 255), (255, 255, 255, 255))


def test_a_gimp_palette_by_hand() -> None:
    assert gpl(RED_AND_WHITE, "two\ncolours").decode() == (
        "GIMP Palette\nName: two colours\nColumns: 8\n#\n255 255 255\twhite\n255   0   0\tred\n"
    )


def test_an_adobe_palette_by_hand() -> None:
    data = ase(RED_AND_WHITE)
    assert data[:12] == b"ASEF" + struct.pack(">HHI", 1, 0, 2)
    title = "white #ffffff".encode("utf-16-be") + b"\0\0"
    body = struct.pack(">H", 14) + title + b"RGB " + struct.pack(">3fH", 1, 1, 1, 2)
    assert data[12 : 12 + 6 + len(body)] == struct.pack(">HI", 1, len(body)) + body


@pytest.mark.parametrize("write", [lambda p: gpl(p, "x"), ase])
def test_every_kind_of_palette_comes_back(write: Callable[[Palette], bytes]) -> None:
    rng = np.random.default_rng(3)
    solid = np.column_stack([rng.integers(0, 256, (200, 3)), np.full(200, 255)]).astype(np.uint8)
    original = palette(*(tuple(c) for c in np.unique(solid, axis=0).tolist()))
    assert (read_palette(write(original)) == original.colours).all()


def test_a_plain_list_of_colours_is_a_palette() -> None:
    assert read_palette(b"#fff, #1F6F78\n#fff").tolist() == [[255] * 4, [31, 111, 120, 255]]


def test_a_file_without_colours_says_so() -> None:
    with pytest.raises(UnreadableImage) as caught:
        read_palette(b"nothing here")
    assert str(caught.value) == (
        "The file holds no palette that can be read: no colour was found in it. "
        "Load a GPL, ASE, JSON or CSS palette, or a text with one #rrggbb a line."
    )


def test_a_cut_adobe_palette_says_so() -> None:
    with pytest.raises(UnreadableImage) as caught:
        read_palette(ase(RED_AND_WHITE)[:40])
    assert "it ends too early" in str(caught.value)


def test_more_colours_than_a_palette_holds_are_refused() -> None:
    many = " ".join(f"#{i:06x}" for i in range(300)).encode()
    with pytest.raises(BadSettings) as caught:
        read_palette(many)
    assert str(caught.value) == "The palette has 300 colours. Use one with at most 256."


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=80), st.sampled_from([b"", b"ASEF\0\1\0\0\0\0\0\1", b"GIMP Palette\n"]))
def test_any_bytes_give_a_palette_or_a_problem(data: bytes, start: bytes) -> None:
    try:
        found = read_palette(start + data)
    except DataProblem:
        return
    assert found.shape[1] == 4
