"""Titles, text, tables and charts on a slide, all of them native, so that they can be edited."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import unescape
from typing import Any

from pptx.chart.data import CategoryChartData, XyChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import (
    XL_CHART_TYPE,
    XL_LABEL_POSITION,
    XL_LEGEND_POSITION,
    XL_MARKER_STYLE,
    XL_TICK_LABEL_POSITION,
)
from pptx.enum.text import MSO_ANCHOR, MSO_AUTO_SIZE
from pptx.util import Inches, Pt

from kmeans_core.common import cut
from kmeans_core.figures.theme import LIGHT

Slide = Any  # python-pptx has no types
Draw = Callable[[Slide], None]
TITLE_ONLY = 5  # among the layouts of the template that python-pptx brings
LEFT, TOP, WIDTH, HEIGHT = 0.65, 1.55, 12.0, 5.3  # inches
MOST_BARS = 20


def plain(text: str, longest: int = 300) -> str:
    """Return text without signs that a file of XML cannot hold, on one line, not endless."""
    return cut("".join(c if c.isprintable() else " " for c in unescape(text or "")), longest)


def page(book: Any) -> Slide:
    return book.slides.add_slide(book.slide_layouts[TITLE_ONLY])


def title(slide: Slide, words: str, colour: str = "") -> None:
    """Write what the page finds, beside a bar of a cluster's colour where it is about one."""
    if colour:
        bar = slide.shapes.add_shape(1, Inches(0.3), Inches(0.55), Inches(0.18), Inches(0.7))
        bar.fill.solid()
        bar.fill.fore_color.rgb = _rgb(colour)
        bar.line.fill.background()
    shape = slide.shapes.title
    shape.left, shape.top, shape.width, shape.height = Inches(LEFT), Inches(0.4), Inches(WIDTH), Inches(1.0)
    frame = shape.text_frame
    frame.text = plain(words, 140)
    frame.vertical_anchor, frame.auto_size, frame.word_wrap = MSO_ANCHOR.MIDDLE, MSO_AUTO_SIZE.NONE, True
    said = frame.paragraphs[0]
    said.alignment = 1
    said.font.size, said.font.bold = Pt(32 if len(frame.text) < 60 else 26), True
    said.font.name, said.font.color.rgb = "Georgia", _rgb(LIGHT.text)


def text(slide: Slide, lines: Sequence[str], *, size: int, width: float = WIDTH) -> None:
    """Write one paragraph for each line that is not empty."""
    box = slide.shapes.add_textbox(Inches(LEFT), Inches(TOP), Inches(width), Inches(HEIGHT))
    box.text_frame.word_wrap = True
    written = [plain(line, 400) for line in lines if line]
    for i, line in enumerate(written):
        said = box.text_frame.paragraphs[0] if i == 0 else box.text_frame.add_paragraph()
        said.text, said.font.size, said.space_after = line, Pt(size), Pt(10)
        said.font.color.rgb = _rgb(LIGHT.text)


def foot(slide: Slide, words: str) -> None:
    box = slide.shapes.add_textbox(Inches(LEFT), Inches(6.9), Inches(WIDTH), Inches(0.4))
    box.text_frame.text = plain(words)
    box.text_frame.paragraphs[0].font.size = Pt(14)
    box.text_frame.paragraphs[0].font.color.rgb = _rgb(LIGHT.quiet)


def table(slide: Slide, head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Write a table."""
    high = Inches(0.5 * (len(rows) + 1))
    shape = slide.shapes.add_table(len(rows) + 1, len(head), Inches(LEFT), Inches(TOP), Inches(WIDTH), high)
    for at, line in enumerate([head, *rows]):
        for column, words in enumerate(line):
            cell = shape.table.cell(at, column)
            cell.text = plain(words, 80)
            cell.text_frame.paragraphs[0].font.size = Pt(18)
            if at == 0:
                cell.fill.solid()
                cell.fill.fore_color.rgb = _rgb(LIGHT.accent)


def bars(
    slide: Slide,
    measure: str,
    values: Sequence[tuple[str, float, str]],
    *,
    format_of: str,
    alt: str,
    left: float = LEFT,
) -> None:
    """Draw names, values and colours as bars from the top down, the first ones of many."""
    shown = values[:MOST_BARS]
    data = CategoryChartData(number_format=format_of)
    data.categories = [plain(name, 44) for name, _, _ in shown]
    data.add_series(measure, [value for _, value, _ in shown])
    chart = _chart(slide, XL_CHART_TYPE.BAR_CLUSTERED, data, left=left, alt=alt)
    chart.has_legend = False
    chart.category_axis.reverse_order = True
    chart.category_axis.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    chart.value_axis.visible = False
    chart.value_axis.has_major_gridlines = False
    heights = [value for _, value, _ in shown]
    chart.value_axis.minimum_scale = min(0.0, 1.3 * min(heights))  # room for what stands at the ends
    chart.value_axis.maximum_scale = max(0.0, 1.15 * max(heights)) or 1.0
    plot = chart.plots[0]
    plot.gap_width, plot.has_data_labels = 45, True
    plot.data_labels.number_format, plot.data_labels.number_format_is_linked = format_of, False
    plot.data_labels.position = XL_LABEL_POSITION.OUTSIDE_END
    plot.series[0].invert_if_negative = False
    for i, (_, _, colour) in enumerate(shown):
        look = plot.series[0].points[i].format.fill
        look.solid()
        look.fore_color.rgb = _rgb(colour)


def line(
    slide: Slide, name: str, ks: Sequence[int], values: Sequence[float | None], *, pick: int | None, alt: str
) -> None:
    """Draw a measure over k, its pick marked."""
    data = CategoryChartData(number_format="General")
    data.categories = [f"k = {k}" for k in ks]
    data.add_series(name, values)
    chart = _chart(slide, XL_CHART_TYPE.LINE_MARKERS, data, alt=alt)
    chart.has_legend = False
    series = chart.plots[0].series[0]
    series.smooth = False
    series.format.line.color.rgb = _rgb(LIGHT.quiet)
    for i, k in enumerate(ks):
        mark = series.points[i].marker
        mark.style, mark.size = XL_MARKER_STYLE.CIRCLE, 14 if k == pick else 7
        mark.format.fill.solid()
        mark.format.fill.fore_color.rgb = _rgb(LIGHT.accent if k == pick else LIGHT.quiet)
        mark.format.line.fill.background()


def points(
    slide: Slide, series: Sequence[tuple[str, Any, Any, str]], axes: tuple[str, str], *, alt: str
) -> None:
    """Draw each cluster's rows as a series of points."""
    data = XyChartData(number_format="0.00")
    for name, xs, ys, _ in series:
        one = data.add_series(plain(name, 44))
        for x, y in zip(xs, ys, strict=True):
            one.add_data_point(float(x), float(y))
    chart = _chart(slide, XL_CHART_TYPE.XY_SCATTER, data, alt=alt)
    chart.has_legend = len(series) <= MOST_BARS
    if chart.has_legend:
        chart.legend.position, chart.legend.include_in_layout = XL_LEGEND_POSITION.RIGHT, False
        chart.legend.font.size = Pt(14)
    for drawn, (_, _, _, colour) in zip(chart.plots[0].series, series, strict=True):
        drawn.format.line.fill.background()
        drawn.marker.style, drawn.marker.size = XL_MARKER_STYLE.CIRCLE, 6
        drawn.marker.format.fill.solid()
        drawn.marker.format.fill.fore_color.rgb = _rgb(colour)
        drawn.marker.format.line.fill.background()
    for axis, words in zip((chart.category_axis, chart.value_axis), axes, strict=True):
        axis.has_title = bool(words)
        axis.has_major_gridlines = False
        axis.tick_label_position = XL_TICK_LABEL_POSITION.LOW
        if words:
            axis.axis_title.text_frame.text = plain(words, 90)
            axis.axis_title.text_frame.paragraphs[0].font.size = Pt(14)


def _chart(slide: Slide, kind: Any, data: Any, *, alt: str, left: float = LEFT) -> Any:
    """Place a chart; programs that read aloud tell its finding."""
    width = Inches(LEFT + WIDTH - left)
    frame = slide.shapes.add_chart(kind, Inches(left), Inches(TOP), width, Inches(HEIGHT), data)
    frame._element.nvGraphicFramePr.cNvPr.set("descr", plain(alt))
    frame.chart.has_title = False
    frame.chart.font.size = Pt(16)
    frame.chart.font.color.rgb = _rgb(LIGHT.text)
    return frame.chart


def _rgb(colour: str) -> RGBColor:
    return RGBColor.from_string(colour[1:])
