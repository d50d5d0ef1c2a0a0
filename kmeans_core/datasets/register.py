"""Data that a server offers by name: where they lie, and whether labels may be written beside them."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kmeans_core.common import DataProblem, listed
from kmeans_core.datasets.files import lies_in_files


@dataclass(frozen=True)
class Entry:
    """Data that are offered: the files' place, and what is known of them."""

    name: str
    place: str
    about: str = ""
    skip_damaged: bool = False
    labels: bool = True  # whether visitors may have labels written
    target: str = ""  # the folder below which labels are written; "": beside the data


FIELDS = {"place": str, "about": str, "skip_damaged": bool, "labels": bool, "target": str}


def offered(place: str) -> tuple[Entry, ...]:
    """Return what a place offers: the entries of a register (.toml), or itself; () for a file of a table.

    Raises DataProblem for a register that cannot be read.

    >>> [entry.name for entry in offered("sales/*.parquet")]
    ['sales']
    """
    if place.lower().endswith(".toml"):
        return tuple(_entries(Path(place)))
    if not lies_in_files(place):
        return ()
    parts = [part for part in place.rstrip("/").split("/") if not any(sign in part for sign in "*?[")]
    return (Entry(parts[-1] if parts else place, place),)


def _entries(file: Path) -> Iterator[Entry]:
    try:
        told = tomllib.loads(file.read_text("utf-8"))
    except (OSError, ValueError) as problem:
        raise _wrong(file, f"it cannot be read ({problem})") from problem
    if not told:
        raise _wrong(file, "it names no data")
    for name, fields in told.items():
        yield Entry(name, **_checked(file, name, fields))


def _checked(file: Path, name: str, fields: Any) -> dict[str, Any]:
    """Return an entry's fields; places that are no addresses lie beside the register."""
    if not isinstance(fields, dict) or "place" not in fields:
        raise _wrong(file, f"[{name}] has no place")
    for field, value in fields.items():
        if field not in FIELDS:
            raise _wrong(file, f"[{name}] has {field}; known are {listed(tuple(FIELDS))}")
        if not isinstance(value, FIELDS[field]):
            raise _wrong(file, f"{field} of [{name}] is {value!r}")
    near = {key: fields[key] for key in ("place", "target") if fields.get(key) and "://" not in fields[key]}
    return fields | {key: str(file.parent / Path(value).expanduser()) for key, value in near.items()}


def _wrong(file: Path, why: str) -> DataProblem:
    return DataProblem(
        f"{file.name} is no register of data: {why}.",
        'Write a table for each: [orders], and below it place = "folder, pattern or address".',
    )
