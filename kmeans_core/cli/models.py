"""Commands for what was learned before: a model gives new rows their clusters."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

import kmeans_core as core
from kmeans_core.cli.options import File, Output
from kmeans_core.cli.terminal import note, progress, send, told

Known = Annotated[Path, typer.Argument(help="A model that the studio wrote.")]


def assign(model: Known, file: File, output: Output = None) -> None:
    """Write the cluster of each new row, by a model's own scaling and centres; tell how far rows have moved.

    kmeans-studio assign model.json new.csv -o assigned.csv
    """
    with told():
        from kmeans_core.takeaway import in_words

        known = core.read_any_model(model.read_bytes())
        table = core.read_table(file.read_bytes(), file.name)
        placed = core.assign_rows(known, table, progress())
        for sentence in placed.sentences():
            note(sentence)
        note(in_words(core.drift(known, table, placed)))
        ending = output.suffix.casefold() if output else ""
        if ending == ".xlsx":
            made = core.labelled_workbook(table, placed, placed, names=known.names)
        elif ending == ".parquet":
            made = core.labelled_parquet(table, placed, placed, names=known.names)
        else:
            utf8 = core.LabelledOptions(utf8=True)  # which holds every name
            made = core.labelled_csv(table, placed, placed, names=known.names, options=utf8)
        send(made.data, output)


def serve(
    model: Known,
    address: Annotated[str, typer.Option(help="0.0.0.0 answers to other machines, too.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535)] = 8502,
    most_mb: Annotated[int, typer.Option(min=1, help="The largest body of a request.")] = 16,
) -> None:
    """Answer requests over HTTP: POST /predict gives rows their clusters, /openapi.json tells how.

    kmeans-studio serve model.json --port 8502
    """
    with told():
        from kmeans_core.service import serve

        known = core.read_any_model(model.read_bytes())
        note(f"http://{address}:{port}/openapi.json tells what can be asked; Ctrl+C stops.")
        serve(known, address, port, most_mb=most_mb)
