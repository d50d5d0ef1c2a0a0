"""What could spoil clusters before any are made: columns that are not what their numbers seem to say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np

from kmeans_core.common import Floats, count, share
from kmeans_core.features.word_orders import order_of
from kmeans_core.tables import Column, Kind, Table, coded

Remedy = Literal["leave out", "category", "circle", "blank", "order"]

ROWS = 5_000  # on which copies are looked for
COPIES = 0.98  # correlation
MISSING = 1 / 3
ALIKE = 0.98  # share of the rows that hold one value
_NAMES = {  # what a column is called, in the singular; a doubt needs fitting numbers too
    "postcode": r"zip|plz|post(?:al)?[ _-]?(?:code|leitzahl)?|postnr|cap|cep|pincode|eircode",
    "phone": r"phone|mobile|handy|telefon|tel|fax|msisdn|fon",
    "year": r"year|yr|jahr|année|annee|año|anno|ano|jaar",
    "month": r"month|monat|mois|mes|mese|maand|mth",
    "weekday": r"weekday|dow|day[ _-]?of[ _-]?week|wochentag|wday",
    "hour": r"hour|hr|stunde|uhrzeit|heure|hora|ora|uur",
    "direction": r"direction|bearing|heading|azimuth|wind[ _-]?dir|aspect|richtung",
    "code": r"code|region|district|branch|store|shop|country|state|county|dept|department|category|type|typ|"
    r"sector|industry|zone|gender|sex|geschlecht|marital|filiale|status|channel|product|article|cluster|group",
    "id": r"id|nr|no|number|nummer|key|account|customer|kunde|client|order|ticket|serial|ref|index",
}
_CIRCLES = {  # the smallest value, the largest, and after how much it begins again
    "month": (1, 12, 12),
    "weekday": (0, 7, 7),
    "hour": (0, 24, 24),
    "direction": (0, 360, 360),
}
_NO_AMOUNTS = {  # by name: the largest value from and to which it is meant, and what is said
    "postcode": (1_000, np.inf, "looks like postcodes: their size means nothing"),
    "phone": (10_000, np.inf, "looks like phone numbers: their size means nothing"),
    "year": (1_800, 2_200, "is a calendar year: clusters would be periods of time"),
}
_MISSING_CODES = {-200.0, *(sign * code for code in (9.0, 99.0, 999.0, 9999.0, 99999.0) for sign in (1, -1))}
Said = tuple[str, Remedy, float]  # what comes behind the label, the remedy and its value


@dataclass(frozen=True)
class Doubt:
    """What is doubtful about a column, why that matters, and what would mend it.

    `words` begins with the column's label. `value` is the circle's length or the code to be taken as missing,
    `order` the words from the least to the most.
    """

    column: str
    words: str
    remedy: Remedy
    value: float = 0.0
    order: tuple[str, ...] = ()


def doubts(table: Table, chosen: tuple[str, ...]) -> tuple[Doubt, ...]:
    """Return at most one doubt for each chosen column of numbers, and the columns of words with an order.

    >>> from kmeans_core import read_table
    >>> rows = "".join(f"{hour},{hour * 7 % 24 + 0.5}\\n" for hour in range(24))
    >>> [found] = doubts(read_table(f"hour,value\\n{rows}".encode(), "day.csv"), ("hour", "value"))
    >>> found.remedy, found.value
    ('circle', 24.0)
    """
    columns = [c for c in table.columns if c.label in chosen and c.numbers is not None]
    found = {each.column: each for each in _copies(columns)}
    for column in columns:
        first = next(_doubts(column, _cells(column)), None)
        if first:
            words, remedy, value = first
            found[column.label] = Doubt(column.label, f"{column.label} {words}.", remedy, float(value))
    wordy = (
        c for c in table.columns if c.kind is Kind.CATEGORY and c.numbers is None and c.label not in chosen
    )
    found |= {column.label: doubt for column in wordy if (doubt := _ordered(table, column))}
    places = {column.label: place for place, column in enumerate(table.columns)}
    return tuple(sorted(found.values(), key=lambda doubt: places[doubt.column]))


def _cells(column: Column) -> Floats:
    return np.empty(0) if column.numbers is None else column.numbers


def _doubts(column: Column, numbers: Floats) -> Iterator[Said]:
    """Say what is doubtful about a column's numbers, the gravest first."""
    there = np.sort(numbers[np.isfinite(numbers)])
    if not there.size:
        return
    whole = bool((there == np.floor(there)).all())
    yield from _blanks(there, whole)
    if whole:
        yield from _names(column.label, there, column.distinct)
    if column.kind is Kind.ID:
        yield "names rows instead of measuring them", "leave out", 0
    gaps = 1 - there.size / len(numbers)
    if gaps >= MISSING:
        yield f"is missing in {share(gaps)} of the rows, which would all be filled alike", "leave out", 0
    others = there.size - int(np.unique(there, return_counts=True)[1].max())
    if 0 < others <= (1 - ALIKE) * there.size and column.kind is not Kind.YES_NO:
        yield f"tells hardly any rows apart: all but {count(others, 'row')} hold the same", "leave out", 0


def _blanks(there: Floats, whole: bool) -> Iterator[Said]:
    """Find a usual code for missing values at an end, far from all other values or beyond a short scale."""
    for code in _MISSING_CODES.intersection((there[0], there[-1])):
        others = there[there != code]
        times = there.size - others.size
        if times < 2 or not others.size:
            continue
        width, gap = float(np.ptp(others)), float(np.abs(others - code).min())
        scale = whole and 1 < width <= 6 and gap >= 2  # answers from 1 to 5 or 7, and 9
        below = whole and code < 0 <= others[0]
        apart = abs(code) >= 99 and gap > (max(width / 4, 10) if times > 2 else max(width, 10))
        if scale or below or apart:
            rows = count(times, "row")
            yield f"holds {code:g} in {rows}, which may mean that there is no value", "blank", float(code)


def _names(label: str, there: Floats, distinct: int) -> Iterator[Said]:
    """Find whole numbers that by their name and size are no amounts."""
    low, high = float(there[0]), float(there[-1])
    for kind, (least, most, period) in _CIRCLES.items():
        if _called(label, kind) and low >= least and 0.7 * most <= high <= most and distinct > 3:
            yield (
                "goes round: the last value lies beside the first, which a line does not know",
                "circle",
                period,
            )
    for kind, (from_, to, words) in _NO_AMOUNTS.items():
        if _called(label, kind) and from_ <= high <= to:
            yield words, "leave out", 0
    if _called(label, "id") and distinct > 0.9 * there.size and there.size > 20:
        yield "looks like an identifier: nearly every row has its own number", "leave out", 0
    if _called(label, "code") and 2 < distinct <= 60 and low >= 0:
        yield f"looks like codes for {distinct} kinds: their size means nothing", "category", 0


def _called(label: str, kind: str) -> bool:
    """Whether a label is such a name, or ends with it: shop_visits are counted, a shop is a code."""
    words = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", label).lower()
    return re.search(rf"(?:^|[\s_\-.])(?:{_NAMES[kind]})(?:[\s_\-.]?\d*)$", words) is not None


def _copies(columns: list[Column]) -> Iterator[Doubt]:
    """Find columns that say nearly the same as an earlier one: together they count twice."""
    if len(columns) < 2:
        return
    step = max(1, len(_cells(columns[0])) // ROWS)
    cells = np.array([_cells(column)[::step] for column in columns])
    means = np.array([np.mean(row[np.isfinite(row)]) if np.isfinite(row).any() else 0.0 for row in cells])
    cells = np.where(np.isfinite(cells), cells, means[:, None]) - means[:, None]
    lengths = np.linalg.norm(cells, axis=1)
    cells /= np.where(lengths > 0, lengths, 1)[:, None]
    alike = np.abs(np.tril(cells @ cells.T, -1))
    for i in np.flatnonzero(alike.max(axis=1) >= COPIES).tolist():
        label, other = columns[i].label, columns[int(alike[i].argmax())].label
        yield Doubt(
            label, f"{label} says nearly the same as {other}: together they count twice.", "leave out"
        )


def _ordered(table: Table, column: Column) -> Doubt | None:
    values = coded(table, column.label, np.arange(table.n_rows))[1]
    order = order_of(values)
    if not order:
        return None
    words = f"{column.label} holds words in an order, from {order[0]} to {order[-1]}, and takes no part yet."
    return Doubt(column.label, words, "order", order=order)
