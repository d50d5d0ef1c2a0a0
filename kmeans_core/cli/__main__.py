"""Commands for tables and pictures; each calls what the pages call."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

import kmeans_core as core
from kmeans_core.cli.terminal import as_json, progress, send, told
from kmeans_core.common import among, count

if TYPE_CHECKING:
    from kmeans_core.cli.asked import Asked

app = typer.Typer(no_args_is_help=True, add_completion=True, help="k-means for tables and pictures.")

File = Annotated[Path, typer.Argument(help="A CSV file, a workbook, a Parquet file, or an archive of one.")]
Output = Annotated[Path | None, typer.Option("--output", "-o", help="Where to write; else it is printed.")]
K = Annotated[int | None, typer.Option("-k", help="How many clusters; else as many as the verdict names.")]
Scale = Annotated[str, typer.Option(help="standard, min-max, robust or none.")]
Columns = Annotated[str, typer.Option(help="Columns to use, with commas between; else what is offered.")]
Json = Annotated[bool, typer.Option("--json", help="Print figures as JSON.")]
Seed = Annotated[int, typer.Option(help="What chance begins with.")]


@app.command()
def cluster(
    file: File,
    k: K = None,
    scale: Scale = "standard",
    columns: Columns = "",
    seed: Seed = 0,
    output: Output = None,
    recipe: Annotated[Path | None, typer.Option(help="Write every setting here, as JSON.")] = None,
    model: Annotated[Path | None, typer.Option(help="Write what assigns new rows here, as JSON.")] = None,
    script: Annotated[Path | None, typer.Option(help="Write a Python file that repeats this.")] = None,
    json: Json = False,
) -> None:
    """Write every row of a table with its cluster.

    python -m kmeans_core.cli cluster customers.csv -k 4 --scale standard -o labelled.csv
    """
    with told():
        asked = _asked(file, scale, columns, seed)
        table, matrix = asked.table, asked.matrix
        found = asked.clustering(k, progress())
        if recipe:
            made = core.Recipe(
                source=file.name,
                digest=table.digest,
                preparation=matrix.preparation,
                kmeans=found.settings,
            )
            send(core.write_recipe(made), recipe)
        if model:
            send(core.write_model(core.model_of(matrix, found, source=file.name)), model)
        if script:
            send(core.python_script(table, matrix, found).encode(), script)
        if json:
            told_of = {"k": len(found.sizes), "sizes": found.sizes.tolist(), "inertia": found.inertia}
            send(as_json({**told_of, "explained": found.explained, "left out": _left_out(matrix)}), None)
        if output or not json:
            send(core.labelled_csv(table, matrix, found).data, output)


@app.command("choose-k")
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

    python -m kmeans_core.cli choose-k customers.csv --high 12
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


@app.command()
def profile(
    file: File,
    k: K = None,
    scale: Scale = "standard",
    columns: Columns = "",
    seed: Seed = 0,
    output: Output = None,
) -> None:
    """Say what each cluster is: a CSV of statistics, with each cluster in words on the error stream.

    python -m kmeans_core.cli profile customers.csv -k 4 -o profile.csv
    """
    with told():
        asked = _asked(file, scale, columns, seed)
        made = core.profile(asked.table, asked.matrix, asked.clustering(k, progress()))
        names = core.suggest_names(made)
        for number, name in enumerate(names):
            typer.echo(f"{number + 1}. {name}: {core.describe(made, number, names)}", err=True)
        send(core.profile_csv(made, names), output)


@app.command()
def assign(
    model: Annotated[Path, typer.Argument(help="A model that the studio wrote.")],
    file: File,
    output: Output = None,
) -> None:
    """Write the cluster of each new row, by a model's own scaling and centres.

    python -m kmeans_core.cli assign model.json new.csv -o assigned.csv
    """
    with told():
        known = core.read_model(model.read_bytes())
        table = core.read_table(file.read_bytes(), file.name)
        placed = core.assign_rows(known, table, progress())
        for note in placed.notes:
            typer.echo(note, err=True)
        for why, rows in placed.left_out:
            typer.echo(f"{count(len(rows), 'row')} could not be placed: {why}.", err=True)
        send(core.labelled_csv(table, placed, placed, names=known.names).data, output)


@app.command()
def run(
    recipe: Annotated[Path, typer.Argument(help="A recipe that the studio wrote.")],
    file: File,
    output: Output = None,
) -> None:
    """Repeat a recipe on a table.

    python -m kmeans_core.cli run recipe.json customers.csv -o labelled.csv
    """
    with told():
        wanted = core.read_recipe(recipe.read_bytes())
        table = core.read_table(file.read_bytes(), file.name, wanted.reading)
        fitted = core.fit_recipe(wanted, table)
        table = core.amended(table, fitted.recipe.amendments)
        for sentence in fitted.left_out:
            typer.echo(sentence, err=True)
        matrix = core.prepare(table, fitted.recipe.preparation)
        found = core.cluster(matrix, fitted.recipe.kmeans, progress())
        names = tuple(dict(fitted.recipe.names).get(c, "") for c in fitted.recipe.colours)
        send(core.labelled_csv(table, matrix, found, names=names).data, output)


@app.command()
def quantise(
    image: Annotated[Path, typer.Argument(help="A picture.")],
    output: Annotated[Path, typer.Option("--output", "-o", help="Where to write the PNG.")],
    k: Annotated[int, typer.Option("-k", help="How many colours.")] = 16,
    dither: Annotated[float, typer.Option(help="How much of the error neighbours take, 0 to 1.")] = 0.0,
) -> None:
    """Write a picture in k colours.

    python -m kmeans_core.cli quantise photo.jpg -k 16 -o small.png
    """
    with told():
        picture = core.read_picture(image.read_bytes(), image.name)
        settings = core.PaletteSettings(k=k, dither=dither)
        palette = core.find_palette(core.count_colours(picture), settings, progress=progress())
        data = core.png(core.paint(picture, palette, dither))
        send(data, output)
        colours = among(palette.hexes, 16)
        typer.echo(f"{len(data):,} bytes, {count(len(palette.hexes), 'colour')}: {colours}", err=True)


def _asked(file: Path, scale: str, columns: str, seed: int) -> Asked:
    from kmeans_core.cli.asked import Asked  # loads every library: not for --help

    return Asked.of(file, scale, columns, seed)


def _left_out(matrix: core.FeatureMatrix) -> dict[str, int]:
    return {why: len(rows) for why, rows in matrix.left_out}


if __name__ == "__main__":
    app()
