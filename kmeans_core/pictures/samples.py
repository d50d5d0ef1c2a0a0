"""Pictures that come with the studio, as the bytes of a file like any upload."""

from __future__ import annotations

import io
from functools import cache
from importlib.resources import files

import numpy as np
from PIL import Image

from kmeans_core.common import Bytes

PICTURES = ("China", "Flower", "Test card")


@cache
def bundled_picture(name: str) -> tuple[str, bytes]:
    """Return the file name and the bytes of a bundled picture; raises KeyError for an unknown name.

    >>> from kmeans_core import bundled_picture
    >>> bundled_picture("Test card")[0]
    'test-card.png'
    """
    photos = {"China": "china.jpg", "Flower": "flower.jpg"}
    if name in photos:
        return photos[name], (files("sklearn.datasets.images") / photos[name]).read_bytes()
    if name not in PICTURES:
        raise KeyError(name)
    file = io.BytesIO()
    Image.fromarray(card()).save(file, "PNG")
    return "test-card.png", file.getvalue()


def card(side: int = 240, noise: float = 12.0) -> Bytes:
    """Draw four quadrants, red, green, blue and yellow, with Gaussian noise, (side, side, 3)."""
    colours = np.array([[[205, 60, 50], [60, 155, 90]], [[50, 90, 180], [235, 200, 70]]], float)
    pixels = colours.repeat(side // 2, axis=0).repeat(side // 2, axis=1)
    pixels += np.random.default_rng(4).normal(0, noise, pixels.shape)
    return np.asarray(np.rint(pixels).clip(0, 255).astype(np.uint8))
