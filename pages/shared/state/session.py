"""The loaded table of a visit, and what is chosen for it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import streamlit as st

from kmeans_core.clustering import KMeansSettings
from kmeans_core.common import DataProblem
from kmeans_core.features import Preparation
from kmeans_core.groupings import Other
from kmeans_core.tables import Amendment, ReadingChoices, Table, amended, load_sample
from pages.shared.state import history
from pages.shared.state.choices import Choices, Upload, Waiting

FIRST_SAMPLE = "Customers"


_first: list[tuple[Upload, Table]] = []  # what the server was started with, shared by all visits


def begin_with(file: Upload, loaded: Table) -> None:
    """Let every visit begin with this table in place of a sample."""
    _first[:] = [(file, loaded)]


def loaded() -> Table:
    """Return the table as it was read; on a first visit that is a sample: every page works."""
    if "table" not in st.session_state:
        _begin()
    as_read: Table = st.session_state["table"]
    return as_read


def table() -> Table:
    """Return the loaded table as it is understood."""
    as_read, how = loaded(), choices().amendments
    before = st.session_state.get("amended")
    if before is None or before[0] is not as_read or before[1] != how:
        st.session_state["amended"] = before = (as_read, how, amended(as_read, how))
    understood: Table = before[2]
    return understood


def _begin() -> None:
    if not _first:
        show_sample(FIRST_SAMPLE)
        return
    file, loaded = _first[0]
    st.session_state["sample"] = st.session_state["waiting"] = None
    st.session_state["upload"] = file
    _show(loaded, ReadingChoices())


def choices() -> Choices:
    present: Choices = st.session_state.setdefault("choices", Choices())
    return present


def save(new: Choices) -> None:
    """Save what a person chose; it can be taken back."""
    history.note(choices(), new)
    derive(new)


def derive(new: Choices) -> None:
    """Save what follows from the choices, such as colours or a recommended k."""
    st.session_state["choices"] = new


def leave_out(column: str) -> None:
    """Let a column take no part (made for callbacks)."""
    how = choices().preparation
    features = tuple(c.label for c in table().columns if c.offered) if how.features is None else how.features
    change_preparation(
        features=tuple(label for label in features if label != column),
        one_hot=tuple(label for label in how.one_hot if label != column),
        texts=tuple(label for label in how.texts if label != column),
    )


def amend(amendment: Amendment) -> None:
    """Have a column's cells mean something else (made for callbacks)."""
    others = tuple(each for each in choices().amendments if each.column != amendment.column)
    save(replace(choices(), amendments=(*others, amendment)))


def change_kmeans(**fields: Any) -> None:
    """Save the choices with some k-means settings replaced (made for callbacks)."""
    save(replace(choices(), kmeans=replace(choices().kmeans, **fields)))


def use(other: Other | None) -> None:
    """Let another algorithm make the present clusters, or k-means again (made for callbacks)."""
    save(replace(choices(), other=other))


def reset() -> None:
    """Take back every setting of the sidebar; what concerns columns stays."""
    save(replace(choices(), kmeans=KMeansSettings(), k_by="nobody"))
    change_preparation(scaling=Preparation().scaling)


def set_k(k: int | None) -> None:
    """Save a person's k, or None to follow what is recommended (made for callbacks)."""
    if k is None:
        save(replace(choices(), k_by="nobody"))
    else:
        save(replace(choices(), k_by="person", kmeans=replace(choices().kmeans, k=int(k))))


def follow(k: int, *, clear: bool) -> None:
    """Save the recommended k, or the best supported one where none is clear."""
    kmeans = replace(choices().kmeans, k=k)
    derive(replace(choices(), k_by="verdict" if clear else "guess", kmeans=kmeans))


def change_preparation(**fields: Any) -> None:
    """Save the choices with some of the preparation replaced (made for callbacks)."""
    save(replace(choices(), preparation=replace(choices().preparation, **fields)))


def show_sample(name: str) -> None:
    """Load a bundled sample in place of the present table."""
    st.session_state["sample"] = name
    st.session_state["upload"] = st.session_state["waiting"] = None
    _show(load_sample(name), ReadingChoices())


def receive(upload: Upload) -> None:
    """Take in a newly uploaded file; the table and its settings stay until the file has been read."""
    st.session_state["waiting"] = Waiting(upload, ReadingChoices())
    st.session_state["received"] = {*st.session_state.get("received", ()), upload.file_id}


def received(file_id: str) -> bool:
    """Whether this uploaded file has been taken in already."""
    return file_id in st.session_state.get("received", ())


def waiting() -> Waiting | None:
    """Return the upload that is to be read, or that was refused."""
    there: Waiting | None = st.session_state.get("waiting")
    return there


def reading() -> ReadingChoices:
    """Return how the waiting upload is to be read, or how the present table was."""
    there = waiting()
    return choices().reading if there is None else there.reading


def read_otherwise(how: ReadingChoices) -> None:
    """Have the waiting upload, or else the present one, read in another way."""
    there, present = waiting(), upload()
    if there is not None:
        st.session_state["waiting"] = Waiting(there.upload, how)
    elif present is not None:
        st.session_state["waiting"] = Waiting(present, how)


def refuse(problem: DataProblem) -> None:
    """Note why the waiting upload could not be read, so that it is not tried again and again."""
    st.session_state["waiting"] = replace(st.session_state["waiting"], problem=problem)


def discard() -> None:
    """Let go of the waiting upload."""
    st.session_state["waiting"] = None


def show_upload(loaded: Table) -> None:
    """Put the waiting upload, read as chosen, in place of the present table."""
    there: Waiting = st.session_state["waiting"]
    st.session_state["sample"], st.session_state["upload"] = None, there.upload
    discard()
    _show(loaded, there.reading)


def _show(loaded: Table, reading: ReadingChoices) -> None:
    """Keep the settings that any table can use and forget those that name columns or fit the old rows."""
    kept = choices().kmeans
    init = "k-means++" if kept.init == "own centres" else kept.init
    st.session_state["table"] = loaded
    history.forget()
    derive(
        Choices(
            reading=reading,
            preparation=Preparation(
                scaling=choices().preparation.scaling, missing=choices().preparation.missing
            ),
            kmeans=replace(kept, k=KMeansSettings().k, init=init, own_centres=()),
            k_range=choices().k_range,
        )
    )


def upload() -> Upload | None:
    table()
    present: Upload | None = st.session_state["upload"]
    return present


def sample() -> str | None:
    table()
    name: str | None = st.session_state["sample"]
    return name
