"""What a browser really draws of a styled figure: the words as typed, and no title outside the picture."""

from __future__ import annotations

from pathlib import Path

import plotly.graph_objects as go
import pytest
from playwright.sync_api import Browser, Locator

from kmeans_core.figures.frame import style
from kmeans_core.figures.theme import LIGHT, plain

HOSTILE = '<b>R&D</b> %{x} {y} $x^2$ <a href="x">l</a> &lt;'


def drawn(browser: Browser, folder: Path, fig: go.Figure) -> Locator:
    """Open the figure as a page on a phone and return its place."""
    file = folder / "figure.html"
    fig.write_html(file, include_plotlyjs=True)
    page = browser.new_page(viewport={"width": 390, "height": 800})
    page.goto(file.as_uri())
    page.locator(".main-svg .xtick").first.wait_for()
    return page.locator(".js-plotly-plot")


def test_what_people_typed_is_drawn_as_it_is(browser: Browser, tmp_path: Path) -> None:
    fig = go.Figure(go.Scatter(x=[1, 2], y=[1, 2], name=plain(HOSTILE), showlegend=True))
    fig.update_xaxes(title_text=plain(HOSTILE), tickvals=[1], ticktext=[plain("a<br>b")])
    place = drawn(browser, tmp_path, style(fig, LIGHT))
    assert place.locator(".legendtext").text_content() == HOSTILE
    assert place.locator(".xtitle").text_content() == HOSTILE
    assert place.locator(".xtick").text_content() == "a<br>b"
    place.page.close()


def test_what_people_typed_is_no_template_when_pointed_at(browser: Browser, tmp_path: Path) -> None:
    fig = go.Figure(go.Scatter(x=[1, 2, 3], y=[1, 2, 3], mode="markers", marker_size=40))
    fig.update_traces(hovertemplate=plain(HOSTILE) + "<extra></extra>")
    place = drawn(browser, tmp_path, style(fig, LIGHT))
    place.locator(".point").nth(1).hover(force=True)
    assert place.locator(".hovertext .nums").text_content() == HOSTILE
    place.page.close()


@pytest.mark.parametrize("lines", [1, 2, 4])
def test_a_title_lies_inside_the_figure_and_above_the_data(
    browser: Browser, tmp_path: Path, lines: int
) -> None:
    fig = style(
        go.Figure(go.Scatter(x=[1, 2], y=[1, 2])),
        LIGHT,
        title=" ".join(["Inertia falls fast until three now"] * lines),
    )
    place = drawn(browser, tmp_path, fig)
    top = place.evaluate("plot => plot.getBoundingClientRect().top")
    title = place.locator(".gtitle").bounding_box()
    assert title
    assert title["y"] >= top
    assert title["y"] - top + title["height"] <= place.evaluate("plot => plot._fullLayout._size.t")
    assert title["x"] + title["width"] <= 390
    place.page.close()
