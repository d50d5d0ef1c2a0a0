"""Bytes in, a picture out: upright, in sRGB, 8 bits a channel, with its transparency."""

from __future__ import annotations

import contextlib
import io
import re
import struct
import warnings
import zlib
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageCms, ImageOps

from kmeans_core.common import Bytes, FileTooLarge, UnreadableImage, digest

FORMATS = ("PNG", "JPEG", "WEBP", "AVIF", "BMP", "GIF", "TIFF")
_STRIP = 2**20  # pixels copied at once, so that only one whole copy is in memory
_EXACT = 600_000  # pixels that are shown without loss
_BOMBS = (Image.DecompressionBombError, Image.DecompressionBombWarning)
_DECODER_PROBLEMS = (  # what Pillow's decoders are seen to raise on broken files
    *(OSError, SyntaxError, ValueError, TypeError, EOFError, IndexError, KeyError, OverflowError),
    *(ZeroDivisionError, AttributeError, RuntimeError, MemoryError, AssertionError, struct.error, zlib.error),
)
_NO_PICTURE = (
    (rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*(?:<!DOCTYPE svg[^>]*>\s*)?<svg\b", "an SVG drawing"),
    (rb"....ftyp(?:heic|heix|hevc|mif1|msf1)", "a HEIC photo"),
    (rb"%PDF", "a PDF document"),
    (rb"%!PS|\xc5\xd0\xd3\xc6", "a PostScript drawing"),
    (rb"8BPS", "a Photoshop file"),
    (rb"\s*<(?:!doctype\s+html|html)", "a web page"),
    (rb"PK\x03\x04|\x1f\x8b", "an archive"),
    (rb"....ftyp(?!avi[fs])", "a film"),
)


@dataclass(frozen=True)
class PictureLimits:
    """What is read at most; pixels are known, and checked, before any is decoded."""

    pixels: int = 60_000_000
    bytes: int = 400 * 2**20


@dataclass(frozen=True, eq=False)
class Picture:
    """A picture as it is seen: upright, sRGB, 8 bits."""

    name: str
    rgb: Bytes = field(repr=False)  # (h, w, 3)
    alpha: Bytes | None = field(repr=False)  # (h, w), None when every pixel is opaque
    format: str
    n_bytes: int  # of the file
    notices: tuple[str, ...]
    digest: str

    @property
    def width(self) -> int:
        return int(self.rgb.shape[1])

    @property
    def height(self) -> int:
        return int(self.rgb.shape[0])

    @property
    def pixels(self) -> int:
        return self.width * self.height


def read_picture(data: bytes, name: str, limits: PictureLimits = PictureLimits()) -> Picture:
    """Return the picture that the bytes of a file hold, recognised by content and not by name.

    Raises UnreadableImage when they hold none, FileTooLarge when they pass a limit, before decoding.
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
        try:
            opened = Image.open(io.BytesIO(data), formats=FORMATS)
        except _BOMBS as problem:
            raise FileTooLarge.more_pixels(limits.pixels) from problem
        except _DECODER_PROBLEMS as problem:
            raise UnreadableImage.unknown() from problem
        width, height = opened.size
        if width * height > limits.pixels:
            raise FileTooLarge.pixels(width, height, width * height, limits.pixels)
        kind = "JPEG" if opened.format == "MPO" else str(opened.format)
        try:
            several = bool(getattr(opened, "is_animated", False)) and opened.format != "MPO"
            opened.seek(0)
            opened.load()
        except (*_BOMBS, *_DECODER_PROBLEMS) as problem:
            raise UnreadableImage.damaged(kind) from problem
        image, notices = _in_srgb(_upright(opened))
    if several:
        notices = ("The file holds several frames or pages; the first one is used.", *notices)
    rgb, alpha = _arrays(image)
    return Picture(name, rgb, alpha, kind, len(data), notices, digest("picture", data))


def picture_of(rgb: Bytes, name: str, alpha: Bytes | None = None) -> Picture:
    """Make a picture of an array (h, w, 3), which has no file: its bytes are those of the bare pixels."""
    opaque = alpha is None or bool((alpha == 255).all())
    name_of = digest("pixels", rgb.shape, rgb.tobytes(), b"" if alpha is None else alpha.tobytes())
    return Picture(name, rgb, None if opaque else alpha, "", rgb.nbytes, (), name_of)


def shrunk(picture: Picture, longest: int) -> Picture:
    """Return the picture at most so many pixels wide and high, colours averaged; unchanged if it is small."""
    scale = longest / max(picture.width, picture.height)
    if scale >= 1:
        return picture
    size = max(1, round(picture.width * scale)), max(1, round(picture.height * scale))
    if picture.alpha is None:
        small = Image.fromarray(picture.rgb).resize(size, Image.Resampling.BOX, reducing_gap=2.0)
    else:
        whole = Image.fromarray(np.dstack([picture.rgb, picture.alpha]))
        small = whole.resize(size, Image.Resampling.BOX)  # weighs colours by their opacity
    rgb, alpha = _arrays(small)
    return Picture(
        picture.name, rgb, alpha, picture.format, picture.n_bytes, (), digest(picture.digest, longest)
    )


def cut(picture: Picture, left: int, top: int, width: int, height: int) -> Picture:
    """Return a part of the picture, no wider and higher than it reaches."""
    rows, columns = slice(top, top + height), slice(left, left + width)
    alpha = None if picture.alpha is None else picture.alpha[rows, columns]
    named = digest(picture.digest, left, top, width, height)
    rgb = np.ascontiguousarray(picture.rgb[rows, columns])
    return Picture(picture.name, rgb, alpha, picture.format, picture.n_bytes, (), named)


def simplified(picture: Picture) -> Picture:
    """Return the picture with 6 bits a channel, 4 of opacity: few enough colours to paint a preview soon."""
    rgb = picture.rgb & np.uint8(0xFC) | np.uint8(2)
    alpha = None if picture.alpha is None else picture.alpha // 17 * 17
    return replace(picture, rgb=rgb, alpha=alpha, digest=digest("simplified", picture.digest))


def for_browser(picture: Picture) -> tuple[str, bytes]:
    """Return a media type and a file to look at: exact for small or transparent pictures, else a JPEG."""
    file = io.BytesIO()
    if picture.alpha is not None:
        Image.fromarray(np.dstack([picture.rgb, picture.alpha])).save(file, "PNG", compress_level=1)
    elif picture.pixels <= _EXACT:
        Image.fromarray(picture.rgb).save(file, "PNG", compress_level=1)
    else:
        Image.fromarray(picture.rgb).save(file, "JPEG", quality=92, subsampling=0)
        return "image/jpeg", file.getvalue()
    return "image/png", file.getvalue()


def _upright(image: Image.Image) -> Image.Image:
    """Turn and mirror as the EXIF orientation says, in place; broken EXIF data say nothing."""
    with contextlib.suppress(*_DECODER_PROBLEMS):
        ImageOps.exif_transpose(image, in_place=True)
    return image


def _in_srgb(image: Image.Image) -> tuple[Image.Image, tuple[str, ...]]:
    """Return the image in mode RGB or RGBA, and what a reader should know about the conversion."""
    profile = image.info.get("icc_profile")
    if image.mode.startswith(("I", "F")):
        return _scaled(image)
    if image.mode in ("P", "PA", "LA", "La", "RGBa") or "transparency" in image.info:
        image = image.convert("RGBA")
    if profile:
        converted = _by_profile(image, profile)
        if converted is not None:
            return converted, ()
    if image.mode == "LAB":
        lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB"))
        return _transformed(image, lab, "LAB"), ()
    notices: tuple[str, ...] = ()
    if image.mode == "CMYK":
        notices = (
            "The file is for print (CMYK) without a usable colour profile; its colours are approximate.",
        )
    elif profile:
        notices = ("The file's colour profile cannot be used; its colours are taken as sRGB.",)
    return (image if image.mode in ("RGB", "RGBA") else image.convert("RGB")), notices


def _by_profile(image: Image.Image, profile: bytes) -> Image.Image | None:
    """Convert by an ICC profile; None when it fits no mode of the image."""
    grey = image.mode in ("1", "L") or (image.mode == "RGBA" and profile[16:20] == b"GRAY")
    wanted = {b"RGB ": "RGB", b"CMYK": "CMYK", b"GRAY": "L", b"Lab ": "LAB"}.get(profile[16:20])
    if wanted is None or (wanted != image.mode and not (wanted == "RGB" or (wanted == "L" and grey))):
        return None
    alpha = image.getchannel("A") if image.mode == "RGBA" else None
    plain = image if image.mode == wanted else image.convert(wanted)
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        converted = _transformed(plain, source, wanted)
    except (ImageCms.PyCMSError, *_DECODER_PROBLEMS):
        return None
    if alpha is not None:
        converted.putalpha(alpha)
    return converted


def _transformed(image: Image.Image, source: ImageCms.ImageCmsProfile, mode: str) -> Image.Image:
    """Transform to sRGB; an RGB profile that moves no colour by more than 2 steps is sRGB and moves none."""
    transform = ImageCms.buildTransform(
        source,
        ImageCms.createProfile("sRGB"),
        mode,
        "RGB",
        ImageCms.Intent.RELATIVE_COLORIMETRIC,
        ImageCms.Flags.BLACKPOINTCOMPENSATION,
    )
    if mode == "RGB":
        ramp = np.arange(0, 256, 17, dtype=np.uint8)
        lattice = np.stack(np.meshgrid(ramp, ramp, ramp), axis=-1).reshape(256, -1, 3)
        seen = np.asarray(ImageCms.applyTransform(Image.fromarray(lattice), transform))
        if np.abs(seen.astype(int) - lattice).max() <= 2:
            return image
    converted = ImageCms.applyTransform(image, transform)
    return image if converted is None else converted  # None is for work in place only


def _scaled(image: Image.Image) -> tuple[Image.Image, tuple[str, ...]]:
    """Bring grey values of 16 or 32 bits, or decimal numbers, to 8 bits without clipping."""
    values = np.asarray(image).astype(np.float64)
    clear = image.info.get("transparency")
    low, high = 0.0, 65535.0
    notices: tuple[str, ...] = ()
    finite = values[np.isfinite(values)]
    if not image.mode.startswith("I;16") and finite.size:
        low, high = float(finite.min()), float(finite.max())
        if image.mode == "F" and low >= 0 and high <= 1:
            low, high = 0.0, 1.0
        elif image.mode == "I" and low >= 0 and high <= 65535:
            low, high = 0.0, 65535.0
        else:
            notices = (f"The grey values from {low:,.6g} to {high:,.6g} are shown from black to white.",)
    grey = np.nan_to_num((values - low) / max(high - low, 1e-300), nan=0.0, posinf=1.0, neginf=0.0)
    levels = np.rint(grey.clip(0, 1) * 255).astype(np.uint8)
    scaled = Image.fromarray(levels).convert("RGB")
    if isinstance(clear, int):
        scaled.putalpha(Image.fromarray(np.where(values == clear, 0, 255).astype(np.uint8)))
    return scaled, notices


def _arrays(image: Image.Image) -> tuple[Bytes, Bytes | None]:
    """Copy the pixels strip by strip: (h, w, 3), and (h, w) where something is transparent."""
    width, height = image.size
    rgb = np.empty((height, width, 3), np.uint8)
    alpha: NDArray[np.uint8] | None = np.empty((height, width), np.uint8) if image.mode == "RGBA" else None
    step = max(1, _STRIP // width)
    for top in range(0, height, step):
        rows = slice(top, min(height, top + step))
        part = np.asarray(image.crop((0, rows.start, width, rows.stop)))
        rgb[rows] = part[..., :3]
        if alpha is not None:
            alpha[rows] = part[..., 3]
    return rgb, None if alpha is None or (alpha == 255).all() else alpha
