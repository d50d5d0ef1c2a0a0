"""A pupil's phone and a teacher's wall without a browser, asking for news as their pages do."""

from __future__ import annotations

import json
import time
from typing import Any, Self

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState

from benchmarks.load.visitor import PATIENCE, Visitor


class Screen(Visitor):
    """A page of the class room that asks for news by itself."""

    def __init__(self, port: int, room: str = "") -> None:
        super().__init__(port)
        self._query = f"room={room}" if room else ""
        self._fragment, self._every, self._next = "", 0.0, 0.0
        self._hash = ""

    def come(self) -> Self:
        """Open the page."""
        return self.run("class_room")

    def listen(self, seconds: float) -> None:
        """Be an open page for so long: take what comes, and ask for news when it is time."""
        end = time.monotonic() + seconds
        while (now := time.monotonic()) < end:
            if self._fragment and now >= self._next:
                self._ask()
            try:
                self.until(lambda message: True, min(end, self._next) - time.monotonic())
            except TimeoutError:
                continue

    def wait_for(self, words: str, seconds: float = PATIENCE) -> float:
        """Listen until these words are on the page; return how long that took."""
        began = time.monotonic()
        while words not in self.said():
            if time.monotonic() - began > seconds:
                raise TimeoutError(f"{words} did not come: {self.said()}")
            self.listen(0.02)
        return time.monotonic() - began

    def said(self) -> str:
        """Return the words on the page and the titles of its charts."""
        specs = [json.loads(each.spec) for each in self.all("plotly_chart")]
        return "\n".join([self.words(), *(spec["layout"]["title"].get("text", "") for spec in specs)])

    def _ask(self) -> None:
        message = BackMsg()
        message.rerun_script.fragment_id = self._fragment
        message.rerun_script.is_auto_rerun = True
        message.rerun_script.page_name, message.rerun_script.page_script_hash = self.page, self._hash
        message.rerun_script.widget_states.widgets.extend(self._states.values())
        self._send(message)
        self._next = time.monotonic() + self._every

    def _send(self, message: BackMsg) -> None:
        if message.WhichOneof("type") == "rerun_script":
            message.rerun_script.query_string = self._query
        super()._send(message)

    def _take(self, message: ForwardMsg) -> ForwardMsg:
        message = super()._take(message)
        match message.WhichOneof("type"):
            case "navigation":
                self._hash = message.navigation.page_script_hash
            case "auto_rerun":
                self._fragment, self._every = message.auto_rerun.fragment_id, message.auto_rerun.interval
                self._next = time.monotonic() + self._every
        return message


class Phone(Screen):
    """A pupil."""

    def asked(self) -> dict[str, Any] | None:
        """Return what the square on the phone was given."""
        squares = [each for each in self.all("bidi_component") if each.component_name.endswith("class_room")]
        return json.loads(squares[0].json) if squares else None

    def answer(self, value: Any, turn: int | None = None) -> Self:
        """Send an answer as the square does, and wait until the page has run."""
        return self.send_raw(
            json.dumps(
                [{"event": "sent", "value": {"turn": self._turn() if turn is None else turn, "value": value}}]
            )
        )

    def send_raw(self, payload: str) -> Self:
        """Send these bytes in place of an answer."""
        square = next(
            each for each in self.all("bidi_component") if each.component_name.endswith("class_room")
        )
        state = WidgetState(id=f"$$STREAMLIT_INTERNAL_KEY_{square.id}__events", json_trigger_value=payload)
        self.run("", WidgetState(id=square.id, json_value="{}"), state)
        self._states.pop(state.id, None)
        return self

    def _turn(self) -> int:
        asked = self.asked()
        assert asked is not None
        return int(asked["turn"])
