"""Every page stands on its own: typed into the address bar first, on any screen, by day and by night."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Literal

import pytest

from tests.browser.conftest import Visit

ROOT = Path(__file__).parent.parent.parent
Scheme = Literal["light", "dark"]


def pages() -> dict[str, str]:
    """Return the title of each page by its address, as app.py names them."""
    calls = [
        node
        for node in ast.walk(ast.parse((ROOT / "app.py").read_text("utf-8")))
        if isinstance(node, ast.Call)
    ]
    found = {}
    for call in calls:
        if isinstance(call.func, ast.Attribute) and call.func.attr == "Page":
            said = {k.arg: ast.literal_eval(k.value) for k in call.keywords}
            stem = Path(ast.literal_eval(call.args[0])).stem
            found["" if said.get("default") else said.get("url_path", stem)] = said["title"]
    return found


every_page = pytest.mark.parametrize(("address", "title"), pages().items(), ids=lambda text: text or "start")


@every_page
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 390])
def test_a_page_typed_into_the_address_bar_is_whole(
    visit: Visit, address: str, title: str, scheme: Scheme, width: int
) -> None:
    studio = visit(f"/{address}", width=width, scheme=scheme)
    studio.picture(f"{address or 'start'}-{width}-{scheme}")
    assert studio.page.title() == f"{title} · k-means studio"
    assert studio.page.get_by_test_id("stException").count() == 0
    assert studio.page.get_by_test_id("stAlertContentError").count() == 0
    assert len(studio.text()) > 100
    assert studio.overflow() == 0
