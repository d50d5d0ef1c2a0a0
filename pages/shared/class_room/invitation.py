"""How phones come in: the code, the picture to scan, and the address."""

from __future__ import annotations

import io
from ipaddress import ip_address
from urllib.parse import urlsplit, urlunsplit

import segno
import streamlit as st

from kmeans_core.common import count
from pages.shared.class_room.attempts import attempt
from pages.shared.class_room.register import register
from pages.shared.class_room.rooms import Room, spoken

QUIET = 4  # modules of white around the picture, which scanners need
ONLY_HERE = (
    "Phones cannot open {host}. Start with `make run ADDRESS=0.0.0.0`, and open this page under the "
    "machine's address in your network."
)


def link(address: str, code: str) -> str:
    """Return the address of a room, from the one that the teacher's browser has."""
    parts = urlsplit(address)
    return urlunsplit((parts.scheme, parts.netloc, parts.path, f"room={code}", ""))


def only_here(address: str) -> str:
    """Return the host's name where no other machine can open the address, else nothing."""
    host = urlsplit(address).hostname or ""
    try:
        loops = ip_address(host).is_loopback
    except ValueError:
        loops = host == "localhost" or host.endswith(".localhost")
    return host if loops else ""


def picture(text: str) -> str:
    """Return a QR picture as SVG, dark on white on every page."""
    file = io.BytesIO()
    segno.make(text, error="m", micro=False).save(
        file, kind="svg", border=QUIET, dark="#000", light="#fff", scale=8, xmldecl=False
    )
    return file.getvalue().decode()


def draw(room: Room) -> None:
    """Draw how to come in, and how many did."""
    address = link(st.context.url or "", room.code)
    with st.container(key="class_room_invitation", gap="xsmall"):
        st.image(picture(address), width="stretch", alt=f"QR picture of {address}")
        st.header(spoken(room.code), anchor=False)
        st.caption(urlsplit(address).netloc + urlsplit(address).path)
        if host := only_here(address):
            st.warning(ONLY_HERE.format(host=host))
        here, known = register().here(room), len(room.phones)
        gone = f", {known - here} more were" if known > here else ""
        st.markdown(f"**{count(here, 'phone')}** here{gone} · **{len(room.answers)}** answered")
        st.button(
            "Close the door" if room.door else "Open the door",
            key="class_room.door",
            icon=":material/door_front:",
            type="tertiary",
            help="With the door closed, phones that are in stay in, and no others come.",
            on_click=attempt,
            args=(register().turn_door, room.teacher),
        )
        with st.popover("End the room", key="class_room.ending", type="tertiary", icon=":material/logout:"):
            st.markdown("Every phone is told that the room has ended, and all answers are forgotten.")
            st.button(
                "End it now",
                key="class_room.end",
                on_click=register().end,
                args=(room.teacher,),
                type="primary",
            )
