"""What deploy/README.md says of limits is what the server does."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

import pytest

from pages.shared.results import limits
from pages.shared.results.limits import ServerLimits

ROOT = Path(__file__).parent.parent
ROW = re.compile(r"^\| `STUDIO_(\w+)` \| (\d+) \|", re.MULTILINE)


def test_every_limit_is_told_with_its_usual_value() -> None:
    told = {
        name.lower(): int(value)
        for name, value in ROW.findall((ROOT / "deploy/README.md").read_text("utf-8"))
    }
    assert told == {field.name: field.default for field in fields(ServerLimits)}


def test_every_variable_that_is_read_is_told() -> None:
    read = {
        name
        for path in [*ROOT.glob("deploy/*.py"), *ROOT.glob("pages/**/*.py")]
        for name in re.findall(r'"(STUDIO_[A-Z]+(?:_[A-Z]+)*)"', path.read_text("utf-8"))
    }
    assert read == set(
        re.findall(
            r"`(STUDIO_(?:HOSTS|FRAMED_BY|STATUS_KEY|DATA))`", (ROOT / "deploy/README.md").read_text("utf-8")
        )
    )


def test_a_limit_is_set_by_its_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STUDIO_UPLOAD_MB", "5")
    monkeypatch.setenv("STUDIO_MEGAPIXELS", "2")
    found = limits.from_environment()
    assert (found.table.bytes, found.picture.pixels, found.rows) == (5 * 2**20, 2_000_000, 5_000_000)


def test_a_limit_that_is_no_number_is_refused_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STUDIO_ROWS", "many")
    with pytest.raises(ValueError, match=r"^STUDIO_ROWS=many is not a whole number\.$"):
        limits.from_environment()
