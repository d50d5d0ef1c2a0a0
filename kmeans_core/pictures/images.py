"""Bytes in, a picture out: upright, in sRGB, 8 bits a channel, with its transparency."""

from __future__ import annotations

import contextlib
import io
import re
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import numpy as np
from PIL import Image, ImageOps
from pillow_heif import register_heif_opener

from kmeans_core.common import Bytes, FileTooLarge, UnreadableImage, digest
from kmeans_core.pictures.png_rows import cut_short
from kmeans_core.pictures.srgb import PROBLEMS, in_srgb

register_heif_opener()  # phones turn their HEIC photos by the container, which it minds
FORMATS = ("PNG", "JPEG", "WEBP", "AVIF", "HEIF", "BMP", "GIF", "TIFF")
_CALLED = {"MPO": "JPEG", "HEIF": "HEIC"}
_STRIP = 2**20  # pixels copied at once, so that only one whole copy is in memory
_EXACT = 600_000  # pixels that are shown without loss
_BOMBS = (Image.DecompressionBombError, Image.DecompressionBombWarning)
_NO_PICTURE = (
    (rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*(?:<!DOCTYPE svg[^>]*>\s*)?<svg\b", "an SVG drawing"),
    (rb"%PDF", "a PDF document"),
    (rb"%!PS|\xc5\xd0\xd3\xc6", "a PostScript drawing"),
    (rb"8BPS", "a Photoshop file"),
    (rb"\s*<(?:!doctype\s+html|html)", "a web page"),
    (rb"PK\x03\x04|\x1f\x8b", "an archive"),
    (rb"....ftyp(?!avi[fs]|hei[cxms]|hev[cxms]|m[is]f1)", "a film"),
)


@dataclass(frozen=True)
class PictureLimits:
    """What is read at most; pixels are known, and checked, before any is decoded."""

    pixels: int = 60_000_000
    bytes: int = 400 * 2**20


@dataclass(frozen=True, eq=False)
class Picture:
    """A picture as it is seen: upright, sRGB, 8 bits.

    >>> from kmeans_core import bundled_picture, read_picture
    >>> name, data = bundled_picture("Test card")
    >>> read_picture(data, name).rgb.shape
    (240, 240, 3)
    """

    name: str
    rgb: Bytes = field(repr=False)  # (h, w, 3)
    alpha: Bytes | None = field(repr=False)  # (h, w), None when every pixel is opaque
    format: str
    n_bytes: int  # of the file
    notices: tuple[str, ...]
    digest: str
    frames: int = 1  # of the file; this is the first one

    @property
    def width(self) -> int:
        return int(self.rgb.shape[1])

    @property
    def height(self) -> int:
        return int(self.rgb.shape[0])

    def rgba(self, rows: slice = slice(None)) -> Bytes:
        """Return all or some rows with their opacity (r, w, 4); what is fully clear is black."""
        if self.alpha is None:
            return np.dstack([self.rgb[rows], np.full_like(self.rgb[rows, :, 0], 255)])
        rgba = np.dstack([self.rgb[rows], self.alpha[rows]])
        rgba[rgba[..., 3] == 0] = 0
        return rgba

    @property
    def pixels(self) -> int:
        return self.width * self.height


def read_picture(data: bytes, name: str, limits: PictureLimits = PictureLimits()) -> Picture:
    """Return the picture that the bytes of a file hold, recognised by content and not by name.

    Raises UnreadableImage when they hold none, FileTooLarge when they pass a limit, before decoding.

    >>> from kmeans_core.pictures import bundled_picture
    >>> name, data = bundled_picture("China")
    >>> picture = read_picture(data, name)
    >>> picture.format, picture.width, picture.height, picture.rgb[0, 0].tolist()
    ('JPEG', 640, 427, [174, 201, 231])
    """
    if not data:
        raise UnreadableImage.empty()
    if len(data) > limits.bytes:
        raise FileTooLarge.image_on_disk(len(data), limits.bytes)
    for signature, what in _NO_PICTURE:
        if re.match(signature, data[:4096], re.DOTALL | re.IGNORECASE):
            raise UnreadableImage.not_an_image(what)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about broken metadata, which changes no pixel
        image, kind, frames = _decoded(data, limits)
        cut = cut_short(data, image)
        _stand_upright(image)
        image, notices = in_srgb(image)
    if frames > 1:
        notices = (f"The file holds {frames} frames or pages; the first one is shown.", *notices)
    return Picture(name, *_arrays(image), kind, len(data), (*cut, *notices), digest("picture", data), frames)


def _decoded(data: bytes, limits: PictureLimits) -> tuple[Image.Image, str, int]:
    """Return the first frame as it is stored, with the kind of file and how many frames it holds."""
    try:
        image: Image.Image = Image.open(io.BytesIO(data), formats=FORMATS)
    except _BOMBS as problem:
        raise FileTooLarge.more_pixels(limits.pixels) from problem
    except PROBLEMS as problem:
        raise UnreadableImage.unknown() from problem
    width, height = image.size
    if width * height > limits.pixels:
        raise FileTooLarge.pixels(width, height, width * height, limits.pixels)
    inside = str(image.format)
    kind = _CALLED.get(inside, inside)
    try:
        frames = 1 if inside == "MPO" else int(getattr(image, "n_frames", 1))
        image.seek(0)
        image.load()
    except (*_BOMBS, *PROBLEMS) as problem:
        raise UnreadableImage.damaged(kind) from problem
    return image, kind, frames


def _stand_upright(image: Image.Image) -> None:
    with contextlib.suppress(*PROBLEMS):  # broken EXIF data say nothing about which way is up
        ImageOps.exif_transpose(image, in_place=True)


def picture_of(rgb: Bytes, name: str, alpha: Bytes | None = None) -> Picture:
    """Make a picture of an array (h, w, 3), which has no file: its bytes are those of the bare pixels."""
    named = digest("pixels", rgb.shape, rgb.tobytes(), b"" if alpha is None else alpha.tobytes())
    return Picture(name, rgb, _unless_opaque(alpha), "", rgb.nbytes, (), named)


def shrunk(picture: Picture, longest: int) -> Picture:
    """Return the picture at most so many pixels wide and high, colours averaged; unchanged if it is small."""
    scale = longest / max(picture.width, picture.height)
    if scale >= 1:
        return picture
    size = max(1, round(picture.width * scale)), max(1, round(picture.height * scale))
    image = _image(picture)
    small = image.resize(size, Image.Resampling.BOX, reducing_gap=2.0 if image.mode == "RGB" else None)
    rgb, alpha = _arrays(small)
    return replace(picture, rgb=rgb, alpha=alpha, notices=(), digest=digest(picture.digest, longest))


def for_browser(picture: Picture) -> tuple[str, bytes]:
    """Return a media type and a file to look at: exact for small or transparent pictures, else a JPEG."""
    image, file = _image(picture), io.BytesIO()
    if picture.alpha is None and picture.pixels > _EXACT:
        image.save(file, "JPEG", quality=92, subsampling=0)
        return "image/jpeg", file.getvalue()
    image.save(file, "PNG", compress_level=1)
    return "image/png", file.getvalue()


def bands(height: int, width: int, pixels: int) -> Iterator[slice]:
    """Yield rows from top to bottom, about so many pixels at a time."""
    step = max(1, pixels // width)
    for top in range(0, height, step):
        yield slice(top, min(height, top + step))


def _image(picture: Picture) -> Image.Image:
    return Image.fromarray(picture.rgb if picture.alpha is None else picture.rgba())


def _arrays(image: Image.Image) -> tuple[Bytes, Bytes | None]:
    """Copy the pixels strip by strip: (h, w, 3), and (h, w) where something is transparent."""
    rgb = np.empty((image.height, image.width, 3), np.uint8)
    alpha = np.empty(rgb.shape[:2], np.uint8) if image.mode == "RGBA" else None
    for rows in bands(*rgb.shape[:2], _STRIP):
        part = np.asarray(image.crop((0, rows.start, image.width, rows.stop)))
        rgb[rows] = part[..., :3]
        if alpha is not None:
            alpha[rows] = part[..., 3]
    return rgb, _unless_opaque(alpha)


def _unless_opaque(alpha: Bytes | None) -> Bytes | None:
    return None if alpha is None or bool((alpha == 255).all()) else alpha
