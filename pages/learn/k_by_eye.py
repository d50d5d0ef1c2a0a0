"""k by eye: how many groups are there? A guess first, then what every k looks like, and the answer."""

from __future__ import annotations

import streamlit as st

from kmeans_core.teaching import puzzle
from pages.shared.elements import page, problems
from pages.shared.learn import guesses, lecture

line = page.top("k by eye", "pages/learn/exercises.py", "Exercises", linked=False)
line.caption("How many groups do you see? Say so first; then look at what k-means makes of every k.")
with st.container(horizontal=True, vertical_alignment="bottom", key="by_eye.choices"):
    number = guesses.choose_puzzle()
    guess = guesses.ask()
    lecture.toggle()

with problems.shown():
    shown = puzzle(number)
    if guess is None:
        guesses.points(shown)
    else:
        guesses.answer(shown, guess)
