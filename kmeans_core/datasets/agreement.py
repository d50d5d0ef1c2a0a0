"""Whether files that are to be one table have the same columns."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.dataset as ds

from kmeans_core.common import among, count
from kmeans_core.datasets.files import Files, said
from kmeans_core.datasets.problems import DatasetProblem

_KINDS = (
    (pa.types.is_boolean, "yes or no"),
    (pa.types.is_integer, "numbers"),
    (pa.types.is_floating, "numbers"),
    (pa.types.is_decimal, "numbers"),
    (pa.types.is_temporal, "times"),
    (pa.types.is_nested, "several values a cell"),
)


def kind_of(column: pa.DataType) -> str:
    """Return what a column's cells are, in a word or two."""
    return next((kind for fits, kind in _KINDS if fits(column)), "words")


def agreed(files: Files, dataset: ds.Dataset) -> tuple[str, ...]:
    """Return what is to be told of columns that only some files have; from the first file the others differ.

    Raises `DatasetProblem` for a file that lacks a column, holds other cells in it, or cannot be read.
    """
    first = files.below(files.paths[0])
    extra: dict[str, int] = {}
    for fragment, path in zip(dataset.get_fragments(), files.paths, strict=True):
        file = files.below(path)
        try:
            own = fragment.physical_schema
        except (pa.ArrowException, OSError, ValueError) as problem:
            raise DatasetProblem.damaged(file, said(problem)) from problem
        if path == files.paths[0]:
            wanted = own
        for field in wanted:
            if field.name not in own.names:
                raise DatasetProblem.lacks(file, field.name, first)
            here, there = kind_of(own.field(field.name).type), kind_of(field.type)
            if here != there and not pa.types.is_null(own.field(field.name).type):
                raise DatasetProblem.differs(file, field.name, here, first, there)
        for name in own.names:
            if name not in wanted.names:
                extra[name] = extra.get(name, 0) + 1
    told = [f"{name} ({count(times, 'file')})" for name, times in extra.items()]
    return (f"Columns that {first} does not have are left out: {among(told, 8)}.",) if told else ()
