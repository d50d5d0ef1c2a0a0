"""Pictures that tests make, and what they look at in them."""

from __future__ import annotations

import io
import struct
import zlib
from functools import cache
from typing import Any

import numpy as np
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from PIL import Image

from kmeans_core.pictures.colour_counts import count_colours
from kmeans_core.pictures.images import (
    Picture,
    picture_of,
    read_picture,
    shrunk,
)
from kmeans_core.pictures.palettes import PaletteSettings
from kmeans_core.pictures.quantisation import QuantisedPicture, find_palette, paint
from kmeans_core.pictures.samples import bundled_picture

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


def logo() -> Picture:
    """A red disc with a soft rim on nothing; hidden colours under the nothing."""
    y, x = np.mgrid[:64, :64]
    far = np.hypot(x - 31.5, y - 31.5)
    alpha = np.clip((26 - far) * 64, 0, 255).astype(np.uint8)
    rgb = np.random.default_rng(2).integers(0, 256, (64, 64, 3), dtype=np.uint8)
    rgb[alpha > 0] = [200, 30, 40]
    return picture_of(rgb, "logo", alpha)


# Two rows of three pixels: each orientation can be told from every other.
PIXELS = np.array(
    [[[255, 0, 0], [0, 255, 0], [0, 0, 255]], [[255, 255, 255], [0, 0, 0], [200, 100, 50]]], np.uint8
)


def saved(image: Image.Image, kind: str, **how: Any) -> bytes:
    file = io.BytesIO()
    image.save(file, kind, **how)
    return file.getvalue()


def read(image: Image.Image, kind: str = "PNG", **how: Any) -> Picture:
    return read_picture(saved(image, kind, **how), "x")


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
