"""The `cluster` command for data that lie in a folder, behind an address, or in a file beyond memory."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from kmeans_core.cli.asked import Asked
from kmeans_core.cli.terminal import as_json, no_ending, note, progress, send
from kmeans_core.clustering import KMeansSettings
from kmeans_core.common import count
from kmeans_core.datasets import (
    Finished,
    Prepared,
    RowSource,
    finish,
    look,
    open_files,
    open_spark,
    write_labels,
)
from kmeans_core.features import prepare
from kmeans_core.tables import read_table
from kmeans_core.takeaway import Recipe, write_model, write_recipe

ENDINGS = ("recipe.json", "model.json", "a folder's name")


@dataclass(frozen=True)
class Wanted:
    """What was asked for."""

    place: str
    k: int | None
    scale: str
    columns: str
    seed: int
    outputs: Sequence[Path]
    json: bool
    skip_damaged: bool
    engine: str  # a cluster's address, or ""


def cluster_all(wanted: Wanted) -> None:
    """Cluster all rows; write labels into the folder among the outputs, or else beside the data."""
    folders = [_address(path) for path in wanted.outputs if not path.suffix]
    others = [path for path in wanted.outputs if path.suffix]
    for path in others:
        if not path.name.casefold().endswith(ENDINGS[:2]):
            raise no_ending(path, ENDINGS)
    found, recipe = _found(wanted)
    for line in found.ledger:
        note(line)
    for path in others:
        model = path.name.casefold().endswith("model.json")
        send(write_model(found.model) if model else write_recipe(recipe), path)
    for target in folders or ([] if others or wanted.json else [found.source.beside(found.digest)]):
        note(f"{count(write_labels(found, target, progress()), 'row')} labelled in {target}.")
    if wanted.json:
        send(as_json(_figures(found)), None)


def _found(wanted: Wanted) -> tuple[Finished, Recipe]:
    """Look at all rows, choose k on drawn ones where none was asked for, and finish on all."""
    seen = look(_opened(wanted), progress(), skip_damaged=wanted.skip_damaged)
    table = read_table(seen.file(), seen.name)
    how = Asked.preparation(wanted.scale, wanted.columns)
    asked = Asked(table, prepare(table, how), KMeansSettings(seed=wanted.seed))
    settings = replace(asked.settings, k=asked.clear(wanted.k, progress()))
    recipe = Recipe(source=seen.name, digest=seen.source.digest, preparation=how, kmeans=settings)
    return finish(seen, Prepared(table, asked.matrix), settings, progress()), recipe


def _opened(wanted: Wanted) -> RowSource:
    if wanted.engine:
        return open_spark(wanted.place, wanted.engine)
    return open_files(wanted.place, skip_damaged=wanted.skip_damaged)


def _address(path: Path) -> str:
    """Return a folder or an address, of which a path has only one of the two strokes left."""
    return re.sub(r"^([a-z0-9]{2,}):/(?!/)", r"\1://", str(path))


def _figures(found: Finished) -> dict[str, object]:
    figures = found.figures
    return {
        "k": len(figures.sizes),
        "sizes": figures.sizes.tolist(),
        "means": [dict(zip(found.numbers, row, strict=True)) for row in figures.means.tolist()],
        "inertia": figures.inertia,
        "explained": found.explained,
        "left out": figures.left_out,
    }
