"""Commands for tables: clusters, how many, what they are, and a recipe once more."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

import kmeans_core as core
from kmeans_core.cli.options import Columns, Data, File, Json, K, Output, Outputs, Scale, Seed
from kmeans_core.cli.terminal import as_json, note, progress, send, told

if TYPE_CHECKING:
    from kmeans_core.cli.asked import Asked


def cluster(
    data: Data,
    k: K = None,
    scale: Scale = "standard",
    columns: Columns = "",
    seed: Seed = 0,
    output: Outputs = None,
    json: Json = False,
    skip_damaged: Annotated[bool, typer.Option(help="Leave damaged files of a folder out.")] = False,
    engine: Annotated[str, typer.Option(help="A Spark cluster that reads the data: sc://host:15002.")] = "",
) -> None:
    """Write every row of a table with its cluster, and whatever else of it the names' endings ask for.

    kmeans-studio cluster customers.csv -k 4 --scale standard -o labelled.csv -o model.json -o again.py

    Of data in a folder, or behind an address, all rows come back as Parquet files in a folder:

    kmeans-studio cluster orders/ -k 8 -o labelled
    """
    with told():
        from kmeans_core.cli.datasets import Wanted, cluster_all
        from kmeans_core.cli.results import deliver
        from kmeans_core.datasets import lies_in_files

        if engine or lies_in_files(data):
            cluster_all(Wanted(data, k, scale, columns, seed, output or (), json, skip_damaged, engine))
            return
        file = Path(data)
        deliver(_asked(file, scale, columns, seed).result(k, progress()), output or (), json=json)


def choose_k(
    file: File,
    low: Annotated[int, typer.Option(help="The smallest number of clusters to try.")] = 2,
    high: Annotated[int, typer.Option(help="The largest.")] = 10,
    scale: Scale = "standard",
    columns: Columns = "",
    seed: Seed = 0,
    json: Json = False,
) -> None:
    """Say how many clusters a table has, and how sure that is.

    kmeans-studio choose-k customers.csv --high 12
    """
    with told():
        criteria, said = _asked(file, scale, columns, seed).judged(low, high, progress())
        picks = {each.name: each.pick for each in criteria.voters}
        if json:
            figures = {"headline": said.headline, "k": said.k, "confidence": said.confidence}
            send(as_json({**figures, "reason": said.reason, "picks": picks}), None)
        else:
            lines = [said.headline, said.reason, *said.warnings]
            lines += [f"{name}: {'no clear k' if k is None else f'k = {k}'}" for name, k in picks.items()]
            send(("\n".join(lines) + "\n").encode(), None)


def profile(
    file: File,
    k: K = None,
    scale: Scale = "standard",
    columns: Columns = "",
    seed: Seed = 0,
    output: Output = None,
) -> None:
    """Say what each cluster is: a CSV of statistics, with each cluster in words on the error stream.

    kmeans-studio profile customers.csv -k 4 -o profile.csv
    """
    with told():
        result = _asked(file, scale, columns, seed).result(k, progress())
        for number, name in enumerate(result.names):
            note(f"{number + 1}. {name}: {core.describe(result.profile, number, result.names)}")
        send(core.profile_csv(result.profile, result.names), output)


def report(
    file: File,
    k: K = None,
    scale: Scale = "standard",
    columns: Columns = "",
    seed: Seed = 0,
    output: Outputs = None,
) -> None:
    """Tell everything that is known of the clusters, in one page (.html) or as slides (.pptx).

    kmeans-studio report customers.csv -k 4 -o report.html -o slides.pptx
    """
    with told():
        from kmeans_core.cli.results import deliver

        result = _asked(file, scale, columns, seed).result(k, progress())
        if output:
            deliver(result, output, json=False)
        else:
            send(result.report(), None)


def run(
    recipe: Annotated[Path, typer.Argument(help="A recipe that the studio wrote.")],
    file: File,
    output: Outputs = None,
    json: Json = False,
) -> None:
    """Repeat a recipe on a table.

    kmeans-studio run recipe.json customers.csv -o labelled.csv
    """
    with told():
        from kmeans_core.cli.results import Result, deliver

        wanted = core.read_recipe(recipe.read_bytes())
        table = core.read_table(file.read_bytes(), file.name, wanted.reading)
        fitted = core.fit_recipe(wanted, table)
        for sentence in fitted.left_out:
            note(sentence)
        table = core.amended(table, fitted.recipe.amendments)
        matrix = core.prepare(table, fitted.recipe.preparation)
        found = core.cluster(matrix, fitted.recipe.kmeans, progress())
        deliver(Result(table, matrix, found, fitted.recipe), output or (), json=json)


def _asked(file: Path, scale: str, columns: str, seed: int) -> Asked:
    from kmeans_core.cli.asked import Asked  # loads every library: not for --help

    return Asked.of(file, scale, columns, seed)
