"""One line whose quotes do not fit in, its fields out: a quote that encloses nothing stands for itself."""

from __future__ import annotations

_MOST = 50  # pieces that one cell may lie in, so that no line takes long


def cut_loosely(line: str, delimiter: str, quote: str, width: int) -> list[str]:
    """Return the fields of a line, as many as `width` where one of two readings gives that.

    In the first reading only quotes that are well written enclose a field: `"2,x,"a, b"` holds `"2`, `x` and
    `a, b`. In the second one, quotes inside a cell need not be doubled: `"say "hi" now"` is one cell.
    """
    pieces = line.rstrip("\r\n").split(delimiter)
    readings = [_joined(pieces, delimiter, quote, inner) for inner in (False, True)]
    return next((fields for fields in reversed(readings) if len(fields) == width), readings[0])


def _joined(pieces: list[str], delimiter: str, quote: str, inner: bool) -> list[str]:
    """Join the pieces of quoted cells; `inner` says whether single quotes may stand inside them."""
    fields, place = [], 0
    while place < len(pieces):
        end = _closing(pieces, place, quote)
        cell = delimiter.join(pieces[place:end])[1:-1]
        bare = cell.replace(quote * 2, "")
        if end > place and (inner or quote not in bare):
            fields.append(cell.replace(quote * 2, quote))
            place = end
        else:
            fields.append(pieces[place])
            place += 1
    return fields


def _closing(pieces: list[str], place: int, quote: str) -> int:
    """Return where the pieces of a cell end that opens with a quote, `place` itself where none does."""
    if not pieces[place].startswith(quote):
        return place
    for end in range(place, min(place + _MOST, len(pieces))):
        piece = pieces[end][1:] if end == place else pieces[end]
        if (len(piece) - len(piece.rstrip(quote))) % 2:
            return end + 1
    return place
