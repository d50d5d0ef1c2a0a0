"""How a file was read: every guess in words, and a control to override each."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import streamlit as st

from kmeans_core.common import DataProblem, Stopped, among
from kmeans_core.tables import Table
from pages.shared.elements import problems
from pages.shared.elements.words import count, cut, escape
from pages.shared.results import tables
from pages.shared.state import session, visit, widgets

GUESS = "guess"
ENCODINGS = (
    GUESS,
    "utf-8",
    "utf-16",
    "cp1252",
    "cp1250",
    "cp1251",
    "cp1253",
    "latin-1",
    "shift_jis",
    "gb18030",
    "cp437",
)
DELIMITERS = {
    GUESS: "guess",
    ",": "comma",
    ";": "semicolon",
    "\t": "tab",
    "|": "bar",
    " ": "space",
    ":": "colon",
}
QUOTES = {GUESS: "guess", '"': 'double quote "', "'": "single quote '", "": "none"}
DECIMALS = {GUESS: "guess", ".": "point 1.5", ",": "comma 1,5"}
THOUSANDS = {
    GUESS: "guess",
    "": "none",
    ",": "comma 1,000",
    ".": "point 1.000",
    " ": "space 1 000",
    "'": "apostrophe 1'000",
}
HEADERS = {GUESS: "guess", True: "first line", False: "none"}
ODD_LINES = {
    GUESS: "guess",
    "fill": "fill or keep the rest",
    "skip": "leave out",
    "refuse": "refuse the file",
}
COMMENTS = {GUESS: "guess", "": "none", "#": "#", "%": "%", "//": "//"}


def read_waiting() -> None:
    """Read an upload that waits, as chosen; where that fails, the present table stands."""
    there = session.waiting()
    if there is None or there.problem is not None:
        return
    try:
        session.show_upload(tables.read(there.upload, there.reading))
    except DataProblem as problem:
        session.refuse(problem)
    except Stopped:
        session.discard()
        visit.resume()


def explain() -> None:
    """Say why an upload was not read, and offer to read it in another way."""
    there = session.waiting()
    if there is None or there.problem is None:
        return
    problems.tell(there.problem)
    name = escape(there.upload.name)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(
            f"{name} was not loaded; {escape(session.table().name)} stays in its place.", width="content"
        )
        st.button(f"Leave {name} aside", key="reading.discard", on_click=session.discard)
    with st.expander("Read it in another way", expanded=True):
        _overrides((), workbook=there.reading.cells is not None)


def tell(table: Table) -> None:
    """Say in one line how the file was read, list what was skipped, and offer the controls."""
    reading = table.reading
    st.caption(escape(_in_words(table), 300))
    with st.expander("How this file was read", key="reading_controls.how"):
        for what, amount in reading.skipped:
            st.markdown(f"- {count(amount, 'line')} skipped: {escape(what, 200)}")
        if session.upload() is None:
            st.caption("This is a sample. Upload a file to choose how it is read.")
        elif session.waiting() is None:  # else the controls stand with what was not read
            _overrides(reading.sheets, workbook=reading.format == "Excel")
    for notice in table.notices:
        st.info(escape(notice, 400), icon=":material/info:")
    if session.upload() is not None and session.waiting() is None:
        _mend(table)


def _mend(table: Table) -> None:
    """Offer one control for each doubt that a file raises."""
    reading, present = table.reading, session.reading()
    words = {page: f"{word} ({page})" for page, word in reading.likely}
    with st.container(horizontal=True, vertical_alignment="bottom", key="reading_doubts"):
        if len(words) > 1 and reading.encoding in words:
            st.radio(
                "Which of these reads right?",
                list(words),
                format_func=lambda page: escape(words[page]),
                horizontal=True,
                **widgets.bind("reading.likely", reading.encoding, lambda page: _save("encoding", page)),
            )
        if reading.stand_ins or not present.words_are_gaps:
            shown = among([f"“{escape(word, 20)}”" for word in reading.stand_ins], 3) or "Few words"
            st.toggle(
                f"{shown} among numbers: no value",
                help="Without this, a column with words among its numbers is text and takes no part.",
                **widgets.bind(
                    "reading.words", present.words_are_gaps, lambda on: _save("words_are_gaps", bool(on))
                ),
            )
        if reading.below:
            st.toggle(
                "A value such as <0.5 counts as half of it",
                help="Below a limit of detection nobody knows more; without this, it is missing.",
                **widgets.bind(
                    "reading.below", present.halve_below, lambda on: _save("halve_below", bool(on))
                ),
            )


def _in_words(table: Table) -> str:
    reading = table.reading
    parts = [reading.format]
    if reading.sheet:
        parts.append(f"{'table' if reading.format == 'SQLite' else 'sheet'} {reading.sheet}")
    if reading.delimited:
        parts += [
            DELIMITERS.get(reading.delimiter, repr(reading.delimiter)),
            reading.encoding.upper(),
            "header" if reading.header else "no header",
            f"decimal {'comma' if reading.decimal == ',' else 'point'}",
        ]
    if skipped := sum(amount for _, amount in reading.skipped):
        parts.append(f"{count(skipped, 'line')} skipped")
    return ", ".join(parts)


def _overrides(sheets: tuple[str, ...], *, workbook: bool) -> None:
    """Draw a control for each guess; what is not overridden stays a guess."""
    with st.container(horizontal=True, key="reading_controls"):
        _choice("Encoding", "encoding", dict(zip(ENCODINGS, ENCODINGS, strict=True)))
        _choice("Delimiter", "delimiter", DELIMITERS)
        _choice("Quotes", "quote", QUOTES)
        _choice("Decimals", "decimal", DECIMALS)
        _choice("Thousands", "thousands", THOUSANDS)
        _choice("Header", "header", HEADERS)
        _choice("Comment lines", "comment", COMMENTS)
        _choice("Lines that do not fit", "odd_lines", ODD_LINES)
        if len(sheets) > 1:
            _choice("Sheet or table", "sheet", {GUESS: "first"} | {sheet: cut(sheet) for sheet in sheets})
        if workbook:
            st.text_input(
                "Cells",
                placeholder="all",
                help="The first and the last cell: B3:F200, or B:F.",
                width=170,
                **widgets.bind(
                    "reading.cells", session.reading().cells or "", lambda text: _save("cells", text or None)
                ),
            )
        _fields()


def _fields() -> None:
    present = session.reading()
    st.number_input(
        "Skip lines at the top",
        min_value=0,
        placeholder="guess",
        help="How many lines stand above the header.",
        **widgets.bind(
            "reading.skip_lines",
            present.skip_lines,
            lambda n: _save("skip_lines", None if n is None else int(n)),
        ),
    )
    st.text_input(
        "Missing values",
        placeholder="guess",
        help="Spellings that mean there is no value, with commas between them.",
        **widgets.bind("reading.missing", ", ".join(present.missing or ()), _save_missing),
    )
    st.toggle(
        "Total rows take part",
        help="Rows that look like totals are set aside by default.",
        **widgets.bind(
            "reading.totals",
            present.keep_totals,
            lambda on: _save("keep_totals", bool(on)),
        ),
    )


def _choice(label: str, field: str, options: dict[Any, str]) -> None:
    present = getattr(session.reading(), field)
    shown = GUESS if present is None else present
    st.selectbox(
        label,
        list(options) if shown in options else [*options, shown],
        format_func=lambda option: options.get(option, str(option)),
        width=170,
        **widgets.bind(
            f"reading.{field}", shown, lambda value: _save(field, None if value == GUESS else value)
        ),
    )


def _save(field: str, value: Any) -> None:
    session.read_otherwise(replace(session.reading(), **{field: value}))


def _save_missing(text: str) -> None:
    spellings = tuple(part.strip() for part in text.split(",")) if text.strip() else None
    _save("missing", spellings)
