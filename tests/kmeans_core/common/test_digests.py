"""Equal parts give equal digests; whatever differs gives another one."""

from __future__ import annotations

from dataclasses import dataclass

from kmeans_core.common.digests import digest


@dataclass(frozen=True)
class Settings:
    k: int
    name: str


def test_the_same_parts_give_the_same_digest_on_every_machine() -> None:
    assert digest(b"abc", Settings(3, "a")) == digest(b"abc", Settings(3, "a"))
    assert digest(b"a,b\n1,2\n") == "840deb9bfb2f9ec191348d3c712bc885"


def test_another_setting_another_part_or_another_order_gives_another_digest() -> None:
    parts = [
        (b"abc", Settings(3, "a")),
        (b"abc", Settings(4, "a")),
        (b"abc", Settings(3, "b")),
        (Settings(3, "a"), b"abc"),
        (b"abc",),
        (),
    ]
    assert len({digest(*each) for each in parts}) == len(parts)


def test_parts_are_told_apart_from_each_other() -> None:
    assert digest(b"ab", b"c") != digest(b"a", b"bc")
    assert digest("1", 2) != digest(1, "2")
