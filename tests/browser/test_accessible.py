"""Every page, by day and by night, before an automatic reader of WCAG 2.2 AA; and the menu on a phone."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.conftest import Visit
from tests.browser.test_frame import Scheme, every_page

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}


@every_page
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_page_breaks_no_rule_of_accessibility(
    visit: Visit, address: str, title: str, scheme: Scheme
) -> None:
    studio = visit(f"/{address}", scheme=scheme)
    found = Axe().run(studio.page, options=RULES).response["violations"]
    told = [f"{rule['id']}: {node['html'][:120]}" for rule in found for node in rule["nodes"]]
    assert told == []


def test_the_menu_of_a_phone_closes_after_a_page_was_chosen(visit: Visit) -> None:
    studio = visit("/", width=390, height=800)
    studio.page.get_by_test_id("stExpandSidebarButton").click()
    studio.turn_to("Clusters")
    expect(studio.page.get_by_test_id("stSidebarCollapseButton")).not_to_be_in_viewport()
    expect(studio.page.get_by_role("heading", name="Clusters", exact=True)).to_be_in_viewport()
