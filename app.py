"""k-means studio: the frame around the pages."""

import streamlit as st

TABLE = [
    st.Page("pages/table/load_data.py", title="Data", icon=":material/table:", default=True),
    st.Page(
        "pages/table/explore_clusters.py",
        title="Clusters",
        icon=":material/scatter_plot:",
        url_path="clusters",
    ),
    st.Page("pages/table/export_results.py", title="Export", icon=":material/download:", url_path="export"),
]

page = st.navigation({"Table": TABLE}, expanded=True)
st.set_page_config(f"{page.title} · k-means studio", "pages/shared/icon.svg", layout="wide")
page.run()
