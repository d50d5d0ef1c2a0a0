"""The colours that pictures are shown in: searched or given, shared where there are several."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from kmeans_core import pictures as core
from kmeans_core.common import Progress, digest
from kmeans_core.pictures import Clouds, ColourCounts, Palette, PaletteSettings, Pattern, Picture, together
from pages.shared.results.computing import begun, computed
from pages.shared.results.pictures import counts, seen, simple
from pages.shared.state.choices import PictureChoices

MOMENT = 0.1  # seconds that the page waits for the exact colours before it shows about those


@dataclass(frozen=True, eq=False)
class Studio:
    """One picture with its colours, and the palette it is shown in, which others may share."""

    picture: Picture
    counts: ColourCounts
    palette: Palette  # for this picture's own colours, when rough for fewer than those
    dither: float
    pattern: Pattern
    rough: bool = False  # whether these are about the colours while the exact ones are searched


def _together(pictures: list[Picture]) -> ColourCounts:
    """Return the colours of all the pictures as those of one."""
    every = [counts(picture) for picture in pictures]
    if len(every) == 1:
        return every[0]
    key = digest("together", tuple(picture.digest for picture in pictures))
    return computed(key, "Counting colours", lambda progress: together(every))


def _settings(choices: PictureChoices) -> PaletteSettings:
    """Return what the search for colours depends on; dithering changes pixels, not colours."""
    return replace(choices.palette, dither=0.0)


def _clouds(merged: ColourCounts, settings: PaletteSettings) -> Clouds:
    """Return what no k changes, so that moving k is quick."""
    key = digest("clouds", merged.digest, settings.space, settings.locked)
    return computed(key, "Averaging colours", lambda progress: core.clouds_for(merged, settings))


def search(pictures: list[Picture], choices: PictureChoices) -> tuple[str, Callable[[Progress], Palette]]:
    """Return the key of the palette of all the pictures, and how it is found."""
    merged, settings = _together(pictures), _settings(choices)
    key = digest("palette", merged.digest, settings, choices.applied)
    if choices.applied:
        given = np.array([core.parse_colour(text) for text in choices.applied], np.uint8)
        return key, lambda progress: core.palette_for(merged, given, settings.space, progress)
    clouds = _clouds(merged, settings)
    return key, lambda progress: core.find_palette(merged, settings, progress, clouds)


def studio(pictures: list[Picture], shown: int, choices: PictureChoices) -> Studio:
    """Find one palette for all the pictures and return the shown one with it."""
    key, find = search(pictures, choices)
    palette = computed(key, "Finding the colours", find)
    picture = pictures[shown]
    own = counts(picture)
    if len(pictures) > 1:
        joint = palette
        palette = computed(
            digest("own", key, picture.digest),
            "Assigning colours",
            lambda progress: core.palette_for(own, joint.colours, joint.space, progress),
        )
    return Studio(picture, own, palette, choices.palette.dither, choices.pattern)


def sketch(pictures: list[Picture], shown: int, choices: PictureChoices) -> Studio | None:
    """Have the colours searched; return about those when the search takes longer than a moment.

    The search goes on beside it.
    """
    if choices.applied:
        return None
    picture, settings = pictures[shown], _settings(choices)
    own, merged = counts(picture), _together(pictures)
    part = counts(simple(seen(picture)))
    clouds = _clouds(merged, settings)
    if begun(*search(pictures, choices), MOMENT):
        return None
    colours = core.first_colours(clouds, settings)
    return Studio(
        picture, own, core.palette_for(part, colours, settings.space), 0.0, choices.pattern, rough=True
    )
