"""The sections of a report, one function each: evidence in, HTML out."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from importlib.metadata import version

import numpy as np

from kmeans_core.common import BadSettings, count, number, share
from kmeans_core.profiles import Distinction, NumberTest, WordTest, describe
from kmeans_core.reports import charts
from kmeans_core.reports.evidence import Evidence
from kmeans_core.reports.words import bullets, disc, figure, paragraph, safe, table
from kmeans_core.takeaway import python_script

CARDS = 50
COLUMNS = 40
SCRIPT = 60_000  # characters of a script that are worth printing
STABLE = {"a pattern": "fairly stable"}
LIBRARIES = ("numpy", "pandas", "scikit-learn")


def answer(told: Evidence) -> str:
    """Say how many clusters there are and how sure that is, and what the report shows."""
    said, shown = told.answer, len(told.groups)
    other = f"This report shows the {shown} clusters that were asked for." if told.k != shown else ""
    parts = [f"<strong>{safe(said.headline)}</strong>", paragraph(said.because), bullets(said.doubts)]
    return f'<div class="answer">{"".join(parts)}{paragraph(other)}</div>'


def data(told: Evidence) -> str:
    """Tell what the table is, what was done to it, and which rows took no part."""
    source, matrix = told.table, told.matrix
    how = source.reading
    size = (
        f"{source.name}: {count(source.n_rows, 'row')}, {count(len(source.columns), 'column')}, {how.format}."
    )
    left = [f"{count(len(rows), 'row')} took no part: {why}." for why, rows in matrix.left_out]
    used = f"The clusters were made from {count(len(matrix.shares), 'column')} and {len(matrix.rows):,} rows."
    done = "<h3>What was done</h3>" + bullets(matrix.ledger)
    drawn = figure(charts.distance_shares(told)) if len(matrix.shares) > 1 else ""
    return f"{paragraph(size)}{paragraph(used)}{bullets(left)}{bullets(source.notices)}{done}{drawn}"


def number_of_clusters(told: Evidence) -> str:
    """Show every criterion over k, and what it picks."""
    every = (*told.criteria.voters, told.criteria.inertia)
    rows = [
        (each.name, "none" if each.pick is None else each.pick, each.basis, "" if vote else "has no vote")
        for each, vote in zip(every, [True] * len(told.criteria.voters) + [False], strict=True)
    ]
    drawn = "".join(figure(each, width=330, height=190) for each in charts.criteria(told))
    return table(("criterion", "picks k", "computed on", ""), rows, 4) + f'<div class="pair">{drawn}</div>'


def clusters(told: Evidence) -> str:
    """Show how large the clusters are, where they lie and how far they are apart."""
    drawn, shown = charts.places(told)
    total = len(told.clustering.labels)
    sampled = f"A sample of {shown:,} of {total:,} rows is drawn." if shown < total else ""
    mean = told.silhouette
    measures = [
        ("silhouette", number(mean.mean) if mean.exact else f"≈ {number(mean.mean)}"),
        ("variance explained", share(told.clustering.explained)),
        ("Davies-Bouldin", number(told.quality.davies_bouldin)),
        ("Calinski-Harabasz", number(told.quality.calinski_harabasz)),
        ("inertia", number(told.clustering.inertia, 4)),
    ]
    return (
        figure(charts.sizes(told))
        + figure(drawn)
        + paragraph(sampled, "quiet")
        + table(("measure", "value"), measures, 1)
        + figure(charts.outlines(told))
    )


def cards(told: Evidence) -> str:
    """Describe each cluster: what it is called, how large it is, what sets it apart."""
    shown = "".join(_card(told, c) for c in range(min(len(told.groups), CARDS)))
    rest = len(told.groups) - CARDS
    return shown + paragraph(f"{rest:,} more clusters are in the tables below." if rest > 0 else "")


def _card(told: Evidence, c: int) -> str:
    group, total = told.groups[c], max(sum(group.size for group in told.groups), 1)
    level = told.stability.level(c)
    stable = f"{STABLE.get(level, level)} (Jaccard {number(float(told.stability.jaccard[c]), 2)})"
    size = f"{count(group.size, 'row')} · {share(group.size / total)} · {stable}"
    distinct = [_distinction(each) for each in told.profile.distinctions[c]]
    apart = table(("", "", "here", "elsewhere", "d"), distinct, 2) if distinct else ""
    words = paragraph(describe(told.profile, c, told.names))
    heading = f"<h3>{disc(group)}<span>{safe(group.name or group.title, 120)}</span></h3>"
    return f'<div class="card">{heading}{paragraph(size, "quiet")}{words}{apart}</div>'


def _distinction(d: Distinction) -> tuple[str, ...]:
    write = number if d.category is None else share
    column = d.column if d.category is None else f"{d.column} = {d.category}"
    elsewhere = "in between" if d.direction == "medium" else write(d.outside)
    strength = number(-d.strength if d.direction == "low" else d.strength, 2)
    unused = "" if d.took_part else " (not used)"
    return charts.ARROWS[d.direction], f"{column}{unused}", write(d.inside), elsewhere, strength


def profiles(told: Evidence) -> str:
    """List the mean of every number column and the shares of words, cluster by cluster."""
    numbers = told.profile.numbers
    order = np.argsort(
        -np.nan_to_num(np.abs(numbers.difference), posinf=1e9).max(axis=0, initial=0), kind="stable"
    )
    heads = [str(group.number) for group in told.groups]
    means, sds = numbers.of("mean"), numbers.of("sd")
    rows = [
        (
            numbers.labels[j],
            *(f"{number(m)} ± {number(s, 2)}" for m, s in zip(means[:, j], sds[:, j], strict=True)),
        )
        for j in order[:COLUMNS]
    ]
    parts = [table(("mean ± sd", *heads, "all"), rows, 1)] if rows else []
    if len(order) > COLUMNS:
        parts.append(paragraph(f"The {COLUMNS} columns that differ most of {len(order):,}.", "quiet"))
    for shares in told.profile.words[:COLUMNS]:
        lines = [
            (value, *map(share, part))
            for value, part in zip(shares.categories[:12], shares.shares().T[:12], strict=True)
        ]
        parts.append(table((shares.label, *heads), lines, 1))
    return "".join(parts)


def tests(told: Evidence) -> str:
    """List tests of every column, with p-values only where they mean something."""
    intro = (
        "Clusters are made to differ in the columns they were made from: a p-value there says nothing, so "
        "none is shown. Columns that were held out get proper ones."
    )
    numbers = [
        (t.column, number(t.f), _p(t.p_anova, t), number(t.eta_squared, 2), number(t.h), _p(t.p_kruskal, t))
        for t in told.number_tests[: 5 * COLUMNS]
    ]
    words = [
        (t.column, number(t.chi_squared), f"{t.freedom:,}", _p(t.p, t), number(t.cramers_v, 2))
        for t in told.word_tests[: 5 * COLUMNS]
    ]
    parts = [paragraph(intro, "quiet")]
    if numbers:
        parts.append(table(("column", "F", "p", "η²", "Kruskal-Wallis H", "p of H"), numbers, 1))
    if words:
        parts.append(table(("column", "χ²", "degrees of freedom", "p", "V"), words, 1))
    return "".join(parts)


def _p(p: float | None, test: NumberTest | WordTest) -> str:
    if test.circular is not None:
        return "circular" if test.circular == test.column else f"copy of {test.circular}"
    if p is None or np.isnan(p):
        return "–"
    return "< 0.001" if p < 0.001 else f"{p:.3f}"


def limits(told: Evidence) -> str:
    """Tell what speaks against these clusters, and what k-means cannot see."""
    found = [f"{each.what} {each.meaning}" for each in told.fit.findings]
    return bullets(found) + paragraph(charts.ALWAYS)


def settings(told: Evidence) -> str:
    """Tell everything that is needed to make the result again."""
    how, kmeans = told.matrix.preparation, told.clustering.settings
    rows = [
        ("scaling", how.scaling),
        ("missing values", how.missing),
        ("k", kmeans.k),
        ("start", f"{kmeans.init}, {count(kmeans.n_init, 'restart')}, seed {kmeans.seed}"),
        ("search", f"{kmeans.search}, {kmeans.algorithm}"),
        ("table", told.table.digest),
        ("versions", ", ".join(f"{name} {version(name)}" for name in LIBRARIES)),
    ]
    return table(("setting", "value"), rows, 2)


def script(told: Evidence) -> str:
    """Print the program that finds the same labels."""
    try:
        text = python_script(told.table, told.matrix, told.clustering, names=told.names)
    except BadSettings as problem:
        return paragraph(str(problem))
    if len(text) > SCRIPT:
        return paragraph(
            "It is too long to be printed; the Export page and the command line give it as a file."
        )
    return f"<pre>{escape(text)}</pre>"


def every(told: Evidence) -> Iterator[tuple[str, str]]:
    """Yield each section after its title."""
    yield "The data, and what was done to them", data(told)
    yield "How many clusters", number_of_clusters(told)
    yield "The clusters", clusters(told)
    yield "Who is in them", cards(told)
    yield "Profiles", profiles(told)
    yield "Tests", tests(told)
    yield "Limits", limits(told)
    yield "Settings", settings(told)
    yield "The same result without the app", script(told)
