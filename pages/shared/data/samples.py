"""The samples as small pictures of their groups, each with a button."""

from __future__ import annotations

from base64 import b64encode

import numpy as np
import streamlit as st

from kmeans_core.tables import SAMPLES
from pages.shared.elements import page
from pages.shared.results import samples
from pages.shared.results.samples import Glance
from pages.shared.state import session

WIDE, HIGH, EDGE = 96, 56, 5
ABOUT = {
    "Customers": "500 simulated customers in four groups that are really there, on scales that differ a "
    "thousandfold.",
    "Iris": "150 irises of three species measured in centimetres: one species stands apart, two overlap.",
    "Wine": "178 wines of three cultivars by 13 chemical measurements: without scaling, proline decides "
    "alone.",
    "Digits": "1,797 handwritten digits as 64 grey pixels each: ten true classes in many dimensions.",
    "Three blobs": "300 points in three round, well separated groups: the picture k-means was made for.",
    "Two moons": "400 points in two interleaved crescents: k-means cuts straight through both.",
    "Two thermometers": "1,000 readings of two thermometers, one near 20 °C and one near 4 °C: two groups in "
    "one dimension.",
    "Messages": "500 made-up messages of customers about five themes: free text, compared by its words.",
}


def draw() -> None:
    """Offer every sample; the one that is loaded is marked."""
    glances = samples.glances()
    with st.container(horizontal=True, gap="small", key="load_data.samples"):
        for name in SAMPLES:
            with st.container(width=104, gap=None):
                st.html(_picture(glances[name]))
                st.button(
                    name,
                    key=f"load_data.sample.{name}",
                    type="primary" if name == session.sample() else "secondary",
                    width="stretch",
                    help=ABOUT[name],
                    on_click=session.show_sample,
                    args=(name,),
                )


def _picture(seen: Glance) -> str:
    """Return a picture that says no more than its button: its text for the blind is empty."""
    colours, room = page.theme().clusters, np.array([WIDE, HIGH]) - 2 * EDGE
    places = EDGE + np.column_stack([seen.places[:, 0], 1 - seen.places[:, 1]]) * room
    points = "".join(
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="1.7" fill="{colours[label % len(colours)]}"></circle>'
        for (x, y), label in zip(places.tolist(), seen.labels.tolist(), strict=True)
    )
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDE} {HIGH}">{points}</svg>'
    return f'<img alt="" width="100%" src="data:image/svg+xml;base64,{b64encode(svg.encode()).decode()}">'
