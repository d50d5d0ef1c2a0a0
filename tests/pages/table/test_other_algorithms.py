"""The present clusters made by another algorithm than k-means: every page works with them."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from streamlit.testing.v1 import AppTest

from kmeans_core.groupings import Agglomerative, Dbscan, Hdbscan, Mixture, Other
from tests.pages.conftest import OpenPage, words

PAGES = ("explore_clusters", "profile_clusters", "export_results", "choose_k", "load_data")


def using(open_page: OpenPage, page: str, other: Other) -> AppTest:
    """Open a page with the clusters of another algorithm in use."""
    app = open_page(f"pages/table/{page}.py")
    app.session_state["choices"] = replace(app.session_state["choices"], other=other)
    return app.run()


@pytest.mark.parametrize("other", [Hdbscan(), Dbscan(eps=0.6), Mixture(k=3), Agglomerative(4, "single")])
def test_every_page_works_with_the_clusters_of_another_algorithm(open_page: OpenPage, other: Other) -> None:
    for page in PAGES:
        app = using(open_page, page, other)
        assert not app.exception, page
        assert not app.error, page


def test_rows_in_no_cluster_are_drawn_told_and_counted(open_page: OpenPage) -> None:
    app = using(open_page, "explore_clusters", Dbscan(eps=0.6))
    said = words(app)
    assert "DBSCAN: 4 clusters, 27 rows in none" in said
    assert {metric.label: metric.value for metric in app.metric}["In no cluster"] == "27"
    chart = json.loads(app.get("plotly_chart")[0].proto.spec)
    assert chart["data"][0]["name"] == "in no cluster (27)"
    assert "These clusters have no centres." in said


def test_the_export_has_no_cluster_for_rows_in_none_and_tells_how_it_was_made(open_page: OpenPage) -> None:
    app = using(open_page, "export_results", Dbscan(eps=0.6))
    assert "DBSCAN, eps 0.6" in words(app)
    assert "Recipe, script and model repeat k-means alone" in words(app)


def test_choose_k_stays_about_kmeans_and_leads_back_to_it(open_page: OpenPage) -> None:
    app = using(open_page, "choose_k", Hdbscan())
    assert (
        "The present clusters on the other pages are those of HDBSCAN. This page is about k-means."
        in words(app)
    )
    app.button(key="choose_k.use_kmeans").click().run()
    assert not app.exception
    assert "HDBSCAN" not in words(app)


def test_settings_under_which_nothing_is_found_are_told_with_what_to_do(open_page: OpenPage) -> None:
    app = using(open_page, "explore_clusters", Dbscan(eps=0.001))
    assert [each.value.replace("\\", "") for each in app.error] == [
        "DBSCAN finds no dense place: all 500 rows are in no cluster. Raise eps, or lower the neighbours."
    ]


def unfolded(app: AppTest, key: str) -> AppTest:
    """Open a part of the page that unfolds."""
    app.session_state[key] = True
    return app.run()


def test_rows_that_fit_nowhere_are_listed_with_the_reason_and_a_file(open_page: OpenPage) -> None:
    app = unfolded(open_page("pages/table/explore_clusters.py"), "explore_clusters.odd")
    assert not app.exception
    table = next(frame.value for frame in app.dataframe if "added why" in frame.value)
    assert len(table) == 100
    assert "usually" in table["added why"].iloc[0]
    assert list(table.columns[1:7]) == [
        "added cluster",
        "added why",
        "added oddness",
        "added distance from centre",
        "added local outlier factor",
        "added isolation",
    ]
    assert any(
        button.label == "Download the table with how odd each row is" for button in app.get("download_button")
    )


def test_rows_between_two_clusters_are_listed_for_a_mixture_and_not_told_for_density(
    open_page: OpenPage,
) -> None:
    app = unfolded(using(open_page, "explore_clusters", Mixture(k=6)), "explore_clusters.between")
    assert not app.exception
    assert "the least sure first; 0.5 is halfway." in words(app)
    app = unfolded(using(open_page, "explore_clusters", Hdbscan()), "explore_clusters.between")
    assert "No row sits between two clusters." in words(app) or "nothing of second choices" in words(app)


def test_points_are_paler_the_less_sure_they_are(open_page: OpenPage) -> None:
    app = using(open_page, "explore_clusters", Mixture(k=6))
    app.toggle(key="scatter.pale").set_value(True).run()
    assert not app.exception
    chart = json.loads(app.get("plotly_chart")[0].proto.spec)
    assert isinstance(chart["data"][0]["marker"]["opacity"], dict | list)
