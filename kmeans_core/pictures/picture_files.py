"""A quantised picture as files that keep exactly its colours: small PNG, lossless WebP, maps of labels."""

from __future__ import annotations

import io
import struct
import zlib

import numpy as np
from PIL import Image

from kmeans_core.common import BadSettings, Bytes, Progress, in_order, silent
from kmeans_core.pictures.quantisation import Palette, QuantisedPicture

_PARTS = 4
_CLOSE = 1.05
_WINDOW = 2**15  # bytes that deflate looks back
_PIECE = 2**15  # bytes compressed before the work can be stopped
WEBP_SIDE = 16383
_SWATCH = 64  # pixels


def png(picture: QuantisedPicture, progress: Progress = silent) -> bytes:
    """Return a palette PNG with the fewest bits a pixel (1, 2, 4 or 8) and a palette as long as needed."""
    return indexed_png(picture.labels, picture.palette.colours, progress=progress)


def indexed_png(labels: Bytes, colours: Bytes, level: int = 9, progress: Progress = silent) -> bytes:
    """Return labels (h, w) and colours (k, 4) as a palette PNG, smallest at level 9.

    Rows of whole bytes go unfiltered, as near labels are not near colours; where several pixels share a byte,
    level 9 looks at whether it helps to write what changed from the row above.
    """
    bits = next(bits for bits in (1, 2, 4, 8) if len(colours) <= 2**bits)
    height, width = labels.shape
    packed = _packed(labels, bits)
    rows = np.zeros((height, packed.shape[1] + 1), np.uint8)  # each begins with filter 0: none
    rows[:, 1:] = packed
    if bits < 8 and level == 9:
        body = _smallest(rows.tobytes(), _changes(rows).tobytes(), progress)
    else:
        body = deflated(rows.tobytes(), level, progress=progress)
    opacity = colours[:, 3].tobytes().rstrip(b"\xff")
    chunks = [
        _chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, bits, 3, 0, 0, 0)),
        _chunk(b"PLTE", colours[:, :3].tobytes()),
        *([_chunk(b"tRNS", opacity)] if opacity else []),
        _chunk(b"IDAT", body),
        _chunk(b"IEND", b""),
    ]
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def deflated(
    data: bytes, level: int, strategy: int = zlib.Z_DEFAULT_STRATEGY, progress: Progress = silent
) -> bytes:
    """Return a zlib stream whose parts are compressed side by side.

    Each part knows the last 32 kB of the one before, so little is lost; parts depend on the data alone.
    """
    view, count = memoryview(data), min(_PARTS, max(1, len(data) // 2**20))
    ends = [len(data) * i // count for i in range(count + 1)]
    done = [0] * count

    def work(part: int) -> bytes:
        begin, end = ends[part : part + 2]
        known = [bytes(view[max(0, begin - _WINDOW) : begin])] if begin else []
        squeezed, out = zlib.compressobj(level, zlib.DEFLATED, -15, 9, strategy, *known), []
        for at in range(begin, end, _PIECE):
            progress(sum(done) / len(data), "Writing the PNG")
            out.append(squeezed.compress(view[at : min(end, at + _PIECE)]))
            done[part] = at - begin
        out.append(squeezed.flush(zlib.Z_FINISH if part == count - 1 else zlib.Z_SYNC_FLUSH))
        return b"".join(out)

    parts = in_order(work, range(count))
    return b"\x78\xda" + b"".join(parts) + struct.pack(">I", zlib.adler32(view))


def _smallest(plain: bytes, changes: bytes, progress: Progress) -> bytes:
    """Return the smaller stream of the same rows; a fast trial tells which, unless they are close."""
    ways = [(plain, zlib.Z_DEFAULT_STRATEGY), (changes, zlib.Z_FILTERED)]
    sizes = [len(deflated(data, 3, strategy, progress)) for data, strategy in ways]
    near = [way for way, size in zip(ways, sizes, strict=True) if size <= _CLOSE * min(sizes)]
    return min((deflated(data, 9, strategy, progress) for data, strategy in near), key=len)


def _changes(rows: Bytes) -> Bytes:
    """Subtract the row above (PNG's filter 2) wherever that leaves a smaller sum, bytes taken as signed."""
    changes = rows.copy()
    changes[1:, 1:] -= rows[:-1, 1:]
    changes[:, 0] = 2
    sums = [np.abs(way[:, 1:].view(np.int8).astype(np.int16)).sum(axis=1) for way in (rows, changes)]
    return np.where((sums[1] < sums[0])[:, None], changes, rows)


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
