"""Broken files by the thousand: each reader either reads them or says in a sentence why not.

    python -m benchmarks.load.fuzzing [tables texts pictures recipes links models] [--minutes 1] [--seed 0]

Small whole files are cut, repeated, spliced and overwritten (inside a zip archive: one of its members).
A find is whatever is no typed problem, what takes over two seconds of processor time, and what asks for
over 1 GB; its bytes are kept. So are those under work: a crash of the interpreter leaves them behind.
"""

from __future__ import annotations

import argparse
import bz2
import gzip
import io
import lzma
import random
import resource
import sqlite3
import tempfile
import time
import traceback
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
from PIL import Image

from benchmarks.machine import machine
from kmeans_core import (
    KMeansSettings,
    Recipe,
    assign_rows,
    cluster,
    labelled_csv,
    load_sample,
    model_of,
    prepare,
    read_model,
    read_picture,
    read_recipe,
    read_table,
    write_model,
    write_recipe,
)
from kmeans_core.common import DataProblem
from kmeans_core.pictures import PictureLimits
from kmeans_core.tables import Limits
from kmeans_core.takeaway import from_link, to_link

MOST = Limits(bytes=4 * 2**20, rows=100_000, columns=1_000)
SECONDS, BYTES = 2.0, 2**30  # that one input may take, and that the readers may ever hold
TEXTS = (
    b"a,b,c\n1,2,3\n4,5,6\n7,8,9\n",
    'Gr\u00f6\u00dfe;b\n1,5;"x;y"\n2,5;"\u00fc\nz"\n3,25;\n'.encode("cp1252"),
    "a\tb\n1\t2\n\u0142\t4\n".encode("utf-16"),
    b"a|b\n'1'|'2\n3'|4\n5|6|7\n",
    b"# note\n\n\nname,val,when\nAnn,1.234,2024-05-01\nBob,5.678,2024-05-02\nTotal,6.9,\n",
    b"@relation r\n@attribute x numeric\n@attribute y {a,b}\n@data\n1,a\n2,b\n",
    b'[{"x": 1, "y": "a"}, {"x": 2.5, "y": null}]',
    b'{"x": 1, "y": "a"}\n{"x": 2, "z": true}\n',
    b"<table><tr><th>a<th>b<tr><td>1<td>2<tr><td>3<td>4</table>",
    b"| a | b |\n|---|---|\n| 1 | 2 |\n| 3 | 4 |\n",
)
FRAME = pd.DataFrame({"x": np.arange(40) % 7 + 0.5, "n": np.arange(40), "word": ["red", "blue"] * 20})


@dataclass(frozen=True)
class Target:
    """What is tried, and whole inputs to break."""

    read: Callable[[bytes], object]
    seeds: Sequence[bytes]


def a_table(data: bytes) -> None:
    """Read a table as the app does; where it has numbers, go the whole way to the labelled file."""
    table = read_table(data, "file", limits=MOST, apart=True)
    matrix = prepare(table)
    labelled_csv(table, matrix, cluster(matrix, KMeansSettings(k=2, n_init=1)))


def a_model(data: bytes) -> None:
    assign_rows(read_model(data), load_sample("Three blobs"))


def _written(write: Callable[[io.BytesIO], object]) -> bytes:
    file = io.BytesIO()
    write(file)
    return file.getvalue()


def _tables() -> list[bytes]:
    arrow = pa.table(
        {
            **{name: FRAME[name].tolist() for name in FRAME},
            "list": [[1, 2], None] * 20,
            "struct": [{"q": "a"}] * 40,
            "code": pa.array(["u", "v"] * 20).dictionary_encode(),
            "exact": pa.array(range(40)).cast(pa.decimal128(25, 0)),
        }
    )
    files = [
        _written(lambda file: pq.write_table(arrow, file)),
        _written(lambda file: pq.write_table(arrow, file, compression="none", row_group_size=7)),
        _written(lambda file: FRAME.to_excel(file, index=False, engine="xlsxwriter")),
        _written(lambda file: FRAME.to_stata(file, write_index=False)),
    ]
    with tempfile.NamedTemporaryFile(suffix=".db") as file:
        with sqlite3.connect(file.name) as base:
            FRAME.to_sql("t", base, index=False)
        base.close()
        files.append(Path(file.name).read_bytes())
    return files


def _texts() -> list[bytes]:
    packed = [pack(text) for text in TEXTS[:3] for pack in (gzip.compress, bz2.compress, lzma.compress)]
    return [*packed, *TEXTS]


def _pictures() -> list[bytes]:
    numbers = np.random.default_rng(0).integers(0, 256, (24, 32, 4), dtype=np.uint8)
    image = Image.fromarray(numbers)
    made = [
        _written(lambda file, kind=kind: image.save(file, kind)) for kind in ("PNG", "WEBP", "TIFF", "GIF")
    ]
    plain = image.convert("RGB")
    made += [
        _written(lambda file, kind=kind: plain.save(file, kind)) for kind in ("JPEG", "BMP", "PPM", "AVIF")
    ]
    frames = [image.rotate(angle) for angle in (90, 180)]
    return [*made, _written(lambda file: image.save(file, "GIF", save_all=True, append_images=frames))]


def _model() -> bytes:
    matrix = prepare(load_sample("Three blobs"))
    return write_model(model_of(matrix, cluster(matrix, KMeansSettings(k=3))))


def targets() -> dict[str, Target]:
    """Return what can be tried, by name."""
    recipe = Recipe(kmeans=KMeansSettings(k=4), names=("one", "two"), source="customers.csv")
    return {
        "tables": Target(a_table, _tables()),
        "texts": Target(a_table, _texts()),
        "pictures": Target(lambda data: read_picture(data, "file", PictureLimits(pixels=10**6)), _pictures()),
        "recipes": Target(read_recipe, [write_recipe(recipe), b'{"kmeans": {"k": 5}}']),
        "links": Target(lambda data: from_link(data.decode("latin-1")), [to_link(recipe).encode()]),
        "models": Target(a_model, [_model()]),
    }


def broken(data: bytes, numbers: random.Random) -> bytes:
    """Return a whole input with something wrong in it, inside one member if it is a zip archive."""
    if data[:2] != b"PK" or numbers.random() < 0.3:
        return _spoilt(data, numbers)
    parts = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as whole, zipfile.ZipFile(parts, "w", zipfile.ZIP_DEFLATED) as new:
        chosen = numbers.choice(whole.namelist())
        for name in whole.namelist():
            part = whole.read(name)
            new.writestr(name, _spoilt(part, numbers) if name == chosen else part)
    return parts.getvalue()


def _spoilt(data: bytes, numbers: random.Random) -> bytes:
    spoilt = bytearray(data)
    for _ in range(numbers.choice([1, 1, 2, 4, 16])):
        at = numbers.randrange(len(spoilt) + 1)
        other, length = numbers.randrange(len(spoilt) + 1), numbers.randrange(1, 40)
        match numbers.randrange(6):
            case 0:
                spoilt[at : at + 1] = numbers.randbytes(1)
            case 1:
                del spoilt[at : at + length]
            case 2:
                spoilt[at:at] = bytes(numbers.choice(b"\0\xff\"',;\n\r\t0-.[]{}") for _ in range(length))
            case 3:
                spoilt[at:at] = spoilt[other : other + length]
            case 4:
                spoilt[at:at] = spoilt[other : other + length] * 1000
            case _:
                spoilt[at : at + 4] = numbers.choice([b"\xff\xff\xff\x7f", b"\0\0\0\0", b"\xff" * 4, b"9999"])
    return bytes(spoilt)


def fuzz(name: str, minutes: float, seed: int, keep: Path) -> int:
    """Try one reader for some time; print and keep what it finds, and return how many."""
    target, numbers = targets()[name], random.Random(seed)
    end, tried, found = time.monotonic() + 60 * minutes, 0, set()
    while time.monotonic() < end:
        data = broken(numbers.choice(target.seeds), numbers)
        (keep / f"{name}.now").write_bytes(data)
        began, problem = time.process_time(), ""
        try:
            target.read(data)
        except DataProblem:
            pass
        except Exception as error:  # noqa: BLE001 - any is a find, and is told with its place
            place = traceback.extract_tb(error.__traceback__)[-1]
            problem = f"{type(error).__name__} in {place.name}, line {place.lineno}"
        if time.process_time() - began > SECONDS:
            problem = f"{time.process_time() - began:.0f} s {problem}"
        if _peak() > BYTES:
            problem = f"more than {BYTES >> 20} MB held {problem}"
        if problem and problem not in found:
            found.add(problem)
            (keep / f"{name}.{seed}.{len(found)}").write_bytes(data)
            print(f"{name}: {problem} (input {tried})", flush=True)
        tried += 1
    print(f"{name}: {tried} inputs, {len(found)} finds, at most {_peak() >> 20} MB held", flush=True)
    return len(found)


def _peak() -> int:
    return 1024 * max(
        resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )


def main() -> int:
    """Try each of the readers asked for."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("what", nargs="*", metavar="READER")
    parser.add_argument("--minutes", type=float, default=1)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--keep", type=Path, default=Path(tempfile.gettempdir()))
    asked = parser.parse_args()
    resource.setrlimit(resource.RLIMIT_AS, (16 * BYTES, 16 * BYTES))
    print(machine())
    return min(1, sum(fuzz(name, asked.minutes, asked.seed, asked.keep) for name in asked.what or targets()))


if __name__ == "__main__":
    raise SystemExit(main())
