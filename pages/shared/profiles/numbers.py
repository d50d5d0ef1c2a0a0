"""The profile in numbers: one statistic of every column and cluster, shaded, sortable and to take away."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import streamlit as st

from kmeans_core.common import among, digest
from kmeans_core.export import EXCEL_ROWS, profile_csv, profile_workbook
from kmeans_core.figures.groups import Group
from kmeans_core.figures.heat_maps import COLD, STRONGEST
from kmeans_core.profiles import STATISTICS, Profile
from pages.shared.elements import page
from pages.shared.elements.words import count, cut, escape, number, share
from pages.shared.results.groups import Groups

MOST_CELLS = 100_000  # shaded; the files have all
NAMES = {"sd": "standard deviation", "count": "rows with a value", "missing": "rows without a value"}
ORDER = ("mean", "median", "sd", "minimum", "5 %", "25 %", "75 %", "95 %", "maximum", "count", "missing")


def show(groups: Groups, told: Profile, shown: tuple[Group, ...]) -> None:
    """Show one statistic at a time, every cluster beside all rows."""
    st.subheader("The numbers, in original units")
    if not told.numbers.labels:
        st.caption("The table has no number columns.")
        return
    statistic = st.selectbox(
        "Statistic",
        [s for s in ORDER if s in STATISTICS],
        format_func=lambda s: NAMES.get(s, s),
        width=260,
        key="profile.statistic",
    )
    most = max(1, MOST_CELLS // (len(shown) + 4))
    _table(told, shown, statistic, most)
    if len(told.numbers.labels) > most:
        st.caption(f"{most:,} of {count(len(told.numbers.labels), 'column')} are listed; the files have all.")
    st.caption(
        "Shaded by the standardised difference of the means: the stronger, the farther from the other rows. "
        "“Between” is the share of a column's variance that lies between the clusters."
    )
    _not_described(groups, told)
    _downloads(told, tuple(group.name for group in shown))


def _not_described(groups: Groups, told: Profile) -> None:
    """Name the columns in which a mean or a share would mean nothing."""
    described = {*told.numbers.labels, *(shares.label for shares in told.words)}
    rest = [f"{cut(c.label, 30)} ({c.kind})" for c in groups.table.columns if c.label not in described]
    if rest:
        st.caption(f"Not described: {escape(among(rest, 10), 1_000)}.")


def _table(told: Profile, shown: tuple[Group, ...], statistic: str, most: int) -> None:
    numbers = told.numbers
    values = numbers.of(statistic)[:, :most]
    k = len(shown)
    frame = pd.DataFrame({f"c{c}": values[c] for c in range(k + 1)})
    frame.insert(0, "column", list(numbers.labels[:most]))
    frame.insert(1, "took", np.where(numbers.took_part[:most], "yes", "no"))
    frame["between"] = numbers.eta_squared[:most]
    colours = _shades(numbers.difference[:, :most])
    write: dict[str, Any] = {f"c{c}": number for c in range(k + 1)} | {"between": share}
    styled = frame.style.format(write)
    styled = styled.apply(lambda _: colours.T, axis=None, subset=[f"c{c}" for c in range(k)])
    config = {f"c{c}": st.column_config.NumberColumn(cut(shown[c].title, 26)) for c in range(k)}
    config |= {
        "column": st.column_config.TextColumn("column", pinned=True),
        "took": st.column_config.TextColumn("made the clusters"),
        f"c{k}": st.column_config.NumberColumn("all rows"),
        "between": st.column_config.NumberColumn("between"),
    }
    st.dataframe(
        styled,
        hide_index=True,
        placeholder="–",
        column_config=config,
        key=f"profile.table.{statistic}",
        alt=f"The {NAMES.get(statistic, statistic)} of every column in every cluster",
    )


def _shades(difference: np.ndarray) -> np.ndarray:
    """Return a background for each cluster and column, stronger for larger differences."""
    theme = page.theme()
    strength = np.clip(np.abs(np.nan_to_num(difference, posinf=9, neginf=-9)) / STRONGEST, 0, 1) * 0.55
    high, low = (tuple(int(c[i : i + 2], 16) for i in (1, 3, 5)) for c in (theme.accent, COLD[theme.name]))
    rgb = np.where(difference > 0, "{},{},{}".format(*high), "{},{},{}".format(*low))
    return np.array(
        [
            [f"background-color: rgba({c},{s:.2f})" if s >= 0.04 else "" for c, s in zip(cs, ss, strict=True)]
            for cs, ss in zip(rgb, strength, strict=True)
        ],
        dtype=object,
    ).reshape(difference.shape)


def _downloads(told: Profile, names: tuple[str, ...]) -> None:
    mark = digest(told.digest, names)[:8]
    rows = len(told.numbers.labels) * (len(names) + 1)
    with st.container(horizontal=True, key="profile_downloads"):
        st.download_button(
            "Profile as CSV",
            lambda: profile_csv(told, names),
            file_name=f"profile-{mark}.csv",
            mime="text/csv",
            on_click="ignore",
            key="profile.csv",
        )
        st.download_button(
            "Profile as Excel",
            lambda: profile_workbook(told, names),
            file_name=f"profile-{mark}.xlsx",
            mime="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            on_click="ignore",
            key="profile.xlsx",
            disabled=rows > EXCEL_ROWS,
        )
