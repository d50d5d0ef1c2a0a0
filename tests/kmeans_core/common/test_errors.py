"""Every problem says what is wrong and what to do, and is raised with what its words name."""

from __future__ import annotations

import ast
from typing import Any

import pytest

from kmeans_core.common import errors
from kmeans_core.common.errors import (
    BadSettings,
    DataProblem,
    FileTooLarge,
    TooFewRows,
    UnreadableFile,
    UnreadableImage,
    UnusableFeatures,
)
from kmeans_core.common.wording import Told
from tests.test_imports import sources

MIB = 2**20
NAMED = {name: kind for name, kind in vars(errors).items() if isinstance(kind, type)}


@pytest.mark.parametrize(
    ("problem", "words"),
    [
        (
            UnreadableFile.zip_of(1_200),
            "The .zip file holds 1,200 files. Zip exactly one table, or load the table itself.",
        ),
        (
            UnreadableFile.wrong_encoding(1_234, "utf-8"),
            "Line 1,234 cannot be read in the encoding utf-8. Choose another encoding, or save it as UTF-8.",
        ),
        (
            UnreadableFile.ragged(1, [(3, 2), (9, 0)], 1_500),
            (
                "The header has 1 field, but line 3 has 2, line 9 has 0, and 1,500 more lines differ. "
                "Mend these lines, or choose another delimiter, quote character or header."
            ),
        ),
        (
            UnreadableFile.ragged(4, [(3, 2)], 0),
            (
                "The header has 4 fields, but line 3 has 2. "
                "Mend these lines, or choose another delimiter, quote character or header."
            ),
        ),
        (
            FileTooLarge.on_disk(3 * MIB // 2, MIB),
            "The file has 1.5 MiB; at most 1.0 MiB are read. Load fewer rows or columns.",
        ),
        (
            FileTooLarge.pixels(20_000, 10_000, 200_000_000, 100_000_000),
            (
                "The picture has 20,000 × 10,000 = 200.0 million pixels; at most 100.0 million are read. "
                "Make it smaller and load it again."
            ),
        ),
        (
            FileTooLarge.rows(5_000_001, 5_000_000),
            "The table has 5,000,001 rows; at most 5,000,000 are read. Load fewer rows.",
        ),
        (
            UnusableFeatures.unknown("age", ("a", "b")),
            "There is no column called age. There are a, b.",
        ),
        (
            UnusableFeatures.unknown("age", tuple("abcdefghijkl")),
            "There is no column called age. There are a, b, c, d, e, f, g, h, i, j and 2 more.",
        ),
        (
            UnusableFeatures.words(["city"]),
            "Words, not numbers, are in city. Encode as categories, or leave out.",
        ),
        (
            UnusableFeatures.words(["city", "team"]),
            "Words, not numbers, are in city, team. Encode as categories, or leave out.",
        ),
        (
            UnusableFeatures.too_large("income", 1e200, True),
            (
                "income holds values as large as 1e+200, too large to compute with. "
                "Take its log, change its unit, or leave it out."
            ),
        ),
        (
            UnusableFeatures.no_log("balance", -1234567.8),
            (
                "balance holds negative values (the smallest is -1.23457e+06), which have no logarithm. "
                "Choose the power transform, or none."
            ),
        ),
        (
            UnusableFeatures.one_row(),
            "Only one row takes part, so there is nothing to group. Load more rows.",
        ),
        (
            UnusableFeatures.all_equal(1_000),
            (
                "In all 1,000 rows the chosen columns are equal, so there is nothing to group. "
                "Choose columns in which the rows differ."
            ),
        ),
        (
            TooFewRows.for_clusters(1, 2),
            "All rows are equal, so there is nothing to group. Choose columns in which the rows differ.",
        ),
        (
            TooFewRows.for_clusters(2, 5),
            "2 different rows cannot form 5 clusters. Choose at most 2.",
        ),
        (BadSettings.for_number("n_init", 0, 1), "n_init = 0 cannot be run. Choose n_init from 1 up."),
        (
            BadSettings.for_choice("init", "best", ("k-means++", "random")),
            "init = 'best' is not known. Choose one of k-means++, random.",
        ),
        (
            BadSettings.for_own_centres(3, 3, 4, 2),
            "3 own centres were given for 4 clusters. Give 4, or change k.",
        ),
        (
            BadSettings.for_own_centres(4, 3, 4, 2),
            "1 of 4 own centres are not 2 finite numbers. Give one number per feature, in original units.",
        ),
        (
            UnreadableImage.palette("it ends too early"),
            (
                "The file holds no palette that can be read: it ends too early. "
                "Load a GPL, ASE, JSON or CSS palette, or a text with one #rrggbb a line."
            ),
        ),
    ],
    ids=lambda value: None if isinstance(value, str) else type(value).__name__,
)
def test_a_problem_says_what_is_wrong_and_what_to_do(problem: DataProblem, words: str) -> None:
    assert str(problem) == words == f"{problem.what} {problem.remedy}"


def told(kind: type[DataProblem]) -> dict[str, Any]:
    """Return the problems of a kind that are written as sentences with fields."""
    return {name: words for name, words in vars(kind).items() if isinstance(words, Told)}


def test_every_problem_is_raised_with_as_many_values_as_its_words_name() -> None:
    raised = [
        (path, node.func.value.id, node.func.attr, len(node.args))
        for path, tree in sources().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id in NAMED
    ]
    wrong = [
        (path, kind, name)
        for path, kind, name, given in raised
        if name in told(NAMED[kind]) and given != len(told(NAMED[kind])[name].fields)
    ]
    assert len(raised) > 30
    assert wrong == []


def test_every_problem_is_raised_somewhere() -> None:
    text = {
        (node.value.id, node.attr)
        for tree in sources().values()
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name)
    }
    kinds = [kind for kind in NAMED.values() if issubclass(kind, DataProblem)]
    named = {(kind.__name__, name) for kind in kinds for name in told(kind)}
    assert named - text == set()
