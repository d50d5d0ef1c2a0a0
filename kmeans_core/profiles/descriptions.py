"""Clusters in plain words: a name and two sentences, made from what distinguishes each."""

from __future__ import annotations

import re

from kmeans_core.common import cut, listed, number
from kmeans_core.profiles.number_profiles import Numbers
from kmeans_core.profiles.profile import LARGE, MEDIUM, Distinction, Profile

FAR = 2.0  # pooled standard deviations
UNITS = re.compile(
    r"[\s_]+(?:[(\[][^()\[\]]*[)\]]|mm|cm|m|km|g|kg|mg|°C|°F|%|€|\$|£|USD|EUR)$", re.IGNORECASE
)
FRACTIONS = {
    "nine tenths": 0.9,
    "four fifths": 0.8,
    "three quarters": 0.75,
    "two thirds": 2 / 3,
    "half": 0.5,
    "two fifths": 0.4,
    "a third": 1 / 3,
    "a quarter": 0.25,
    "a fifth": 0.2,
    "a sixth": 1 / 6,
    "an eighth": 0.125,
    "a tenth": 0.1,
}
LONGEST = 28  # characters of a column's name, and of its value, in a cluster's name


def suggest_names(profile: Profile) -> tuple[str, ...]:
    """Return a short name for each cluster, such as "high income, few purchases".

    Two columns make a name; more are added where two clusters would have the same. A cluster that nothing
    distinguishes is "close to average".

    >>> from kmeans_core import KMeansSettings, cluster, load_sample, prepare, profile, suggest_names
    >>> table = load_sample("Customers")
    >>> matrix = prepare(table)
    >>> suggest_names(profile(table, matrix, cluster(matrix, KMeansSettings(k=4))))[1:3]
    ('high order value, high income', 'high age, high loyalty years')
    """
    pieces = [[_piece(d, profile.numbers) for d in ds] or ["close to average"] for ds in profile.distinctions]
    names = [", ".join(words[:2]) for words in pieces]
    for length in (3, 4, 5):
        names = [
            ", ".join(words[:length]) if names.count(name) > 1 else name
            for name, words in zip(names, pieces, strict=True)
        ]
    return tuple(names)


def _piece(distinction: Distinction, numbers: Numbers) -> str:
    column = short(distinction.column)
    if distinction.category is not None:
        often = "mostly" if distinction.inside > 0.5 else "more often"
        word = _cut(" ".join(distinction.category.split()))
        return f"{often if distinction.direction == 'high' else 'rarely'} {column} {word}"
    if distinction.direction == "medium":
        return f"medium {column}"
    if distinction.direction == "around":
        return f"{column} around {number(distinction.inside)}"
    high, low = ("many", "few") if _countable(distinction.column, numbers) else ("high", "low")
    return f"{high if distinction.direction == 'high' else low} {column}"


def short(label: str) -> str:
    """Return a column's name without its unit and underscores, cut where it is long."""
    return _cut(" ".join(UNITS.sub("", label).replace("_", " ").split()) or label)


def _cut(words: str) -> str:
    return words if len(words) <= LONGEST else words[: LONGEST - 1].rstrip() + "…"


def _countable(label: str, numbers: Numbers) -> bool:
    """Whether a column counts things: a plural name and whole numbers."""
    first = re.split(r"[\s_]", label)[0]
    if not re.fullmatch(r"[^\W\d]+[^su\W]s", first, re.IGNORECASE):
        return False
    j = numbers.labels.index(label)
    told = [numbers.of(s)[-1, j] for s in ("minimum", "25 %", "75 %", "maximum")]
    return told[0] >= 0 and all(float(value).is_integer() for value in told)


def describe(profile: Profile, cluster: int, names: tuple[str, ...] = ()) -> str:
    """Return two sentences: how the cluster differs, and how large it is and what it is most like.

    `names` are the clusters' present names; an empty one is told by its number.

    >>> from kmeans_core import cluster, describe, load_sample, prepare, profile
    >>> table = load_sample("Iris")
    >>> matrix = prepare(table)
    >>> describe(profile(table, matrix, cluster(matrix)), cluster=0)
    'Here sepal length cm and petal length cm are between the other clusters, and sepal width cm is much lower
    than elsewhere. It holds about a third of the rows and is most like cluster 3.'
    """
    return f"{_differs(profile.distinctions[cluster])} {_stands(profile, cluster, names)}"


def _differs(distinctions: tuple[Distinction, ...]) -> str:
    """Tell up to three differences, those of the same kind together."""
    if not distinctions:
        return "No column sets it apart from the other rows."
    alike: dict[str, list[str]] = {}
    for d in distinctions[:3]:
        alike.setdefault(_kind(d), []).append(" ".join(map(cut, filter(None, (d.column, d.category)))))
    clauses = [
        f"{listed(columns)} {'is' if len(columns) == 1 else 'are'} {kind}" for kind, columns in alike.items()
    ]
    return f"Here {', and '.join([', '.join(clauses[:-1]), clauses[-1]] if len(clauses) > 1 else clauses)}."


def _kind(d: Distinction) -> str:
    if d.direction == "medium":
        return "between the other clusters"
    if d.direction == "around":
        return f"around {number(d.inside)}"
    if d.strength >= LARGE:
        degree = "far " if d.strength >= FAR else "much "
    else:
        degree = "" if d.strength >= MEDIUM else "slightly "
    if d.category is not None:
        return f"{degree}{'more frequent' if d.direction == 'high' else 'rarer'} than elsewhere"
    return f"{degree}{'higher' if d.direction == 'high' else 'lower'} than elsewhere"


def _stands(profile: Profile, cluster: int, names: tuple[str, ...]) -> str:
    other, most_like = profile.neighbours[cluster], ""
    if other is not None and len(profile.sizes) > 2:
        called = f" ({names[other]})" if names and names[other] else ""
        most_like = f" and is most like cluster {other + 1}{called}"
    return f"It holds {about(int(profile.sizes[cluster]), int(profile.sizes.sum()))}{most_like}."


def about(rows: int, total: int) -> str:
    """Say a share of rows in words: "about a third of the rows"."""
    if rows == 1:
        return f"a single row of {total:,}"
    part = rows / max(total, 1)
    if part >= 0.96 or part < 0.09:
        return "nearly all rows" if part > 0.5 else f"about one row in {max(round(1 / max(part, 1e-9)), 2):,}"
    words = min(FRACTIONS, key=lambda fraction: abs(FRACTIONS[fraction] - part))
    return f"about {words} of the rows"
