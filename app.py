"""k-means studio: the frame around the pages."""

import streamlit as st

from pages.shared.elements import page as page_frame
from pages.shared.elements import welcome
from pages.shared.state import recipes, returning, widgets
from pages.shared.takeaway import repeat

# Before st.navigation: after it, the browser fetches the icon of a page from the net.
st.set_page_config(page_icon="pages/shared/icon.svg", layout="wide")

TABLE = [
    st.Page("pages/table/load_data.py", title="Data", icon=":material/table:", default=True),
    st.Page("pages/table/choose_k.py", title="Choose k", icon=":material/tune:", url_path="choose_k"),
    st.Page(
        "pages/table/explore_clusters.py",
        title="Clusters",
        icon=":material/scatter_plot:",
        url_path="clusters",
    ),
    st.Page(
        "pages/table/profile_clusters.py", title="Profiles", icon=":material/badge:", url_path="profiles"
    ),
    st.Page(
        "pages/table/compare_algorithms.py", title="Compare", icon=":material/alt_route:", url_path="compare"
    ),
    st.Page("pages/table/export_results.py", title="Export", icon=":material/download:", url_path="export"),
    st.Page(
        "pages/table/assign_new_rows.py",
        title="Assign new rows",
        icon=":material/playlist_add_check:",
        url_path="assign",
    ),
]

IMAGE = [
    st.Page("pages/image/quantise_image.py", title="Image", icon=":material/palette:", url_path="image"),
]

LEARN = [
    st.Page("pages/learn/watch_kmeans.py", title="Watch", icon=":material/play_circle:", url_path="watch"),
    st.Page("pages/learn/race_starts.py", title="Race", icon=":material/flag:", url_path="race"),
    st.Page(
        "pages/learn/when_it_fails.py", title="When it fails", icon=":material/warning:", url_path="fails"
    ),
    st.Page("pages/learn/k_by_eye.py", title="k by eye", icon=":material/visibility:", url_path="by_eye"),
    st.Page("pages/learn/exercises.py", title="Exercises", icon=":material/quiz:", url_path="exercises"),
    st.Page(
        "pages/learn/class_room.py", title="Class room", icon=":material/co_present:", url_path="class_room"
    ),
]

page = st.navigation({"Table": TABLE, "Image": IMAGE, "Learn": LEARN}, expanded=True)
st.set_page_config(page_title=f"{page.title} · k-means studio")
widgets.turn_to(page.url_path)
returning.begin()
recipes.begin()
page_frame.look(page.url_path)
welcome.back()
repeat.told()
try:
    page.run()
finally:
    returning.keep()
