"""The slides: a finding as each title, native charts with the core's numbers, and nothing that runs."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import pytest
from pptx import Presentation

from kmeans_core import KMeansSettings, Preparation, cluster, gather, load_sample, prepare, read_table, slides
from kmeans_core.reports import Evidence


@pytest.fixture(scope="module")
def told() -> Evidence:
    table = load_sample("Customers")
    matrix = prepare(table, Preparation(scaling="standard"))
    return gather(table, matrix, cluster(matrix, KMeansSettings(k=4)))


@pytest.fixture(scope="module")
def book(told: Evidence) -> Any:
    return Presentation(io.BytesIO(slides(told)))


def charts(book: Any) -> list[Any]:
    return [shape.chart for page in book.slides for shape in page.shapes if shape.has_chart]


def test_every_title_says_what_the_page_finds(book: Any, told: Evidence) -> None:
    titles = [page.shapes.title.text for page in book.slides]
    assert titles[:3] == [
        "4 clusters, high confidence",
        "1 · many purchases a year, medium income holds 30 % of the rows",
        "4 clusters in the directions of largest variance",
    ]
    assert titles[3:7] == [group.title for group in told.groups]
    assert titles[7] == "5 of 5 criteria pick 4"
    assert titles[8] == "Silhouette is highest at 4"
    assert len(titles) == 14


def test_pages_are_wide_and_each_holds_one_chart_at_most(book: Any) -> None:
    assert round(book.slide_width / book.slide_height, 3) == round(16 / 9, 3)
    for page in book.slides:
        assert sum(shape.has_chart for shape in page.shapes) <= 1
        for shape in page.shapes:
            assert shape.left >= 0
            assert shape.left + shape.width <= book.slide_width
            assert shape.top + shape.height <= book.slide_height


def test_charts_are_native_and_hold_the_numbers_of_the_core(book: Any, told: Evidence) -> None:
    sizes, places, *cards = charts(book)
    assert list(sizes.plots[0].series[0].values) == [group.size for group in told.groups]
    assert sum(len(list(series.iter_values())) for series in places.plots[0].series) == 500
    first = told.profile.distinctions[0][0]
    assert cards[0].plots[0].series[0].values[0] == first.strength
    silhouette = told.criteria.voters[0]
    assert list(cards[4].plots[0].series[0].values) == silhouette.values.tolist()


def test_charts_are_told_to_who_cannot_see_them(book: Any) -> None:
    for page in book.slides:
        for shape in page.shapes:
            if shape.has_chart:
                assert len(shape._element.nvGraphicFramePr.cNvPr.get("descr")) > 10


def test_no_name_becomes_a_formula_or_breaks_the_file() -> None:
    cells = "".join(f'{i % 2 * 9 + i / 100},"{"=1+1" if i % 2 else "@b"}",{i % 7}\n' for i in range(40))
    table = read_table(f'"=HYPERLINK(""http://a"")\x1b<&","=kind",{{=x}}\n{cells}'.encode(), "=cmd|a!A1.csv")
    matrix = prepare(table, Preparation(features=(table.columns[0].label, table.columns[2].label)))
    data = slides(gather(table, matrix, cluster(matrix, KMeansSettings(k=2))))
    assert Presentation(io.BytesIO(data)).slides
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        sheets = [parts.read(name) for name in parts.namelist() if name.endswith(".xlsx")]
    assert sheets
    for sheet in sheets:
        with zipfile.ZipFile(io.BytesIO(sheet)) as inside:
            assert b"<f>" not in b"".join(inside.read(name) for name in inside.namelist())
