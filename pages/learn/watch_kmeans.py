"""Watch: k-means step by step, from a start that is chosen to where nothing moves any more."""

from __future__ import annotations

import streamlit as st

from kmeans_core.teaching import STARTS, film, numpy_lines
from pages.shared.elements import page, problems
from pages.shared.learn import code, data, films, lecture

KEY = "watch"

line = page.top("Watch", "pages/learn/race_starts.py", "Race")
with st.container(horizontal=True, vertical_alignment="bottom", key="watch.choices"):
    name = data.choose(KEY)
    k = films.choose_k(KEY, data.GROUPS.get(name, 3))
    start = films.choose_start(KEY, STARTS)
    seed = films.choose_seed(KEY)
    lecture.toggle()

with problems.shown():
    points = data.points(name, KEY)
    films.enough(points.values, k)
    own = films.own(points.values, k, seed) if start == "own centres" else None
    shown = film(points.values, k, start=start, seed=seed, own=own)
line.caption(
    points.note or "Points, k centres, two half-steps: assign and move. Drag a centre; click a point."
)
films.watch(shown, start, numpy_lines(start, seed), key=KEY)
films.as_table(shown, start, key=KEY)
code.show(start, seed)
