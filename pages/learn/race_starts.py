"""Race: the same points from two starts side by side, swaps as a third, and where a hundred starts end."""

from __future__ import annotations

import streamlit as st

from kmeans_core.teaching import STARTS, film, swap_film
from pages.shared.elements import page, problems
from pages.shared.learn import data, films, lecture, races

KEY = "race"
CHANCES = tuple(start for start in STARTS if start != "own centres")

line = page.top("Race", "pages/learn/when_it_fails.py", "When it fails", linked=False)
with st.container(horizontal=True, vertical_alignment="bottom", key="race.choices"):
    name = data.choose(KEY, "Nine blobs")
    k = films.choose_k(KEY, data.groups(name))
    one = films.choose_start(KEY, CHANCES, label="One start")
    other = films.choose_start(KEY, CHANCES, "k-means++", label="The other", name="other")
    seed = films.choose_seed(KEY)
    lecture.toggle()

with problems.shown():
    points = data.points(name, KEY)
    films.enough(points.values, k)
    runs = [
        (one, one, film(points.values, k, start=one, seed=seed)),
        (other, other, film(points.values, k, start=other, seed=seed)),
        (f"{one}, then swaps", one, swap_film(points.values, k, one, seed)),
    ]
    line.caption(points.note or "The end depends on the start. Lower inertia is better.")
    films.side_by_side(runs, key=KEY)
    races.show(points.values, k, (one, other), min(run.inertia for *_, run in runs), key=KEY)
