"""The pictures of a visit, and what is chosen for them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import streamlit as st

from kmeans_core.pictures import bundled_picture
from pages.shared.state.choices import PictureChoices, Upload

FIRST_PICTURE = "China"


def uploads() -> tuple[Upload, ...]:
    """Return the loaded pictures' files; on a first visit that is a sample."""
    if "pictures" not in st.session_state:
        show_sample(FIRST_PICTURE)
    files: tuple[Upload, ...] = st.session_state["pictures"]
    return files


def show_sample(name: str) -> None:
    """Load a bundled picture in place of the present ones."""
    file, data = bundled_picture(name)
    st.session_state["pictures"] = (Upload(file, f"bundled.{name}", data),)
    st.session_state["picture"] = name


def sample() -> str | None:
    uploads()
    name: str | None = st.session_state["picture"]
    return name


def receive(files: tuple[Upload, ...]) -> None:
    """Take newly uploaded pictures in place of the present ones."""
    st.session_state["pictures"] = files
    st.session_state["picture"] = None
    st.session_state["received_pictures"] = tuple(file.file_id for file in files)
    save(replace(choices(), zoom=0, centre=(0.5, 0.5)))


def received(file_ids: tuple[str, ...]) -> bool:
    """Whether these uploaded files have been taken in already."""
    return st.session_state.get("received_pictures") == file_ids


def choices() -> PictureChoices:
    present: PictureChoices = st.session_state.setdefault("picture_choices", PictureChoices())
    return present


def save(new: PictureChoices) -> None:
    st.session_state["picture_choices"] = new


def change_palette(**fields: Any) -> None:
    """Save the choices with some palette settings replaced (made for callbacks)."""
    present = choices()
    save(replace(present, palette=replace(present.palette, **fields)))
