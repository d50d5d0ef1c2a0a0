"""What a library for workbooks does not tell: zeros that a number format writes, formulas never computed."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape

from kmeans_core.common import BadSettings, among
from kmeans_core.tables.sheet_bounds import column_number, pieces

_PLACE = re.compile(rb'\br="([A-Z]{1,3})(\d{1,7})"')
_STYLE = re.compile(rb'\bs="(\d{1,6})"')
_FORMAT = re.compile(rb'<numFmt\b(?=[^<>]*\bnumFmtId="(\d+)")[^<>]*\bformatCode="(0{2,15})"')
_FORMULA = re.compile(rb"<f[\s/>]")
_VALUE = re.compile(rb"<(?:v|is)\b[^<>]*>[^<]")
_RANGE = re.compile(r"([A-Z]{1,3})(\d{0,7}):([A-Z]{1,3})(\d{0,7})", re.IGNORECASE)
_LAST = 2**20  # row of a sheet
_SHOWN = 3


@dataclass(frozen=True)
class SheetDetails:
    """By row and column from 0: how many digits a number has at least, and where a formula has no value."""

    digits: dict[tuple[int, int], int]
    unsaved: tuple[str, ...] = ()  # as A1

    def notices(self) -> tuple[str, ...]:
        """Say which formulas have no value."""
        if not self.unsaved:
            return ()
        cells = (
            "A formula has no saved value, and its cell is"
            if len(self.unsaved) == 1
            else (f"{len(self.unsaved):,} formulas have no saved values, and their cells are")
        )
        advice = "Open the workbook in a spreadsheet and save it."
        return (f"{cells} empty here ({among(self.unsaved, _SHOWN)}). {advice}",)


def area_of(cells: str | None) -> tuple[int, int, int, int] | None:
    """Return the first row and column and those after the last, from 0, of cells such as B3:F200 or B:F.

    Raises BadSettings for what names no cells.
    """
    if cells is None:
        return None
    found = _RANGE.fullmatch(cells.strip())
    if not found:
        raise BadSettings(f"{cells} is no range of cells.", "Give the first and the last cell: B3:F200.")
    left, right = (column_number(letters.upper().encode()) for letters in found.group(1, 3))
    top, bottom = int(found[2] or 1), int(found[4] or _LAST)
    return min(top, bottom) - 1, min(left, right) - 1, max(top, bottom), max(left, right)


def sheet_details(archive: zipfile.ZipFile, sheet: str) -> SheetDetails:
    """Return what the XML of an .xlsx workbook says about one sheet; other workbooks have none."""
    path = _path(archive, sheet)
    digits = _digits_by_style(archive) if path else {}
    if not path or (not digits and not any(map(_FORMULA.search, pieces(archive, path, b"<")))):
        return SheetDetails({})
    padded, unsaved = {}, []
    for head, inside in _cells(archive, path):
        place, style = _PLACE.search(head), _STYLE.search(head)
        if place and style and int(style[1]) in digits and _VALUE.search(inside):
            padded[int(place[2]) - 1, column_number(place[1]) - 1] = digits[int(style[1])]
        if place and _FORMULA.search(inside) and b't="str"' not in head and not _VALUE.search(inside):
            unsaved.append((place[1] + place[2]).decode())
    return SheetDetails(padded, tuple(unsaved))


def _cells(archive: zipfile.ZipFile, path: str) -> Iterator[tuple[bytes, bytes]]:
    """Yield each cell's tag and what is in it."""
    for piece in pieces(archive, path, b"<c "):
        head, _, inside = piece.partition(b">")
        yield head, inside


def _path(archive: zipfile.ZipFile, sheet: str) -> str:
    """Return where the XML of a sheet is, "" where there is none."""
    sheets, links = _tags(archive, "xl/workbook.xml", "sheet"), "xl/_rels/workbook.xml.rels"
    ids = {tag["name"]: tag.get("id", "") for tag in sheets if "name" in tag}
    targets = {
        tag["Id"]: tag.get("Target", "") for tag in _tags(archive, links, "Relationship") if "Id" in tag
    }
    target = targets.get(ids.get(sheet, ""), "")
    path = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    return path if path in archive.namelist() else ""


def _tags(archive: zipfile.ZipFile, path: str, name: str) -> list[dict[str, str]]:
    """Return the attributes of all tags of a name, without what stands before a colon."""
    if path not in archive.namelist():
        return []
    tags = re.findall(rf"<(?:\w+:)?{name}\s([^<>]*)>", archive.read(path).decode("utf-8", "replace"))
    return [
        {key: unescape(value) for key, value in re.findall(r'(?:\w+:)?(\w+)="([^"]*)"', tag)} for tag in tags
    ]


def _digits_by_style(archive: zipfile.ZipFile) -> dict[int, int]:
    """Return how many digits the styles ask for whose number format is made of zeros."""
    if "xl/styles.xml" not in archive.namelist():
        return {}
    styles = archive.read("xl/styles.xml")
    zeros = {found[1]: len(found[2]) for found in _FORMAT.finditer(styles)}
    used = re.findall(
        rb'<xf\b[^<>]*?\bnumFmtId="(\d+)"', styles.partition(b"<cellXfs")[2].partition(b"</cellXfs")[0]
    )
    return {style: zeros[number] for style, number in enumerate(used) if number in zeros}
