"""A quantised picture as files that keep exactly its colours: small PNG, lossless WebP, maps of labels."""

from __future__ import annotations

import io
import struct
import zlib

import numpy as np
from PIL import Image

from kmeans_core.colour_spaces import Bytes
from kmeans_core.errors import BadSettings
from kmeans_core.progress import Progress, silent
from kmeans_core.quantisation import Palette, QuantisedPicture

_STRIP = 2**20
WEBP_SIDE = 16383
_SWATCH = 64  # pixels


def png(picture: QuantisedPicture, progress: Progress = silent) -> bytes:
    """Return a palette PNG with the fewest bits a pixel (1, 2, 4 or 8) and a palette as long as needed."""
    return indexed_png(picture.labels, picture.palette.colours, progress=progress)


def indexed_png(labels: Bytes, colours: Bytes, level: int = 9, progress: Progress = silent) -> bytes:
    """Return labels (h, w) and colours (k, 4) as a palette PNG; at level 9 the smaller of ours and Pillow's.

    Rows go unfiltered: near labels are not near colours, and filters on packed pixels cost 15 %.
    """
    bits = next(bits for bits in (1, 2, 4, 8) if len(colours) <= 2**bits)
    height, width = labels.shape
    squeezed = zlib.compressobj(level, zlib.DEFLATED, 15, 9)
    parts, step = [], max(1, _STRIP // width)
    for top in range(0, height, step):
        progress(top / height, "Writing the PNG")
        packed = _packed(labels[top : top + step], bits)
        rows = np.zeros((len(packed), packed.shape[1] + 1), np.uint8)  # each begins with filter 0: none
        rows[:, 1:] = packed
        parts.append(squeezed.compress(rows.tobytes()))
    body = b"".join([*parts, squeezed.flush()])
    opacity = colours[:, 3].tobytes().rstrip(b"\xff")
    chunks = [
        _chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, bits, 3, 0, 0, 0)),
        _chunk(b"PLTE", colours[:, :3].tobytes()),
        *([_chunk(b"tRNS", opacity)] if opacity else []),
        _chunk(b"IDAT", body),
        _chunk(b"IEND", b""),
    ]
    ours = b"\x89PNG\r\n\x1a\n" + b"".join(chunks)
    if bits == 8 or level < 9:  # with 8 bits Pillow does the same
        return ours
    return min(ours, _pillow_png(labels, colours, opacity), key=len)


def webp(picture: QuantisedPicture) -> bytes:
    """Return a lossless WebP; raises BadSettings for a side of more than 16,383 pixels."""
    if max(picture.labels.shape) > WEBP_SIDE:
        raise BadSettings(
            f"WebP holds at most {WEBP_SIDE:,} pixels a side.", "Take the PNG, which has no such limit."
        )
    opaque = bool((picture.palette.colours[:, 3] == 255).all())
    pixels = picture.palette.colours[:, : 3 if opaque else 4][picture.labels]
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, "WEBP", lossless=True, exact=True, quality=80, method=4)
    return file.getvalue()


def label_png(picture: QuantisedPicture) -> bytes:
    """Return the map of labels, 0 for the most frequent colour, as a grey PNG."""
    file = io.BytesIO()
    Image.fromarray(picture.labels).save(file, "PNG", optimize=True)
    return file.getvalue()


def label_array(picture: QuantisedPicture) -> bytes:
    """Return the map of labels (h, w), 0 for the most frequent colour, as a NumPy file."""
    file = io.BytesIO()
    np.save(file, picture.labels, allow_pickle=False)
    return file.getvalue()


def palette_strip(palette: Palette) -> bytes:
    """Return the colours as squares side by side, 16 a row."""
    columns = min(16, palette.k)
    cells = np.resize(np.arange(palette.k), -(-palette.k // columns) * columns).astype(np.uint8)
    cells[palette.k :] = palette.k - 1  # the last row is filled with the last colour
    strip = cells.reshape(-1, columns).repeat(_SWATCH, axis=0).repeat(_SWATCH, axis=1)
    return indexed_png(strip, palette.colours)


def _packed(labels: Bytes, bits: int) -> Bytes:
    """Pack several labels into a byte, the leftmost in the highest bits; rows are filled with zeros."""
    each = 8 // bits
    if each == 1:
        return labels
    padded = np.pad(labels, ((0, 0), (0, -labels.shape[1] % each)))
    packed = np.zeros((len(labels), padded.shape[1] // each), np.uint8)
    for place in range(each):
        packed |= padded[:, place::each] << np.uint8(8 - bits * (place + 1))
    return packed


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _pillow_png(labels: Bytes, colours: Bytes, opacity: bytes) -> bytes:
    image = Image.fromarray(labels)
    image.putpalette(colours[:, :3].tobytes())
    file = io.BytesIO()
    image.save(file, "PNG", optimize=True, **({"transparency": opacity} if opacity else {}))
    return file.getvalue()
