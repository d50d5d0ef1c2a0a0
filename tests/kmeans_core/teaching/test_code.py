"""The program that is shown does what the film shows."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from sklearn.cluster import KMeans

from kmeans_core.teaching import SKLEARN, STARTS, Start, film, numpy_lines, shape


@pytest.mark.parametrize("start", STARTS)
@pytest.mark.parametrize("seed", [0, 7])
def test_the_program_ends_where_the_film_does(start: Start, seed: int):
    values = shape("Three blobs", 0.8).values
    own = values[:3] if start == "own centres" else None
    there: dict[str, Any] = {"X": values, "k": 3, "own": own}
    exec("\n".join(text for _, text in numpy_lines(start, seed)), there)
    shown = film(values, 3, start=start, seed=seed, own=own)
    assert there["centres"] == pytest.approx(shown.steps[-1].centres)
    assert there["inertia"] == pytest.approx(shown.inertia)


@pytest.mark.parametrize("start", STARTS)
def test_the_step_itself_takes_ten_lines(start: Start):
    lines = numpy_lines(start, 0)
    assert sum(kind != "seed" for kind, _ in lines) <= 11
    assert {"assign", "move"} <= {kind for kind, _ in lines}


def test_the_program_for_scikit_learn_ends_there_too():
    values = shape("Three blobs", 0.8).values
    shown = film(values, 3, start="random rows", seed=1)
    there: dict[str, Any] = {"X": values, "k": 3, "centres": shown.steps[0].centres, "print": lambda *_: None}
    exec(SKLEARN, there)
    assert there["found"].inertia_ == pytest.approx(shown.inertia)
    assert isinstance(there["best"], KMeans)
    assert np.array_equal(there["found"].labels_, shown.steps[-1].labels)
