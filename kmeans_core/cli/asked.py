"""A table as a command was asked to look at it, and what is found in it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import cast

from kmeans_core.choosing_k import Criteria, Sweep, Verdict, judge, settled, sweep
from kmeans_core.cli.results import Result
from kmeans_core.clustering import KMeansSettings, cluster
from kmeans_core.common import BadSettings, Progress, silent
from kmeans_core.features import FeatureMatrix, Preparation, Scaling, prepare
from kmeans_core.tables import Table, read_table
from kmeans_core.takeaway import Recipe

SCALINGS = ("standard", "min-max", "robust", "none")


@dataclass(frozen=True, eq=False)
class Asked:
    """A table and its comparable numbers."""

    table: Table
    matrix: FeatureMatrix
    settings: KMeansSettings

    @classmethod
    def of(cls, file: Path, scale: str, columns: str, seed: int) -> Asked:
        """Read and prepare a table; `columns` are labels with commas between, or ""."""
        how = cls.preparation(scale, columns)
        table = read_table(file.read_bytes(), file.name)
        return cls(table, prepare(table, how), KMeansSettings(seed=seed))

    @staticmethod
    def preparation(scale: str, columns: str) -> Preparation:
        """Return how a table is to be prepared; raises BadSettings for a scaling that is not known."""
        if scale not in SCALINGS:
            raise BadSettings.for_choice("scale", scale, SCALINGS)
        chosen = tuple(label.strip() for label in columns.split(",") if label.strip())
        return Preparation(features=chosen or None, scaling=cast(Scaling, scale))

    def judged(self, low: int, high: int, progress: Progress = silent) -> tuple[Criteria, Verdict]:
        """Try every k, and more where the verdict asks for them, as the page does."""

        def look(top: int) -> tuple[Sweep, Criteria]:
            tried = sweep(self.matrix, self.settings, low, top, progress=progress)
            return tried, judge(self.matrix, tried)

        _, criteria, said = settled(look, high)
        return criteria, said

    def clear(self, k: int | None, progress: Progress = silent) -> int:
        """Return k, or what the verdict names where none was asked for; raises BadSettings for none."""
        if k is None:
            k = self.judged(2, 10, progress)[1].k
        if k is None:
            raise BadSettings("No number of clusters is clear in this table.", "Give one: -k 4.")
        return k

    def result(self, k: int | None, progress: Progress = silent) -> Result:
        """Cluster into k groups, or as many as the verdict names; raises BadSettings where none is clear."""
        k = self.clear(k, progress)
        found = cluster(self.matrix, replace(self.settings, k=k), progress)
        made_by = Recipe(
            source=self.table.name,
            digest=self.table.digest,
            preparation=self.matrix.preparation,
            kmeans=found.settings,
            colours=tuple(range(k)),
        )
        return Result(self.table, self.matrix, found, made_by)
