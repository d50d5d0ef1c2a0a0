"""What every command shares: files in, files or text out, progress and problems on the error stream."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

import kmeans_core as core  # loads wings when they are asked for: --help needs none

if TYPE_CHECKING:
    from kmeans_core.common import BadSettings, Progress

PROBLEM, NO_FILE = 1, 2


@contextmanager
def told() -> Iterator[None]:
    """End with a problem's own sentences and an exit code: 1 for data and settings, 2 for files."""
    try:
        yield
    except core.DataProblem as problem:
        typer.echo(str(problem), err=True)
        raise typer.Exit(PROBLEM) from None
    except BrokenPipeError:  # whoever read has enough; Python would complain once more at its end
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise typer.Exit(0) from None
    except OSError as problem:
        typer.echo(f"{problem.filename}: {problem.strerror}", err=True)
        raise typer.Exit(NO_FILE) from None


def note(sentence: str) -> None:
    """Say something beside the result."""
    typer.echo(sentence, err=True)


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
    """Write to a file, or else to the output stream; raises BadSettings where a screen would show no text."""
    if output is not None:
        output.write_bytes(data)
    elif sys.stdout.isatty() and b"\0" in data[:1000]:
        raise core.BadSettings("This is no text to be shown here.", "Name a file: -o NAME.")
    else:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()


def as_json(value: Any) -> bytes:
    """Write plain values as JSON with a line's end."""
    import msgspec

    return msgspec.json.format(msgspec.json.encode(value)) + b"\n"


def no_ending(path: Path, endings: Iterable[str]) -> BadSettings:
    """Say that a file's name does not tell what it is to hold."""
    return core.BadSettings(
        f"The name {path.name} does not tell what the file is to hold.",
        f"Let it end in one of {', '.join(endings)}.",
    )
