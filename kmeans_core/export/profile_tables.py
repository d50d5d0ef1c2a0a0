"""A profile as tables to take away: CSV and an Excel workbook, every number in original units."""

from __future__ import annotations

import io
from collections.abc import Sequence

import numpy as np
import pandas as pd
import xlsxwriter

from kmeans_core.common import number
from kmeans_core.profiles import STATISTICS, Profile, describe

EXCEL_ROWS = 1_048_575  # below the header
LONGEST_CELL = 32_000  # characters that Excel holds in one cell, with room for their spelling
PLAIN = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


def numbers_sheet(profile: Profile, names: Sequence[str]) -> pd.DataFrame:
    """Return one row for each number column and cluster, and one for all rows, with every statistic."""
    numbers, k = profile.numbers, len(profile.sizes)
    parts = []
    for j, label in enumerate(numbers.labels):
        frame = pd.DataFrame(numbers.values[:, :, j].T, columns=list(STATISTICS))
        frame[["count", "missing"]] = frame[["count", "missing"]].astype(int)
        frame.insert(0, "column", label)
        frame.insert(1, "made the clusters", "yes" if numbers.took_part[j] else "no")
        frame.insert(2, "cluster", [*(str(c + 1) for c in range(k)), "all"])
        frame.insert(3, "name", [*names, ""])
        frame["standardised difference"] = [*numbers.difference[:, j], np.nan]
        parts.append(frame)
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame()


def words_sheet(profile: Profile, names: Sequence[str]) -> pd.DataFrame:
    """Return one row for each value of a column of words and cluster, with its count and share."""
    parts = []
    for shares in profile.words:
        values = [*shares.categories, f"{shares.rarer:,} rarer values", "no value"]
        counts = np.column_stack([shares.counts, shares.others, shares.missing])
        present = np.maximum(shares.present, 1)
        for c, name in enumerate(names):
            frame = pd.DataFrame({"value": values, "count": counts[c], "share": counts[c] / present[c]})
            frame.loc[len(values) - 1, "share"] = np.nan  # shares are among the cells that hold a value
            frame.insert(0, "column", shares.label)
            frame.insert(1, "made the clusters", "yes" if shares.took_part else "no")
            frame.insert(2, "cluster", str(c + 1))
            frame.insert(3, "name", name)
            parts.append(frame if shares.rarer else frame.drop(index=len(values) - 2))
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame()


def clusters_sheet(profile: Profile, names: Sequence[str]) -> pd.DataFrame:
    """Return one row for each cluster: number, name, size, share and description."""
    k = len(profile.sizes)
    return pd.DataFrame(
        {
            "cluster": [str(c + 1) for c in range(k)],
            "name": list(names),
            "rows": profile.sizes,
            "share": profile.sizes / max(int(profile.sizes.sum()), 1),
            "description": [describe(profile, c, tuple(names)) for c in range(k)],
        }
    )


def profile_csv(profile: Profile, names: Sequence[str]) -> bytes:
    """Write the statistics of every number column as CSV in UTF-8."""
    return numbers_sheet(profile, names).to_csv(index=False).encode()


def profile_workbook(profile: Profile, names: Sequence[str]) -> bytes:
    """Write clusters, statistics and shares as an Excel workbook in which no text can become a formula."""
    out = io.BytesIO()
    sheets = {
        "Clusters": clusters_sheet(profile, names),
        "Numbers": numbers_sheet(profile, names),
        "Words": words_sheet(profile, names),
    }
    with xlsxwriter.Workbook(out, {"in_memory": True, **PLAIN}) as book:
        bold = book.add_format({"bold": True})
        for title, frame in sheets.items():
            sheet = book.add_worksheet(title)
            sheet.freeze_panes(1, 0)
            for column, name in enumerate(frame.columns):
                sheet.write_string(0, column, name, bold)
                for row, value in enumerate(frame[name].tolist(), 1):
                    if isinstance(value, str):
                        sheet.write_string(row, column, value[:LONGEST_CELL])
                    elif np.isfinite(value):
                        sheet.write_number(row, column, value)
                    elif np.isinf(value):  # Excel knows no such number
                        sheet.write_string(row, column, number(value))
            if len(frame):
                sheet.autofilter(0, 0, len(frame), len(frame.columns) - 1)
    return out.getvalue()
