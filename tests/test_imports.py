"""One way through: app.py, pages, pages/shared, kmeans_core; and every outside library in its own room."""

from __future__ import annotations

import ast
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent

# Bytes become a table, a matrix, clusters, and what is known about them. A module of the core may lead,
# through any number of imports, only to modules named before it. Modules not named here are helpers.
ORDER = (
    *("errors", "progress", "digests"),
    *("tables", "samples", "preparation", "swap_search", "clustering"),
    *("silhouettes", "choosing_k", "suitability", "profiles", "projection", "lloyd"),
    *("images", "quantisation"),
    *("models", "recipes"),
)
LEAVES = ("figures", "reports", "__main__")  # nothing else in the core imports these
ROOMS = {  # where each of these may be imported
    "streamlit": ("app.py", "deploy/", "pages/"),
    "plotly": ("kmeans_core/figures/",),
    "PIL": ("kmeans_core/images", "kmeans_core/quantisation"),
}
WORDS = {  # where each of these attributes may be used
    "session_state": ("pages/shared/session.py",),
    "cache_data": ("pages/shared/cached.py",),
    "cache_resource": ("pages/shared/cached.py",),
}


def sources() -> dict[str, ast.Module]:
    """Return the program's own files, by path from the root."""
    files = [
        ROOT / "app.py",
        ROOT / "deploy/serve.py",
        *ROOT.glob("pages/**/*.py"),
        *ROOT.glob("kmeans_core/**/*.py"),
    ]
    return {path.relative_to(ROOT).as_posix(): ast.parse(path.read_text("utf-8")) for path in files}


def imports(path: str, tree: ast.Module) -> set[str]:
    """Return every dotted name that a file imports, anywhere in it."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            above = path.split("/")[: -node.level] if node.level else []
            parent = ".".join([*above, *filter(None, [node.module])])
            found |= {f"{parent}.{alias.name}" for alias in node.names}
    return found


def core_graph() -> dict[str, set[str]]:
    """Return which modules of the core each one imports, by dotted name below kmeans_core."""
    files = {path: tree for path, tree in sources().items() if path.startswith("kmeans_core/")}
    names = {path: path.removeprefix("kmeans_core/").removesuffix(".py").replace("/", ".") for path in files}
    names = {path: name.removesuffix(".__init__") for path, name in names.items()}
    modules = set(names.values())
    return {
        names[path]: {m for i in imports(path, tree) if (m := _module(i, modules))}
        for path, tree in files.items()
    }


def _module(imported: str, modules: set[str]) -> str | None:
    """Return the module that an imported name lies in: `kmeans_core.tables.Table` lies in `tables`."""
    parts = imported.split(".")
    if parts[0] != "kmeans_core":
        return None
    tails = (".".join(parts[1:end]) for end in range(len(parts), 1, -1))
    return next((tail for tail in tails if tail in modules), None)


def reachable(graph: dict[str, set[str]], start: str) -> set[str]:
    """Return every module that `start` leads to."""
    found, new = set(), {start}
    while new:
        found |= new
        new = {m for module in new for m in graph[module]} - found
    return found - {start}


@pytest.mark.parametrize("library", ROOMS)
def test_a_library_is_imported_only_in_its_room(library: str) -> None:
    users = {
        path
        for path, tree in sources().items()
        if any(name.split(".")[0] == library for name in imports(path, tree))
    }
    assert {p for p in users if not p.startswith(ROOMS[library])} == set()


@pytest.mark.parametrize("word", WORDS)
def test_session_and_caches_are_touched_in_one_file(word: str) -> None:
    users = {
        path
        for path, tree in sources().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr == word
    }
    assert {p for p in users if not p.startswith(WORDS[word])} == set()


def test_the_core_knows_nothing_of_pages() -> None:
    strangers = {
        (path, name)
        for path, tree in sources().items()
        if path.startswith("kmeans_core/")
        for name in imports(path, tree)
        if name.split(".")[0] in ("app", "pages", "streamlit", "tests", "benchmarks")
    }
    assert strangers == set()


def test_shared_parts_of_pages_import_no_page() -> None:
    strangers = {
        (path, name)
        for path, tree in sources().items()
        if path.startswith("pages/shared/")
        for name in imports(path, tree)
        if name.startswith(("app.", "pages.")) and not name.startswith("pages.shared")
    }
    assert strangers == set()


def test_pages_import_no_other_page() -> None:
    strangers = {
        (path, name)
        for path, tree in sources().items()
        if path.startswith(("app.py", "pages/"))
        for name in imports(path, tree)
        if name.startswith("pages.") and not name.startswith("pages.shared")
    }
    assert strangers == set()


def test_the_core_has_no_circles() -> None:
    assert tuple(TopologicalSorter(core_graph()).static_order())


def test_the_core_leads_from_later_values_to_earlier_ones() -> None:
    graph = core_graph()
    backwards = {
        (module, later)
        for module in graph
        if (name := module.split(".")[0]) in ORDER
        for later in reachable(graph, module)
        if later.split(".")[0] in ORDER[ORDER.index(name) + 1 :]
    }
    assert backwards == set()


def test_nothing_in_the_core_imports_figures_reports_or_the_command_line() -> None:
    leaning = {
        (module, leaf)
        for module, imported in core_graph().items()
        for leaf in imported
        if leaf.split(".")[0] in LEAVES
        and module.split(".")[0] not in (leaf.split(".")[0], "reports", "__main__")
    }
    assert leaning == set()
