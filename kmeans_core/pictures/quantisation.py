"""A picture in k colours: a palette found by k-means on its colours, and each pixel's place in it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from kmeans_core.common import BadSettings, Bytes, Floats32, Progress, digest, silent
from kmeans_core.pictures.colour_clouds import Clouds, clouds_of
from kmeans_core.pictures.colour_counts import OPAQUE, ColourCounts, soft, strips
from kmeans_core.pictures.colour_spaces import Space, colours_at, points
from kmeans_core.pictures.dithering import dithered
from kmeans_core.pictures.images import Picture
from kmeans_core.pictures.palette_search import first_centres, improve, lloyd, nearest

LARGEST = 256
_NEARLY_OPAQUE = 251


@dataclass(frozen=True)
class PaletteSettings:
    """How to choose colours: how many, what counts as near, how to spread the error, what to keep."""

    k: int = 16
    space: Space = "sRGB"
    dither: float = 0.0  # share of the error that neighbours take, 0 to 1
    locked: tuple[str, ...] = ()  # colours kept whatever the picture holds, as #rrggbb
    psnr: float | None = None  # in dB: the fewest colours that reach it, at most k


@dataclass(frozen=True, eq=False)
class Palette:
    """Colours by falling number of pixels, ties by red, green, blue."""

    colours: Bytes  # (k, 4) red, green, blue, opacity
    pixels: NDArray[np.int64]  # (k,) nearest to each, before any dithering
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
        squared = _mean_error(self, "sRGB", 2)
        return float("inf") if squared == 0 else float(10 * np.log10(255**2 * 3 / squared))

    @cached_property
    def delta_e(self) -> float:
        """Mean OKLab distance x 100 before any dithering."""
        return _mean_error(self, "OKLab", 1) / 2.55

    @property
    def k(self) -> int:
        return len(self.colours)

    @property
    def hexes(self) -> tuple[str, ...]:
        """Return the colours as #rrggbb, or #rrggbbaa where not opaque."""
        return tuple("#" + bytes(c[: 3 if c[3] == 255 else 4]).hex() for c in self.colours)


@dataclass(frozen=True, eq=False)
class QuantisedPicture:
    """A picture in the colours of a palette."""

    name: str
    labels: Bytes = field(repr=False)  # (h, w)
    palette: Palette
    digest: str

    @property
    def rgba(self) -> Bytes:
        """Return the colours of all pixels (h, w, 4)."""
        return np.asarray(self.palette.colours[self.labels])


def clouds_for(counts: ColourCounts, settings: PaletteSettings = PaletteSettings()) -> Clouds:
    """Return what `find_palette` needs whatever k is, for a space and locked colours."""
    return clouds_of(counts, settings.space, _opaque(counts, _checked(settings)))


def find_palette(
    counts: ColourCounts,
    settings: PaletteSettings = PaletteSettings(),
    progress: Progress = silent,
    clouds: Clouds | None = None,
) -> Palette:
    """Return the k colours with the least squared error; the same counts and settings give the same bytes.

    `clouds` from `clouds_for` saves time where several k are asked for. Raises BadSettings for a k outside
    2 to 256, an unreadable locked colour, or more of those than colours.
    """
    locked = _checked(settings)
    if settings.psnr is None and len(counts.codes) <= settings.k:
        both = np.unique(np.vstack([counts.colours, locked]), axis=0)
        return palette_for(counts, both if len(both) <= settings.k else counts.colours, settings.space)
    clouds = clouds or clouds_for(counts, settings)
    if settings.psnr is not None:
        return _fewest(counts, settings, settings.psnr, clouds, progress)
    found = _searched(counts, clouds, settings, locked, progress)
    return _ordered(counts, found, clouds.places, settings.space, progress)


def first_colours(clouds: Clouds, settings: PaletteSettings) -> Bytes:
    """Return about the palette (k, 4) that `find_palette` will find, in a small part of its time."""
    kept = _kept(clouds, settings, _checked(settings))
    fixed = points(kept, settings.space, clouds.opaque)
    coarse, middle = (replace(cloud, fixed=len(kept)) for cloud in (clouds.coarse, clouds.middle))
    centres = lloyd(middle, lloyd(coarse, first_centres(coarse, fixed, settings.k), 4), 2)
    return _rounded(centres, kept, settings.space)


def palette_for(
    counts: ColourCounts, colours: Bytes, space: Space = "sRGB", progress: Progress = silent
) -> Palette:
    """Return these colours (k, 4), in order of use, as the palette of the counted pixels."""
    opaque = _opaque(counts, colours)
    return _ordered(counts, colours, points(counts.colours, space, opaque), space, progress)


def _ordered(
    counts: ColourCounts, colours: Bytes, places: Floats32, space: Space, progress: Progress
) -> Palette:
    """Assign the counted colours, at these places, and order the palette by use."""
    colours = np.unique(colours, axis=0)
    found = nearest(places, points(colours, space, places.shape[1] == 3), progress)
    pixels = np.bincount(found, counts.pixels, len(colours)).astype(np.int64)
    order = np.lexsort((*colours.T[::-1], -pixels))
    colours, pixels = colours[order], pixels[order]
    labels = np.argsort(order)[found].astype(np.uint8)
    named = digest("palette", colours.tobytes(), space, counts.digest)
    return Palette(colours, pixels, counts, labels, space, named)


def paint(
    picture: Picture, palette: Palette, dither: float = 0.0, progress: Progress = silent
) -> QuantisedPicture:
    """Give each pixel its colour of a palette that was made for this picture or one with all its colours."""
    counts = palette.counts
    labels = np.empty(picture.rgb.shape[:2], np.uint8)
    solid = np.searchsorted(counts.codes, OPAQUE)  # from here on
    table = np.zeros(2**24, np.uint8)
    table[counts.codes[solid:] & ~OPAQUE] = palette.labels[solid:]
    for rows, places in strips(picture, progress):
        found = table[places]
        at, codes = soft(picture, rows, places)
        found[at] = palette.labels[np.searchsorted(counts.codes[:solid], codes)]
        labels[rows] = found.reshape(-1, picture.width)
    if dither and not palette.exact:
        labels = dithered(picture, labels, palette.colours, palette.space, dither, progress)
    return QuantisedPicture(
        picture.name, labels, palette, digest("painted", picture.digest, palette.digest, dither)
    )


def parse_colour(text: str) -> tuple[int, int, int, int]:
    """Read #rgb, #rrggbb or #rrggbbaa; raises BadSettings for anything else."""
    digits = text.strip().removeprefix("#")
    if len(digits) == 3:
        digits = "".join(2 * d for d in digits)
    try:
        red, green, blue, *alpha = bytes.fromhex(digits)
    except ValueError as problem:
        raise BadSettings(f"{text!r} is not a colour.", "Write it as #rrggbb.") from problem
    if len(alpha) > 1:
        raise BadSettings(f"{text!r} is not a colour.", "Write it as #rrggbb.")
    return red, green, blue, alpha[0] if alpha else 255


def _checked(settings: PaletteSettings) -> Bytes:
    """Return the locked colours (l, 4) when the settings make sense."""
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


def _opaque(counts: ColourCounts, colours: Bytes) -> bool:
    """Whether neither the picture nor these colours are transparent anywhere."""
    return bool(counts.codes[0] >> 24 == 255) and bool((colours[:, 3] == 255).all())


def _searched(
    counts: ColourCounts, clouds: Clouds, settings: PaletteSettings, locked: Bytes, progress: Progress
) -> Bytes:
    """Return the palette that k-means finds, (k, 4), the colours that are kept among them."""
    kept = _kept(clouds, settings, locked)
    fixed = points(kept, settings.space, clouds.opaque)
    fine, middle, coarse = (
        replace(cloud, fixed=len(kept)) for cloud in (clouds.fine, clouds.middle, clouds.coarse)
    )
    centres = lloyd(coarse, first_centres(coarse, fixed, settings.k, progress), 4)
    centres = lloyd(middle, improve(coarse, centres, 0.25, 8, progress), 5)
    centres = lloyd(fine, improve(middle, centres, 0.1, 1, progress), 5, progress)
    return _filled(counts, clouds, _rounded(centres, kept, settings.space), settings)


def _kept(clouds: Clouds, settings: PaletteSettings, locked: Bytes) -> Bytes:
    """Return the locked colours, and full transparency where there is some: no other colour mixes with it."""
    if not clouds.clear or len(locked) == settings.k:
        return locked
    return np.unique(np.vstack([locked, np.zeros((1, 4), np.uint8)]), axis=0)


def _rounded(centres: Floats32, kept: Bytes, space: Space) -> Bytes:
    """Return the colours of centres, those kept as they are; equal ones become one."""
    found = colours_at(centres[len(kept) :], space)
    found[found[:, 3] >= _NEARLY_OPAQUE, 3] = 255  # a solid area is worth more than the last 2 %
    return np.unique(np.vstack([kept, found]), axis=0)


def _filled(counts: ColourCounts, clouds: Clouds, chosen: Bytes, settings: PaletteSettings) -> Bytes:
    """Where rounding made centres equal, add the colours with the largest error."""
    missing = settings.k - len(chosen)
    if missing <= 0:
        return chosen
    centres = points(chosen, settings.space, clouds.opaque)
    error = ((clouds.places - centres[nearest(clouds.places, centres)]) ** 2).sum(axis=1) * counts.pixels
    worst = np.argsort(-error, kind="stable")[:missing]
    return np.vstack([chosen, counts.colours[worst[error[worst] > 0]]])


def _mean_error(palette: Palette, space: Space, power: int) -> float:
    """Return the mean distance of the pixels to their new colours, to a power."""
    counts = palette.counts
    opaque = _opaque(counts, palette.colours)
    offsets = points(counts.colours, space, opaque)
    offsets -= points(palette.colours, space, opaque)[palette.labels]
    squared = np.einsum("nd,nd->n", offsets, offsets)
    distances = squared if power == 2 else np.sqrt(squared)
    return float(distances.astype(np.float64) @ counts.pixels) / counts.total


def _fewest(
    counts: ColourCounts, settings: PaletteSettings, wanted: float, clouds: Clouds, progress: Progress
) -> Palette:
    """Halve the range of k until the smallest that reaches the PSNR is left; the largest if none does."""
    low, high = max(2, len(settings.locked)), settings.k
    asked = replace(settings, psnr=None)
    best = find_palette(counts, asked, progress, clouds)
    turns, turn = max(1, (high - low).bit_length()), 0
    while low < high and best.psnr >= wanted:
        middle = (low + high) // 2
        turn += 1
        progress(turn / (turns + 1), f"Trying {middle} colours")
        tried = find_palette(counts, replace(asked, k=middle), clouds=clouds)
        if tried.psnr >= wanted:
            best, high = tried, middle
        else:
            low = middle + 1
    return best
