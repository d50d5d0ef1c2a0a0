"""The program that clusters all rows again, elsewhere."""

from __future__ import annotations

from dataclasses import fields
from pprint import pformat
from typing import Any

from kmeans_core.clustering import KMeansSettings
from kmeans_core.datasets.recipe import Finished
from kmeans_core.features import Preparation
from kmeans_core.tables import Amendment

_PROGRAM = '''"""All rows of some data in {k} clusters: the same sizes, means and labels as in k-means studio.

Needs the studio's package. Run it as: python {name} [data] [folder for labels]
"""

import sys

from kmeans_core import Amendment, KMeansSettings, Preparation, amended, prepare, read_table
from kmeans_core.datasets import Prepared, finish, look, open_files, write_labels

PLACE = sys.argv[1] if len(sys.argv) > 1 else {place}
PREPARATION = {preparation}
SETTINGS = {settings}
AMENDMENTS = {amendments}

seen = look(open_files(PLACE), skip_damaged={skip})
table = read_table(seen.file(), seen.name)
matrix = prepare(amended(table, AMENDMENTS), PREPARATION)
found = finish(seen, Prepared(table, matrix, AMENDMENTS), SETTINGS)

print(*found.ledger, sep="\\n")
for size, means in zip(found.figures.sizes, found.figures.means.round(4).tolist()):
    print(size, dict(zip(found.numbers, means)))
if len(sys.argv) > 2:
    print(write_labels(found, sys.argv[2]), "rows labelled in", sys.argv[2])
'''


def script_for(
    found: Finished, preparation: Preparation, settings: KMeansSettings, amendments: tuple[Amendment, ...]
) -> str:
    """Write a Python file that repeats a result, every setting in it."""
    return _PROGRAM.format(
        k=len(found.centres),
        name="clusters.py",
        place=repr(found.source.place),
        skip=bool(found.source.left_out),
        preparation=_call(preparation, Preparation()),
        settings=_call(settings, KMeansSettings()),
        amendments=pformat(amendments, width=100),
    )


def _call(value: Any, usual: Any) -> str:
    """Write a settings' value with what is not as usual."""
    told = [
        f"    {field.name}={pformat(mine, width=90)},"
        for field in fields(value)
        if (mine := getattr(value, field.name)) != getattr(usual, field.name)
    ]
    name = type(value).__name__
    return "\n".join([f"{name}(", *told, ")"]) if told else f"{name}()"
