"""Evidence in, slides of 16:9 out: a finding as each title, one chart a page, one card a cluster."""

from __future__ import annotations

import io
from collections.abc import Iterator
from functools import partial

from pptx import Presentation
from pptx.util import Inches

from kmeans_core.common import Progress, count, number, share, silent
from kmeans_core.profiles import Distinction, describe
from kmeans_core.reports import charts, native
from kmeans_core.reports.drawing import title_of
from kmeans_core.reports.evidence import Evidence
from kmeans_core.reports.native import Slide

CARDS = 24
POINTS = 600  # of a scatter that a presentation program still moves
LINES = 6  # bars on a card


def slides(told: Evidence, progress: Progress = silent) -> bytes:
    """Write what is known of a result as a .pptx whose charts can be edited.

    >>> import io
    >>> from pptx import Presentation
    >>> from kmeans_core import cluster, gather, load_sample, prepare, slides
    >>> table = load_sample("Three blobs")
    >>> matrix = prepare(table)
    >>> made = Presentation(io.BytesIO(slides(gather(table, matrix, cluster(matrix)))))
    >>> made.slides[0].shapes.title.text
    '3 clusters, high confidence'
    """
    book = Presentation()
    book.slide_width, book.slide_height = Inches(13.333), Inches(7.5)
    book.core_properties.title = native.plain(f"{len(told.groups)} clusters of {told.table.name}")
    book.core_properties.author = "k-means studio"
    steps = list(_pages(told))
    for i, draw in enumerate(steps):
        progress(i / len(steps), "Writing the slides")
        draw(native.page(book))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _pages(told: Evidence) -> Iterator[native.Draw]:
    """Yield what draws each page, in order."""
    yield from (partial(draw, told=told) for draw in (_first, _sizes, _places))
    yield from (partial(_card, told=told, c=c) for c in range(min(len(told.groups), CARDS)))
    yield partial(_votes, told=told)
    yield from (partial(_criterion, told=told, at=at) for at in range(len(told.criteria.voters)))
    yield partial(_limits, told=told)


def _first(slide: Slide, told: Evidence) -> None:
    said, source = told.answer, told.table
    native.title(slide, said.headline)
    columns = count(len(told.matrix.shares), "column")
    used = f"{len(told.matrix.rows):,} of {count(source.n_rows, 'row')}, {columns}"
    shown = "" if told.k == len(told.groups) else f"Shown are the {len(told.groups)} that were asked for."
    native.text(slide, [source.name, used, said.because, shown, *said.doubts], size=22)


def _sizes(slide: Slide, told: Evidence) -> None:
    drawn = charts.sizes(told)
    native.title(slide, title_of(drawn))
    bars = [(group.title, float(group.size), charts.fill(group)) for group in told.groups]
    native.bars(slide, "rows", bars, format_of="#,##0", alt=title_of(drawn))


def _places(slide: Slide, told: Evidence) -> None:
    drawn, shown = charts.places(told, POINTS)
    native.title(slide, title_of(drawn))
    series = [
        (group.title, trace.x, trace.y, charts.fill(group))
        for group, trace in zip(told.groups, drawn.data, strict=False)
    ]
    axes = (drawn.layout.xaxis.title.text, drawn.layout.yaxis.title.text)
    native.points(slide, series, axes, alt=title_of(drawn))
    total = len(told.clustering.labels)
    if shown < total:
        native.foot(slide, f"A sample of {shown:,} of {total:,} rows")


def _card(slide: Slide, told: Evidence, c: int) -> None:
    """Say who is in a cluster; bars tell how far its columns are from elsewhere."""
    group, total = told.groups[c], max(sum(each.size for each in told.groups), 1)
    native.title(slide, group.title, charts.fill(group))
    size = f"{count(group.size, 'row')}, {share(group.size / total)} of all"
    stable = f"Found again when the rows are drawn anew: {told.stability.level(c)}"
    words = describe(told.profile, c, told.names)
    apart = told.profile.distinctions[c][:LINES]
    wide = 5.2 if apart else 12.0
    native.text(slide, [size, words, stable], size=20, width=wide)
    if apart:
        bars = [_bar(each, charts.fill(group)) for each in apart]
        native.bars(slide, "Cohen's d from elsewhere", bars, format_of="0.0", left=6.0, alt=words)


def _bar(d: Distinction, colour: str) -> tuple[str, float, str]:
    name = d.column if d.category is None else f"{d.column} = {d.category}"
    return f"{charts.ARROWS[d.direction]} {name}", -d.strength if d.direction == "low" else d.strength, colour


def _votes(slide: Slide, told: Evidence) -> None:
    picks = [each.pick for each in told.criteria.voters]
    agreed = f"{picks.count(told.k)} of {len(picks)} criteria pick {told.k}"
    native.title(slide, told.answer.headline if told.k is None else agreed)
    rows = [(each.name, str(each.pick or "none"), each.basis) for each in told.criteria.voters]
    native.table(slide, ("criterion", "picks k", "computed on"), rows)


def _criterion(slide: Slide, told: Evidence, at: int) -> None:
    voter = told.criteria.voters[at]
    drawn = charts.criteria(told)[at]
    native.title(slide, title_of(drawn))
    values = [None if value != value else float(value) for value in voter.values]
    native.line(slide, voter.name, told.criteria.ks, values, pick=voter.pick, alt=title_of(drawn))


def _limits(slide: Slide, told: Evidence) -> None:
    native.title(slide, "What to keep in mind")
    how, kmeans = told.matrix.preparation, told.clustering.settings
    made = (
        f"Made with {how.scaling} scaling, missing values: {how.missing}, k = {kmeans.k}, {kmeans.init}, "
        f"{count(kmeans.n_init, 'restart')}, seed {kmeans.seed}."
    )
    found = [f"{each.what} {each.meaning}" for each in told.fit.findings[:4]]
    if len(told.groups) > CARDS:
        found.append(f"{len(told.groups) - CARDS:,} more clusters have no card here.")
    explained = share(told.clustering.explained)
    measured = f"Silhouette {number(told.silhouette.mean)}; {explained} of the variance explained."
    native.text(slide, [*found, charts.ALWAYS, measured, made], size=18)
