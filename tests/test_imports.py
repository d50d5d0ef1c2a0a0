"""One way through: app.py, pages, pages/shared, kmeans_core; and every outside library in its own room."""

from __future__ import annotations

import ast
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent

# The wings of the core, each with those that it may lead to. Every file of the core lies in one.
WINGS = {
    "common": set(),
    "tables": {"common"},
    "features": {"common", "tables"},
    "clustering": {"common", "tables", "features"},
    "evaluation": {"common", "tables", "features", "clustering"},
    "groupings": {"common", "tables", "features", "clustering", "evaluation"},
    "choosing_k": {"common", "tables", "features", "clustering", "evaluation"},
    "profiles": {"common", "tables", "features", "clustering"},
    "views": {"common", "tables", "features", "clustering"},
    "export": {"common", "tables", "features", "clustering", "profiles"},
    "pictures": {"common"},
    "teaching": {"common", "tables", "features", "clustering", "evaluation", "profiles", "pictures"},
    "takeaway": {"common", "tables", "features", "clustering", "pictures"},
    "datasets": {"common", "tables", "features", "clustering", "takeaway"},
}
WINGS["service"] = {*WINGS["takeaway"], "takeaway"}
WINGS["figures"] = set(WINGS) - {"service"}
WINGS["reports"] = {*set(WINGS) - {"service"}, "figures"}
WINGS["cli"] = set(WINGS)
# The rooms that pages share, each with those that it may lead to. Every shared file lies in one.
SHARED = {
    "state": set(),
    "results": {"state"},
    "elements": {"state", "results"},
}
SHARED |= {
    room: {"state", "results", "elements"}
    for room in (
        *("sidebar", "data", "choose_k", "clusters", "profiles", "image", "takeaway"),
        *("learn", "class_room", "compare"),
    )
}
SHARED["class_room"] |= {"learn"}  # the wall wears lecture mode
ROOMS = {  # where each of these may be imported
    "streamlit": ("app.py", "deploy/", "pages/"),
    "plotly": ("kmeans_core/figures/",),
    "PIL": ("kmeans_core/pictures/",),
    "pyspark": ("kmeans_core/datasets/spark_rows.py",),
    "starlette": ("deploy/", "kmeans_core/service/"),
}
WORDS = {  # where each of these attributes may be used
    "session_state": ("pages/shared/state/", "deploy/keeping.py", "deploy/news.py"),
    "cache_data": ("pages/shared/results/computing.py",),
    "cache_resource": ("pages/shared/results/computing.py",),
}


@cache
def sources() -> dict[str, ast.Module]:
    """Return the program's own files, by path from the root."""
    files = [
        ROOT / "app.py",
        *ROOT.glob("deploy/*.py"),
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
def test_session_and_caches_are_touched_in_one_place(word: str) -> None:
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


def test_every_shared_part_of_pages_lies_in_a_room() -> None:
    inside = {path.split("/")[2] for path in sources() if path.startswith("pages/shared/")}
    assert inside - {"__init__.py"} == set(SHARED)


def test_shared_rooms_lead_one_way() -> None:
    backwards = {
        (path, name)
        for path, tree in sources().items()
        if path.startswith("pages/shared/")
        for name in imports(path, tree)
        if name.startswith("pages.shared.")
        and (room := path.split("/")[2]) != (other := name.split(".")[2])
        and other not in SHARED[room]
    }
    assert backwards == set()


def test_shared_parts_of_pages_have_no_circles() -> None:
    files = {path: tree for path, tree in sources().items() if path.startswith("pages/shared/")}
    modules = {path.removesuffix(".py").replace("/", ".") for path in files}
    graph = {
        path.removesuffix(".py").replace("/", "."): {
            module
            for name in imports(path, tree)
            for module in (name, name.rpartition(".")[0])
            if module in modules
        }
        for path, tree in files.items()
    }
    assert tuple(TopologicalSorter(graph).static_order())


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


def test_every_file_of_the_core_lies_in_a_wing_and_every_wing_has_a_room_to_itself() -> None:
    assert {module.split(".")[0] for module in core_graph()} - {"__init__"} == set(WINGS)


def test_wings_lead_one_way() -> None:
    backwards = {
        (module, other)
        for module, imported in core_graph().items()
        for other in imported
        if module.split(".")[0] != other.split(".")[0]
        and other.split(".")[0] not in WINGS.get(module.split(".")[0], set(WINGS))
    }
    assert backwards == set()


def offered() -> set[str]:
    """Return what the wings offer to each other and to pages, by dotted name."""
    return {
        f"kmeans_core.{wing}.{name.rsplit('.', 1)[1]}"
        for wing in WINGS
        for path in [f"kmeans_core/{wing}/__init__.py"]
        for name in imports(path, sources()[path])
    }


def test_other_wings_and_pages_take_only_what_a_wing_offers() -> None:
    names = offered() | {f"kmeans_core.{wing}" for wing in WINGS}
    trespassing = {
        (path, name)
        for path, tree in sources().items()
        for name in imports(path, tree)
        if name.startswith("kmeans_core.")
        and path != "kmeans_core/__init__.py"  # that takes all they offer, for type checkers
        and not path.startswith(f"kmeans_core/{name.split('.')[1]}/")
        and not name.startswith("kmeans_core.figures.")
        and name not in names
    }
    assert trespassing == set()


def test_imports_are_absolute() -> None:
    relative = {
        path
        for path, tree in sources().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.level
    }
    assert relative == set()
