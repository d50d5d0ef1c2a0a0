"""A room of a class as a value: who is in it, what is asked, what was answered; and what can be wrong."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field

from kmeans_core.common import DataProblem, Floats, Told
from kmeans_core.teaching import Task, Tried

SIGNS = "CDFGHJKMNPQRTVWXY34679"  # none looks or sounds like another, and they form no words
ASKED = {
    "place": "Place {k} centres. Where does your start end?",
    "count": "How many clusters do you see?",
    "assign": "Give each point to its nearest centre.",
    "draw": "Draw groups that k-means cuts wrongly.",
}
LENGTH = 7  # 2,494,357,888 codes


class RoomProblem(DataProblem):
    """Something about a room that the person in front of the screen can mend."""

    unknown = Told(
        "There is no room {code}. Look at the code on the wall again; a room ends when its teacher ends it, "
        "or after {minutes:,} minutes."
    )
    guessing = Told("These were many wrong codes. Look at the wall, and try again in {minutes:,} minutes.")
    many_rooms = Told(
        "This server has {most:,} rooms open, as many as it takes. Try again when one has ended."
    )
    full = Told("The room is full: {most:,} phones are in it. Look on with somebody beside you.")
    closed = Told("The door of this room is closed. Ask your teacher to open it.")
    over = Told("This task is over, so the answer came too late. Look at the wall for the next one.")
    fast = Told("Your last answer is not a second old. Send this one again.")
    no_space = Told("The room holds as much as it may. Ask your teacher for the next task.")
    enough = Told("{most:,} starts of one phone are enough for the wall. Wait for the next task.")
    not_yours = Told("This room has ended, or it is not yours. Open a room of your own.")


@dataclass(frozen=True, eq=False)
class Starts:
    """Where a phone's starts ended: the inertia of each, and the last one's first and last centres."""

    inertias: tuple[float, ...]
    start: Floats  # (k, 2)
    centres: Floats  # (k, 2)


@dataclass(frozen=True, eq=False)
class Drawn:
    """A phone's last drawing, and the how manieth it is."""

    number: int
    made_of: Tried


Answer = Starts | int | tuple[int, ...] | Drawn


@dataclass(frozen=True, eq=False)
class Room:
    """What is known of a room at one moment."""

    code: str
    teacher: str
    until: float  # seconds on the register's clock
    task: Task | None = None
    turn: int = 0  # how many tasks were begun
    shown: bool = False  # whether what the methods find is shown beside the answers
    door: bool = True  # whether new phones may come in
    phones: Mapping[str, int] = field(default_factory=dict)  # each browser's number
    answers: Mapping[int, Answer] = field(default_factory=dict)  # by the phone's number
    hidden: frozenset[int] = frozenset()  # phones whose answers the wall does not show
    changes: int = 0  # of any kind
    news: int = 0  # changes that phones must see

    def seen(self) -> dict[int, Answer]:
        """Return the answers that the wall shows."""
        return {phone: answer for phone, answer in self.answers.items() if phone not in self.hidden}


def new_code() -> str:
    return "".join(secrets.choice(SIGNS) for _ in range(LENGTH))


def read_code(typed: str) -> str:
    """Return a code as the register knows it, however it was typed."""
    return "".join(sign for sign in typed[:40].upper() if sign.isalnum())[:LENGTH]


def spoken(code: str) -> str:
    """Write a code as it is read aloud: two short groups."""
    return f"{code[:3]}-{code[3:]}" if len(code) > 3 else code


def ari(drawing: Tried) -> str:
    """Write how far k-means agrees with a drawing."""
    return f"{drawing.ari:.2f}".replace("-", "−")


def weight(answer: Answer) -> int:
    """Return about how many bytes an answer holds."""
    match answer:
        case int():
            return 32
        case Starts():
            return 300 + 2 * answer.centres.nbytes + 32 * len(answer.inertias)
        case Drawn():
            return 600 + answer.made_of.points.nbytes + 16 * len(answer.made_of.labels)
        case _:
            return 100 + 8 * len(answer)
