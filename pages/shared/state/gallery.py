"""The pictures of a visit, and what is chosen for them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import streamlit as st

from kmeans_core.common import DataProblem
from kmeans_core.pictures import LARGEST, bundled_picture, parse_colour
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
    show(f"bundled.{name}")


def sample() -> str | None:
    uploads()
    name: str | None = st.session_state["picture"]
    return name


def receive(files: tuple[Upload, ...]) -> None:
    """Take uploaded pictures in beside the present ones, in place of a sample, and show the newest."""
    before = () if sample() else uploads()
    st.session_state["sample_before"] = sample() or FIRST_PICTURE
    st.session_state["pictures"] = (*before, *files)
    st.session_state["picture"] = None
    st.session_state["refused_pictures"] = ()
    show(files[-1].file_id)


def uploader() -> str:
    """Return the uploader's key; it begins anew after each upload, or its files would be in memory twice."""
    return f"quantise_image.files.{st.session_state.get('uploads_taken', 0)}"


def take_in() -> None:
    """Take in what the uploader holds."""
    if files := st.session_state[uploader()]:
        st.session_state["uploads_taken"] = st.session_state.get("uploads_taken", 0) + 1
        receive(tuple(Upload(file.name, file.file_id, file.getvalue()) for file in files))


def show(file_id: str) -> None:
    """Show one of the pictures, as a whole."""
    st.session_state["shown_picture"] = file_id
    save(replace(choices(), view=None))


def shown() -> int:
    """Return the number of the picture that is shown."""
    ids = [upload.file_id for upload in uploads()]
    wanted = st.session_state["shown_picture"]
    return ids.index(wanted) if wanted in ids else len(ids) - 1


def take_away(file_id: str) -> None:
    """Let go of a picture; after the last one there is a sample again."""
    at = shown()
    left = tuple(upload for upload in uploads() if upload.file_id != file_id)
    if left:
        st.session_state["pictures"] = left
        show(left[min(at, len(left) - 1)].file_id)
    else:
        show_sample(st.session_state["sample_before"])


def refuse(upload: Upload, problem: DataProblem) -> None:
    """Set a file aside that is no picture, and remember why until others are uploaded."""
    take_away(upload.file_id)
    st.session_state["refused_pictures"] = (*refused(), (upload.name, problem))


def refused() -> tuple[tuple[str, DataProblem], ...]:
    """Return the names of the files that were set aside, and why."""
    found: tuple[tuple[str, DataProblem], ...] = st.session_state.get("refused_pictures", ())
    return found


def palette_problem(*new: DataProblem | None) -> DataProblem | None:
    """Return what is wrong with the saved palette; or note it first."""
    for problem in new:
        st.session_state["palette_problem"] = problem
    found: DataProblem | None = st.session_state.get("palette_problem")
    return found


def choices() -> PictureChoices:
    present: PictureChoices = st.session_state.setdefault("picture_choices", PictureChoices())
    return present


def save(new: PictureChoices) -> None:
    st.session_state["picture_choices"] = new


def change(**fields: Any) -> None:
    """Save the choices with some replaced (made for callbacks)."""
    save(replace(choices(), **fields))


def change_palette(**fields: Any) -> None:
    """Save the choices with some palette settings replaced (made for callbacks)."""
    change(palette=replace(choices().palette, **fields))


def lock(*colours: str, instead: str = "") -> None:
    """Keep these colours whatever the picture holds, in place of another one; k grows where they need it."""
    present = choices().palette
    locked = tuple(dict.fromkeys([*(each for each in present.locked if not same(each, instead)), *colours]))
    change_palette(locked=locked[:LARGEST], k=max(present.k, min(len(locked), LARGEST)))


def same(written: str, other: str) -> bool:
    """Whether two ways of writing a colour mean the same."""
    return bool(other) and parse_colour(written) == parse_colour(other)
