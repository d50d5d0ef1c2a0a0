"""A few plain words for any colour, so that a palette can be read aloud."""

from __future__ import annotations

import numpy as np

from kmeans_core.common import Bytes
from kmeans_core.pictures.colour_spaces import oklab

_HUES = (  # upper ends in degrees of the OKLab hue
    *((10, "pink"), (42, "red"), (75, "orange"), (115, "yellow"), (133, "lime"), (163, "green")),
    *((210, "teal"), (243, "sky blue"), (285, "blue"), (318, "purple"), (350, "magenta"), (360, "pink")),
)
_GREYS = ((0.2, "black"), (0.45, "dark grey"), (0.7, "grey"), (0.95, "light grey"), (2.0, "white"))


def colour_names(rgba: Bytes) -> list[str]:
    """Describe colours (n, 4) by hue, lightness and strength; fully clear ones are "transparent"."""
    lab = oklab(rgba[:, :3]).astype(float)
    hues = np.degrees(np.arctan2(lab[:, 2], lab[:, 1])) % 360
    strengths = np.hypot(lab[:, 1], lab[:, 2])
    return [
        "transparent" if alpha == 0 else _name(light, strength, hue)
        for alpha, light, strength, hue in zip(rgba[:, 3], lab[:, 0], strengths, hues, strict=True)
    ]


def _name(light: float, strength: float, hue: float) -> str:
    if strength < 0.025:
        return next(name for end, name in _GREYS if light < end)
    name = next(name for end, name in _HUES if hue <= end)
    if name in ("orange", "yellow") and light < 0.6:
        name = "brown" if name == "orange" or light < 0.5 else "olive"
    tone = "dark" if light < 0.4 else "pale" if light > 0.8 and strength < 0.1 else ""
    tone = tone or ("light" if light > 0.8 and name != "yellow" else "greyish" if strength < 0.06 else "")
    return f"{tone} {name}".strip()
