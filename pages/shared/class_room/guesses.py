"""Who tries codes until one fits is made to wait."""

from __future__ import annotations

from collections import OrderedDict

from pages.shared.class_room.rooms import RoomProblem

WRONG, FORGIVEN = 8, 600.0  # wrong codes of a person within so many seconds
MOST = 2_000  # persons whose wrong codes are remembered


class Guesses:
    """The wrong codes of the last minutes, by person."""

    def __init__(self) -> None:
        self._wrong: OrderedDict[str, list[float]] = OrderedDict()

    def count(self, person: str, now: float, *, wrong: bool) -> None:
        """Note a code; raises `RoomProblem` where many were wrong, or a guesser would know the right one."""
        before = [when for when in self._wrong.get(person, []) if now - when < FORGIVEN]
        if len(before) >= WRONG:
            raise RoomProblem.guessing(round(FORGIVEN / 60))
        if wrong:
            self._wrong[person] = [*before, now]
            self._wrong.move_to_end(person)
        while len(self._wrong) > MOST:
            self._wrong.popitem(last=False)
