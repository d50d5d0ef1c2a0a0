"""How a result is repeated elsewhere: a recipe, a link, a script, a notebook, a model."""

from __future__ import annotations

import streamlit as st

from kmeans_core.common import BadSettings, DataProblem
from kmeans_core.takeaway import read_recipe, write_recipe
from pages.shared.elements import link, problems
from pages.shared.elements.words import escape
from pages.shared.results import takeaways
from pages.shared.results.groups import OfKMeans
from pages.shared.state import recipes, widgets


def draw(groups: OfKMeans, names: tuple[str, ...]) -> None:
    """Draw what can be taken away of the result beside the table, and where a recipe comes back."""
    stem = groups.table.name.rsplit(".", 1)[0] or "table"
    st.subheader("Repeat it elsewhere", anchor=False)
    st.write("The same clusters without this page: as settings, as a program, or for rows still to come.")
    with st.container(horizontal=True, key="export_results.repeat"):
        st.download_button(
            "Recipe",
            lambda: write_recipe(recipes.present()),
            f"{stem}.recipe.json",
            "application/json",
            key="export_results.recipe",
            on_click="ignore",
            icon=":material/receipt_long:",
            help="Every setting, the table's fingerprint and the versions. Loaded below, or by the command "
            "line, it makes the same clusters again.",
        )
        _programs(groups, names, stem)
        st.download_button(
            "Model",
            lambda: takeaways.model(groups, names),
            f"{stem}.model.json",
            "application/json",
            key="export_results.model",
            on_click="ignore",
            icon=":material/model_training:",
            help="Columns, scaling and centres as plain numbers: assigns new rows, here or in any language.",
        )
        if not groups.matrix.preparation.circles:  # which scikit-learn has no transformer for
            st.download_button(
                "scikit-learn",
                lambda: takeaways.skops_model(groups, names),
                f"{stem}.skops",
                "application/octet-stream",
                key="export_results.skops",
                on_click="ignore",
                icon=":material/hub:",
                help="One fitted Pipeline from columns to clusters, for skops.io.load: it lists its types "
                "and runs nothing.",
            )
        with st.popover("Link", icon=":material/link:"):
            link.show()
    _come_back()


def _programs(groups: OfKMeans, names: tuple[str, ...], stem: str) -> None:
    try:
        script, book = takeaways.script(groups, names)
    except BadSettings as problem:
        st.caption(escape(str(problem), 400))
        return
    told = "Finds the same label for every row of your file, with pandas and scikit-learn alone."
    st.download_button(
        "Python script",
        script,
        f"{stem}_clusters.py",
        "text/x-python",
        key="export_results.script",
        on_click="ignore",
        icon=":material/code:",
        help=told,
    )
    st.download_button(
        "Notebook",
        book,
        f"{stem}_clusters.ipynb",
        "application/x-ipynb+json",
        key="export_results.notebook",
        on_click="ignore",
        icon=":material/menu_book:",
        help=told,
    )


def _come_back() -> None:
    st.file_uploader(
        "Load a recipe",
        type="json",
        key="export_results.load_recipe",
        on_change=_load,
        help="Chooses again what it says, as far as the present table has it.",
    )
    for sentence in recipes.left_out():
        st.info(escape(sentence, 600), icon=":material/info:")


def _load() -> None:
    file = widgets.widget("export_results.load_recipe")
    if file is None:
        return
    try:
        recipes.repeat(read_recipe(file.getvalue()))
    except DataProblem as problem:
        recipes.tell(problem)


def told() -> None:
    """Say what was wrong with a recipe, or that one waits for its table."""
    problem = recipes.problem()
    if problem is not None:
        problems.tell(problem)
    recipe = recipes.waiting()
    if recipe is not None:
        st.info(
            f"A recipe for {escape(recipe.source)} waits for its table: load it on the Data page.",
            icon=":material/receipt_long:",
        )
