"""Evidence in, one HTML file out: offline, without any program in it, made for A4."""

from __future__ import annotations

from pathlib import Path

from kmeans_core.common import Progress, silent
from kmeans_core.reports import sections
from kmeans_core.reports.evidence import Evidence
from kmeans_core.reports.words import safe

POLICY = "default-src 'none'; style-src 'unsafe-inline'"  # whatever slipped in would neither run nor load


def report(told: Evidence, progress: Progress = silent) -> bytes:
    """Write everything that is known of a result as a page that a browser shows and prints.

    >>> from kmeans_core import cluster, gather, load_sample, prepare, report
    >>> table = load_sample("Three blobs")
    >>> matrix = prepare(table)
    >>> "3 clusters, high confidence" in report(gather(table, matrix, cluster(matrix))).decode()
    True
    """
    style = Path(__file__).with_name("report.css").read_text("utf-8")
    title = f"{len(told.groups)} clusters of {told.table.name}"
    parts = []
    for i, (heading, body) in enumerate(sections.every(told)):
        progress(i / 9, "Writing the report")
        parts.append(f"<section><h2>{safe(heading)}</h2>{body}</section>")
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{safe(title)}</title><style>{style}</style></head>"
        f"<body><h1>{safe(title)}</h1>{sections.answer(told)}{''.join(parts)}</body></html>\n"
    ).encode("utf-8", "replace")
