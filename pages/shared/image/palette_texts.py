"""A palette as the texts that style sheets, apps and design tools read, and as a poster."""

from __future__ import annotations

import json
from collections.abc import Callable
from html import escape

from kmeans_core.common import share
from kmeans_core.pictures import Palette
from pages.shared.image.palette_files import colour_names

_SIDE, _ROW, _COLUMNS = 180, 230, 6  # pixels of a poster's tile, and how many stand side by side


def slugs(palette: Palette) -> list[str]:
    """Return each colour's name as a word without spaces."""
    return ["-".join(name.replace("'", "").split()) for name in colour_names(palette.colours)]


def _lines(before: str, line: Callable[[int, str, str], str], after: str) -> Callable[[Palette], bytes]:
    """Return a writer of one line for each colour, made of its number, its name and its hex."""

    def write(palette: Palette) -> bytes:
        pairs = zip(slugs(palette), palette.hexes, strict=True)
        rows = [line(number, name, text) for number, (name, text) in enumerate(pairs, 1)]
        return "\n".join([part for part in (before, *rows, after) if part]).encode() + b"\n"

    return write


def _swift(_: int, name: str, text: str) -> str:
    red, green, blue, alpha = (f"{value / 255:.4f}" for value in bytes.fromhex(f"{text[1:]}ff")[:4])
    words = name.title().replace("-", "")
    called = words[0].lower() + words[1:]
    return f"    static let {called} = Color(red: {red}, green: {green}, blue: {blue}, opacity: {alpha})"


css = _lines(":root {", lambda i, name, text: f"  --colour-{i}: {text};", "}")
scss = _lines("", lambda i, name, text: f"${name}: {text};", "")
tailwind = _lines("@theme {", lambda i, name, text: f"  --color-{name}: {text};", "}")
swift = _lines("import SwiftUI\n\nextension Color {", _swift, "}")


def figma(palette: Palette) -> bytes:
    """Write design tokens (W3C community group's format), which Figma's token plugins read."""
    pairs = zip(slugs(palette), palette.hexes, strict=True)
    tokens = {name: {"$type": "color", "$value": text} for name, text in pairs}
    return (json.dumps({"palette": tokens}, indent=2) + "\n").encode()


def as_json(palette: Palette) -> bytes:
    """Write every colour with its name, pixels and share."""
    total = int(palette.pixels.sum())
    colours = [
        {"hex": text, "rgba": colour.tolist(), "name": name, "pixels": int(n), "share": int(n) / total}
        for text, colour, name, n in zip(
            palette.hexes, palette.colours, colour_names(palette.colours), palette.pixels, strict=True
        )
    ]
    return (json.dumps({"space": palette.space, "colours": colours}, indent=2) + "\n").encode()


def poster(palette: Palette, title: str) -> bytes:
    """Draw the colours as tiles with name, hex and share, as SVG."""
    columns = min(_COLUMNS, palette.k)
    wide, high = _SIDE * columns + 80, _ROW * -(-palette.k // columns) + 130
    total = int(palette.pixels.sum())
    rows = zip(palette.hexes, colour_names(palette.colours), palette.pixels, strict=True)
    tiles = "".join(
        f'<g transform="translate({40 + _SIDE * (i % columns)} {100 + _ROW * (i // columns)})">'
        f'<rect width="{_SIDE - 16}" height="{_SIDE - 16}" rx="6" fill="{text}" stroke="#0002"/>'
        f'<text y="{_SIDE + 8}" font-weight="600">{escape(name)}</text>'
        f'<text y="{_SIDE + 28}" fill="#5B636B">{text} · {share(pixels / total)}</text></g>'
        for i, (text, name, pixels) in enumerate(rows)
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide} {high}" width="{wide}" height="{high}" '
        f'font-family="sans-serif" font-size="14"><rect width="100%" height="100%" fill="#FBFAF7"/>'
        f'<text x="40" y="64" font-size="28" font-family="serif">{escape(title)}</text>{tiles}</svg>\n'
    ).encode()
