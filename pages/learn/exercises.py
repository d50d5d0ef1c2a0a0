"""Exercises: the questions of the usual tutorials, each behind a link, with answers that are computed."""

from __future__ import annotations

from pages.shared.elements import page, problems
from pages.shared.learn import exercises

page.top("Exercises", "pages/learn/watch_kmeans.py", "Watch", linked=False).caption(
    "Five questions. Try each in the studio first; then choose an answer and see what is true."
)

with problems.shown():
    chosen = exercises.choose()
    exercises.ask(chosen)
