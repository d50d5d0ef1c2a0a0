"""A person's own texts as the pages show them."""

from __future__ import annotations

import pytest

from pages.shared.elements.words import escape

JOINER = "\u2060"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("see https://x.example", f"see https:{JOINER}//x.example"),
        ("WWW.x.example", f"WWW{JOINER}.x.example"),
        ("me@x.example", f"me@{JOINER}x.example"),
        ("12:30, a/b", "12:30, a/b"),
    ],
)
def test_addresses_in_a_persons_text_become_no_links(text: str, shown: str) -> None:
    assert escape(text).replace("\\", "") == shown
