"""A PNG whose data end early is told, though every decoder takes it for whole."""

from __future__ import annotations

import io
import struct
import zlib

import numpy as np
import pytest
from PIL import Image

from kmeans_core.common import UnreadableImage
from kmeans_core.pictures import read_picture
from tests.kmeans_core.pictures_made import chunk

WIDTH, HEIGHT = 40, 500
PIXELS = np.random.default_rng(0).integers(1, 256, (HEIGHT, WIDTH, 4), np.uint8)
KINDS = {"grey": (0, 1), "colour": (2, 3), "colour and opacity": (6, 4)}


def png(rows: int, kind: int = 2, channels: int = 3, passes: int = 0, last: int = 1) -> bytes:
    """A PNG that says it has 500 rows and holds the data of some."""
    raw = b"".join(b"\0" + (PIXELS[i, :, :channels] * last).tobytes() for i in range(rows))
    head = struct.pack(">IIBBBBB", WIDTH, HEIGHT, 8, kind, 0, 0, passes)
    parts = (chunk(b"IHDR", head), chunk(b"IDAT", zlib.compress(raw)), chunk(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


@pytest.mark.parametrize(("kind", "channels"), KINDS.values(), ids=KINDS)
def test_the_rows_that_are_there_are_counted(kind: int, channels: int) -> None:
    [notice] = read_picture(png(100, kind, channels), "x.png").notices
    assert notice == (
        "The file holds the data of only 100 of its 500 rows; the rest is empty. Save or download it again."
    )


@pytest.mark.parametrize(("kind", "channels"), KINDS.values(), ids=KINDS)
def test_a_whole_picture_is_not_complained_about_be_it_black_at_its_end(kind: int, channels: int) -> None:
    assert read_picture(png(500, kind, channels), "x.png").notices == ()
    assert read_picture(png(500, kind, channels, last=0), "x.png").notices == ()


def test_a_picture_in_passes_that_ends_early_is_refused() -> None:
    with pytest.raises(UnreadableImage) as caught:
        read_picture(png(100, passes=1, last=0), "x.png")
    assert str(caught.value) == "The PNG picture is damaged or incomplete. Save or download it again."


def test_pictures_of_few_bits_in_rows_that_end_within_a_byte_are_whole() -> None:
    file = io.BytesIO()
    Image.fromarray(np.zeros((7, 13), bool)).save(file, "PNG")
    assert read_picture(file.getvalue(), "x.png").notices == ()
