"""How phones come in: the address under which the teacher's browser has the page, and its picture."""

from __future__ import annotations

import xml.etree.ElementTree as ET

import pytest

from pages.shared.class_room.invitation import link, only_here, picture


@pytest.mark.parametrize(
    ("address", "found"),
    [
        ("http://192.0.2.7:8501/class_room", "http://192.0.2.7:8501/class_room?room=KQ7M4RD"),
        ("https://a.example/sub/class_room?x=1#y", "https://a.example/sub/class_room?room=KQ7M4RD"),
        ("http://[2001:db8::1]:80/class_room", "http://[2001:db8::1]:80/class_room?room=KQ7M4RD"),
    ],
)
def test_the_link_is_the_address_that_the_teacher_has(address: str, found: str) -> None:
    assert link(address, "KQ7M4RD") == found


@pytest.mark.parametrize(
    ("address", "host"),
    [
        ("http://127.0.0.1:8501/class_room", "127.0.0.1"),
        ("http://127.1.2.3/", "127.1.2.3"),
        ("http://localhost:8501/", "localhost"),
        ("http://[::1]:8501/", "::1"),
        ("http://192.0.2.7:8501/", ""),
        ("https://studio.example/", ""),
    ],
)
def test_an_address_that_only_this_machine_can_open_is_known(address: str, host: str) -> None:
    assert only_here(address) == host


def test_the_picture_is_dark_on_white_with_a_quiet_edge_and_asks_nobody_for_anything() -> None:
    drawn = ET.fromstring(picture("http://192.0.2.7:8501/class_room?room=KQ7M4RD"))
    light, dark = drawn[0]
    assert light.attrib == {"fill": "#fff", "d": "M0 0h41v41h-41z"}  # 33 modules and 4 on each side
    assert dark.attrib["stroke"] == "#000"
    assert dark.attrib["d"].startswith("M4 4.5h7")
    assert "href" not in ET.tostring(drawn).decode()
