"""How much of a PNG's picture its data hold: decoders leave the rest empty and say nothing."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator

import numpy as np
from PIL import Image

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}  # by colour type
_PIECE = 2**20


def cut_short(data: bytes, image: Image.Image) -> tuple[str, ...]:
    """Say in a notice of how many rows a decoded PNG holds the data, where those are not all.

    Only a picture with an empty last row is counted, which takes nearly as long as decoding. One in passes
    that ends early is refused by the decoder.
    """
    if not data.startswith(_SIGNATURE) or len(data) < 33:
        return ()
    width, height, bits, kind, _, _, passes = struct.unpack(">IIBBBBB", data[16:29])
    last = image.crop((0, image.height - 1, image.width, image.height))
    if passes or np.asarray(last).any():
        return ()
    row = 1 + -(-width * bits * _CHANNELS.get(kind, 4) // 8)  # its filter and its pixels
    held = _held(data, row * height) // row
    if held >= height:
        return ()
    rows = f"{held:,} of its {height:,} rows"
    return (f"The file holds the data of only {rows}; the rest is empty. Save or download it again.",)


def _held(data: bytes, whole: int) -> int:
    """Return how many bytes the packed data come to, counted up to those of a whole picture."""
    unpacker, held = zlib.decompressobj(), 0
    for left in _packed(data):
        packed = left
        while packed and held < whole and not unpacker.eof:
            held += len(unpacker.decompress(packed, _PIECE))
            packed = unpacker.unconsumed_tail
    return held


def _packed(data: bytes) -> Iterator[bytes]:
    at = len(_SIGNATURE)
    while at + 8 <= len(data):
        length, kind = struct.unpack(">I4s", data[at : at + 8])
        if kind == b"IDAT":
            yield data[at + 8 : at + 8 + length]
        at += 12 + length
