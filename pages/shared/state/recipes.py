"""The choices of a visit as a recipe, and a recipe as the choices of a visit."""

from __future__ import annotations

from contextlib import suppress

import streamlit as st

from kmeans_core.common import DataProblem
from kmeans_core.pictures import PICTURES
from kmeans_core.tables import SAMPLES
from kmeans_core.takeaway import Recipe, fit_recipe, from_link, to_link
from pages.shared.state import gallery, session
from pages.shared.state.choices import Choices, Identity

LINK = "recipe"  # the address's parameter


def present() -> Recipe:
    """Return every setting of the present result."""
    choices, sample, identity = session.choices(), session.sample(), session.choices().identity
    return Recipe(
        source=sample or session.loaded().name,
        digest=session.loaded().digest,
        sample=sample is not None,
        reading=choices.reading,
        amendments=choices.amendments,
        trusted=choices.trusted,
        preparation=choices.preparation,
        kmeans=choices.kmeans,
        k_range=choices.k_range,
        colours=() if identity is None else identity.colours,
        names=() if identity is None else identity.names,
    )


def of_picture() -> Recipe:
    """Return how the shown picture is brought to few colours."""
    choices, sample = gallery.choices(), gallery.sample()
    source = sample or gallery.uploads()[gallery.shown()].name
    return Recipe(source=source, sample=sample is not None, palette=choices.palette, applied=choices.applied)


def repeat(recipe: Recipe) -> None:
    """Choose what a recipe says; a file that it reads otherwise is read again first (made for callbacks)."""
    st.session_state["recipe_problem"] = None
    if recipe.palette is not None:
        if recipe.sample and recipe.source in PICTURES:
            gallery.show_sample(recipe.source)
        gallery.change(palette=recipe.palette, applied=recipe.applied)
        return
    if recipe.sample:
        if recipe.source not in SAMPLES:
            tell(DataProblem(f"There is no sample called {recipe.source}.", "Load the table itself."))
            return
        session.show_sample(recipe.source)
    elif session.upload() is None:
        st.session_state["recipe"] = recipe  # until its table comes
        return
    elif recipe.reading != session.choices().reading:
        st.session_state["recipe"] = recipe
        session.read_otherwise(recipe.reading)
        return
    _choose(recipe)


def letters() -> str:
    """Return the settings of an uploaded table, for its tab to keep in case that the server is restarted."""
    return to_link(present()) if st.session_state.get("upload") is not None else ""


def come_back(kept: str | None) -> None:
    """Choose what a tab kept, once its table is loaded again; what is no recipe was not written here."""
    with suppress(DataProblem):
        repeat(from_link(kept or ""))


def begin() -> None:
    """Take what the address says, once a visit; what is no recipe is told."""
    letters = st.query_params.get(LINK, "")
    if letters and st.session_state.get("link") != letters:
        st.session_state["link"] = letters
        try:
            repeat(from_link(letters))
        except DataProblem as problem:
            tell(problem)
    if waiting() is not None and session.upload() is not None and session.waiting() is None:
        repeat(st.session_state["recipe"])


def tell(problem: DataProblem) -> None:
    """Remember what was wrong with a recipe, for the page to say."""
    st.session_state["recipe_problem"] = problem


def problem() -> DataProblem | None:
    said: DataProblem | None = st.session_state.get("recipe_problem")
    return said


def waiting() -> Recipe | None:
    """Return the recipe that waits for its table."""
    there: Recipe | None = st.session_state.get("recipe")
    return there


def left_out() -> tuple[str, ...]:
    """Return what of the last recipe did not fit the present table, in sentences."""
    told: tuple[str, tuple[str, ...]] = st.session_state.get("recipe_left_out", ("", ()))
    return told[1] if told[0] == session.loaded().digest else ()


def _choose(recipe: Recipe) -> None:
    st.session_state["recipe"] = None
    fitted = fit_recipe(recipe, session.loaded())
    st.session_state["recipe_left_out"] = session.loaded().digest, fitted.left_out
    done = fitted.recipe
    colours = done.colours if len(done.colours) == done.kmeans.k else tuple(range(done.kmeans.k))
    session.save(
        Choices(
            reading=session.choices().reading,
            amendments=done.amendments,
            trusted=done.trusted,
            preparation=done.preparation,
            kmeans=done.kmeans,
            k_by="person",
            k_range=done.k_range,
            identity=Identity(done.preparation, done.kmeans, colours, done.names),
        )
    )
