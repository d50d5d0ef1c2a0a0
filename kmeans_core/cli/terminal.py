"""What every command shares: files in, files or text out, progress and problems on the error stream."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec
import typer

from kmeans_core.common import DataProblem, Progress

PROBLEM, NO_FILE = 1, 2


@contextmanager
def told() -> Iterator[None]:
    """End with a problem's own sentences and an exit code: 1 for data and settings, 2 for files."""
    try:
        yield
    except DataProblem as problem:
        typer.echo(str(problem), err=True)
        raise typer.Exit(PROBLEM) from None
    except OSError as problem:
        typer.echo(f"{problem.filename}: {problem.strerror}", err=True)
        raise typer.Exit(NO_FILE) from None


def progress() -> Progress:
    """Show how far the work is, where somebody looks at the error stream."""
    if not sys.stderr.isatty():
        return lambda done, words: None

    def show(done: float, words: str) -> None:
        sys.stderr.write(f"\r\033[K{100 * done:3.0f} % {words}")
        sys.stderr.flush()
        if done >= 1:
            sys.stderr.write("\r\033[K")

    return show


def send(data: bytes, output: Path | None) -> None:
    """Write to a file, or else to the output stream."""
    if output is None:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    else:
        output.write_bytes(data)


def as_json(value: Any) -> bytes:
    """Write plain values as JSON with a line's end."""
    return msgspec.json.format(msgspec.json.encode(value)) + b"\n"
