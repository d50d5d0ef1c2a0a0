"""Commands for tables, models and pictures, each calling what the pages call; without one, the app starts."""

from __future__ import annotations

from typing import Annotated

import typer

from kmeans_core.cli import models, pictures, studio, tables
from kmeans_core.cli.terminal import told

app = typer.Typer(add_completion=True, pretty_exceptions_enable=False)


@app.callback(invoke_without_command=True)
def start(
    asked: typer.Context,
    data: Annotated[
        str | None, typer.Option(help="A table, a folder or an address that every visit begins with.")
    ] = None,
    address: Annotated[str, typer.Option(help="0.0.0.0 opens the app to other machines.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535)] = 8501,
) -> None:
    """k-means for tables and pictures. Without a command, the app starts at http://127.0.0.1:8501.

    kmeans-studio --data customers.csv
    """
    if asked.invoked_subcommand is None:
        with told():
            studio.run(data, address, port)


for command in (tables.cluster, tables.choose_k, tables.profile, tables.report, tables.run):
    app.command(command.__name__.replace("_", "-"))(command)
app.command()(models.assign)
app.command()(models.serve)
app.command()(pictures.quantise)

if __name__ == "__main__":
    app(prog_name="kmeans-studio")
