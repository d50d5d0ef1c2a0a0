"""Palettes: how to choose one, and the colours of one with what they stand for in a picture."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from PIL import ImageColor

from kmeans_core.common import BadSettings, Bytes, Floats32, Ints, Progress, digest, silent
from kmeans_core.pictures.colour_counts import ColourCounts
from kmeans_core.pictures.colour_spaces import Space, points
from kmeans_core.pictures.palette_search import nearest

LARGEST = 256
_WRITTEN = "Write it as #rrggbb, as rgb(31, 111, 120), or by its name in CSS."


@dataclass(frozen=True)
class PaletteSettings:
    """How to choose colours: how many, what counts as near, how to spread the error, what to keep.

    >>> from kmeans_core import PaletteSettings, bundled_picture, count_colours, find_palette, read_picture
    >>> name, data = bundled_picture("Test card")
    >>> settings = PaletteSettings(k=3, space="OKLab", locked=("#ffffff",))
    >>> "#ffffff" in find_palette(count_colours(read_picture(data, name)), settings).hexes
    True
    """

    k: int = 16
    space: Space = "sRGB"
    dither: float = 0.0  # share of the error that neighbours take, 0 to 1
    locked: tuple[str, ...] = ()  # colours kept whatever the picture holds, as #rrggbb


USUAL = PaletteSettings()


@dataclass(frozen=True, eq=False)
class Palette:
    """Colours by falling number of pixels, ties by red, green, blue.

    >>> from kmeans_core import PaletteSettings, bundled_picture, count_colours, find_palette, read_picture
    >>> name, data = bundled_picture("Test card")
    >>> palette = find_palette(count_colours(read_picture(data, name)), PaletteSettings(k=4))
    >>> palette.hexes, palette.exact
    (('#325ab4', '#3c9b5a', '#cd3c32', '#ebc846'), False)
    """

    colours: Bytes  # (k, 4) red, green, blue, opacity
    pixels: Ints  # (k,) nearest to each, before any dithering
    counts: ColourCounts = field(repr=False)  # of the picture
    labels: Bytes = field(repr=False)  # (m,) the colour of each of its distinct colours
    space: Space
    digest: str

    @cached_property
    def exact(self) -> bool:
        """Whether every colour of the picture is in the palette."""
        return bool((self.counts.colours == self.colours[self.labels]).all())

    @cached_property
    def psnr(self) -> float:
        """Peak signal-to-noise ratio in dB before any dithering; infinite when exact."""
        opaque = all_opaque(self.counts, self.colours)
        offsets = points(self.counts.colours, "sRGB", opaque)
        offsets -= points(self.colours, "sRGB", opaque)[self.labels]
        return psnr_of(np.average(np.einsum("nd,nd->n", offsets, offsets), weights=self.counts.pixels))

    @property
    def k(self) -> int:
        return len(self.colours)

    @property
    def hexes(self) -> tuple[str, ...]:
        """Return the colours as #rrggbb, or #rrggbbaa where not opaque."""
        return tuple("#" + bytes(c[: 3 if c[3] == 255 else 4]).hex() for c in self.colours)


def palette_for(
    counts: ColourCounts,
    colours: Bytes,
    space: Space = "sRGB",
    progress: Progress = silent,
    places: Floats32 | None = None,
) -> Palette:
    """Return these colours (k, 4), in order of use, as the palette of the counted pixels."""
    colours = np.unique(colours, axis=0)
    if places is None:
        places = points(counts.colours, space, all_opaque(counts, colours))
    found = nearest(places, points(colours, space, places.shape[1] == 3), progress)
    pixels = np.bincount(found, counts.pixels, len(colours)).astype(np.int64)
    order = np.lexsort((*colours.T[::-1], -pixels))
    colours, pixels = colours[order], pixels[order]
    labels = np.argsort(order)[found].astype(np.uint8)
    named = digest("palette", colours.tobytes(), space, counts.digest)
    return Palette(colours, pixels, counts, labels, space, named)


def parse_colour(text: str) -> tuple[int, int, int, int]:
    """Read a colour as red, green, blue, opacity, 0 to 255; raises BadSettings for what is none.

    It may be #rgb, #rrggbb or #rrggbbaa, rgb(), hsl(), or a colour's name in CSS.
    """
    bare = re.fullmatch("[0-9a-fA-F]{3,8}", text.strip())
    try:
        found = ImageColor.getrgb(f"#{text.strip()}" if bare else text.strip())
        red, green, blue, alpha = bytes((*found, 255)[:4])
    except ValueError as problem:
        raise BadSettings(f"{text!r} is not a colour.", _WRITTEN) from problem
    return red, green, blue, alpha


def locked_colours(settings: PaletteSettings) -> Bytes:
    """Return the locked colours (l, 4); raises BadSettings where the settings make no sense."""
    if not 2 <= settings.k <= LARGEST:
        raise BadSettings(f"{settings.k:,} colours are asked for.", f"Choose from 2 to {LARGEST}.")
    if not 0 <= settings.dither <= 1:
        raise BadSettings(f"The dithering strength is {settings.dither:g}.", "Choose from 0 to 1.")
    locked = np.array([parse_colour(text) for text in settings.locked], np.uint8).reshape(-1, 4)
    locked = np.unique(locked, axis=0)
    if len(locked) > settings.k:
        raise BadSettings(
            f"{len(locked):,} colours are locked, but the palette has {settings.k:,}.",
            "Lock fewer colours or choose a larger k.",
        )
    return locked


def all_opaque(counts: ColourCounts, colours: Bytes) -> bool:
    """Whether neither the picture nor these colours are transparent anywhere."""
    return bool(counts.codes[0] >> 24 == 255 and (colours[:, 3] == 255).all())


def psnr_of(squared: float) -> float:
    """Return the peak signal-to-noise ratio in dB of a mean squared distance of colours; infinite for 0."""
    return float(10 * np.log10(255**2 * 3 / squared)) if squared else float("inf")
