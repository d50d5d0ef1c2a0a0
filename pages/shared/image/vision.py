"""Colours as colour-blind eyes see them, and colours that can be read on others."""

from __future__ import annotations

from typing import Literal

import numpy as np

from kmeans_core.common import Bytes
from kmeans_core.pictures import contrast, from_linear, from_oklab, oklab, to_linear

Eyes = Literal["protanopia", "deuteranopia", "tritanopia"]
# Machado, Oliveira and Fernandes (2009), severity 1, on linear RGB.
_EYES = {
    "protanopia": [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ],
    "deuteranopia": [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.01182, 0.04294, 0.968881],
    ],
    "tritanopia": [
        [1.255528, -0.076749, -0.178779],
        [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.3039],
    ],
}


def seen_with(rgb: Bytes, eyes: Eyes) -> Bytes:
    """Return sRGB colours (..., 3) about as they look to colour-blind eyes."""
    return from_linear(to_linear(rgb) @ np.array(_EYES[eyes]).T)


def readable(colour: Bytes, ground: Bytes, ratio: float = 4.5) -> Bytes:
    """Return the colour (3,), made lighter or darker as little as text on the ground (3,) needs to be read.

    Where no lightness gives that contrast it is the one that gives most.
    """
    lab = oklab(colour[None]).astype(np.float64)[0]
    lightness = np.linspace(0, 1, 1024)
    tried = from_oklab(np.column_stack([lightness, np.tile(lab[1:], (1024, 1))]))
    reached = contrast(np.vstack([ground, colour, tried]))[0, 1:]
    if reached[0] >= ratio:
        return colour
    far = np.where(reached[1:] >= ratio, np.abs(lightness - lab[0]), 2 + 21 - reached[1:])
    return np.asarray(tried[far.argmin()])
