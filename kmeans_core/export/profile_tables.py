"""A profile as tables to take away: CSV and an Excel workbook, every number in original units."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence

import numpy as np
import pandas as pd
import pyarrow as pa
import xlsxwriter

from kmeans_core.export.delimited_text import write
from kmeans_core.profiles import STATISTICS, Profile, Shares, describe, suggest_names
from kmeans_core.tables import Reading

EXCEL_ROWS = 1_048_575  # below the header
LONGEST_CELL = 32_000  # characters that Excel holds in one cell, with room for their spelling
PLAIN = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
USED = {True: "yes", False: "no"}


def numbers_sheet(profile: Profile, names: Sequence[str]) -> pd.DataFrame:
    """Return one row for each number column and cluster, and one for all rows, with every statistic."""
    numbers, columns = profile.numbers, len(profile.numbers.labels)
    clusters = [*(str(c + 1) for c in range(len(names))), "all"]
    statistics = numbers.values.transpose(2, 1, 0).reshape(-1, len(STATISTICS))
    difference = np.vstack([numbers.difference, np.full(columns, np.nan)])
    pairs = zip(numbers.labels, numbers.took_part.tolist(), strict=True)
    told = [(label, USED[took_part]) for label, took_part in pairs for _ in clusters]
    frame = pd.DataFrame(told, columns=["column", "made the clusters"])
    frame["cluster"], frame["name"] = clusters * columns, [*names, ""] * columns
    frame[list(STATISTICS)] = statistics
    frame["standardised difference"] = difference.T.ravel()
    return frame.astype({"count": int, "missing": int})


def words_sheet(profile: Profile, names: Sequence[str]) -> pd.DataFrame:
    """Return one row for each value of a column of words and cluster, with its count and share."""
    return pd.DataFrame(
        [
            (shares.label, USED[shares.took_part], str(c + 1), name, *told)
            for shares in profile.words
            for c, name in enumerate(names)
            for told in _values(shares, c)
        ],
        columns=["column", "made the clusters", "cluster", "name", "value", "count", "share"],
    )


def _values(shares: Shares, cluster: int) -> Iterator[tuple[str, int, float]]:
    """Yield each value with its count and its share among the cells that hold a value."""
    yield from zip(shares.categories, shares.counts[cluster], shares.shares()[cluster], strict=True)
    if shares.rarer:
        others = int(shares.others[cluster])
        yield f"{shares.rarer:,} rarer values", others, others / max(int(shares.present[cluster]), 1)
    yield "no value", int(shares.missing[cluster]), np.nan


def clusters_sheet(profile: Profile, names: Sequence[str]) -> pd.DataFrame:
    """Return one row for each cluster: number, name, size, share and description."""
    return pd.DataFrame(
        {
            "cluster": [str(c + 1) for c in range(len(names))],
            "name": list(names),
            "rows": profile.sizes,
            "share": profile.sizes / max(int(profile.sizes.sum()), 1),
            "description": [describe(profile, c, tuple(names)) for c in range(len(names))],
        }
    )


def profile_csv(profile: Profile, names: Sequence[str] = ()) -> bytes:
    """Write the statistics of every number column as CSV in UTF-8 in which no text can become a formula.

    >>> from kmeans_core import cluster, load_sample, prepare, profile, profile_csv
    >>> table = load_sample("Three blobs")
    >>> matrix = prepare(table)
    >>> profile_csv(profile(table, matrix, cluster(matrix))).splitlines()[0].decode()
    'column,made the clusters,cluster,name,count,missing,mean,sd,...,standardised difference'
    """
    frame = numbers_sheet(profile, names or suggest_names(profile))
    cells = pa.Table.from_pandas(frame, preserve_index=False)
    return write([cells], frame.columns.tolist(), Reading("CSV"), safe=True)[0]


def profile_workbook(profile: Profile, names: Sequence[str]) -> bytes:
    """Write clusters, statistics and shares as an Excel workbook in which no text can become a formula."""
    out = io.BytesIO()
    sheets = {
        "Clusters": clusters_sheet(profile, names),
        "Numbers": numbers_sheet(profile, names),
        "Words": words_sheet(profile, names),
    }
    with pd.ExcelWriter(out, engine=xlsxwriter.__name__, engine_kwargs={"options": PLAIN}) as book:
        for title, frame in sheets.items():
            cut = frame.map(lambda cell: cell[:LONGEST_CELL] if isinstance(cell, str) else cell)
            cut.to_excel(
                book, sheet_name=title, index=False, freeze_panes=(1, 0), inf_rep="∞", autofilter=True
            )
    return out.getvalue()
