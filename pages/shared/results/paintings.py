"""Pictures painted in their colours: for the page, for files, and compared with what they were."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from dataclasses import replace

import numpy as np
from streamlit.delta_generator import DeltaGenerator

from kmeans_core import pictures as core
from kmeans_core.common import Progress, digest, part, silent
from kmeans_core.pictures import (
    CURVE,
    CurvePoint,
    Picture,
    PictureQuality,
    QuantisedPicture,
    for_browser,
    picture_of,
)
from pages.shared.results.computing import as_step, computed
from pages.shared.results.palettes import Studio, search, studio
from pages.shared.results.pictures import counts, simple, window
from pages.shared.state.choices import PictureChoices


def after(studio: Studio, before: Picture, choices: PictureChoices) -> QuantisedPicture:
    """Return what the page shows of the picture in the palette's colours."""
    if studio.rough:
        return core.paint(simple(before), studio.palette)
    if before is studio.picture:
        return painted(studio)
    if choices.zoom and studio.dither:  # whose errors come from all over the picture
        left, top, width, height = window(studio.picture, choices)
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
    pictures: list[Picture], shown: int, choices: PictureChoices, place: DeltaGenerator
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
    pictures: list[Picture], shown: int, asked: PictureChoices
) -> tuple[str, Callable[[Progress], CurvePoint]]:
    """Return the key of a point of the curve, and how it is found."""
    key, find = search(pictures, asked)
    found, picture, dither = as_step(key, find), pictures[shown], asked.palette.dither
    own = counts(picture)

    def work(progress: Progress) -> CurvePoint:
        palette = found(part(progress, 0.0, 0.4))
        if len(pictures) > 1:
            palette = core.palette_for(own, palette.colours, palette.space)
        return core.curve_point(picture, palette, asked.palette.k, dither, part(progress, 0.4, 1.0))

    return digest("curve", key, picture.digest, dither), work


def all_as_zip(pictures: list[Picture], choices: PictureChoices) -> bytes:
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
