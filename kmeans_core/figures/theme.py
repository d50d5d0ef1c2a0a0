"""Colours for a light and a dark ground, and texts that Plotly shows as they are."""

from __future__ import annotations

from dataclasses import dataclass

from plotly.colors import hex_to_rgb

from kmeans_core.common import cut

MARKUP = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "{": "&#123;", "}": "&#125;", "$": "&#36;"})


@dataclass(frozen=True)
class Theme:
    """Named colours, as #RRGGBB; `clusters` are ten, apart for every kind of colour vision."""

    name: str
    paper: str
    panel: str
    text: str
    quiet: str
    line: str
    accent: str
    clusters: tuple[str, ...]


LIGHT = Theme(
    name="light",
    paper="#FBFAF7",
    panel="#F1EFE9",
    text="#1F2328",
    quiet="#5B636B",
    line="#DEDAD1",
    accent="#1F6F78",
    clusters=(
        *("#3A1EA4", "#E78E1F", "#2FBC90", "#A31107", "#5265E3"),
        *("#6C0354", "#B898EE", "#DF4131", "#704C7F", "#AA6C9E"),
    ),
)
DARK = Theme(
    name="dark",
    paper="#14171A",
    panel="#1C2126",
    text="#E8E6E1",
    quiet="#9BA3AB",
    line="#2C333A",
    accent="#5FB6BD",
    clusters=(
        *("#5292D8", "#F4AB52", "#54D1AE", "#BD277A", "#C0ABFF"),
        *("#827512", "#A5F9E6", "#545DC7", "#EDF031", "#C9718C"),
    ),
)


def ink(fill: str) -> str:
    """Return black or white, whichever is easier to read on a #RRGGBB fill."""
    red, green, blue = (part / 255 for part in hex_to_rgb(fill))
    luminance = 0.2126 * red**2.2 + 0.7152 * green**2.2 + 0.0722 * blue**2.2
    return "#000000" if luminance > 0.18 else "#FFFFFF"


def pale(colour: str, strength: float) -> str:
    """Return a #RRGGBB colour as one that lets others show through: not at all with strength 1."""
    return f"rgba{(*hex_to_rgb(colour), strength)}"


def plain(text: str, longest: int = 60) -> str:
    """Return text that Plotly shows as it is: no tags, no `%{}` templates, no formulas, one line, shortened.

    Use it for everything a person typed or uploaded: titles, legends, ticks, hover templates.
    """
    return cut(text.encode("utf-8", "replace").decode(), longest).translate(MARKUP)
