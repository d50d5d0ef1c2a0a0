"""Every setting of a result as JSON: what it was made from, how, and with which versions."""

from __future__ import annotations

import base64
import json
import zlib
from dataclasses import dataclass, field, replace
from importlib.metadata import version
from typing import Any, Literal

import msgspec

from kmeans_core.clustering import KMeansSettings, check
from kmeans_core.common import BadSettings, DataProblem, among
from kmeans_core.features import Preparation
from kmeans_core.pictures import LARGEST as LARGEST_PALETTE
from kmeans_core.pictures import PaletteSettings, locked_colours, parse_colour
from kmeans_core.tables import Amendment, ReadingChoices, Table

LARGEST = 2**20  # bytes of a recipe, unpacked
_WIDEST = 200  # clusters that a range may end at
_LIBRARIES = ("numpy", "pandas", "scikit-learn")


@dataclass(frozen=True)
class Recipe:
    """Every setting of a result, for a table or a picture.

    >>> from kmeans_core import KMeansSettings, Recipe, read_recipe, write_recipe
    >>> recipe = Recipe(source="customers.csv", kmeans=KMeansSettings(k=4), versions=(("numpy", "2.4"),))
    >>> read_recipe(write_recipe(recipe)) == recipe
    True
    """

    recipe: Literal[1] = 1  # the version of this format
    source: str = ""  # the name of the file or sample
    digest: str = ""  # of the bytes and how they were read
    sample: bool = False  # whether the source comes along with the studio
    reading: ReadingChoices = field(default_factory=ReadingChoices)
    amendments: tuple[Amendment, ...] = ()  # what the cells of some columns mean
    trusted: tuple[str, ...] = ()  # columns that are kept in spite of a doubt
    preparation: Preparation = field(default_factory=Preparation)
    kmeans: KMeansSettings = field(default_factory=KMeansSettings)
    k_range: tuple[int, int] = (2, 10)
    colours: tuple[int, ...] = ()  # the colour number of each cluster, largest cluster first
    names: tuple[tuple[int, str], ...] = ()  # that a person gave, by colour number
    palette: PaletteSettings | None = None  # for a picture
    applied: tuple[str, ...] = ()  # colours of a palette that was used as it is
    versions: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Fitted:
    """A recipe as far as it fits a table, and what does not fit, in sentences."""

    recipe: Recipe
    left_out: tuple[str, ...]


def schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of a recipe."""
    known = msgspec.json.schema(Recipe)
    for part in known["$defs"].values():
        part["additionalProperties"] = False
        part["description"] = part["description"].split("\n")[0]
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **known}


def write_recipe(recipe: Recipe) -> bytes:
    """Write a recipe as JSON that people can read, with the versions it was made with.

    >>> from kmeans_core import KMeansSettings, Recipe, write_recipe
    >>> b'"k": 4' in write_recipe(Recipe(kmeans=KMeansSettings(k=4)))
    True
    """
    here = tuple((name, version(name)) for name in _LIBRARIES)
    return msgspec.json.format(msgspec.json.encode(replace(recipe, versions=recipe.versions or here)))


def read_recipe(data: bytes) -> Recipe:
    """Read a recipe; raises DataProblem for what is none, BadSettings for settings that cannot be.

    >>> from kmeans_core import read_recipe
    >>> read_recipe(b'{"kmeans": {"k": 5}}').kmeans.k
    5
    """
    if len(data) > LARGEST:
        raise _no_recipe("It is too large")
    try:
        recipe: Recipe = msgspec.json.decode(data, type=Recipe)
        given = json.loads(data)
    except (msgspec.MsgspecError, ValueError, RecursionError) as problem:
        raise _no_recipe(str(problem).replace("`", "")) from problem
    stranger = _stranger(given, msgspec.to_builtins(recipe))
    if stranger:
        raise _no_recipe(f"There is no setting called {stranger}")
    _check(recipe)
    return recipe


def to_link(recipe: Recipe) -> str:
    """Write a recipe as letters for an address, without what is as usual."""
    new = _beside(msgspec.to_builtins(recipe), msgspec.to_builtins(Recipe()))
    packed = zlib.compress(msgspec.json.encode(new), 9)
    return base64.urlsafe_b64encode(packed).decode().rstrip("=")


def from_link(letters: str) -> Recipe:
    """Read a recipe from an address; raises as `read_recipe` does."""
    unpacked = zlib.decompressobj()
    try:
        packed = base64.b64decode(letters + "=" * (-len(letters) % 4), altchars=b"-_", validate=True)
        data = unpacked.decompress(packed, LARGEST + 1)
    except (ValueError, zlib.error) as problem:
        raise _no_recipe("The address is not whole") from problem
    if not unpacked.eof and len(data) <= LARGEST:
        raise _no_recipe("The address is not whole")
    return read_recipe(data)


def fit_recipe(recipe: Recipe, table: Table) -> Fitted:
    """Keep what a table can use; settings that name columns it lacks are left out.

    Names and own centres belong to the rows they were given for; another table's digest leaves them out.

    >>> from kmeans_core import Preparation, Recipe, fit_recipe, load_sample
    >>> recipe = Recipe(preparation=Preparation(features=("x", "income")))
    >>> fitted = fit_recipe(recipe, load_sample("Three blobs"))
    >>> fitted.recipe.preparation.features, fitted.left_out
    (('x',), ('The table has no column income; what the recipe says of it was left out.',))
    """
    said, how = [], recipe.preparation
    known = {column.label for column in table.columns}
    named = {*(how.features or ()), *how.one_hot, *how.texts, *dict(how.weights), *dict(how.transforms)}
    named |= {*dict(how.circles), *(each.column for each in recipe.amendments)}
    missing = sorted(named - known)
    if missing:
        said.append(f"The table has no column {among(missing, 5)}; what the recipe says of it was left out.")
    features = None if how.features is None else tuple(label for label in how.features if label in known)
    fits = replace(
        how,
        features=features or None,
        weights=tuple(pair for pair in how.weights if pair[0] in known),
        transforms=tuple(pair for pair in how.transforms if pair[0] in known),
        one_hot=tuple(label for label in how.one_hot if label in known),
        texts=tuple(label for label in how.texts if label in known),
        circles=tuple(pair for pair in how.circles if pair[0] in known),
    )
    amendments = tuple(each for each in recipe.amendments if each.column in known)
    trusted = tuple(label for label in recipe.trusted if label in known)
    fitted = replace(recipe, preparation=fits, amendments=amendments, trusted=trusted)
    if table.digest != recipe.digest and recipe.names:
        said.append("The names belong to another table's clusters; they were left out.")
        fitted = replace(fitted, names=(), colours=())
    if missing and recipe.kmeans.init == "own centres":
        said.append("The own centres belong to other columns; the start is k-means++ instead.")
        fitted = replace(fitted, kmeans=replace(recipe.kmeans, init="k-means++", own_centres=()))
    return Fitted(fitted, tuple(said))


def _check(recipe: Recipe) -> None:
    """Raise BadSettings for settings that no page could have saved."""
    recipe.reading.check()
    check(recipe.kmeans)
    if recipe.palette is not None:
        locked_colours(recipe.palette)
    if len(recipe.applied) > LARGEST_PALETTE:
        raise BadSettings(
            f"{len(recipe.applied):,} colours are to be used.", f"Use at most {LARGEST_PALETTE}."
        )
    for colour in recipe.applied:
        parse_colour(colour)
    low, high = recipe.k_range
    if not 2 <= low < high <= _WIDEST:
        raise BadSettings(
            f"The range of k goes from {low} to {high}.", f"Let it lie between 2 and {_WIDEST}."
        )
    if recipe.colours and sorted(set(recipe.colours)) != sorted(recipe.colours):
        raise BadSettings("Two clusters share a colour.", "Give each its own number.")


def _stranger(given: Any, known: Any) -> str:
    """Return the first key of nested objects that nobody knows, or ""."""
    if not isinstance(given, dict) or not isinstance(known, dict):
        return ""
    for key, value in given.items():
        found = str(key) if key not in known else _stranger(value, known[key])
        if found:
            return found
    return ""


def _beside(given: dict[str, Any], usual: dict[str, Any]) -> dict[str, Any]:
    """Return what differs from the usual in nested objects."""
    return {
        key: _beside(value, usual[key]) if isinstance(value, dict) and isinstance(usual[key], dict) else value
        for key, value in given.items()
        if value != usual[key]
    }


def _no_recipe(why: str) -> DataProblem:
    return DataProblem(
        f"This is not a recipe of the studio. {why}.", "Choose a recipe that the studio wrote."
    )
