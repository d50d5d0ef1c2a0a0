"""What several commands ask for, each in the same words."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

File = Annotated[Path, typer.Argument(help="A CSV file, a workbook, a Parquet file, or an archive of one.")]
Data = Annotated[
    str,
    typer.Argument(help="Such a file; or data of any size: a folder, a pattern, an s3:// or gs:// address."),
]
Outputs = Annotated[
    list[Path] | None,
    typer.Option(
        "--output",
        "-o",
        help="Where to write, as often as you like; the name's ending says what. Else it is printed.",
    ),
]
Output = Annotated[Path | None, typer.Option("--output", "-o", help="Where to write; else it is printed.")]
K = Annotated[int | None, typer.Option("-k", help="How many clusters; else as many as the verdict names.")]
Scale = Annotated[str, typer.Option(help="standard, min-max, robust or none.")]
Columns = Annotated[str, typer.Option(help="Columns to use, with commas between; else what is offered.")]
Seed = Annotated[int, typer.Option(help="What chance begins with.")]
Json = Annotated[bool, typer.Option("--json", help="Print figures as JSON.")]
