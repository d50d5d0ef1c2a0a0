"""What a visit keeps: the loaded table and one frozen `Choices`; the only file with session state."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

import streamlit as st

from kmeans_core.clustering import KMeansSettings
from kmeans_core.features import Preparation
from kmeans_core.pictures import PaletteSettings, bundled_picture
from kmeans_core.tables import ReadingChoices, Table, load_sample

FIRST_SAMPLE = "Customers"
FIRST_PICTURE = "China"


@dataclass(frozen=True)
class Identity:
    """Which solution the colours and names belong to, so that they can follow its groups to the next one.

    `colours` holds a colour number for each cluster; `names` the names a person gave, by colour number.
    """

    preparation: Preparation
    kmeans: KMeansSettings
    colours: tuple[int, ...]
    names: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True)
class Choices:
    """Everything a person has chosen, from how the file is read to how it is clustered."""

    reading: ReadingChoices = field(default_factory=ReadingChoices)
    preparation: Preparation = field(default_factory=Preparation)
    kmeans: KMeansSettings = field(default_factory=KMeansSettings)
    k_range: tuple[int, int] = (2, 10)
    identity: Identity | None = None


@dataclass(frozen=True, eq=False)
class Upload:
    """The bytes a person uploaded, kept so that they can be read again in another way."""

    name: str
    file_id: str
    data: bytes = field(repr=False)


@dataclass(frozen=True)
class PictureChoices:
    """Everything a person has chosen for pictures."""

    palette: PaletteSettings = field(default_factory=PaletteSettings)
    wanted_psnr: float = 32.0  # in dB
    applied: tuple[str, ...] = ()  # a saved palette, used in place of a searched one
    zoom: int = 0  # screen pixels a pixel; 0 fits the picture into the page
    centre: tuple[float, float] = (0.5, 0.5)  # of the zoomed part, as shares of width and height


def table() -> Table:
    """Return the loaded table; on a first visit that is a sample, so that every page works."""
    if "table" not in st.session_state:
        show_sample(FIRST_SAMPLE)
    return st.session_state["table"]


def choices() -> Choices:
    return st.session_state.setdefault("choices", Choices())


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
    present = st.session_state.get("upload")
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


def pictures() -> tuple[Upload, ...]:
    """Return the loaded pictures' files; on a first visit that is a sample."""
    if "pictures" not in st.session_state:
        show_picture(FIRST_PICTURE)
    return st.session_state["pictures"]


def show_picture(name: str) -> None:
    """Load a bundled picture in place of the present ones."""
    file, data = bundled_picture(name)
    st.session_state["pictures"] = (Upload(file, f"bundled.{name}", data),)
    st.session_state["picture"] = name


def picture_sample() -> str | None:
    pictures()
    return st.session_state["picture"]


def receive_pictures(uploads: tuple[Upload, ...]) -> None:
    """Take newly uploaded pictures in place of the present ones."""
    st.session_state["pictures"] = uploads
    st.session_state["picture"] = None
    st.session_state["received_pictures"] = tuple(upload.file_id for upload in uploads)
    save_picture(replace(picture_choices(), zoom=0, centre=(0.5, 0.5)))


def received_pictures(file_ids: tuple[str, ...]) -> bool:
    """Whether these uploaded files have been taken in already."""
    return st.session_state.get("received_pictures") == file_ids


def picture_choices() -> PictureChoices:
    return st.session_state.setdefault("picture_choices", PictureChoices())


def save_picture(new: PictureChoices) -> None:
    st.session_state["picture_choices"] = new


def change_palette(**fields: Any) -> None:
    """Save the choices with some palette settings replaced (made for callbacks)."""
    present = picture_choices()
    save_picture(replace(present, palette=replace(present.palette, **fields)))


def upload() -> Upload | None:
    table()
    return st.session_state["upload"]


def sample() -> str | None:
    table()
    return st.session_state["sample"]


def visitor() -> str:
    """A random name for this visit, so that its newer work can cancel its older work."""
    return st.session_state.setdefault("visitor", secrets.token_hex(8))


def stop(key: str) -> None:
    """Remember that the person stopped this piece of work."""
    st.session_state["stopped"] = key


def stopped(key: str) -> bool:
    return st.session_state.get("stopped") == key


def resume() -> None:
    st.session_state["stopped"] = None


def widget(key: str) -> Any:
    """The present value of a keyed widget, for its own callback."""
    return st.session_state[key]


def turn_to(page: str) -> None:
    """Note which page is shown; on a page just turned to, widgets know nothing of the choices."""
    st.session_state["turned"] = st.session_state.get("page") != page
    st.session_state["page"] = page


def bind(key: str, value: Any, save_value: Callable[[Any], None]) -> dict[str, Any]:
    """Make a widget a view of the choices: it shows `value`, and a change is passed to `save_value`.

    Returns the keyword arguments `key` and `on_change` for the widget.
    """
    # Only where it is needed: a widget that is told its value takes back what the reader is just changing.
    if st.session_state["turned"] or key not in st.session_state or st.session_state[key] != value:
        st.session_state[key] = value

    def changed() -> None:
        save_value(st.session_state[key])

    return {"key": key, "on_change": changed}
