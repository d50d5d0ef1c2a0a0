"""The class room in real browsers: a teacher's wall and pupils' phones, by finger and by keyboard."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, expect

from tests.browser.conftest import Visit
from tests.browser.studio import PATIENCE, Studio


def open_room(visit: Visit) -> tuple[Studio, str]:
    """Open a room; return its wall and the address of its link."""
    wall = visit("/class_room")
    wall.page.get_by_role("button", name="Open a room").click()
    code = wall.page.locator(".st-key-class_room_invitation h2")
    expect(code).to_have_text(re.compile(r"^\w{3}-\w{4}$"), timeout=PATIENCE)
    return wall, f"/class_room?room={code.inner_text().replace('-', '')}"


def come_in(visit: Visit, link: str, number: int) -> Studio:
    phone = visit("/class_room", width=390, height=844)
    phone.page.goto(phone.address + link)
    expect(phone.page.get_by_text(f"you are phone {number}")).to_be_visible(timeout=PATIENCE)
    return phone


def square(phone: Studio) -> Locator:
    return phone.page.locator(".st-key-class_room-canvas svg").first


def tap(phone: Studio, x: float, y: float) -> None:
    """Tap on a place of the square, which goes from 0 to 100."""
    box = square(phone).bounding_box()
    assert box is not None
    square(phone).click(position={"x": box["width"] * x / 100, "y": box["height"] * (100 - y) / 100})


def begin(wall: Studio, task: str) -> None:
    wall.page.get_by_role("button", name=task).click()


def test_a_start_from_a_phone_is_on_the_wall_and_stays_after_a_reload(visit: Visit) -> None:
    wall, link = open_room(visit)
    phone = come_in(visit, link, 1)
    begin(wall, "Place centres")
    for x, y in ((20, 80), (80, 80), (20, 20), (50, 45), (75, 15), (85, 65)):
        tap(phone, x, y)
    phone.page.get_by_role("button", name="Go", exact=True).click()
    expect(phone.page.get_by_text("(1 start so far)")).to_be_visible(timeout=PATIENCE)
    expect(wall.page.get_by_text("1 start so far")).to_be_visible(timeout=PATIENCE)
    expect(phone.page.get_by_text(re.compile(r"They stay after \d+ steps?\."))).to_be_visible(
        timeout=PATIENCE
    )
    phone.page.reload()
    expect(phone.page.get_by_text("you are phone 1")).to_be_visible(timeout=PATIENCE)
    expect(phone.page.get_by_text("(1 start so far)")).to_be_visible(timeout=PATIENCE)
    phone.page.get_by_role("button", name="Another start").click()
    expect(phone.page.get_by_text("Tap where centre 1 of 6 begins.")).to_be_visible()
    assert phone.overflow() == 0


def test_a_step_is_done_by_keyboard_alone_and_marked(visit: Visit) -> None:
    wall, link = open_room(visit)
    phone = come_in(visit, link, 1)
    begin(wall, "Which centre?")
    points = square(phone).locator("g[role=button]")
    expect(points).to_have_count(10, timeout=PATIENCE)
    check = phone.page.get_by_role("button", name="Check")
    expect(check).to_be_disabled()
    points.first.focus()
    for number in range(10):
        phone.page.keyboard.press("1")
        expect(points.nth(number)).to_be_focused()
        phone.page.keyboard.press("Tab")
    check.focus()
    phone.page.keyboard.press("Enter")
    expect(phone.page.get_by_text(re.compile(r"\d+ of 10 right"))).to_be_visible(timeout=PATIENCE)
    marks = points.locator("text")
    expect(marks.first).to_have_text(re.compile("[✓✗]"))
    assert set(marks.all_text_contents()) <= {"✓", "✗"}
    expect(wall.page.get_by_text("phones with all right")).to_be_visible(timeout=PATIENCE)


def test_a_drawing_by_finger_leads_the_board_and_is_taken_off(visit: Visit) -> None:
    wall, link = open_room(visit)
    phone = come_in(visit, link, 1)
    begin(wall, "Break k-means")
    expect(square(phone)).to_be_visible(timeout=PATIENCE)
    box = square(phone).bounding_box()
    assert box is not None
    hand = phone.page.mouse
    for words, y in (("Paint discs", 0.45), ("Paint squares", 0.55)):
        phone.page.get_by_role("button", name=words).click()
        hand.move(box["x"] + 10, box["y"] + box["height"] * y)
        hand.down()
        hand.move(box["x"] + box["width"] - 10, box["y"] + box["height"] * y, steps=25)
        hand.up()
    phone.page.get_by_role("button", name="Send").click()
    expect(phone.page.get_by_text("k-means cuts them otherwise.")).to_be_visible(timeout=PATIENCE)
    expect(wall.page.get_by_text(re.compile("Phone 1: −?0.0"))).to_be_visible(timeout=PATIENCE)
    wall.page.get_by_role("button", name="Take off the wall").click()
    expect(wall.page.get_by_text("Waiting for the first drawing.")).to_be_visible(timeout=PATIENCE)
