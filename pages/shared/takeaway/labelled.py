"""The labelled table as a file: in which format, how it is written, and what differs from the upload."""

from __future__ import annotations

import streamlit as st

from kmeans_core.evaluation import RowSilhouettes
from kmeans_core.export import LabelledFile, LabelledOptions
from kmeans_core.figures.groups import Group
from kmeans_core.profiles import Profile
from pages.shared.elements import page, problems
from pages.shared.elements.words import count, escape
from pages.shared.results import clusters, exports
from pages.shared.results.groups import Groups

FORMATS = {
    "CSV": ("text/csv", "All your rows in their order, all columns with their exact text."),
    "Excel": (
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "All your rows, numbers and days as such, text never a formula, clusters in colour, profiles beside.",
    ),
    "Parquet": (
        "application/vnd.apache.parquet",
        "All your rows in their order, numbers and days as such; a column that mixes them keeps its text.",
    ),
}


def draw(groups: Groups, shown: tuple[Group, ...], told: Profile) -> None:
    """Draw the choice of a format, and the file in it."""
    st.subheader("The labelled table", anchor=False)
    kind = st.segmented_control(
        "Format",
        list(FORMATS),
        default="CSV",
        required=True,
        key="export_results.format",
        label_visibility="collapsed",
        persist_state="session",
    )
    media, meaning = FORMATS[kind]
    st.write(f"{meaning} The clusters are in new columns.")
    options, rows = _asked(groups) if kind == "CSV" else (LabelledOptions(), None)
    with st.container(), problems.shown():
        file = _file(kind, groups, shown, told, options, rows)
    st.download_button(
        f"Download {file.file_name}",
        lambda: file.data,  # handed over at the click: a large file is not copied at every rerun
        file.file_name,
        media,
        key="export_results.download",
        on_click="ignore",
        type="primary",
        icon=":material/download:",
    )
    _tell(groups, file, options, rows)


def _asked(groups: Groups) -> tuple[LabelledOptions, RowSilhouettes | None]:
    """Ask how the text is to be written."""
    with st.container(horizontal=True, vertical_alignment="center", key="export_results.options"):
        with_silhouettes = st.toggle(
            "Silhouette of every row",
            key="export_results.silhouettes",
            persist_state="session",
            help="How much nearer the row is to its own cluster than to the next, from -1 to 1.",
        )
        utf8 = st.toggle(
            "Write UTF-8",
            key="export_results.utf8",
            persist_state="session",
            help="Otherwise the file keeps the encoding it came in.",
        )
        excel_safe = st.toggle(
            "Safe to open in Excel",
            key="export_results.excel_safe",
            persist_state="session",
            help="Alters cells that a spreadsheet would run as formulas: puts an apostrophe before them.",
        )
    with st.container(), problems.shown():
        rows = clusters.row_silhouettes(groups.matrix, groups.clustering) if with_silhouettes else None
    return LabelledOptions(utf8=utf8, excel_safe=excel_safe), rows


def _file(
    kind: str,
    groups: Groups,
    shown: tuple[Group, ...],
    told: Profile,
    options: LabelledOptions,
    rows: RowSilhouettes | None,
) -> LabelledFile:
    names = tuple(group.name for group in shown)
    if kind == "Excel":
        return exports.workbook(groups, shown, told)
    if kind == "Parquet":
        return exports.parquet(groups, names)
    return exports.labelled(groups, names, options, rows)


def _tell(groups: Groups, file: LabelledFile, options: LabelledOptions, rows: RowSilhouettes | None) -> None:
    """Say what is in the file, and what differs from the upload."""
    table = groups.table
    encoding = f" Encoding {escape(file.encoding)}." if file.file_name.endswith(("csv", "tsv")) else ""
    st.caption(
        f"{count(table.n_rows, 'row')}, {count(len(table.columns), 'column')} and "
        f"{len(file.added_columns)} new: {escape(', '.join(file.added_columns), 300)}.{encoding}"
    )
    st.caption(f"Made with {page.made_with()}.")
    if options.excel_safe:
        st.warning(f"{count(file.altered_cells, 'cell')} altered: an apostrophe stands before each formula.")
    elif file.altered_cells:
        st.warning(f"{count(file.altered_cells, 'cell')} cut at what Excel holds: 32,000 characters.")
    if rows is not None and not rows.exact:
        st.info(f"Silhouettes are estimated: each row is compared with {rows.references:,} of each cluster.")
    for reason, left in groups.matrix.left_out:
        st.info(f"{count(len(left), 'row')} took no part ({escape(reason)}); the file says so beside each.")
    for what, amount in file.not_written:
        st.caption(f"Not in the file: {amount:,} {escape(what)}, which stood outside the table.")
