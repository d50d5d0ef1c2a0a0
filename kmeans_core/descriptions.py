"""Clusters in plain words: a name and two sentences, made from what distinguishes each."""

from __future__ import annotations

import re

from kmeans_core.number_profiles import Numbers
from kmeans_core.profiles import LARGE, MEDIUM, Distinction, Profile
from kmeans_core.wording import listed, number, share

FAR = 2.0  # pooled standard deviations
UNITS = re.compile(
    r"[\s_]+(?:[(\[][^()\[\]]*[)\]]|mm|cm|m|km|g|kg|mg|°C|°F|%|€|\$|£|USD|EUR)$", re.IGNORECASE
)
LONGEST = 28  # characters of a column's name in a cluster's name


def suggest_names(profile: Profile) -> tuple[str, ...]:
    """Return a short name for each cluster, such as "high income, few purchases".

    Two columns make a name; more are added where two clusters would have the same. A cluster that nothing
    distinguishes is "close to average".
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
        return f"{often if distinction.direction == 'high' else 'rarely'} {column} {distinction.category}"
    if distinction.direction == "medium":
        return f"medium {column}"
    high, low = ("many", "few") if _countable(distinction.column, numbers) else ("high", "low")
    return f"{high if distinction.direction == 'high' else low} {column}"


def short(label: str) -> str:
    """Return a column's name without its unit and underscores, cut where it is long."""
    words = " ".join(UNITS.sub("", label).replace("_", " ").split()) or label
    return words if len(words) <= LONGEST else words[: LONGEST - 1].rstrip() + "…"


def _countable(label: str, numbers: Numbers) -> bool:
    """Whether a column counts things: a plural name and whole numbers."""
    first = re.split(r"[\s_]", label)[0]
    if not re.fullmatch(r"[^\W\d]+[^su\W]s", first, re.IGNORECASE):
        return False
    j = numbers.labels.index(label)
    told = [numbers.of(s)[-1, j] for s in ("minimum", "25 %", "75 %", "maximum")]
    return told[0] >= 0 and all(float(value).is_integer() for value in told)


def describe(profile: Profile, cluster: int, names: tuple[str, ...]) -> str:
    """Return two sentences: how the cluster differs, and how large it is and what it is most like.

    `names` are the clusters' present names; an empty one is told by its number.
    """
    return f"{_differs(profile.distinctions[cluster])} {_stands(profile, cluster, names)}"


def _differs(distinctions: tuple[Distinction, ...]) -> str:
    if not distinctions:
        return "No column sets it apart from the other rows."
    return f"On average, {listed([_clause(d, first=i == 0) for i, d in enumerate(distinctions[:3])])}."


def _clause(d: Distinction, first: bool) -> str:
    elsewhere = " than elsewhere" if first else ""
    if d.category is not None:
        return f"{d.column} is {d.category} in {share(d.inside)} of its rows (elsewhere {share(d.outside)})"
    if d.direction == "medium":
        return f"{d.column} is in between the others ({number(d.inside)})"
    word = f"{degree(d.strength)}{'higher' if d.direction == 'high' else 'lower'}{elsewhere}"
    return f"{d.column} is {word} ({number(d.inside)} against {number(d.outside)})"


def degree(strength: float) -> str:
    """Say how large a standardised difference is, in Cohen's steps and one more."""
    if strength >= LARGE:
        return "far " if strength >= FAR else "much "
    return "" if strength >= MEDIUM else "slightly "


def _stands(profile: Profile, cluster: int, names: tuple[str, ...]) -> str:
    size, total, other = int(profile.sizes[cluster]), int(profile.sizes.sum()), profile.neighbours[cluster]
    called = f" ({names[other]})" if names[other] else ""
    most_like = f" and is most like cluster {other + 1}{called}" if len(names) > 2 else ""
    return f"It holds {size:,} of {total:,} rows ({share(size / total)}){most_like}."
