"""Whatever colours a decoder hands over, as 8-bit sRGB: profiles, print inks, Lab, palettes, deep greys."""

from __future__ import annotations

import io
import struct
import zlib

import numpy as np
from PIL import Image, ImageCms

PROBLEMS = (  # what Pillow's decoders are seen to raise on broken files
    *(OSError, SyntaxError, ValueError, TypeError, EOFError, LookupError, ArithmeticError),
    *(AttributeError, RuntimeError, MemoryError, AssertionError, struct.error, zlib.error),
)
_MODES = {b"RGB ": "RGB", b"CMYK": "CMYK", b"GRAY": "L", b"Lab ": "LAB"}  # by a profile's own words
_SAME = 2  # steps that no colour moves by in a profile that is sRGB
_PRINT = "The file is for print (CMYK) without a usable colour profile; its colours are approximate."
_UNUSABLE = "The file's colour profile cannot be used; its colours are taken as sRGB."
_RANGE = "The grey values from {:,.6g} to {:,.6g} are shown from black to white."


def in_srgb(image: Image.Image) -> tuple[Image.Image, tuple[str, ...]]:
    """Return the image in mode RGB or RGBA, and what a reader should know about the conversion."""
    if image.mode.startswith(("I", "F")):
        return _scaled(image)
    profile = image.info.get("icc_profile")
    if image.mode in ("P", "PA", "LA", "La", "RGBa") or "transparency" in image.info:
        image = image.convert("RGBA")
    converted = _by_profile(image, profile) if profile else None
    if converted is not None:
        return converted, ()
    if image.mode == "LAB":
        return _transformed(image, ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB"))), ()
    notices = (_PRINT,) if image.mode == "CMYK" else (_UNUSABLE,) if profile else ()
    return (image if image.mode in ("RGB", "RGBA") else image.convert("RGB")), notices


def _by_profile(image: Image.Image, profile: bytes) -> Image.Image | None:
    """Convert by an ICC profile; None when it fits no mode of the image."""
    wanted = _MODES.get(profile[16:20])
    fits = wanted in (image.mode, "RGB") or (wanted == "L" and image.mode in ("1", "RGBA"))
    if wanted is None or not fits:
        return None
    try:
        plain = image if image.mode == wanted else image.convert(wanted)
        converted = _transformed(plain, ImageCms.ImageCmsProfile(io.BytesIO(profile)))
    except (ImageCms.PyCMSError, *PROBLEMS):
        return None
    if image.mode == "RGBA":
        converted.putalpha(image.getchannel("A"))
    return converted


def _transformed(image: Image.Image, source: ImageCms.ImageCmsProfile) -> Image.Image:
    """Transform to sRGB; an RGB profile that moves no colour by more than 2 steps is sRGB and moves none."""
    transform = ImageCms.buildTransform(
        source,
        ImageCms.createProfile("sRGB"),
        image.mode,
        "RGB",
        ImageCms.Intent.RELATIVE_COLORIMETRIC,
        ImageCms.Flags.BLACKPOINTCOMPENSATION,
    )
    if image.mode == "RGB":
        ramp = np.arange(0, 256, 17, dtype=np.uint8)
        lattice = np.stack(np.meshgrid(ramp, ramp, ramp), axis=-1).reshape(256, -1, 3)
        seen = np.asarray(transform.apply(Image.fromarray(lattice)))
        if np.abs(seen.astype(int) - lattice).max() <= _SAME:
            return image
    return transform.apply(image)


def _scaled(image: Image.Image) -> tuple[Image.Image, tuple[str, ...]]:
    """Bring grey values of 16 or 32 bits, or decimal numbers, to 8 bits without clipping."""
    values = np.asarray(image).astype(np.float64)
    low, high = 0.0, 1.0 if image.mode == "F" else 65535.0
    notices: tuple[str, ...] = ()
    finite = values[np.isfinite(values)]
    if finite.size and not (finite.min() >= low and finite.max() <= high):
        low, high = float(finite.min()), float(finite.max())
        notices = (_RANGE.format(low, high),)
    grey = np.nan_to_num((values - low) / max(high - low, 1e-300), nan=0.0, posinf=1.0, neginf=0.0)
    scaled = Image.fromarray(np.rint(grey.clip(0, 1) * 255).astype(np.uint8)).convert("RGB")
    clear = image.info.get("transparency")
    if isinstance(clear, int):
        scaled.putalpha(Image.fromarray(np.where(values == clear, 0, 255).astype(np.uint8)))
    return scaled, notices
