"""A picture in k colours: a palette found by k-means on its colours, and each pixel's place in it."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from kmeans_core.common import Bytes, Floats32, Progress, digest, silent
from kmeans_core.pictures.colour_counts import OPAQUE, Clouds, ColourCounts, clouds_of, soft, strips
from kmeans_core.pictures.colour_spaces import Space, colours_at, points
from kmeans_core.pictures.dithering import Pattern, blue_noise, dithered
from kmeans_core.pictures.images import Picture
from kmeans_core.pictures.palette_search import first_centres, improve, lloyd, nearest
from kmeans_core.pictures.palettes import (
    USUAL,
    Palette,
    PaletteSettings,
    all_opaque,
    locked_colours,
    palette_for,
)

_NEARLY_OPAQUE = 251


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


def clouds_for(counts: ColourCounts, settings: PaletteSettings = USUAL) -> Clouds:
    """Return what `find_palette` needs whatever k is, for a space and locked colours."""
    return clouds_of(counts, settings.space, all_opaque(counts, locked_colours(settings)))


def find_palette(
    counts: ColourCounts,
    settings: PaletteSettings = USUAL,
    progress: Progress = silent,
    clouds: Clouds | None = None,
) -> Palette:
    """Return the k colours with the least squared error; the same counts and settings give the same bytes.

    `clouds` from `clouds_for` saves time where several k are asked for. Raises BadSettings for a k outside
    2 to 256, an unreadable locked colour, or more of those than colours.

    >>> from kmeans_core.pictures import bundled_picture, count_colours, read_picture
    >>> name, data = bundled_picture("Test card")
    >>> counts = count_colours(read_picture(data, name))
    >>> find_palette(counts, PaletteSettings(k=4)).hexes
    ('#325ab4', '#3c9b5a', '#cd3c32', '#ebc846')
    """
    locked = locked_colours(settings)
    every = np.unique(np.vstack([counts.colours[: settings.k + 1], locked]), axis=0)
    if len(every) <= settings.k:
        return palette_for(counts, every, settings.space)
    clouds = clouds or clouds_for(counts, settings)
    kept = _kept(clouds, settings, locked)
    fine, middle, coarse = clouds.fixing(len(kept))
    fixed = points(kept, settings.space, clouds.opaque)
    centres = lloyd(coarse, first_centres(coarse, fixed, settings.k, progress), 4)
    centres = lloyd(middle, improve(coarse, centres, 0.25, 8, progress), 5)
    centres = lloyd(fine, improve(middle, centres, 0.1, 1, progress), 5, progress)
    chosen = _filled(counts, clouds, _rounded(centres, kept, settings.space), settings)
    return palette_for(counts, chosen, settings.space, progress, clouds.places)


def first_colours(clouds: Clouds, settings: PaletteSettings) -> Bytes:
    """Return about the palette (k, 4) that `find_palette` will find, in a small part of its time."""
    kept = _kept(clouds, settings, locked_colours(settings))
    _, middle, coarse = clouds.fixing(len(kept))
    fixed = points(kept, settings.space, clouds.opaque)
    centres = lloyd(middle, lloyd(coarse, first_centres(coarse, fixed, settings.k), 4), 2)
    return _rounded(centres, kept, settings.space)


def paint(
    picture: Picture,
    palette: Palette,
    dither: float = 0.0,
    progress: Progress = silent,
    *,
    pattern: Pattern = "diffusion",
) -> QuantisedPicture:
    """Give each pixel its colour of a palette that was made for this picture or one with all its colours.

    `dither` from 0 to 1 says how strongly colours are mixed of dots where one is missing, by a `pattern`.

    >>> from kmeans_core.pictures import bundled_picture, count_colours, read_picture
    >>> name, data = bundled_picture("Test card")
    >>> picture = read_picture(data, name)
    >>> painted = paint(picture, find_palette(count_colours(picture), PaletteSettings(k=4)))
    >>> painted.labels[[0, 0, -1, -1], [0, -1, 0, -1]].tolist()
    [2, 1, 0, 3]
    """
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
    if dither and not palette.exact and pattern == "blue noise":
        labels = blue_noise(picture, labels, palette, dither)
    elif dither and not palette.exact:
        labels = dithered(picture, labels, palette, dither, progress)
    named = digest("painted", picture.digest, palette.digest, dither, pattern)
    return QuantisedPicture(picture.name, labels, palette, named)


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
