"""The pictures of a visit and everything computed from them, kept by digest."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from streamlit.delta_generator import DeltaGenerator

from kmeans_core import pictures as core
from kmeans_core.common import Progress, digest, part, silent
from kmeans_core.pictures import (
    CURVE,
    Clouds,
    ColourCounts,
    CurvePoint,
    Palette,
    PaletteSettings,
    Picture,
    PictureQuality,
    QuantisedPicture,
    count_colours,
    cut,
    for_browser,
    picture_of,
    read_picture,
    shrunk,
    simplified,
    together,
)
from pages.shared import session
from pages.shared.cached import as_step, begun, computed

PREVIEW = 1460  # pixels; the page shows no more
WINDOW = (930, 640)  # screen pixels of a zoomed part, few enough to be sent without loss
MOMENT = 0.1  # seconds that the page waits for the exact colours before it shows about those


@dataclass(frozen=True, eq=False)
class Studio:
    """One picture with its colours, and the palette it is shown in, which others may share."""

    picture: Picture
    counts: ColourCounts
    palette: Palette  # for this picture's own colours, when rough for fewer than those
    dither: float
    rough: bool = False  # whether these are about the colours while the exact ones are searched


def load(upload: session.Upload) -> Picture:
    key = digest("read picture", upload.data, upload.name)
    return computed(key, "Reading the picture", lambda progress: read_picture(upload.data, upload.name))


def counts(picture: Picture) -> ColourCounts:
    key = digest("colours", picture.digest)
    return computed(key, "Counting colours", lambda progress: count_colours(picture, progress))


def _together(pictures: list[Picture]) -> ColourCounts:
    """Return the colours of all the pictures as those of one."""
    every = [counts(picture) for picture in pictures]
    if len(every) == 1:
        return every[0]
    key = digest("together", tuple(picture.digest for picture in pictures))
    return computed(key, "Counting colours", lambda progress: together(every))


def _settings(choices: session.PictureChoices) -> PaletteSettings:
    """Return what the search for colours depends on; dithering changes pixels, not colours."""
    if choices.palette.psnr is None:
        return replace(choices.palette, dither=0.0)
    return replace(choices.palette, dither=0.0, k=core.LARGEST)


def _clouds(merged: ColourCounts, settings: PaletteSettings) -> Clouds:
    """Return what no k changes, so that moving k is quick."""
    key = digest("clouds", merged.digest, settings.space, settings.locked)
    return computed(key, "Averaging colours", lambda progress: core.clouds_for(merged, settings))


def _search(
    pictures: list[Picture], choices: session.PictureChoices
) -> tuple[str, Callable[[Progress], Palette]]:
    """Return the key of the palette of all the pictures, and how it is found."""
    merged, settings = _together(pictures), _settings(choices)
    key = digest("palette", merged.digest, settings, choices.applied)
    if choices.applied:
        given = np.array([core.parse_colour(text) for text in choices.applied], np.uint8)
        return key, lambda progress: core.palette_for(merged, given, settings.space, progress)
    clouds = _clouds(merged, settings)
    return key, lambda progress: core.find_palette(merged, settings, progress, clouds)


def studio(pictures: list[Picture], shown: int, choices: session.PictureChoices) -> Studio:
    """Find one palette for all the pictures and return the shown one with it."""
    key, find = _search(pictures, choices)
    palette = computed(key, "Finding the colours", find)
    picture, dither = pictures[shown], choices.palette.dither
    own = counts(picture)
    if len(pictures) > 1:
        joint = palette
        palette = computed(
            digest("own", key, picture.digest),
            "Assigning colours",
            lambda progress: core.palette_for(own, joint.colours, joint.space, progress),
        )
    return Studio(picture, own, palette, dither)


def sketch(pictures: list[Picture], shown: int, choices: session.PictureChoices) -> Studio | None:
    """Have the colours searched; return about those when the search takes longer than a moment.

    The search goes on beside it.
    """
    if choices.applied or choices.palette.psnr is not None:
        return None
    picture, settings = pictures[shown], _settings(choices)
    own, merged = counts(picture), _together(pictures)
    part = counts(_simple(seen(picture, choices)))
    clouds = _clouds(merged, settings)
    if begun(*_search(pictures, choices), MOMENT):
        return None
    colours = core.first_colours(clouds, settings)
    return Studio(picture, own, core.palette_for(part, colours, settings.space), 0.0, rough=True)


def seen(picture: Picture, choices: session.PictureChoices) -> Picture:
    """Return the picture as the page shows it: as large as the page, or a part of its pixels."""
    if choices.zoom:
        return cut(picture, *_window(picture, choices))
    if max(picture.width, picture.height) <= PREVIEW:
        return picture
    key = digest("small", picture.digest)
    return computed(key, "Shrinking", lambda progress: shrunk(picture, PREVIEW))


def _simple(picture: Picture) -> Picture:
    key = digest("simple", picture.digest)
    return computed(key, "Looking at pixels", lambda progress: simplified(picture))


def _window(picture: Picture, choices: session.PictureChoices) -> tuple[int, int, int, int]:
    """Return left, top, width and height of the zoomed part."""
    width, height = (
        min(size, most // choices.zoom)
        for size, most in zip((picture.width, picture.height), WINDOW, strict=True)
    )
    left = min(max(round(choices.centre[0] * picture.width - width / 2), 0), picture.width - width)
    top = min(max(round(choices.centre[1] * picture.height - height / 2), 0), picture.height - height)
    return left, top, width, height


def after(studio: Studio, before: Picture, choices: session.PictureChoices) -> QuantisedPicture:
    """Return what the page shows of the picture in the palette's colours."""
    if studio.rough:
        return core.paint(_simple(before), studio.palette)
    if before is studio.picture:
        return painted(studio)
    if choices.zoom and studio.dither:  # whose errors come from all over the picture
        left, top, width, height = _window(studio.picture, choices)
        whole = painted(studio)
        return replace(whole, labels=whole.labels[top : top + height, left : left + width])
    colours = None if choices.zoom else counts(before)  # those of a shrunk picture are its own
    key = digest("after", studio.palette.digest, before.digest, studio.dither)

    def work(progress: Progress) -> QuantisedPicture:
        palette = studio.palette
        if colours is not None:
            palette = core.palette_for(colours, palette.colours, palette.space, progress)
        return core.paint(before, palette, studio.dither, progress)

    return computed(key, "Painting", work)


def _painting(studio: Studio) -> tuple[str, Callable[[Progress], QuantisedPicture]]:
    """Return the key of the whole picture in the palette, and how it is painted."""
    key = digest("painted", studio.palette.digest, studio.picture.digest, studio.dither)
    return key, lambda progress: core.paint(studio.picture, studio.palette, studio.dither, progress)


def _writing(studio: Studio) -> tuple[str, Callable[[Progress], bytes]]:
    """Return the key of the whole picture's PNG, and how it is written."""
    key, paint = _painting(studio)
    painted = as_step(key, paint)

    def work(progress: Progress) -> bytes:
        return core.png(painted(part(progress, 0.0, 0.2)), part(progress, 0.2, 1.0))

    return digest("png", key), work


def name(studio: Studio) -> str:
    """Return a short name of the whole picture in the palette: other pixels, another name."""
    return _painting(studio)[0][:6]


def painted(studio: Studio) -> QuantisedPicture:
    """Return the whole picture in the palette."""
    key, work = _painting(studio)
    return computed(key, "Painting", work)


def png(studio: Studio, place: DeltaGenerator | None = None) -> bytes:
    key, work = _writing(studio)
    return computed(key, "Writing the PNG", work, place)


def painted_later(studio: Studio) -> Callable[[], QuantisedPicture]:
    """Return the painting as work for a click, which may come before the page has done it."""
    step = as_step(*_painting(studio))
    return lambda: step(silent)


def png_later(studio: Studio) -> Callable[[], bytes]:
    step = as_step(*_writing(studio))
    return lambda: step(silent)


def quality(studio: Studio, place: DeltaGenerator) -> PictureQuality:
    key, paint = _painting(studio)
    painted = as_step(key, paint)

    def work(progress: Progress) -> PictureQuality:
        whole = painted(part(progress, 0.0, 0.2))
        return core.measure(studio.picture, whole, part(progress, 0.2, 1.0))

    return computed(digest("quality", key), "Comparing pixels", work, place)


def changes(before: Picture, after: QuantisedPicture, place: DeltaGenerator) -> tuple[bytes, float]:
    """Return a picture of how far each pixel is from its new colour, for the browser, and what white is."""
    key = digest("changes", before.digest, after.digest)

    def work(progress: Progress) -> tuple[bytes, float]:
        far = core.changes(before, after, progress)
        most = float(far.max())
        grey = np.rint(far * (255 / max(most, 1e-9))).astype(np.uint8)
        return for_browser(picture_of(np.repeat(grey[..., None], 3, axis=2), "changes"))[1], most

    return computed(key, "Comparing pixels", work, place)


def curve(
    pictures: list[Picture], shown: int, choices: session.PictureChoices, place: DeltaGenerator
) -> list[CurvePoint]:
    """Return quality and size of the shown picture for 4 to 256 searched colours, which all pictures share.

    Each point is kept, so that a stopped curve goes on, and so is each palette.
    """
    points = []
    for k in CURVE:
        if k >= len(choices.palette.locked):
            asked = replace(choices, applied=(), palette=replace(choices.palette, k=k, psnr=None))
            key, work = _point(pictures, shown, asked)
            points.append(computed(key, f"Quality and size with {k} colours", work, place))
    return points


def present(studio: Studio) -> CurvePoint:
    """Return the present result as a point beside the curve."""
    palette = studio.palette
    return CurvePoint(palette.k, palette.psnr, palette.delta_e, len(png(studio)))


def _point(
    pictures: list[Picture], shown: int, asked: session.PictureChoices
) -> tuple[str, Callable[[Progress], CurvePoint]]:
    """Return the key of a point of the curve, and how it is found."""
    key, find = _search(pictures, asked)
    found, picture, dither = as_step(key, find), pictures[shown], asked.palette.dither
    own = counts(picture)

    def work(progress: Progress) -> CurvePoint:
        palette = found(part(progress, 0.0, 0.4))
        if len(pictures) > 1:
            palette = core.palette_for(own, palette.colours, palette.space)
        return core.curve_point(picture, palette, asked.palette.k, dither, part(progress, 0.4, 1.0))

    return digest("curve", key, picture.digest, dither), work


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
