"""The class room: a teacher's wall and pupils' phones, each a visitor of their own."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from kmeans_core.common import Stopped
from kmeans_core.teaching import Task, UnusableAnswer, nearest_centres
from pages.shared.class_room import answers
from pages.shared.class_room.register import Register, register
from pages.shared.class_room.rooms import Room, RoomProblem, Starts, spoken
from pages.shared.results.limits import ServerLimits
from tests.pages.conftest import OpenPage, words

PAGE = "pages/learn/class_room.py"
LINES = [[x, y, y > 50] for y in (45, 55) for x in range(0, 100, 5)]
DRAWN = [[x, y, int(upper)] for x, y, upper in LINES]


@pytest.fixture(autouse=True)
def rooms(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No room of another test is open, and phones need not wait between two answers."""
    register.cache_clear()
    ticks = iter(range(10**6))
    fresh = Register(ServerLimits(), lambda: 0.001 * next(ticks))
    monkeypatch.setattr("pages.shared.class_room.register.APART", 0.0)
    monkeypatch.setattr("pages.shared.class_room.register.Register", lambda limits: fresh)
    yield
    register.cache_clear()


@pytest.fixture
def wall(open_page: OpenPage) -> AppTest:
    """A teacher who has just opened a room."""
    app = open_page(PAGE)
    return app.button(key="class_room.open").click().run()


Phone = Callable[[], AppTest]


@pytest.fixture
def phone(open_page: OpenPage, wall: AppTest) -> Phone:
    """Come into the room with another phone."""

    def come() -> AppTest:
        app = open_page(PAGE)
        app.query_params["room"] = room_of(wall).code
        return app.run()

    return come


def room_of(wall: AppTest) -> Room:
    room = register().of(wall.session_state["visitor"])
    assert room is not None
    return room


def begin(wall: AppTest, kind: str) -> AppTest:
    return wall.button(key=f"class_room.begin.{kind}").click().run()


def send(wall: AppTest, phone: AppTest, raw: Any) -> AppTest:
    """Send what the phone's square would send, and load the phone's page again."""
    room = room_of(wall)
    answers.send(room, phone.session_state["visitor"], room.turn, raw)
    return phone.run()


def titles(app: AppTest) -> list[str]:
    return [
        json.loads(chart.proto.spec)["layout"]["title"].get("text", "") for chart in app.get("plotly_chart")
    ]


def test_a_new_visitor_is_told_what_the_page_is_and_can_open_a_room_or_come_in(open_page: OpenPage) -> None:
    app = open_page(PAGE)
    assert not app.exception
    assert "Project this page and let the class play k-means on their phones" in words(app)
    assert "A room, and everything in it, is forgotten when you end it, or after 180 minutes." in words(app)
    assert app.text_input(key="class_room.code").label == "Code"


def test_an_opened_room_shows_its_code_its_picture_and_who_is_there(wall: AppTest, phone: Phone) -> None:
    assert not wall.exception
    assert [each.value for each in wall.header] == [spoken(room_of(wall).code)]
    assert "**0 phones** here · **0** answered" in words(wall)
    phone()
    phone()
    assert "**2 phones** here · **0** answered" in words(wall.run())


def test_a_code_typed_by_hand_leads_into_the_room(open_page: OpenPage, wall: AppTest) -> None:
    app = open_page(PAGE)
    app.text_input(key="class_room.code").set_value(spoken(room_of(wall).code).lower()).run()
    assert "you are phone 1" in words(app)
    assert "You are in. Look at the wall: the first task comes from there." in words(app)


def test_a_wrong_code_is_told_and_another_can_be_typed(open_page: OpenPage) -> None:
    app = open_page(PAGE)
    app.query_params["room"] = "<b>CCC</b>"
    app.run()
    assert "There is no room BCC-CB." in words(app)
    assert not app.exception
    assert app.text_input(key="class_room.code")


def test_a_code_that_is_too_short_is_told(open_page: OpenPage) -> None:
    app = open_page(PAGE)
    app.text_input(key="class_room.code").set_value("KQ7").run()
    assert "A code has 7 signs; these are 3." in words(app)


def test_starts_of_the_class_are_gathered_and_the_methods_dropped_on_top(wall: AppTest, phone: Phone) -> None:
    one, two = phone(), phone()
    begin(wall, "place")
    assert room_of(wall).task is not None
    assert "Place 6 centres. Where does your start end?" in words(one.run())
    send(wall, one, [[20, 80], [80, 80], [20, 20], [50, 45], [75, 15], [85, 65]])
    send(wall, two, [[x, 50] for x in range(0, 60, 10)])
    two = send(wall, two, [[x, 40] for x in range(0, 60, 10)])
    assert "(2 starts so far)" in words(two)
    assert "lowest known" not in words(two)
    assert titles(wall.run()) == ["Where everybody's last start ended", "3 starts so far"]
    wall.button(key="class_room.show").click().run()
    assert titles(wall)[1] == "1 of 3 starts found the lowest known inertia"
    assert "Nothing lower is known: you found it." in words(one.run())
    assert "above it." in words(two.run())


def test_votes_stand_beside_what_the_studio_says(wall: AppTest, phone: Phone) -> None:
    wall.selectbox(key="class_room.scene").set_value("Three blobs").run()
    begin(wall, "count")
    one, two = phone(), phone()
    for app, k in ((one, 3), (two, 4), (two, 3)):
        app.pills[0].set_value(k).run()
        assert not app.exception
    assert "Your vote counts; tap another number to change it." in words(one)
    assert titles(wall.run())[1] == "2 of 2 phones see 3"
    assert "The studio" not in words(wall)
    wall.button(key="class_room.show").click().run()
    assert "#### The studio: 3 clusters, high confidence" in words(wall)
    assert "The studio: 3 clusters, high confidence." in words(one.run())


def test_a_teacher_who_stops_the_work_is_told_and_can_run_it_again(
    wall: AppTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped(task: Task) -> None:
        raise Stopped

    monkeypatch.setattr("pages.shared.class_room.found.said_of", stopped)
    begin(wall, "count").button(key="class_room.show").click().run()
    assert not wall.exception
    assert "Stopped. Nothing was changed; choose other settings, or run it again." in words(wall)


def test_points_given_by_hand_are_marked(wall: AppTest, phone: Phone) -> None:
    begin(wall, "assign")
    one, two = phone(), phone()
    task = room_of(wall).task
    assert task is not None
    truth = [*nearest_centres(task.points, task.centres)]
    assert "**10 of 10** right." in words(send(wall, one, truth))
    wrong = [*truth[:9], (truth[9] + 1) % 3]
    assert "**9 of 10** right." in words(send(wall, two, wrong))
    wall.run()
    assert {each.label: each.value for each in wall.metric} == {
        "given right": "95 %",
        "phones with all right": "1 of 2",
    }


def test_the_drawing_that_k_means_cuts_most_wrongly_leads_the_board(wall: AppTest, phone: Phone) -> None:
    begin(wall, "draw")
    easy, hard, mixed = phone(), phone(), phone()
    easy = send(wall, easy, [[x + i, 50, x // 80] for x in (10, 90) for i in range(6)])
    assert "Adjusted Rand index 1.00: k-means finds your groups." in words(easy)
    hard = send(wall, hard, DRAWN)
    assert "Adjusted Rand index −0.03: k-means cuts them otherwise." in words(hard)
    mixed = send(wall, mixed, [[x, y, (x + y) // 10 % 2] for x in range(0, 60, 10) for y in (10, 20)])
    assert "So mixed, no method could part them, and the wall leaves them out." in words(mixed)
    assert titles(wall.run()) == ["Phone 2: −0.03", "Phone 1: 1.00"]
    assert "Left out: 1 drawing of mixed groups." in words(wall)


def test_a_teacher_takes_a_phone_off_the_wall_and_shows_it_again(wall: AppTest, phone: Phone) -> None:
    begin(wall, "draw")
    one = phone()
    send(wall, one, DRAWN)
    wall.run().button(key="class_room.hide.1").click().run()
    assert titles(wall) == []
    wall.button(key="class_room.hide_nobody").click().run()
    assert titles(wall) == ["Phone 1: −0.03"]


def test_two_columns_of_the_loaded_table_can_be_the_points(wall: AppTest, phone: Phone) -> None:
    wall.selectbox(key="class_room.scene").set_value("Two columns of your table").run()
    assert wall.selectbox(key="class_room.Across").options[:2] == ["age", "income"]
    wall.selectbox(key="class_room.Up").set_value(1).run()
    begin(wall, "count")
    task = room_of(wall).task
    assert task is not None
    assert task.points.shape == (300, 2)
    assert task.points.min() == 3
    assert not phone().exception


def test_a_room_that_was_ended_tells_its_phones_and_forgets_everything(wall: AppTest, phone: Phone) -> None:
    begin(wall, "count")
    one = phone()
    code = spoken(room_of(wall).code)
    wall.button(key="class_room.end").click().run()
    assert "Project this page and let the class play k-means on their phones" in words(wall)
    assert f"There is no room {code}." in words(one.run())


@pytest.mark.parametrize("key", ["class_room.door", "class_room.show"])
def test_a_click_in_a_room_that_has_just_ended_is_told(wall: AppTest, key: str) -> None:
    begin(wall, "count")
    register().end(wall.session_state["visitor"])
    wall.button(key=key).click().run()
    assert not wall.exception
    assert "This room has ended, or it is not yours. Open a room of your own." in words(wall)


@pytest.mark.parametrize(
    "raw", [None, 5, "x", {"a": 1}, [[1, 2]], [[float("nan"), 1]] * 6, [[10**400, 1]] * 6]
)
def test_nonsense_from_one_phone_changes_nothing(wall: AppTest, phone: Phone, raw: Any) -> None:
    begin(wall, "place")
    one, other = phone(), phone()
    send(wall, other, [[x, 50] for x in range(0, 60, 10)])
    before = room_of(wall)
    with pytest.raises(UnusableAnswer):
        send(wall, one, raw)
    assert room_of(wall) is before


def test_one_phone_cannot_flood_the_strip(wall: AppTest, phone: Phone) -> None:
    begin(wall, "place")
    one = phone()
    for _ in range(answers.MOST_STARTS):
        send(wall, one, [[x, 50] for x in range(0, 60, 10)])
    with pytest.raises(RoomProblem) as told:
        send(wall, one, [[x, 50] for x in range(0, 60, 10)])
    assert str(told.value) == "20 starts of one phone are enough for the wall. Wait for the next task."
    mine = room_of(wall).answers[1]
    assert isinstance(mine, Starts)
    assert np.unique(mine.inertias).size == 1
    assert len(mine.inertias) == 20
