"""On what a table was measured: the machine, how busy it is, and the versions of what is compared."""

from __future__ import annotations

import os
import platform
import re
import shutil
import subprocess
import tomllib
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

# What a program may be called, and what its version begins with: `convert` is often another program.
PROGRAMS = {
    "pngquant": (("pngquant",), r"(\d[\d.]*\d)"),
    "ImageMagick": (("magick", "convert"), r"Version: ImageMagick (\d[\d.]*\d)"),
    "chromium": (("chromium", "google-chrome"), r"Chrom\w+ (\d[\d.]*\d)"),
}


def machine() -> str:
    """Return system, processor, cores, memory and threads to use, and how many programs want a core now."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    threads = os.environ.get("OMP_NUM_THREADS", cores)
    told = (platform.system(), _processor(), f"{cores} cores ({threads} used)", f"{memory:.0f} GB")
    return f"{', '.join(told)}, load before this {os.getloadavg()[0]:.1f}"


def _processor() -> str:
    """Return the processor's name where the system tells it, else its kind."""
    told = Path("/proc/cpuinfo")
    text = told.read_text("utf-8") if told.exists() else ""
    found = re.search(r"^model name\s*:\s*(.+)$", text, re.MULTILINE)
    return found[1] if found else platform.machine()


def versions(beside: tuple[str, ...]) -> str:
    """Return the versions of Python, this project and what it is compared with, or "missing"."""
    project = tomllib.loads((Path(__file__).parent.parent / "pyproject.toml").read_text("utf-8"))["project"]
    own = [f"Python {platform.python_version()}", f"k-means studio {project['version']}"]
    return ", ".join([*own, *(f"{name} {_version(name) or 'missing'}" for name in beside)])


def _version(name: str) -> str | None:
    """Return the version of a program or a package, or None where it is not installed."""
    if name in PROGRAMS:
        found = _installed(name)
        return found[1] if found else None
    try:
        return version(name)
    except PackageNotFoundError:
        return None


def path_of(program: str) -> str | None:
    """Return where one of the programs is, or None where it is not installed."""
    found = _installed(program)
    return found[0] if found else None


def _installed(program: str) -> tuple[str, str] | None:
    """Return where a program is and its version, asking everything that bears one of its names."""
    names, begins = PROGRAMS[program]
    for path in filter(None, map(shutil.which, names)):
        said = subprocess.run([path, "--version"], capture_output=True, text=True, check=False).stdout
        if number := re.match(begins, said):
            return path, number[1]
    return None
