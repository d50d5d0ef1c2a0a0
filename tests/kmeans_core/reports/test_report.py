"""The report: everything that the pages tell, in one file that neither runs nor loads anything."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import numpy as np
import pytest

from kmeans_core import KMeansSettings, Preparation, cluster, gather, load_sample, prepare, read_table, report
from kmeans_core.reports import Evidence
from kmeans_core.reports.drawing import svg

EVIL = "<script>alert(1)</script>\"'&{{x}}"


class Tags(HTMLParser):
    """Every tag of a page with its attributes, and all text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.seen: list[tuple[str, dict[str, str | None]]] = []
        self.words = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.words += f"{data}\n"


def evidence(k: int = 4) -> Evidence:
    table = load_sample("Customers")
    matrix = prepare(table, Preparation(scaling="standard"))
    return gather(table, matrix, cluster(matrix, KMeansSettings(k=k)))


@pytest.fixture(scope="module")
def told() -> Evidence:
    return evidence()


@pytest.fixture(scope="module")
def page(told: Evidence) -> Tags:
    return Tags(report(told).decode())


def test_the_report_tells_the_answer_every_cluster_the_settings_and_the_script(
    told: Evidence, page: Tags
) -> None:
    for words in (
        "4 clusters, high confidence",
        *told.names,
        "Silhouette is highest at 4",
        "All 500 rows take part.",
        f"{told.silhouette.mean:.3f}",
        told.table.digest,
        "SEARCH_ANEW = False",
    ):
        assert words in page.words


def test_the_report_shows_the_numbers_that_the_core_computes(told: Evidence, page: Tags) -> None:
    means = told.profile.numbers.of("mean")
    j = told.profile.numbers.labels.index("income")
    for mean in means[:, j]:
        assert f"{mean:,.0f} ±" in page.words
    assert f"{told.groups[0].size:,} rows · 30 % · very stable" in page.words


def test_nothing_in_the_report_runs_or_comes_from_elsewhere(told: Evidence, page: Tags) -> None:
    names = {tag for tag, _ in page.seen}
    assert not names & {"script", "iframe", "object", "link", "img", "form"}
    assert not [
        key for _, known in page.seen for key in known if key.startswith("on") or key in ("src", "href")
    ]
    policy = next(known for tag, known in page.seen if "http-equiv" in known)
    assert policy["content"] == "default-src 'none'; style-src 'unsafe-inline'"
    text = report(told).decode()
    assert not re.search(r"url\(|@import|https?://(?!www\.w3\.org/2000/svg)", text.split("<pre>")[0])
    assert len(text) < 500_000


def test_what_a_person_typed_is_shown_and_never_understood() -> None:
    rows = "".join(f"{i % 2 * 9 + i / 100},{'bad' if i % 2 else EVIL!r},{i % 7}\n" for i in range(40))
    quoted = EVIL.replace('"', '""')
    data = f'"{quoted}",kind,z\n{rows}'.encode()
    table = read_table(data, f"{EVIL}.csv")
    matrix = prepare(table, Preparation(features=(table.columns[0].label, "z")))
    found = Tags(report(gather(table, matrix, cluster(matrix, KMeansSettings(k=2)))).decode())
    assert "script" not in {tag for tag, _ in found.seen}
    assert "<script>alert(1)</script>" in found.words


def test_a_report_of_another_k_says_what_the_data_speak_for() -> None:
    words = Tags(report(evidence(k=3)).decode()).words
    assert "4 clusters, high confidence" in words
    assert "This report shows the 3 clusters that were asked for." in words


def test_every_chart_is_drawn_within_its_frame(told: Evidence) -> None:
    for view, inside in re.findall(r'<svg viewBox="0 0 ([\d ]+)"(.*?)</svg>', report(told).decode()):
        width, height = map(float, view.split())
        for x, y in re.findall(r'<circle cx="([-\d.]+)" cy="([-\d.]+)"', inside):
            assert 0 <= float(x) <= width
            assert 0 <= float(y) <= height


def test_a_chart_has_a_mark_for_every_row_and_centre(told: Evidence) -> None:
    from kmeans_core.reports import charts

    drawn, shown = charts.places(told)
    assert shown == 500
    assert svg(drawn).count("<circle") == 500 + 4
    _, few = charts.places(told, most=100)
    assert few <= 110


def test_one_feature_and_two_rows_a_cluster_are_enough() -> None:
    table = read_table(b"x\n1\n1.5\n9\n9.5\n", "few.csv")
    matrix = prepare(table)
    words = Tags(report(gather(table, matrix, cluster(matrix, KMeansSettings(k=2)))).decode()).words
    assert "2 clusters of few.csv" in words


def test_wide_tables_and_many_clusters_are_told_in_part_and_say_so() -> None:
    chance = np.random.default_rng(0)
    values = np.vstack([chance.normal(i % 9, 0.1, (4, 60)) + i for i in range(60)])
    lines = "\n".join(",".join(f"{v:.3f}" for v in row) for row in values)
    table = read_table(f"{','.join(f'c{i}' for i in range(60))}\n{lines}\n".encode(), "wide.csv")
    matrix = prepare(table)
    words = Tags(report(gather(table, matrix, cluster(matrix, KMeansSettings(k=55)))).decode()).words
    assert "5 more clusters are in the tables below." in words
    assert "The 40 columns that differ most of 60." in words
