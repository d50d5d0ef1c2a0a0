"""Commands for pictures."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

import kmeans_core as core
from kmeans_core.cli.options import Output
from kmeans_core.cli.terminal import note, progress, send, told


def quantise(
    image: Annotated[Path, typer.Argument(help="A picture.")],
    output: Output = None,
    k: Annotated[int, typer.Option("-k", help="How many colours.")] = 16,
    dither: Annotated[float, typer.Option(help="How much of the error neighbours take, 0 to 1.")] = 0.0,
) -> None:
    """Write a picture in k colours, as PNG.

    kmeans-studio quantise photo.jpg -k 16 -o small.png
    """
    with told():
        from kmeans_core.common import among, count

        picture = core.read_picture(image.read_bytes(), image.name)
        settings = core.PaletteSettings(k=k, dither=dither)
        palette = core.find_palette(core.count_colours(picture), settings, progress=progress())
        data = core.png(core.paint(picture, palette, dither))
        send(data, output)
        note(f"{len(data):,} bytes, {count(len(palette.hexes), 'colour')}: {among(palette.hexes, 16)}")
