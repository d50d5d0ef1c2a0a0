"""Columns of exact text in, numbers, days, times and truths out, where cells say plainly what they are."""

from __future__ import annotations

from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from kmeans_core.tables import Column, Kind, Reading, Table

_WHOLE = r"^[+-]?(0|[1-9][0-9]{0,17})$"
_NUMBER = r"^[+-]?(0|[1-9][0-9]{0,14})(\.[0-9]+)?([eE][+-]?[0-9]{1,3})?$"  # 007 is a code, no number
_DAY = r"^(19|[2-9][0-9])[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$"
_TIME = _DAY.removesuffix("$") + r"[ T][0-2][0-9]:[0-5][0-9](:[0-5][0-9](\.[0-9]{1,6})?)?$"
_TRUTH = "^(true|false|True|False|TRUE|FALSE)$"


@dataclass(frozen=True, eq=False)
class Typed:
    """A column's cells as values, missing where a cell is none; and whether all that hold something are."""

    values: pa.Array
    whole: bool


def typed(table: Table, position: int) -> Typed:
    """Return a column's cells as what they plainly are; text where they are nothing else.

    Signs of decimals and thousands are the table's own; with a unit, a bound ("<0.5") or a leading zero,
    a cell stays text.
    """
    column, text = table.columns[position], table.text.column(position).combine_chunks()
    cells = pc.utf8_trim_whitespace(text)
    absent = pc.is_in(cells, value_set=pa.array(["", *table.reading.missing], pa.string()))
    cells = pc.if_else(absent, None, cells)
    for pattern, kind in _kinds(column):
        plain = _plain(cells, table.reading) if kind in (pa.int64(), pa.float64()) else cells
        fits = pc.fill_null(pc.match_substring_regex(plain, pattern), False)
        values = _cast(pc.if_else(fits, plain, None), kind)
        whole = values is not None and values.null_count == cells.null_count
        if values is not None and (whole or kind == pa.float64()):
            return Typed(values, whole)
    return Typed(text, True)


def _kinds(column: Column) -> list[tuple[str, pa.DataType]]:
    """Return what the cells may be, each with how it is spelled; numbers last, which may be some of them."""
    if column.numbers is not None and column.kind is not Kind.DATE:
        return [(_WHOLE, pa.int64()), (_NUMBER, pa.float64())]
    return [(_DAY, pa.date32()), (_TIME, pa.timestamp("us")), (_TRUTH, pa.bool_())]


def _plain(cells: pa.Array, reading: Reading) -> pa.Array:
    """Spell numbers with a point and without thousands' signs."""
    if reading.thousands:
        cells = pc.replace_substring(cells, reading.thousands, "")
    return pc.replace_substring(cells, reading.decimal, ".") if reading.decimal != "." else cells


def _cast(cells: pa.Array, kind: pa.DataType) -> pa.Array | None:
    """Return the values, or None where none are: the 31st of February is no day."""
    if cells.null_count == len(cells):
        return None
    try:
        return pc.cast(pc.utf8_ltrim(cells, "+") if pa.types.is_primitive(kind) else cells, kind)
    except pa.ArrowInvalid:
        return None
