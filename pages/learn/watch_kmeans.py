"""Watch: k-means step by step, from a start that is chosen to where nothing moves any more."""

from __future__ import annotations

import streamlit as st

from kmeans_core.teaching import STARTS, film, numpy_lines
from pages.shared.elements import page, problems
from pages.shared.learn import code, data, films, lecture, pictures

KEY = "watch"

line = page.top("Watch", "pages/learn/race_starts.py", "Race", linked=False)
with st.container(horizontal=True, vertical_alignment="bottom", key="watch.choices"):
    name = data.choose(KEY, data.FLAT[0], data.PICTURE)
    picture = pictures.choose(KEY) if name == data.PICTURE else None
    k = films.choose_k(KEY, data.groups(name))
    start = films.choose_start(KEY, STARTS if picture is None else STARTS[:-1])
    seed = films.choose_seed(KEY)
    lecture.toggle()

with problems.shown():
    if picture is not None:
        line.caption("A picture's colours are points, too: k-means finds k colours for it.")
        shown = pictures.run(picture, k, start, seed)
        pictures.show(picture, shown, start, key=KEY)
    else:
        points = data.points(name, KEY)
        films.enough(points.values, k)
        line.caption(
            points.note or "k centres, two half-steps: assign and move. Drag a centre; click a point."
        )
        own = films.own(points.values, k, seed) if start == "own centres" else None
        shown = film(points.values, k, start=start, seed=seed, own=own)
        films.watch(shown, start, numpy_lines(start, seed), key=KEY)
films.as_table(shown, start, key=KEY)
code.show(start, seed)
