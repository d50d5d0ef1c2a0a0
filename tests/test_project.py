"""The project around the program: settings, requirements, and nothing of one machine in it."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from contextlib import suppress
from importlib import import_module
from importlib.metadata import packages_distributions
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from benchmarks.__main__ import TABLES
from kmeans_core.figures.theme import DARK, LIGHT, Theme
from kmeans_core.tables.reading import Limits
from tests.test_imports import imports, sources

ROOT = Path(__file__).parent.parent
CONFIG: dict[str, Any] = tomllib.loads((ROOT / ".streamlit/config.toml").read_text("utf-8"))


LOCKED = ("requirements", "requirements-test", "requirements-tools")
OWN = (
    "app.py",
    "Makefile",
    *("*.md", "*.toml", "*.txt", "*.lock"),
    *(f"{folder}/**/*" for folder in (".ci", ".streamlit", "benchmarks", "deploy", "kmeans_core", "pages")),
    "tests/**/*",
)
MADE = re.compile(r"(^|/)__pycache__/|^benchmarks/results/|^tests/browser/screenshots/")


def belonging(root: Path) -> list[Path]:
    """Return the project's own files: those git knows, or in a downloaded archive those in its folders.

    A reader's own table beside the README is not ours to judge.
    """
    listed = _known_to_git(root) if (root / ".git").exists() else None
    if listed is None:
        found = {path for pattern in OWN for path in root.glob(pattern)}
        listed = sorted(path for path in found if not MADE.search(path.relative_to(root).as_posix()))
    return [path for path in listed if path.is_file()]


def _known_to_git(root: Path) -> list[Path] | None:
    """Ask git; it may be missing, or not trust a folder that another account owns."""
    try:
        asked = subprocess.run(["git", "ls-files", "-z"], cwd=root, capture_output=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return None
    return [root / name for name in asked.stdout.decode().split("\0") if name]


def lines_of(name: str) -> list[str]:
    """Return what a file of requirements asks for: one line each, hashes behind it."""
    whole = (ROOT / name).read_text("utf-8").replace("\\\n", "")
    return [line for line in whole.splitlines() if line and not line.startswith("#")]


def requirements(name: str) -> dict[str, Requirement]:
    wanted = [Requirement(line.split("--hash=")[0].strip()) for line in lines_of(name)]
    return {canonicalize_name(r.name): r for r in wanted}


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda t: t.name)
def test_pages_and_figures_wear_the_same_colours(theme: Theme) -> None:
    page = CONFIG["theme"][theme.name]
    assert page["backgroundColor"] == theme.paper
    assert page["secondaryBackgroundColor"] == theme.panel
    assert page["textColor"] == theme.text
    assert page["grayColor"] == theme.quiet
    assert page["borderColor"] == theme.line
    assert page["primaryColor"] == theme.accent
    assert tuple(page["chartCategoricalColors"]) == theme.clusters


def test_the_server_stays_on_this_machine_and_tells_nobody() -> None:
    assert CONFIG["server"]["address"] == "127.0.0.1"
    assert CONFIG["server"]["enableXsrfProtection"] is True
    assert CONFIG["server"]["enableStaticServing"] is False
    assert CONFIG["browser"]["gatherUsageStats"] is False
    assert CONFIG["client"]["showErrorDetails"] == "none"
    assert CONFIG["client"]["showErrorLinks"] is False


def test_an_upload_may_be_as_large_as_a_table_may_be() -> None:
    assert CONFIG["server"]["maxUploadSize"] * 2**20 == Limits().bytes


def test_streamlit_knows_every_setting() -> None:
    shown = subprocess.run(
        [sys.executable, "-m", "streamlit", "config", "show"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert "is not a valid config option" not in shown.stdout + shown.stderr


@pytest.mark.parametrize("name", LOCKED)
def test_the_lock_holds_every_direct_requirement_within_its_range(name: str) -> None:
    locked = requirements(f"{name}.lock")
    assert all(re.fullmatch(r"==[\w.]+", str(exact.specifier)) for exact in locked.values())
    outside = {
        want.name
        for key, want in requirements(f"{name}.txt").items()
        if key not in locked or not want.specifier.contains(str(locked[key].specifier).removeprefix("=="))
    }
    assert outside == set()


@pytest.mark.parametrize("name", LOCKED)
def test_every_locked_version_is_held_by_the_hashes_of_its_files(name: str) -> None:
    held = re.compile(r" --hash=sha256:[0-9a-f]{64}\b")
    bare = [line for line in lines_of(f"{name}.lock") if not held.search(line)]
    assert bare == [], "`make lock` writes the hashes"


def test_the_locks_agree_where_they_name_the_same_package() -> None:
    named: dict[str, set[str]] = {}
    for name in LOCKED:
        for package, exact in requirements(f"{name}.lock").items():
            named.setdefault(package, set()).add(str(exact.specifier))
    assert {package: versions for package, versions in named.items() if len(versions) > 1} == {}


def imported() -> set[str]:
    """Return the outside packages that the program imports."""
    own = {"app", "pages", "deploy", "kmeans_core", *sys.stdlib_module_names}
    return {name.split(".")[0] for path, tree in sources().items() for name in imports(path, tree)} - own


def test_what_is_imported_is_required_and_the_other_way_round() -> None:
    providers = {"pyspark": ["pyspark"]} | packages_distributions()
    used = {canonicalize_name(package) for name in imported() for package in providers[name]}
    by_choice = {canonicalize_name(Requirement(line).name) for line in lines_of("requirements-spark.txt")}
    assert used - by_choice == set(requirements("requirements.txt"))
    assert by_choice <= used


def test_no_file_names_a_place_on_one_machine() -> None:
    place = re.compile(rb"(?<![\w.])/(?:home|Users|root|work|tmp|opt|mnt)/\w")
    naming = {
        str(path.relative_to(ROOT))
        for path in belonging(ROOT)
        if path != Path(__file__)
        and path.suffix not in {".png", ".gz", ".parquet", ".xlsx"}
        and place.search(path.read_bytes())
    }
    assert naming == set()


def _project(root: Path) -> set[Path]:
    """Make a small project with a table of the reader's own beside it; return the project's files."""
    own = {root / "README.md", root / "pages/table/load_data.py"}
    for path in own:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("ours", "utf-8")
    (root / "my customers.csv").write_text("their file", "utf-8")
    return own


def test_a_reader_s_own_file_beside_the_readme_is_not_judged(tmp_path: Path) -> None:
    own = _project(tmp_path)
    with suppress(
        FileNotFoundError
    ):  # a machine without git comes to the same answer by the project's folders
        for words in (["init", "--quiet"], ["add", *(str(path) for path in own)]):
            subprocess.run(["git", *words], cwd=tmp_path, check=True)
    assert set(belonging(tmp_path)) == own


def test_without_git_the_project_is_what_lies_in_its_folders(tmp_path: Path) -> None:
    own = _project(tmp_path)
    made = tmp_path / "pages/__pycache__/load_data.pyc"
    made.parent.mkdir()
    made.write_bytes(b"made by Python")
    assert set(belonging(tmp_path)) == own


def test_with_and_without_git_the_same_files_belong_to_the_project(tmp_path: Path) -> None:
    known = {path.relative_to(ROOT) for path in belonging(ROOT)}
    for path in known:
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).touch()
    unjudged = known - {path.relative_to(tmp_path) for path in belonging(tmp_path)}
    assert unjudged <= {Path(".gitignore")}


def test_files_stay_short_enough_to_read_at_once() -> None:
    long = {
        path: lines
        for path in sources()
        if (lines := len((ROOT / path).read_text("utf-8").splitlines())) > 300
    }
    assert long == {}


def test_every_file_says_what_it_is_for() -> None:
    assert {path for path, tree in sources().items() if tree.body and not ast.get_docstring(tree)} == set()


def test_the_readme_tells_what_every_page_and_every_command_does() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    titles = re.findall(r'title="([^"]+)"', (ROOT / "app.py").read_text("utf-8"))
    commands = re.findall(r"^# make (\w+)", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
    assert titles
    assert {title for title in titles if f"**{title}**" not in readme} == set()
    assert {command for command in commands if f"make {command}" not in readme} == set()


def test_every_page_is_in_the_navigation() -> None:
    pages = {path.relative_to(ROOT).as_posix() for path in ROOT.glob("pages/*/*.py")}
    pages = {path for path in pages if not path.startswith("pages/shared/")}
    named = re.findall(r'st\.Page\(\s*"([^"]+)"', (ROOT / "app.py").read_text("utf-8"))
    assert sorted(named) == sorted(pages)


def test_every_benchmark_can_be_loaded_and_is_printed_by_make_bench() -> None:
    scripts = {path.stem for path in ROOT.glob("benchmarks/*.py") if "__main__" in path.read_text("utf-8")}
    for script in scripts:
        import_module(f"benchmarks.{script}")
    assert {table.script for table in TABLES} == scripts - {"__main__"}


def test_the_readme_shows_only_files_that_are_there() -> None:
    shown = re.findall(r"\]\((?!https?://)([^)]+)\)", (ROOT / "README.md").read_text("utf-8"))
    assert [name for name in shown if not (ROOT / name).is_file()] == []
