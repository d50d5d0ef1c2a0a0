"""Pictures painted in their colours: for the page, for files, and compared with what they were."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Literal

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
from pages.shared.results.computing import as_step, computed, desk
from pages.shared.results.palettes import Studio, search, studio
from pages.shared.results.pictures import counts, simple
from pages.shared.state.choices import PictureChoices, Upload

LONGEST = 2**16  # pixels a side: no picture is larger
LARGE = 2**22  # pixels, from which the smallest PNG takes more than a moment
SOON = 6  # level of libdeflate


def after(studio: Studio, before: Picture) -> QuantisedPicture:
    """Return the picture, no larger than the page shows it, or a part of it in the palette's colours."""
    if studio.rough:
        return core.paint(simple(before), studio.palette)
    if before is studio.picture:
        return painted(studio)
    own = counts(before)  # shrinking makes colours that the picture has not
    key = digest("after", studio.palette.digest, before.digest, studio.dither, studio.pattern)

    def work(progress: Progress) -> QuantisedPicture:
        palette = core.palette_for(own, studio.palette.colours, studio.palette.space, progress)
        return core.paint(before, palette, studio.dither, progress, pattern=studio.pattern)

    return computed(key, "Painting", work)


def closer(studio: Studio, part: Picture, view: tuple[int, int, int, int]) -> QuantisedPicture:
    """Return the part that is looked at closely, exactly as it is in the file where it was not shrunk."""
    left, top, width, height = view
    if part.width < width or part.height < height:
        return after(studio, part)
    whole = painted(studio)
    return replace(whole, labels=np.ascontiguousarray(whole.labels[top : top + height, left : left + width]))


def _painting(studio: Studio) -> tuple[str, Callable[[Progress], QuantisedPicture]]:
    """Return the key of the whole picture in the palette, and how it is painted."""
    key = digest("painted", studio.palette.digest, studio.picture.digest, studio.dither, studio.pattern)
    return key, lambda progress: core.paint(
        studio.picture, studio.palette, studio.dither, progress, pattern=studio.pattern
    )


def _writing(studio: Studio, level: int | None = None) -> tuple[str, Callable[[Progress], bytes]]:
    """Return the key of the whole picture's PNG, small or soon by a level, and how it is written."""
    key, paint = _painting(studio)
    painted = as_step(key, paint)

    def work(progress: Progress) -> bytes:
        whole = painted(part(progress, 0.0, 0.2))
        return core.indexed_png(whole.labels, whole.palette.colours, level, part(progress, 0.2, 1.0))

    return digest("png", key, level), work


def name(studio: Studio) -> str:
    """Return a short name of the whole picture in the palette: other pixels, another name."""
    return _painting(studio)[0][:6]


def painted(studio: Studio) -> QuantisedPicture:
    """Return the whole picture in the palette."""
    key, work = _painting(studio)
    return computed(key, "Painting", work)


def png(studio: Studio, place: DeltaGenerator | None = None) -> bytes:
    """Return the whole picture's PNG with as few bytes as can be."""
    key, work = _writing(studio)
    return computed(key, "Making the PNG smaller", work, place)


def soon_png(studio: Studio) -> bytes:
    """Return a PNG that is soon there: of a large picture one that has more bytes than it will have."""
    return png(studio) if studio.picture.pixels <= LARGE else computed(*_soon(studio))


def _soon(studio: Studio) -> tuple[str, str, Callable[[Progress], bytes]]:
    key, work = _writing(studio, SOON)
    return key, "Writing the PNG", work


def painted_later(studio: Studio) -> Callable[[], QuantisedPicture]:
    """Return the painting as work for a click, which may come before the page has done it."""
    step = as_step(*_painting(studio))
    return lambda: step(silent)


def png_later(studio: Studio) -> Callable[[], bytes]:
    """Return the PNG as work for a click: the small one where it is there or soon made."""
    (key, work), (soon_key, _, soon) = _writing(studio), _soon(studio)
    shared = desk()

    def made() -> bytes:
        small = studio.picture.pixels <= LARGE or shared.kept(key)[0]
        return as_step(*((key, work) if small else (soon_key, soon)))(silent)

    return made


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
        progress(0.0, "")
        far = core.delta_e(before.rgba(), after.rgba)
        most = float(far.max())
        grey = np.rint(far * (255 / max(most, 1e-9))).astype(np.uint8)
        return for_browser(picture_of(np.repeat(grey[..., None], 3, axis=2), "changes"))[1], most

    return computed(key, "Comparing pixels", work, place)


def curve(
    pictures: list[Picture], shown: int, choices: PictureChoices, place: DeltaGenerator
) -> list[CurvePoint]:
    """Return quality and size of the shown picture for 4 to 256 searched colours, which these pictures share.

    Each point is kept, so that a stopped curve goes on, and so is each palette.
    """
    points = []
    for k in CURVE:
        if k >= len(choices.palette.locked):
            key, work = _point(pictures, shown, _with(choices, k))
            points.append(computed(key, f"Quality and size with {k} colours", work, place))
    return points


def settled(
    pictures: list[Picture], shown: int, choices: PictureChoices
) -> tuple[PictureChoices, CurvePoint | None]:
    """Return the choices with the k that reaches the wanted quality or size, and what it gives.

    Every k that is tried counts what dithering does, and is kept.
    """
    if choices.aim == "colours" or choices.applied:
        return choices, None
    most = min(core.LARGEST, len(counts(pictures[shown]).codes))
    ks = range(max(2, min(len(choices.palette.locked), most)), max(2, most) + 1)

    def point(k: int) -> CurvePoint:
        key, work = _point(pictures, shown, _with(choices, k))
        return computed(key, f"Trying {k} colours", work)

    if choices.aim == "quality":
        k = core.aim(point, ks, psnr=choices.wanted_psnr)
    else:
        k = core.aim(point, ks, n_bytes=1000 * choices.wanted_kb)
    return _with(choices, k), point(k)


def _with(choices: PictureChoices, k: int) -> PictureChoices:
    return replace(choices, applied=(), palette=replace(choices.palette, k=k))


def present(studio: Studio, quality: PictureQuality) -> CurvePoint:
    """Return the present result as a point beside the curve."""
    return CurvePoint(studio.palette.k, quality.psnr, len(png(studio)))


def _point(
    pictures: list[Picture], shown: int, asked: PictureChoices
) -> tuple[str, Callable[[Progress], CurvePoint]]:
    """Return the key of what a k gives, and how it is found."""
    key, find = search(pictures, asked)
    found, picture = as_step(key, find), pictures[shown]
    own, dither, pattern = counts(picture), asked.palette.dither, asked.pattern

    def work(progress: Progress) -> CurvePoint:
        palette = found(part(progress, 0.0, 0.4))
        if len(pictures) > 1:
            palette = core.palette_for(own, palette.colours, palette.space)
        painted = core.paint(picture, palette, dither, part(progress, 0.4, 0.5), pattern=pattern)
        return core.curve_point(picture, painted, part(progress, 0.5, 1.0))

    return digest("curve", key, picture.digest, dither, pattern), work


def lossy(studio: Studio, measured: PictureQuality, place: DeltaGenerator) -> list[tuple[str, int]]:
    """Return the bytes of lossy files of the picture that are as near to it as its colours are."""
    kinds: tuple[tuple[str, Literal["WEBP", "AVIF"]], ...] = (("Lossy WebP", "WEBP"), ("AVIF", "AVIF"))
    found = []
    for label, kind in kinds:
        key = digest("lossy", studio.picture.digest, kind, measured.psnr)
        work = partial(_lossy_bytes, studio.picture, kind, measured.psnr)
        found.append((label, computed(key, f"Trying {label}", work, place)))
    return found


def _lossy_bytes(picture: Picture, kind: Literal["WEBP", "AVIF"], psnr: float, progress: Progress) -> int:
    progress(0.0, "")
    return len(core.lossy(picture, kind, psnr))


def film(upload: Upload, choices: PictureChoices, place: DeltaGenerator) -> bytes:
    """Return an animation's frames in one palette as a GIF."""
    settings = replace(choices.palette, dither=0.0)
    key = digest("film", upload.data, choices.palette, choices.pattern, choices.longest)

    def work(progress: Progress) -> bytes:
        frames, times = core.read_frames(upload.data)
        frames = [core.shrunk(frame, choices.longest or LONGEST) for frame in frames]
        palette = core.find_palette(core.together([core.count_colours(frame) for frame in frames]), settings)
        painted = []
        for number, frame in enumerate(frames):
            progress(number / len(frames), f"Painting frame {number + 1} of {len(frames)}")
            painted.append(core.paint(frame, palette, choices.palette.dither, pattern=choices.pattern))
        return core.gif(painted, times)

    return computed(key, "Making the GIF", work, place)


def all_as_zip(pictures: list[Picture], choices: PictureChoices) -> bytes:
    """Return every picture as PNG, in its own palette or the one they share, in one zip file."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for i, picture in enumerate(pictures):
            name = f"{i + 1:03d}-{stem(picture.name)}.png"
            entry = zipfile.ZipInfo(name)  # without the time of day: the same pictures give the same bytes
            group, at = (pictures, i) if choices.shared else ([picture], 0)
            archive.writestr(entry, png(studio(group, at, choices)))
    return file.getvalue()


def stem(name: str) -> str:
    """Return a file name without folder, ending and characters that file systems refuse."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1].rsplit(".", 1)[0]
    return "".join(c if c.isalnum() or c in "-_ " else "_" for c in last).strip()[:60] or "picture"
