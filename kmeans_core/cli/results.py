"""Clusters, and every file that can be made of them, by the ending of its name."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import kmeans_core as core
from kmeans_core.cli.terminal import as_json, no_ending, progress, send
from kmeans_core.clustering import Clustering
from kmeans_core.export import labelled_csv, labelled_parquet, labelled_workbook
from kmeans_core.features import FeatureMatrix
from kmeans_core.profiles import Profile, profile, suggest_names
from kmeans_core.tables import Table
from kmeans_core.takeaway import (
    Recipe,
    model_of,
    notebook,
    python_script,
    write_model,
    write_recipe,
    write_skops,
)

if TYPE_CHECKING:  # what draws is loaded when something is drawn
    from kmeans_core.figures.groups import Group
    from kmeans_core.reports import Evidence


@dataclass(frozen=True, eq=False)
class Result:
    """A table's clusters with the recipe that they were made by."""

    table: Table
    matrix: FeatureMatrix
    clustering: Clustering
    recipe: Recipe

    @cached_property
    def profile(self) -> Profile:
        return profile(self.table, self.matrix, self.clustering)

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Return what a person called each cluster, or else what the pages suggest."""
        given, suggested = dict(self.recipe.names), suggest_names(self.profile)
        return tuple(given.get(each) or name for each, name in zip(self.colours, suggested, strict=True))

    @property
    def colours(self) -> tuple[int, ...]:
        """Return each cluster's colour number."""
        k = len(self.clustering.sizes)
        return self.recipe.colours if len(self.recipe.colours) == k else tuple(range(k))

    def figures(self) -> dict[str, object]:
        """Return what --json tells."""
        found = self.clustering
        return {
            "k": len(found.sizes),
            "sizes": found.sizes.tolist(),
            "names": self.names,
            "inertia": found.inertia,
            "explained": found.explained,
            "left out": {why: len(rows) for why, rows in self.matrix.left_out},
        }

    @cached_property
    def groups(self) -> tuple[Group, ...]:
        """Return the clusters as the pages show them."""
        from kmeans_core.figures.groups import Group

        shown = zip(self.names, self.clustering.sizes.tolist(), self.colours, strict=True)
        return tuple(Group(c, *each) for c, each in enumerate(shown, 1))

    @cached_property
    def evidence(self) -> Evidence:
        return core.gather(
            self.table,
            self.matrix,
            self.clustering,
            self.groups,
            k_range=self.recipe.k_range,
            progress=progress(),
        )

    def report(self) -> bytes:
        return core.report(self.evidence)

    def slides(self) -> bytes:
        return core.slides(self.evidence)

    def labelled(self) -> bytes:
        return labelled_csv(self.table, self.matrix, self.clustering, names=self.names).data

    def workbook(self) -> bytes:
        from kmeans_core.figures.theme import LIGHT, ink

        fills = [group.fill(LIGHT) for group in self.groups]
        return labelled_workbook(
            self.table,
            self.matrix,
            self.clustering,
            profile=self.profile,
            names=self.names,
            colours=[(fill, ink(fill)) for fill in fills],
        ).data

    def parquet(self) -> bytes:
        return labelled_parquet(self.table, self.matrix, self.clustering, names=self.names).data

    def model(self) -> bytes:
        how = self.recipe
        return write_model(
            model_of(
                self.matrix,
                self.clustering,
                names=self.names,
                source=how.source,
                amendments=how.amendments,
                table=self.table,
            )
        )

    def skops(self) -> bytes:
        how = self.recipe
        return write_skops(
            self.matrix,
            self.clustering,
            names=self.names,
            source=how.source,
            amendments=how.amendments,
            table=self.table,
        )

    def script(self) -> bytes:
        return python_script(self.table, self.matrix, self.clustering, names=self.names).encode()

    def notebook(self) -> bytes:
        return notebook(self.table, self.matrix, self.clustering, names=self.names)


WRITERS: dict[str, Callable[[Result], bytes]] = {  # the first ending that fits
    "recipe.json": lambda result: write_recipe(result.recipe),
    "model.json": Result.model,
    ".skops": Result.skops,
    ".py": Result.script,
    ".ipynb": Result.notebook,
    ".html": Result.report,
    ".pptx": Result.slides,
    ".xlsx": Result.workbook,
    ".parquet": Result.parquet,
    **dict.fromkeys((".csv", ".tsv", ".txt"), Result.labelled),
}


def deliver(result: Result, outputs: Sequence[Path], *, json: bool) -> None:
    """Write each file; print figures where they are asked for, or the labelled table where nothing is.

    Raises BadSettings for an ending that says nothing, before the first file is written.
    """
    writers = [(writer_for(path), path) for path in outputs]
    for write, path in writers:
        send(write(result), path)
    if json:
        send(as_json(result.figures()), None)
    elif not outputs:
        send(result.labelled(), None)


def writer_for(path: Path) -> Callable[[Result], bytes]:
    """Return what writes a file with such a name."""
    for ending, write in WRITERS.items():
        if path.name.casefold().endswith(ending):
            return write
    raise no_ending(path, WRITERS)
