"""A quantised picture as files that keep exactly its colours, and lossy files to compare them with."""

from __future__ import annotations

import io
import struct
import zlib
from bisect import bisect_left
from collections.abc import Sequence
from typing import Literal

import deflate
import numpy as np
from PIL import Image

from kmeans_core.common import BadSettings, Bytes, Progress, part, silent
from kmeans_core.pictures.images import Picture, picture_of
from kmeans_core.pictures.palettes import psnr_of
from kmeans_core.pictures.quantisation import QuantisedPicture

WEBP_SIDE = 16383
FILMS, MOST_FRAMES = ("GIF", "WEBP", "PNG", "AVIF"), 200
_SMALL, _SMALLEST = 10, 12  # levels of libdeflate
_LARGE = 2**22  # bytes of rows from which the last levels would take many seconds


def png(picture: QuantisedPicture, progress: Progress = silent) -> bytes:
    """Return a palette PNG with the fewest bits a pixel (1, 2, 4 or 8) and a palette as long as needed.

    >>> from kmeans_core import PaletteSettings, bundled_picture, count_colours, find_palette, paint, png
    >>> from kmeans_core import read_picture
    >>> name, data = bundled_picture("Test card")
    >>> picture = read_picture(data, name)
    >>> palette = find_palette(count_colours(picture), PaletteSettings(k=4))
    >>> png(paint(picture, palette))[:4]
    b'\x89PNG'
    """
    return indexed_png(picture.labels, picture.palette.colours, progress=progress)


def indexed_png(
    labels: Bytes, colours: Bytes, level: int | None = None, progress: Progress = silent
) -> bytes:
    """Return labels (h, w) and colours (k, 4) as a palette PNG, small or by a level of libdeflate (0 to 12).

    Rows of whole bytes go unfiltered, as near labels are not near colours; where several pixels share a byte,
    it is tried whether it helps to write what changed from the row above (PNG, section 9).
    """
    bits = next(bits for bits in (1, 2, 4, 8) if len(colours) <= 2**bits)
    height, width = labels.shape
    rows = np.zeros((height, -(-width * bits // 8) + 1), np.uint8)  # each begins with filter 0: none
    rows[:, 1:] = _packed(labels, bits)
    ways = [rows, _changes(rows)] if bits < 8 and level is None else [rows]
    if level is None:
        level = _SMALLEST if rows.size <= _LARGE else _SMALL
    packed = []
    for number, way in enumerate(ways):
        progress(number / len(ways), "Writing the PNG")
        packed.append(bytes(deflate.zlib_compress(way.tobytes(), level)))
    opacity = colours[:, 3].tobytes().rstrip(b"\xff")
    chunks = [
        _chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, bits, 3, 0, 0, 0)),
        _chunk(b"PLTE", colours[:, :3].tobytes()),
        *([_chunk(b"tRNS", opacity)] if opacity else []),
        _chunk(b"IDAT", min(packed, key=len)),
        _chunk(b"IEND", b""),
    ]
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def _changes(rows: Bytes) -> Bytes:
    """Subtract the row above (PNG's filter 2) wherever that leaves a smaller sum, bytes taken as signed."""
    changes = rows.copy()
    changes[1:, 1:] -= rows[:-1, 1:]
    changes[:, 0] = 2
    sums = [np.abs(way[:, 1:].view(np.int8).astype(np.int16)).sum(axis=1) for way in (rows, changes)]
    return np.where((sums[1] < sums[0])[:, None], changes, rows)


def _packed(labels: Bytes, bits: int) -> Bytes:
    """Pack several labels into a byte, the leftmost in the highest bits; rows are filled with zeros."""
    each = 8 // bits
    padded = np.pad(labels, ((0, 0), (0, -labels.shape[1] % each)))
    packed = np.zeros((len(labels), padded.shape[1] // each), np.uint8)
    for place in range(each):
        packed |= padded[:, place::each] << np.uint8(8 - bits * (place + 1))
    return packed


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def webp(picture: QuantisedPicture) -> bytes:
    """Return a small lossless WebP; raises BadSettings for a side of more than 16,383 pixels."""
    if max(picture.labels.shape) > WEBP_SIDE:
        raise BadSettings(
            f"WebP holds at most {WEBP_SIDE:,} pixels a side.", "Take the PNG, which has no such limit."
        )
    opaque = bool((picture.palette.colours[:, 3] == 255).all())
    pixels = picture.palette.colours[:, : 3 if opaque else 4][picture.labels]
    strongest = dict(quality=100, method=6) if picture.labels.size <= _LARGE else dict(quality=80, method=4)
    return _saved(Image.fromarray(pixels), "WEBP", lossless=True, exact=True, **strongest)


def lossy(picture: Picture, kind: Literal["WEBP", "AVIF"], psnr: float) -> bytes:
    """Return the smallest lossy file of an opaque picture that is at least as near to it, or the nearest."""
    made: dict[int, bytes] = {}
    image, pixels = Image.fromarray(picture.rgb), picture.rgb.astype(np.float32)

    def reached(quality: int) -> float:
        made[quality] = _saved(image, kind, quality=quality)
        with Image.open(io.BytesIO(made[quality])) as seen:
            return psnr_of(3 * float(((np.asarray(seen.convert("RGB")) - pixels) ** 2).mean()))

    qualities = range(1, 100)
    found = qualities[min(bisect_left(qualities, psnr, key=reached), 98)]
    return made[found] if found in made else _saved(image, kind, quality=found)


def _saved(image: Image.Image, kind: str, **how: object) -> bytes:
    file = io.BytesIO()
    image.save(file, kind, **how)
    return file.getvalue()


def read_frames(data: bytes) -> tuple[list[Picture], list[int]]:
    """Return the first 200 frames of an animation, and for how many milliseconds each is shown."""
    frames, times = [], []
    with Image.open(io.BytesIO(data), formats=FILMS) as film:
        for number in range(min(getattr(film, "n_frames", 1), MOST_FRAMES)):
            film.seek(number)
            pixels = np.asarray(film.convert("RGBA"))
            frames.append(picture_of(pixels[..., :3].copy(), str(number), pixels[..., 3].copy()))
            times.append(int(film.info.get("duration", 100)) or 100)
    return frames, times


def gif(frames: Sequence[QuantisedPicture], times: Sequence[int], progress: Progress = silent) -> bytes:
    """Return pictures in one palette as an endless GIF, which has clear and solid colours alone."""
    colours = frames[0].palette.colours
    images = []
    for number, frame in enumerate(frames):
        part(progress, 0.0, 0.5)(number / len(frames), "Writing the GIF")
        images.append(Image.fromarray(frame.labels, "P"))
        images[-1].putpalette(colours[:, :3].tobytes())
    clear = np.flatnonzero(colours[:, 3] < 128)
    see_through = dict(transparency=int(clear[0])) if len(clear) else {}
    how = dict(save_all=True, append_images=images[1:], duration=list(times), loop=0, disposal=2)
    return _saved(images[0], "GIF", **how, **see_through, optimize=False)
