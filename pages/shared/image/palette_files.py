"""Palettes in plain words, as the files that drawing programs read, and back."""

from __future__ import annotations

import re
import struct
from functools import cache
from pathlib import Path

import numpy as np
from scipy.optimize import linear_sum_assignment

from kmeans_core.common import BadSettings, Bytes, Floats32, UnreadableImage
from kmeans_core.pictures import LARGEST, Palette, oklab, parse_colour

_HEX = re.compile(r"#[0-9a-fA-F]{8}\b|#[0-9a-fA-F]{6}\b|#[0-9a-fA-F]{3}\b")
_GPL = re.compile(r"^\s*(\d{1,3})\s+(\d{1,3})\s+(\d{1,3})(?:\s|$)", re.MULTILINE)
_BYTES = 2**20
_AXES = np.array([1, 1.5, 1.5, 1], np.float32)  # lightness, green to red, blue to yellow, chroma


def colour_names(rgba: Bytes) -> list[str]:
    """Name colours (n, 4), n up to 256, each by the nearest of about 900 known ones; no two get one name.

    Nearness is that of OKLab with a and b weighed by 1.5 and chroma as a fourth axis, so that greys keep the
    names of greys. Opacity changes no name, but fully clear colours are "transparent". Sources: in
    `colour_names.csv`.
    """
    names, known = _known()
    solid = np.flatnonzero(rgba[:, 3])
    far = ((_named_at(rgba[solid, :3])[:, None] - known) ** 2).sum(axis=2)
    found = dict(zip(solid.tolist(), linear_sum_assignment(far)[1].tolist(), strict=True))
    return [names[found[i]] if i in found else "transparent" for i in range(len(rgba))]


@cache
def _known() -> tuple[list[str], Floats32]:
    """Read the known names and where they lie (m, 4)."""
    lines = Path(__file__).with_name("colour_names.csv").read_text("utf-8").splitlines()
    rows = [line.split(",") for line in lines if not line.startswith("#")]
    rgb = np.array([list(bytes.fromhex(code)) for code, _ in rows], np.uint8)
    return [name for _, name in rows], _named_at(rgb)


def _named_at(rgb: Bytes) -> Floats32:
    lab = oklab(rgb)
    return np.column_stack([lab, np.hypot(lab[:, 1], lab[:, 2])]) * _AXES


def gpl(palette: Palette, name: str) -> bytes:
    """Write a GIMP palette, which Inkscape and Krita read too; fully clear colours are left out."""
    solid = palette.colours[palette.colours[:, 3] > 0]
    rows = [f"{r:3d} {g:3d} {b:3d}\t{n}" for (r, g, b, _), n in zip(solid, colour_names(solid), strict=True)]
    return "\n".join(
        ["GIMP Palette", f"Name: {' '.join(name.split())}", "Columns: 8", "#", *rows, ""]
    ).encode()


def ase(palette: Palette) -> bytes:
    """Write an Adobe Swatch Exchange file; fully clear colours are left out."""
    solid = palette.colours[palette.colours[:, 3] > 0]
    blocks = []
    for colour, name in zip(solid, colour_names(solid), strict=True):
        title = f"{name} #{bytes(colour[:3]).hex()}"
        body = struct.pack(">H", len(title) + 1) + title.encode("utf-16-be") + b"\0\0"
        body += b"RGB " + struct.pack(">3fH", *(colour[:3] / 255), 2)
        blocks.append(struct.pack(">HI", 1, len(body)) + body)
    return b"ASEF" + struct.pack(">HHI", 1, 0, len(blocks)) + b"".join(blocks)


def read_palette(data: bytes) -> Bytes:
    """Return the distinct colours (k, 4) of a GPL, ASE, JSON, CSS or text palette, in the file's order.

    Raises UnreadableImage when it holds none or is no such file, BadSettings for more than 256.
    """
    if len(data) > _BYTES:
        raise UnreadableImage.palette("it is larger than 1 MiB")
    if data.startswith(b"ASEF"):
        found = _ase_colours(data)
    else:
        text = data.decode("utf-8", "replace")
        if text.lstrip("\ufeff").startswith("GIMP Palette"):
            rows = [tuple(map(int, row)) for row in _GPL.findall(text)]
            found = [(*row, 255) for row in rows if max(row) <= 255]
        else:
            found = [parse_colour(written) for written in _HEX.findall(text)]
    distinct = list(dict.fromkeys(found))
    if not distinct:
        raise UnreadableImage.palette("no colour was found in it")
    if len(distinct) > LARGEST:
        raise BadSettings(f"The palette has {len(distinct):,} colours.", f"Use one with at most {LARGEST}.")
    return np.array(distinct, np.uint8)


def _ase_colours(data: bytes) -> list[tuple[int, ...]]:
    """Read the RGB and grey entries; the other kinds have no fixed meaning on screens."""
    found, at = [], 12
    try:
        while at < len(data):
            kind, length = struct.unpack_from(">HI", data, at)
            if at + 6 + length > len(data):
                raise UnreadableImage.palette("it ends too early")
            if kind == 1:
                start = at + 8 + 2 * struct.unpack_from(">H", data, at + 6)[0]
                model = data[start : start + 4]
                if model in (b"RGB ", b"Gray"):
                    values = struct.unpack_from(">3f" if model == b"RGB " else ">f", data, start + 4)
                    levels = np.rint(np.clip(np.nan_to_num(values), 0, 1) * 255).astype(int).tolist()
                    found.append((*(levels * 3)[:3], 255))
            at += 6 + length
    except struct.error as problem:
        raise UnreadableImage.palette("it ends too early") from problem
    return found
