"""When it fails: shapes that k-means cannot see, why, and what does better."""

from __future__ import annotations

import streamlit as st

from pages.shared.elements import page, problems
from pages.shared.learn import failures, lecture

line = page.top("When it fails", "pages/learn/k_by_eye.py", "k by eye", linked=False)
with st.container(horizontal=True, vertical_alignment="bottom", key="fails.choices"):
    case = failures.choose()
    trouble = failures.turn(case)
    lecture.toggle()

with problems.shown():
    found = failures.found(case, trouble)
    line.caption("The true groups, what k-means makes of them, and what does better.")
    failures.pictures(found)
    failures.findings(found)
