"""What files can be read as: the names that readers give are those that pages tell."""

from __future__ import annotations

import re
from pathlib import Path

import kmeans_core.tables
from kmeans_core.tables import FORMATS

NAMED = re.compile(r"""(?:\bReading\(\s*(?:format=)?|: \((?="\w+", pyreadstat))"(\w+)\"""")


def test_every_format_that_a_reader_names_is_told_on_the_data_page() -> None:
    folder = Path(kmeans_core.tables.__file__).parent
    named = {name for path in folder.glob("*.py") for name in NAMED.findall(path.read_text("utf-8"))}
    assert named == set(FORMATS)
