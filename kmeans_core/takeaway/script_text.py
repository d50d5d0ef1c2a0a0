"""The words of the scripts that repeat a result: templates, in the order in which they are filled."""

from __future__ import annotations

from string import Template

HEAD = Template("""\
# $title
# python this_file.py TABLE [LABELLED]   (needs pandas and scikit-learn)
import sys

import numpy as np
import pandas as pd
$libraries

SEARCH_ANEW = False  # True: scikit-learn looks for centres of its own
""")
READING = Template("""\
LABELS = $labels
table = pd.read_csv(
    sys.argv[1], $options,
    header=None, names=range(len(LABELS)), dtype=str, na_filter=False, $lines,
).fillna("")
${comments}table = table[(table != "").any(axis=1)].iloc[$header:].reset_index(drop=True)
table.columns = LABELS
""")
COLUMNS = Template("""\
# Cells that are no plain numbers: {column: {cell: number}}
nan = np.nan
SPELLED = $spelled


def number(cell):
    try:
        return float(cell.strip()$signs)
    except ValueError:
        return np.nan


def numbers(column, fill=None, turn=None, change=None, centre=0.0, spread=1.0, weight=1.0):
    spelled = SPELLED.get(column, {})
    cells = table[column].map(lambda cell: spelled[cell] if cell in spelled else number(cell)).to_numpy(float)
    if turn is not None:
        cells = turn(cells)
    if fill is not None:
        cells = np.where(np.isnan(cells), fill, cells)
    with np.errstate(all="ignore"):
        return ((cells if change is None else change(cells)) - centre) / spread * weight


def level(column, levels, weight):
    return table[column].str.strip().isin(levels).to_numpy() * weight


rows = np.column_stack([
$columns
])
""")
TAKING_PART = Template("""\
LEFT_OUT = $left_out
taking_part = np.ones(len(rows), dtype=bool)
taking_part[LEFT_OUT] = False
rows = rows[taking_part]
$more""")
CLUSTER = Template("""\
CENTRES = np.array($centres)
NAMES = $names

if SEARCH_ANEW:
    labels = KMeans($k, n_init=10, random_state=$seed).fit(rows).labels_
else:
    labels = pairwise_distances_argmin(rows, CENTRES)
    means = np.array([rows[labels == c].mean(axis=0) for c in range($k)])
    moved = np.abs(means - CENTRES).max()
    assert moved <= $moved, f"these are not the rows of these centres: they would move by {moved:.3g}"
    print(f"Each centre is the mean of its rows; the largest difference is {moved:.1e}.")
""")
WRITING = """\
table["cluster"] = pd.Series(labels + 1, index=table.index[taking_part]).astype("Int64")
if not SEARCH_ANEW:
    table["cluster name"] = table["cluster"].map(dict(enumerate(NAMES, 1)))
table.to_csv(sys.argv[2] if len(sys.argv) > 2 else "labelled.csv", index=False)
print(table["cluster"].value_counts().sort_index().to_string())
"""
