"""Recipes go out and come back whole; what is none, or does not fit, is told and never applied."""

from __future__ import annotations

import base64
import json
import zlib
from dataclasses import replace
from pathlib import Path

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kmeans_core.clustering import KMeansSettings
from kmeans_core.common import BadSettings, DataProblem
from kmeans_core.features import Preparation
from kmeans_core.pictures import PaletteSettings
from kmeans_core.tables import load_sample
from kmeans_core.takeaway import (
    Recipe,
    fit_recipe,
    from_link,
    model_schema,
    read_recipe,
    schema,
    to_link,
    write_recipe,
)
from kmeans_core.takeaway import recipe as recipe_module

MADE = (("numpy", "2.4.0"),)
WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)


@given(k=st.integers(2, 50), seed=st.integers(0, 2**32 - 1), words=WORDS, weight=st.floats(0, 1e6))
def test_every_recipe_comes_back_as_it_was(k: int, seed: int, words: str, weight: float) -> None:
    recipe = Recipe(
        source=words,
        preparation=Preparation(features=(words, "b"), weights=((words, weight),), components=2),
        kmeans=KMeansSettings(k=k, seed=seed),
        colours=(1, 0),
        names=((0, words),),
        palette=PaletteSettings(locked=("#ffffff",)),
        versions=MADE,
    )
    assert read_recipe(write_recipe(recipe)) == recipe
    assert from_link(to_link(recipe)) == recipe


def test_a_recipe_names_the_versions_it_was_made_with() -> None:
    assert [name for name, _ in read_recipe(write_recipe(Recipe())).versions] == [
        "numpy",
        "pandas",
        "scikit-learn",
    ]


def test_what_is_as_usual_takes_no_room_in_a_link() -> None:
    assert len(to_link(Recipe(kmeans=KMeansSettings(k=4)))) < 40


def test_the_schema_describes_what_is_written() -> None:
    written = json.loads(write_recipe(Recipe(palette=PaletteSettings())))
    jsonschema.validate(written, schema())
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({**written, "colour": 3}, schema())


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "Input data was truncated"),
        (b"[1]", "Expected object, got array"),
        (b'{"kmeans": {"k": "three"}}', "Expected int, got str - at $.kmeans.k"),
        (b'{"kmeans": {"seeds": 1}}', "There is no setting called seeds"),
        (b'{"recipe": 2}', "Invalid enum value 2 - at $.recipe"),
        (b"[" * 100_000, "Expected object, got array"),
        (b" " * (2**20 + 1), "It is too large"),
        (b"\x80\x04\x95", "JSON is malformed: invalid character (byte 0)"),
    ],
)
def test_what_is_no_recipe_is_refused(data: bytes, why: str) -> None:
    with pytest.raises(DataProblem) as problem:
        read_recipe(data)
    assert str(problem.value) == (
        f"This is not a recipe of the studio. {why}. Choose a recipe that the studio wrote."
    )


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b'{"kmeans": {"k": 1}}', "k = 1 cannot be run. Choose k from 2 up."),
        (b'{"k_range": [9, 2]}', "The range of k goes from 9 to 2. Let it lie between 2 and 200."),
        (b'{"colours": [1, 1]}', "Two clusters share a colour. Give each its own number."),
        (
            b'{"reading": {"delimiter": "ab"}}',
            "The delimiter must be a single character. Choose another one.",
        ),
    ],
)
def test_settings_that_no_page_could_save_are_refused(data: bytes, told: str) -> None:
    with pytest.raises(DataProblem) as problem:
        read_recipe(data)
    assert str(problem.value) == told


@pytest.mark.parametrize("letters", ["%", "A" * 5, "eNo", to_link(Recipe())[:-3], "ü"])
def test_an_address_that_was_cut_or_made_up_is_refused(letters: str) -> None:
    with pytest.raises(DataProblem, match="This is not a recipe of the studio"):
        from_link(letters)


def test_an_address_that_unpacks_to_gigabytes_is_refused() -> None:
    bomb = base64.urlsafe_b64encode(zlib.compress(b" " * 2**28, 9)).decode().rstrip("=")
    with pytest.raises(DataProblem) as problem:
        from_link(bomb)
    assert str(problem.value) == (
        "This is not a recipe of the studio. It is too large. Choose a recipe that the studio wrote."
    )


@pytest.mark.parametrize(("name", "made"), [("recipe", schema()), ("model", model_schema())])
def test_the_published_schemas_are_those_of_the_code(name: str, made: dict[str, object]) -> None:
    published = Path(recipe_module.__file__).with_name(f"{name}.schema.json")
    assert json.loads(published.read_text("utf-8")) == json.loads(json.dumps(made))


def test_a_recipe_for_its_own_table_is_applied_whole() -> None:
    table = load_sample("Iris")
    recipe = Recipe(digest=table.digest, kmeans=KMeansSettings(k=3), colours=(2, 0, 1), names=((2, "big"),))
    assert fit_recipe(recipe, table).recipe == recipe
    assert fit_recipe(recipe, table).left_out == ()


def test_what_another_table_lacks_is_left_out_and_told() -> None:
    table = load_sample("Iris")
    how = Preparation(
        features=("petal length cm", "income"), weights=(("income", 2.0),), one_hot=("city",), components=2
    )
    own = KMeansSettings(k=2, init="own centres", own_centres=((1.0, 2.0), (3.0, 4.0)))
    fitted = fit_recipe(Recipe(digest="x", preparation=how, kmeans=own, names=((0, "rich"),)), table)
    assert fitted.recipe.preparation == replace(how, features=("petal length cm",), weights=(), one_hot=())
    assert fitted.recipe.kmeans == KMeansSettings(k=2)
    assert fitted.recipe.names == ()
    assert fitted.left_out == (
        "The table has no column city, income; what the recipe says of it was left out.",
        "The names belong to another table's clusters; they were left out.",
        "The own centres belong to other columns; the start is k-means++ instead.",
    )


@pytest.mark.parametrize(
    ("recipe", "words"),
    [
        (Recipe(palette=PaletteSettings(k=999)), "999 colours are asked for. Choose from 2 to 256."),
        (Recipe(palette=PaletteSettings(dither=7)), "The dithering strength is 7. Choose from 0 to 1."),
        (Recipe(applied=("#fff",) * 257), "257 colours are to be used. Use at most 256."),
    ],
)
def test_a_recipe_of_colours_that_no_page_could_have_saved_is_refused(recipe: Recipe, words: str) -> None:
    with pytest.raises(BadSettings) as caught:
        from_link(to_link(recipe))
    assert str(caught.value) == words
