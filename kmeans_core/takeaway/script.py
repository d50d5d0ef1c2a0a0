"""A result as a short Python file that repeats it with pandas and scikit-learn alone, row for row."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from pprint import pformat

import numpy as np
import pyarrow as pa

from kmeans_core.clustering import Clustering
from kmeans_core.common import BadSettings, Ints, count
from kmeans_core.features import FeatureMatrix
from kmeans_core.tables import Table
from kmeans_core.takeaway import script_text
from kmeans_core.takeaway.fitted_model import model_of
from kmeans_core.takeaway.model import LevelColumn, Model, NumberColumn

_SPELLINGS = 1_000  # cells of a column that a script may list by their text
_LONG = 'index_col=False, engine="python", on_bad_lines=lambda cells: cells[: len(LABELS)]'
_DONORS = 2_000  # rows up to which all of them fill each other's gaps


def python_script(
    table: Table, matrix: FeatureMatrix, clustering: Clustering, *, names: Sequence[str] = ()
) -> str:
    """Write a Python file that reads the table, prepares it and finds every row's label once more.

    It carries the centres and proves that each is the mean of its rows. For tables that are no delimited
    text it reads the labelled file that the studio writes. Raises BadSettings for a column whose cells are
    spelled in too many ways of their own.

    >>> from kmeans_core import cluster, load_sample, prepare, python_script
    >>> table = load_sample("Three blobs")
    >>> matrix = prepare(table)
    >>> python_script(table, matrix, cluster(matrix)).splitlines()[0]
    '# 3 clusters of Three blobs.csv, found by k-means studio'
    """
    return "\n".join(text for _, text in _parts(table, matrix, clustering, names))


def notebook(
    table: Table, matrix: FeatureMatrix, clustering: Clustering, *, names: Sequence[str] = ()
) -> bytes:
    """Write the script as a Jupyter notebook (nbformat 4.5), a heading before each part."""
    cells = []
    for i, (title, text) in enumerate(_parts(table, matrix, clustering, names)):
        code = text.replace("sys.argv[1]", repr(table.name)).replace(
            'sys.argv[2] if len(sys.argv) > 2 else "labelled.csv"', '"labelled.csv"'
        )
        told = {"cell_type": "markdown", "id": f"title-{i}", "metadata": {}, "source": f"## {title}"}
        runs = {"cell_type": "code", "id": f"code-{i}", "metadata": {}, "source": code.strip()}
        cells += [told, {**runs, "execution_count": None, "outputs": []}]
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    book = {"nbformat": 4, "nbformat_minor": 5, "metadata": kernel, "cells": cells}
    return json.dumps(book, indent=1, ensure_ascii=False).encode()


def _parts(
    table: Table, matrix: FeatureMatrix, clustering: Clustering, names: Sequence[str]
) -> Iterator[tuple[str, str]]:
    """Yield each part of the script after its title."""
    model = model_of(matrix, clustering, names=names, source=table.name)
    yield "What is needed", _head(model)
    yield "Read every cell as text", _reading(table)
    yield "Make the columns comparable", _columns(table, model, matrix.rows)
    yield "Leave out what takes no part", _taking_part(table, matrix, model)
    k = len(model.centres)
    means = np.array([matrix.values[clustering.labels == c].mean(axis=0) for c in range(k)])
    yield (
        "Find every row's cluster",
        script_text.CLUSTER.substitute(
            centres=_literal(model.centres),
            names=_literal(model.names),
            k=k,
            seed=clustering.settings.seed,
            moved=max(1e-9, 2 * float(np.abs(means - clustering.centres).max())),
        ),
    )
    yield "Write the labels", script_text.WRITING


def _head(model: Model) -> str:
    libraries = {
        "from sklearn.cluster import KMeans",
        "from sklearn.metrics import pairwise_distances_argmin",
    }
    if model.donors:
        libraries.add("from sklearn.impute import KNNImputer")
    if any(column.change == "power" for column in model.numbers):
        libraries.add("from scipy.stats import yeojohnson")
    title = f"{count(len(model.centres), 'cluster')} of {ascii(model.source)[1:-1]}, found by k-means studio"
    return script_text.HEAD.substitute(title=title, libraries="\n".join(sorted(libraries)))


def _reading(table: Table) -> str:
    """Read the file as the studio did, or else the labelled file that the studio wrote."""
    how = table.reading
    own = how.format == "CSV"
    encoding = "utf-8-sig" if how.bom or not own else how.encoding
    quoting = f"quotechar={how.quote!r}" if how.quote else "quoting=3"
    options = f"sep={how.delimiter!r}, {quoting}, encoding={encoding!r}, skiprows={how.skip_lines}"
    comment = f"table = table[~table[0].str.lstrip().str.startswith({how.comment!r})]\n"
    return script_text.READING.substitute(
        labels=_literal([column.label for column in table.columns]),
        options=options if own else f'sep=",", encoding={encoding!r}',
        lines=_LONG if table.odd_lines else "usecols=range(len(LABELS))",
        comments=comment if how.comment else "",
        header=int(how.header),
    )


def _columns(table: Table, model: Model, rows: Ints) -> str:
    """Write each column's way from text to comparable numbers."""
    how = table.reading
    signs = f".replace({how.thousands!r}, '')" if how.thousands else ""
    signs += f".replace({how.decimal!r}, '.')" if how.decimal != "." else ""
    spelled = {column.label: _spelled(table, column.label, rows) for column in model.numbers}
    columns = {column.at: _number(column) for column in model.numbers}
    columns |= {column.at: _level(column, table.reading.missing) for column in model.levels}
    return script_text.COLUMNS.substitute(
        signs=signs,
        spelled=_literal({label: cells for label, cells in spelled.items() if cells}),
        columns="\n".join(f"    {columns[at]}," for at in sorted(columns)),
    )


def _spelled(table: Table, label: str, rows: Ints) -> dict[str, float]:
    """Return the cells of a column that the script's own rule reads otherwise, with what they are."""
    how, position = table.reading, [column.label for column in table.columns].index(label)
    numbers = table.column(label).numbers
    if numbers is None:
        return {}
    found = {}
    text = table.text.select([position]).take(pa.array(rows)).column(0).to_pylist()
    for cell, wanted in zip(text, numbers[rows].tolist(), strict=True):
        plain = cell.strip().replace(how.thousands, "") if how.thousands else cell.strip()
        try:
            read = float(plain.replace(how.decimal, "."))
        except ValueError:
            read = np.nan
        if read != wanted and not (read != read and wanted != wanted):
            found[cell] = wanted
    if len(found) > _SPELLINGS:
        what = f"{label} has {len(found):,} spellings of numbers that pandas would read otherwise."
        raise BadSettings(what, "Save the table with plain numbers, or take the model instead.")
    return found


def _number(column: NumberColumn) -> str:
    changes = {"log": "np.log", "log1p": "np.log1p", "power": f"lambda x: yeojohnson(x, {column.power!r})"}
    turn = {"sine": "sin", "cosine": "cos"}.get(column.circle or "")
    around = f"lambda x: np.{turn}(2 * np.pi * x / {column.period!r}) * {column.period!r} / (2 * np.pi)"
    told = {
        "turn": around if turn else None,
        "fill": None if column.fill is None else repr(column.fill),
        "change": column.change and changes[column.change],
        "centre": repr(column.centre) if column.centre else None,
        "spread": repr(column.spread) if column.spread != 1 else None,
        "weight": repr(column.weight) if column.weight != 1 else None,
    }
    said = "".join(f", {name}={value}" for name, value in told.items() if value is not None)
    return f"numbers({column.label!r}{said})"


def _level(column: LevelColumn, missing: Iterable[str]) -> str:
    """Write which cells count; a missing one is spelled in several ways."""
    spelled = [level for level in column.levels if level is not None]
    if None in column.levels:
        spelled += ["", *missing]
    return f"level({column.label!r}, {spelled!r}, {column.weight!r})"


def _taking_part(table: Table, matrix: FeatureMatrix, model: Model) -> str:
    """Leave out rows by the numbers that they have in the file; fill gaps by neighbours; reduce."""
    more = []
    if model.donors:
        fit = "rows" if len(matrix.rows) <= _DONORS else _literal(model.donors).replace("nan", "np.nan")
        more.append(f"rows = KNNImputer(keep_empty_features=True).fit({fit}).transform(rows)\n")
    if model.components:
        more.append(f"MEAN = np.array({_literal(model.components.mean)})\n")
        more.append(f"AXES = np.array({_literal(model.components.axes)})\nrows = (rows - MEAN) @ AXES.T\n")
    left: Ints = np.setdiff1d(np.arange(table.n_rows), matrix.rows)
    return script_text.TAKING_PART.substitute(left_out=_literal(left.tolist()), more="".join(more))


def _literal(value: object) -> str:
    """Write a value as Python reads it back, in lines of a bearable length."""
    return pformat(value, width=110, compact=True)
