"""The pictures of a visit and everything computed from them, kept by digest."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass, replace

import numpy as np

from kmeans_core import picture_quality, quantisation, quantisation_files
from kmeans_core.colour_counts import ColourCounts, count_colours, together
from kmeans_core.digests import digest
from kmeans_core.images import Picture, read_picture, shrunk
from kmeans_core.picture_quality import CURVE, CurvePoint, PictureQuality
from kmeans_core.progress import Progress
from kmeans_core.quantisation import Palette, PaletteSettings, QuantisedPicture
from pages.shared import session
from pages.shared.cached import computed

PREVIEW = 1460  # pixels; the page shows no more


@dataclass(frozen=True, eq=False)
class Studio:
    """One picture with its colours, and the palette it is shown in, which others may share."""

    picture: Picture
    counts: ColourCounts
    palette: Palette  # for this picture's own colours
    colours_before: int
    dither: float


def load(upload: session.Upload) -> Picture:
    key = digest("read picture", upload.data, upload.name)
    return computed(key, "Reading the picture", lambda progress: read_picture(upload.data, upload.name))


def counts(picture: Picture) -> ColourCounts:
    key = digest("colours", picture.digest)
    return computed(key, "Counting colours", lambda progress: count_colours(picture, progress))


def studio(pictures: list[Picture], shown: int, choices: session.PictureChoices) -> Studio:
    """Find one palette for all the pictures and return the shown one with it."""
    every = [counts(picture) for picture in pictures]
    names = tuple(picture.digest for picture in pictures)
    settings = replace(choices.palette, dither=0.0)  # which changes pixels, not colours
    if settings.psnr is not None:
        settings = replace(settings, k=quantisation.LARGEST)
    joint = digest("palette", names, settings, choices.applied)

    def find(progress: Progress) -> Palette:
        merged = together(every) if len(every) > 1 else every[0]
        if choices.applied:
            given = np.array([quantisation.parse_colour(text) for text in choices.applied], np.uint8)
            return quantisation.palette_for(merged, given, settings.space, progress)
        return quantisation.find_palette(merged, settings, progress)

    palette = computed(joint, "Finding the colours", find)
    if len(every) > 1:
        own = digest("own", joint, names[shown])
        merged_palette = palette
        palette = computed(
            own,
            "Assigning colours",
            lambda progress: quantisation.palette_for(
                every[shown], merged_palette.colours, settings.space, progress
            ),
        )
    picture = pictures[shown]
    return Studio(picture, every[shown], palette, len(every[shown].codes), choices.palette.dither)


def small(studio: Studio) -> tuple[Picture, QuantisedPicture]:
    """Return the picture as the page shows it, and that in the palette."""
    if max(studio.picture.width, studio.picture.height) <= PREVIEW:
        return studio.picture, painted(studio)
    key = digest("small", studio.picture.digest)
    picture = computed(key, "Shrinking", lambda progress: shrunk(studio.picture, PREVIEW))
    seen = counts(picture)
    key = digest("small", studio.palette.digest, picture.digest, studio.dither)

    def work(progress: Progress) -> QuantisedPicture:
        palette = quantisation.palette_for(seen, studio.palette.colours, studio.palette.space, progress)
        return quantisation.paint(picture, palette, studio.dither, progress)

    return picture, computed(key, "Painting", work)


def painted(studio: Studio) -> QuantisedPicture:
    """Return the whole picture in the palette."""
    key = digest("painted", studio.palette.digest, studio.picture.digest, studio.dither)
    return computed(
        key,
        "Painting",
        lambda progress: quantisation.paint(studio.picture, studio.palette, studio.dither, progress),
    )


def quality(studio: Studio) -> PictureQuality:
    whole = painted(studio)
    key = digest("quality", whole.digest)
    return computed(
        key,
        "Comparing pixels",
        lambda progress: picture_quality.measure(studio.picture, whole, progress),
    )


def png(studio: Studio) -> bytes:
    whole = painted(studio)
    key = digest("png", whole.digest)
    return computed(key, "Writing the PNG", lambda progress: quantisation_files.png(whole, progress))


def curve(studio: Studio, settings: PaletteSettings) -> list[CurvePoint]:
    """Return quality and size for 4 to 256 colours; each is kept, so that a stopped curve goes on."""
    plain = replace(settings, psnr=None)
    points = []
    for k in CURVE:
        if k >= len(settings.locked):
            asked = replace(plain, k=k)
            points.append(
                computed(
                    digest("curve", studio.picture.digest, asked),
                    f"Quality and size with {k} colours",
                    lambda progress, asked=asked: picture_quality.curve_point(
                        studio.picture, studio.counts, asked, progress
                    ),
                )
            )
    return points


def all_as_zip(pictures: list[Picture], choices: session.PictureChoices) -> bytes:
    """Return every picture as PNG in the palette they share, in one zip file."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for i in range(len(pictures)):
            name = f"{i + 1:03d}-{stem(pictures[i].name)}.png"
            entry = zipfile.ZipInfo(name)  # without the time of day: the same pictures give the same bytes
            archive.writestr(entry, png(studio(pictures, i, choices)))
    return file.getvalue()


def stem(name: str) -> str:
    """Return a file name without folder, ending and characters that file systems refuse."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1].rsplit(".", 1)[0]
    return "".join(c if c.isalnum() or c in "-_ " else "_" for c in last).strip()[:60] or "picture"
