"""Problems as sentences: what is wrong and what to do, with {fields} for what they name."""

from __future__ import annotations

from collections.abc import Callable
from string import Formatter
from typing import Any, TypeVar

from kmeans_core.common.wording import among

Problem = TypeVar("Problem", bound=Exception)


class _Figures(Formatter):
    """Writes {size:MiB} as 1.5 MiB, {area:million} as 1.5 million and {names:2} as a, b and 3 more."""

    def format_field(self, value: Any, spec: str) -> str:
        if isinstance(value, tuple):
            return among(value, int(spec or len(value)))
        units = {"MiB": 2**20, "million": 1e6}
        return f"{value / units[spec]:,.1f} {spec}" if spec in units else format(value, spec)


class Told:
    """A problem in words; called with what their {fields} stand for, in the order in which they occur."""

    def __init__(self, what: str, remedy: str) -> None:
        self.what, self.remedy = what, remedy
        fields = [field for _, field, _, _ in Formatter().parse(what + remedy) if field]
        self.fields = tuple(dict.fromkeys(fields))

    def __get__(self, nobody: None, kind: type[Problem]) -> Callable[..., Problem]:
        def problem(*values: object) -> Problem:
            told = dict(zip(self.fields, values, strict=True))
            return kind(_Figures().format(self.what, **told), _Figures().format(self.remedy, **told))

        return problem
