"""The loaded table of a visit, and what is chosen for it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import streamlit as st

from kmeans_core.features import Preparation
from kmeans_core.tables import ReadingChoices, Table, load_sample
from pages.shared.state.choices import Choices, Upload

FIRST_SAMPLE = "Customers"


def table() -> Table:
    """Return the loaded table; on a first visit that is a sample, so that every page works."""
    if "table" not in st.session_state:
        show_sample(FIRST_SAMPLE)
    loaded: Table = st.session_state["table"]
    return loaded


def choices() -> Choices:
    present: Choices = st.session_state.setdefault("choices", Choices())
    return present


def save(new: Choices) -> None:
    st.session_state["choices"] = new


def change_kmeans(**fields: Any) -> None:
    """Save the choices with some k-means settings replaced (made for callbacks)."""
    save(replace(choices(), kmeans=replace(choices().kmeans, **fields)))


def change_preparation(**fields: Any) -> None:
    """Save the choices with some of the preparation replaced (made for callbacks)."""
    save(replace(choices(), preparation=replace(choices().preparation, **fields)))


def show_sample(name: str) -> None:
    """Load a bundled sample in place of the present table."""
    st.session_state["sample"] = name
    st.session_state["upload"] = st.session_state["shown"] = None
    _show(load_sample(name), ReadingChoices())


def receive(upload: Upload) -> None:
    """Take in a newly uploaded file; the table stays as it is until the file has been read."""
    st.session_state["upload"] = upload
    st.session_state["received"] = upload.file_id
    save(replace(choices(), reading=ReadingChoices()))


def received(file_id: str) -> bool:
    """Whether this uploaded file has been taken in already."""
    return st.session_state.get("received") == file_id


def waiting_upload() -> Upload | None:
    """Return the upload when it has not been read in the way that is chosen now."""
    present: Upload | None = st.session_state.get("upload")
    if present is None or st.session_state.get("shown") == (present.file_id, choices().reading):
        return None
    return present


def show_upload(loaded: Table) -> None:
    """Put the uploaded table, read as chosen, in place of the present one."""
    reading = choices().reading
    st.session_state["sample"] = None
    st.session_state["shown"] = (st.session_state["upload"].file_id, reading)
    _show(loaded, reading)


def _show(loaded: Table, reading: ReadingChoices) -> None:
    """Keep the settings that any table can use and forget those that name columns or fit the old rows."""
    kept = choices().kmeans
    init = "k-means++" if kept.init == "own centres" else kept.init
    st.session_state["table"] = loaded
    save(
        Choices(
            reading=reading,
            preparation=Preparation(
                scaling=choices().preparation.scaling, missing=choices().preparation.missing
            ),
            kmeans=replace(kept, init=init, own_centres=()),
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
