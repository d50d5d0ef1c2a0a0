"""A flat Plotly figure in, SVG out: sharp on paper, small, and shown without any program."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape, unescape
from typing import Any

import numpy as np

from kmeans_core.common import Floats
from kmeans_core.figures.theme import LIGHT, ink

Figure = Any  # Plotly is imported in kmeans_core.figures alone


@dataclass(frozen=True)
class Axis:
    """Values from `low` to `high` on pixels from `start` to `end`."""

    low: float
    high: float
    start: float
    end: float

    def at(self, values: Any) -> Floats:
        span = (self.high - self.low) or 1.0
        return np.asarray(
            self.start + (np.asarray(values, dtype=float) - self.low) / span * (self.end - self.start)
        )

    def ticks(self) -> list[float]:
        """Return about five round values."""
        span = abs(self.high - self.low) or 1.0
        raw = span / 5
        unit = 10.0 ** math.floor(math.log10(raw))
        step = next(each * unit for each in (1, 2, 2.5, 5, 10) if each * unit >= raw * 0.999)
        low = min(self.low, self.high)
        first = math.ceil(low / step - 1e-9)
        return [step * i for i in range(first, first + 12) if step * i <= low + span * (1 + 1e-9)]


def title_of(figure: Figure) -> str:
    """Return what a figure finds, as plain text."""
    return unescape((figure.layout.title.text or "").replace("<br>", " "))


def svg(figure: Figure, width: int = 660, height: int | None = None) -> str:
    """Draw bars, points, lines and outlines with their axes; the title is left to the text around it."""
    height = height or max(160, int(figure.layout.height or 400) - 60)
    named = [_words(tick) for tick in figure.layout.yaxis.ticktext or ()]
    left = min(260, 40 + 7 * max(map(len, named))) if named else 66
    bars = any(trace.type == "bar" for trace in figure.data)
    right = width - (110 if bars else 14)
    x = Axis(*_range(figure, "x"), left, right)
    low, high = _range(figure, "y")
    reverse = figure.layout.yaxis.autorange == "reversed"
    y = Axis(low, high, 10 if reverse else height - 42, height - 42 if reverse else 10)
    parts = [*_frame(figure, x, y, named)]
    for trace in figure.data:
        parts += _bar(trace, x, y) if trace.type == "bar" else _marks(trace, x, y)
    parts += _lines(figure, x, y)
    label = escape(title_of(figure), quote=True)
    return (
        f'<svg viewBox="0 0 {width} {height}" role="img" aria-label="{label}" '
        f'xmlns="http://www.w3.org/2000/svg" font-size="12">{"".join(parts)}</svg>'
    )


def _range(figure: Figure, axis: str) -> tuple[float, float]:
    """Return what an axis spans: what the figure says, or its values with room around them."""
    layout = figure.layout[f"{axis}axis"]
    if layout.range is not None:
        return float(layout.range[0]), float(layout.range[1])
    every = [np.asarray(trace[axis], dtype=float) for trace in figure.data if trace[axis] is not None]
    shapes = [s[f"{axis}0"] for s in figure.layout.shapes if s[f"{axis}ref"] == axis]
    values = np.concatenate([*every, np.asarray(shapes, dtype=float)])
    values = values[np.isfinite(values)]
    low, high = (float(values.min()), float(values.max())) if values.size else (0.0, 1.0)
    bars = any(trace.type == "bar" for trace in figure.data)
    if bars:
        return (0.0, high) if axis == "x" else (low - 0.6, high + 0.6)
    room = (high - low) * 0.04 or abs(high) * 0.05 or 1.0
    return low - room, high + room


def _frame(figure: Figure, x: Axis, y: Axis, named: list[str]) -> Iterator[str]:
    """Draw grid, ticks and what the axes are called."""
    bottom = max(y.start, y.end)
    for value in x.ticks():
        at = float(x.at(value))
        yield _line(at, y.start, at, y.end, LIGHT.line)
        suffix = figure.layout.xaxis.ticksuffix or ""
        yield _text(at, bottom + 16, _tick(value) + suffix, "middle", LIGHT.quiet)
    if named:
        for value, word in zip(figure.layout.yaxis.tickvals, named, strict=False):
            yield _text(x.start - 8, float(y.at(value)) + 4, word, "end", LIGHT.text)
    elif figure.layout.yaxis.visible is not False:
        for value in y.ticks():
            at = float(y.at(value))
            yield _line(x.start, at, x.end, at, LIGHT.line)
            yield _text(x.start - 6, at + 4, _tick(value), "end", LIGHT.quiet)
    middle = (x.start + x.end) / 2
    yield _text(middle, bottom + 36, _words(figure.layout.xaxis.title.text), "middle", LIGHT.quiet)
    across = _words(figure.layout.yaxis.title.text)
    if across:
        turned = f' transform="rotate(-90 12 {(y.start + y.end) / 2:.0f})"'
        yield _text(12, (y.start + y.end) / 2, across, "middle", LIGHT.quiet, turned)


def _tick(value: float) -> str:
    """Write a round value as shortly as it can be."""
    plain = 1e-4 <= abs(value) < 1e9 or value == 0
    return (f"{value:,.6f}".rstrip("0").rstrip(".") if plain else f"{value:.3g}").replace("-", "−")


def _bar(trace: Any, x: Axis, y: Axis) -> Iterator[str]:
    """Draw horizontal bars with words at their ends."""
    half = abs(float(y.at(1) - y.at(0))) * 0.4
    for value, at, fill, word in zip(
        x.at(trace.x), y.at(trace.y), trace.marker.color, trace.text, strict=True
    ):
        size = f'width="{max(value - x.start, 0):.1f}" height="{2 * half:.1f}"'
        yield f'<rect x="{x.start:.1f}" y="{at - half:.1f}" {size} fill="{fill}"/>'
        yield _text(value + 6, at + 4, _words(word), "start", LIGHT.text)


def _marks(trace: Any, x: Axis, y: Axis) -> Iterator[str]:
    """Draw a trace's line, outline or points."""
    if trace.x is None or trace.y is None:
        return
    xs, ys = x.at(trace.x), y.at(trace.y)
    mode = trace.mode or "lines"
    path = " ".join(f"{a:.1f},{b:.1f}" for a, b in zip(xs, ys, strict=True) if a == a and b == b)
    if trace.fill == "toself":
        yield f'<polygon points="{path}" fill="{trace.fillcolor}"/>'
    elif "lines" in mode:
        width = trace.line.width or 2
        yield f'<polyline points="{path}" fill="none" stroke="{trace.line.color}" stroke-width="{width}"/>'
    if trace.error_y.array is not None:
        reach = np.asarray(trace.error_y.array, dtype=float)
        for at, low, high in zip(xs, y.at(trace.y - reach), y.at(trace.y + reach), strict=True):
            yield _line(at, low, at, high, LIGHT.quiet) if low == low and high == high else ""
    if "markers" in mode:
        yield from _points(trace, xs, ys)


def _points(trace: Any, xs: Floats, ys: Floats) -> Iterator[str]:
    colours = trace.marker.color
    several = not isinstance(colours, str)
    radius = (trace.marker.size or 6) / 2
    words = trace.text if "text" in (trace.mode or "") else None
    if not several:
        yield f'<g fill="{colours}" fill-opacity="{trace.marker.opacity or 1}">'
    for i, (a, b) in enumerate(zip(xs, ys, strict=True)):
        if not (a == a and b == b):
            continue
        own = f' fill="{colours[i]}" stroke="{LIGHT.paper}" stroke-width="2"' if several else ""
        yield f'<circle cx="{a:.1f}" cy="{b:.1f}" r="{radius:.1f}"{own}/>'
        if words is not None:
            bold = ' font-weight="bold"'
            yield _text(a, b + 4, _words(words[i]), "middle", ink(colours[i] if several else colours), bold)
    yield "" if several else "</g>"


def _lines(figure: Figure, x: Axis, y: Axis) -> Iterator[str]:
    """Draw the straight lines and bands that figures add across the whole picture."""
    for shape in figure.layout.shapes:
        if shape.xref == "x" and shape.type == "line":
            at = float(x.at(shape.x0))
            yield _line(at, y.start, at, y.end, shape.line.color, ' stroke-dasharray="4 3"')
        elif shape.yref == "y" and shape.type == "line":
            at = float(y.at(shape.y0))
            yield _line(x.start, at, x.end, at, shape.line.color, ' stroke-dasharray="4 3"')
        elif shape.type == "rect":
            low, high = x.at([shape.x0, shape.x1])
            size = f'width="{high - low:.1f}" height="{abs(y.end - y.start):.1f}"'
            top = min(y.start, y.end)
            yield f'<rect x="{low:.1f}" y="{top}" {size} fill="{shape.fillcolor}" fill-opacity="0.3"/>'


def _line(x0: float, y0: float, x1: float, y1: float, colour: str, more: str = "") -> str:
    ends = f'x1="{x0:.1f}" y1="{y0:.1f}" x2="{x1:.1f}" y2="{y1:.1f}"'
    return f'<line {ends} stroke="{colour}"{more}/>'


def _text(x: float, y: float, words: str, anchor: str, colour: str, more: str = "") -> str:
    place = f'x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="{colour}"'
    return f"<text {place}{more}>{escape(words)}</text>" if words else ""


def _words(text: Any) -> str:
    """Return a figure's words without Plotly's spelling."""
    return unescape(str(text or "").replace("<br>", " "))
