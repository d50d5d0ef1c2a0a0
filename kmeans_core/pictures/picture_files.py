"""A quantised picture as files that keep exactly its colours: small PNG, lossless WebP, maps of labels."""

from __future__ import annotations

import io
import struct
import zlib

import deflate
import numpy as np
from PIL import Image

from kmeans_core.common import BadSettings, Bytes, Progress, silent
from kmeans_core.pictures.palettes import Palette
from kmeans_core.pictures.quantisation import QuantisedPicture

WEBP_SIDE = 16383
_QUICK, _SMALL, _SMALLEST = 6, 10, 12  # levels of libdeflate
_LARGE = 2**22  # bytes of rows from which the last levels would take many seconds
_CLOSE = 1.03
_SWATCH = 64  # pixels


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
    a quick trial tells whether it helps to write what changed from the row above (PNG, section 9).
    """
    bits = next(bits for bits in (1, 2, 4, 8) if len(colours) <= 2**bits)
    height, width = labels.shape
    packed = _packed(labels, bits)
    rows = np.zeros((height, packed.shape[1] + 1), np.uint8)  # each begins with filter 0: none
    rows[:, 1:] = packed
    ways = [rows.tobytes()]
    if bits < 8 and level is None:
        ways = _shortest([*ways, _changes(rows).tobytes()], progress)
    if level is None:
        level = _SMALLEST if rows.size <= _LARGE else _SMALL
    progress(0.3, "Writing the PNG")
    opacity = colours[:, 3].tobytes().rstrip(b"\xff")
    chunks = [
        _chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, bits, 3, 0, 0, 0)),
        _chunk(b"PLTE", colours[:, :3].tobytes()),
        *([_chunk(b"tRNS", opacity)] if opacity else []),
        _chunk(b"IDAT", min((bytes(deflate.zlib_compress(way, level)) for way in ways), key=len)),
        _chunk(b"IEND", b""),
    ]
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def _shortest(ways: list[bytes], progress: Progress) -> list[bytes]:
    """Keep the ways of writing the same rows that come out shortest, or close to it, in a quick trial."""
    sizes = []
    for number, way in enumerate(ways):
        progress(0.1 * number, "Writing the PNG")
        sizes.append(len(deflate.zlib_compress(way, _QUICK)))
    return [way for way, size in zip(ways, sizes, strict=True) if size <= _CLOSE * min(sizes)]


def _changes(rows: Bytes) -> Bytes:
    """Subtract the row above (PNG's filter 2) wherever that leaves a smaller sum, bytes taken as signed."""
    changes = rows.copy()
    changes[1:, 1:] -= rows[:-1, 1:]
    changes[:, 0] = 2
    sums = [np.abs(way[:, 1:].view(np.int8).astype(np.int16)).sum(axis=1) for way in (rows, changes)]
    return np.where((sums[1] < sums[0])[:, None], changes, rows)


def _packed(labels: Bytes, bits: int) -> Bytes:
    """Pack several labels into a byte, the leftmost in the highest bits; rows are filled with zeros."""
    if bits == 8:
        return labels
    each = 8 // bits
    padded = np.pad(labels, ((0, 0), (0, -labels.shape[1] % each)))
    packed = np.zeros((len(labels), padded.shape[1] // each), np.uint8)
    for place in range(each):
        packed |= padded[:, place::each] << np.uint8(8 - bits * (place + 1))
    return packed


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


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
    """Return the colours as squares side by side, 16 a row; the last row is filled with the last colour."""
    columns = min(16, palette.k)
    cells = np.minimum(np.arange(-(-palette.k // columns) * columns), palette.k - 1).astype(np.uint8)
    strip = cells.reshape(-1, columns).repeat(_SWATCH, axis=0).repeat(_SWATCH, axis=1)
    return indexed_png(strip, palette.colours)
