"""The project around the program: settings, requirements, and nothing of one machine in it."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from kmeans_core.figures.theme import DARK, LIGHT, Theme
from kmeans_core.tables.reading import Limits
from tests.test_imports import imports, sources

ROOT = Path(__file__).parent.parent
CONFIG: dict[str, Any] = tomllib.loads((ROOT / ".streamlit/config.toml").read_text("utf-8"))


def tracked() -> list[Path]:
    """Return the files that belong to the project: those git tracks, or would if they were added."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    ).stdout.decode()
    return [path for name in listed.split("\0") if name and (path := ROOT / name).is_file()]


def requirements(name: str) -> dict[str, Requirement]:
    lines = (ROOT / name).read_text("utf-8").splitlines()
    wanted = [Requirement(line) for line in lines if line and not line.startswith("#")]
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


@pytest.mark.parametrize("name", ["requirements", "requirements-test"])
def test_the_lock_holds_every_direct_requirement_within_its_range(name: str) -> None:
    locked = requirements(f"{name}.lock")
    assert all(re.fullmatch(r"==[\w.]+", str(exact.specifier)) for exact in locked.values())
    outside = {
        want.name
        for key, want in requirements(f"{name}.txt").items()
        if key not in locked or not want.specifier.contains(str(locked[key].specifier).removeprefix("=="))
    }
    assert outside == set()


def imported() -> set[str]:
    """Return the outside packages that the program imports."""
    own = {"app", "pages", "kmeans_core", *sys.stdlib_module_names}
    return {name.split(".")[0] for path, tree in sources().items() for name in imports(path, tree)} - own


def test_what_is_imported_is_required_and_the_other_way_round() -> None:
    providers = packages_distributions()
    used = {canonicalize_name(package) for name in imported() for package in providers[name]}
    assert used == set(requirements("requirements.txt"))


def test_no_file_names_a_place_on_one_machine() -> None:
    place = re.compile(rb"(?<![\w.])/(?:home|Users|root|work|tmp|opt|mnt)/\w")
    naming = {
        str(path.relative_to(ROOT))
        for path in tracked()
        if path != Path(__file__)
        and path.suffix not in {".png", ".gz", ".parquet", ".xlsx"}
        and place.search(path.read_bytes())
    }
    assert naming == set()


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


def test_the_readme_shows_only_files_that_are_there() -> None:
    shown = re.findall(r"\]\((?!https?://)([^)]+)\)", (ROOT / "README.md").read_text("utf-8"))
    assert [name for name in shown if not (ROOT / name).is_file()] == []
