"""The film as a program: about ten lines of NumPy that do the same, and the same in scikit-learn."""

from __future__ import annotations

from kmeans_core.teaching.film import Kind
from kmeans_core.teaching.starts import Start

Line = tuple[Kind | None, str]  # the half-step that a line does, and the line

_FIRST: dict[Start, tuple[str, ...]] = {
    "random rows": ("centres = X[random.choice(len(X), k, replace=False)]",),
    "random partition": (
        "labels = random.permutation(np.arange(len(X)) % k)",
        "centres = np.array([X[labels == j].mean(axis=0) for j in range(k)])",
    ),
    "k-means++": (
        "centres = X[[random.integers(len(X))]]",
        "while len(centres) < k:",
        "    closest = ((X[:, None] - centres) ** 2).sum(axis=2).min(axis=1)",
        "    row = random.choice(len(X), p=closest / closest.sum())",
        "    centres = np.vstack([centres, X[row]])",
    ),
    "farthest first": (
        "centres = X[[random.integers(len(X))]]",
        "while len(centres) < k:",
        "    closest = ((X[:, None] - centres) ** 2).sum(axis=2).min(axis=1)",
        "    centres = np.vstack([centres, X[closest.argmax()]])",
    ),
    "own centres": ("centres = np.array(own)",),
}
_STEPS: tuple[Line, ...] = (
    (None, "while True:"),
    ("assign", "    squared = ((X[:, None] - centres) ** 2).sum(axis=2)"),
    ("assign", "    labels = squared.argmin(axis=1)"),
    ("move", "    means = np.array([X[labels == j].mean(axis=0) for j in range(k)])"),
    ("move", "    if np.allclose(means, centres):"),
    ("move", "        break"),
    ("move", "    centres = means"),
    (None, "inertia = squared.min(axis=1).sum()"),
)


def numpy_lines(start: Start, seed: int) -> tuple[Line, ...]:
    """Return the program for rows X (n, d) and a number k, each line with the half-step that it does.

    Needs `own` for centres of a person's own; leaves out what to do with a cluster that loses all rows.
    """
    chance = [] if start == "own centres" else [("seed", f"random = np.random.default_rng({seed})")]
    making: Kind = "seed" if len(_FIRST[start]) > 1 else "start"
    first = [(making, line) for line in _FIRST[start]]
    return ((None, "import numpy as np"), *((making, line) for _, line in chance), *first, *_STEPS)


SKLEARN = """\
from sklearn.cluster import KMeans

found = KMeans(n_clusters=k, init=centres, n_init=1, tol=0).fit(X)  # from the same centres, the same end
print(found.labels_, found.cluster_centers_, found.inertia_)

best = KMeans(n_clusters=k, n_init=10, random_state=0).fit(X)       # as it is used: the best of ten starts
"""
