"""What one server takes on at most, each set by an environment variable."""

from __future__ import annotations

import os
from dataclasses import dataclass, fields

from kmeans_core.pictures import PictureLimits
from kmeans_core.tables import Limits

MB = 2**20


@dataclass(frozen=True)
class ServerLimits:
    """Each is set by STUDIO_ and its name in capitals: STUDIO_UPLOAD_MB=100."""

    upload_mb: int = 400  # one file, packed or unpacked
    session_mb: int = 800  # what one visitor's uploads together may hold
    rows: int = 5_000_000
    columns: int = 10_000
    megapixels: int = 60
    memory_mb: int = 0  # what the server may use in all; 0: what its container or machine has
    results_mb: int = 1024  # computed results that are kept for the next click
    results_minutes: int = 30  # after which a result that nobody looked at goes
    visit_minutes: int = 10  # that a visitor's table waits for them after their last tab closed
    sessions: int = 200  # open tabs
    rooms: int = 20  # of classes, open at the same time
    room_phones: int = 200  # in one of them
    room_mb: int = 4  # what its answers may hold
    room_minutes: int = 180  # after which it ends
    workers: int = 0  # short works at the same time; 0: one a core

    @property
    def table(self) -> Limits:
        return Limits(bytes=self.upload_mb * MB, rows=self.rows, columns=self.columns)

    @property
    def picture(self) -> PictureLimits:
        return PictureLimits(bytes=self.upload_mb * MB, pixels=self.megapixels * 1_000_000)


def from_environment() -> ServerLimits:
    """Return the limits; raises ValueError naming a variable that is no whole number from 0 up."""
    given = {field.name: os.environ.get(f"STUDIO_{field.name.upper()}", "") for field in fields(ServerLimits)}
    for name, value in given.items():
        if value and not value.isdecimal():
            raise ValueError(f"STUDIO_{name.upper()}={value} is not a whole number.")
    return ServerLimits(**{name: int(value) for name, value in given.items() if value})


LIMITS = from_environment()
