"""The ten colours stay apart for every kind of colour vision, and texts are shown as they were typed."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from numpy.typing import NDArray

from kmeans_core.figures.theme import DARK, LIGHT, Theme, ink, pale, plain

Array = NDArray[np.float64]
both = pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda t: t.name)

# Machado, Oliveira and Fernandes (2009), severity 1, on linear RGB.
SIGHT = {
    "normal": np.eye(3),
    "protanopia": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
    "deuteranopia": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    ),
    "tritanopia": np.array(
        [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]]
    ),
}


def linear(colour: str) -> Array:
    """Return a colour as linear RGB from 0 to 1 (IEC 61966-2-1)."""
    c = np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)]) / 255
    return np.where(c <= 0.04045, c / 12.92, ((c + 0.055) / 1.055) ** 2.4)


def oklab(rgb: Array) -> Array:
    """Return linear RGB in OKLab (Ottosson 2020)."""
    to_lms = [
        [0.4122214708, 0.5363325363, 0.0514459929],
        [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
    ]
    to_lab = [
        [0.2104542553, 0.7936177850, -0.0040720468],
        [1.9779984951, -2.4285922050, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.8086757660],
    ]
    return np.array(to_lab) @ np.cbrt(np.array(to_lms) @ rgb)


def contrast(a: str, b: str) -> float:
    """Return the contrast ratio of two colours (WCAG 2)."""
    light, dark = sorted((float(linear(c) @ [0.2126, 0.7152, 0.0722]) for c in (a, b)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_the_measure_of_colours_agrees_with_published_values() -> None:
    assert oklab(linear("#FFFFFF")) == pytest.approx([1, 0, 0], abs=1e-4)
    assert oklab(linear("#FF0000")) == pytest.approx([0.62796, 0.22486, 0.12585], abs=1e-4)
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)


@both
@pytest.mark.parametrize("sight", SIGHT)
def test_every_two_cluster_colours_can_be_told_apart(theme: Theme, sight: str) -> None:
    seen = [oklab(np.clip(SIGHT[sight] @ linear(colour), 0, 1)) for colour in theme.clusters]
    assert len(seen) == 10
    assert min(np.linalg.norm(a - b) for a, b in combinations(seen, 2)) >= 0.10


@both
def test_every_cluster_colour_stands_out_from_the_paper(theme: Theme) -> None:
    paper = oklab(linear(theme.paper))
    assert min(np.linalg.norm(oklab(linear(colour)) - paper) for colour in theme.clusters) >= 0.25


@both
def test_words_can_be_read_on_paper_and_on_panels(theme: Theme) -> None:
    for ground in (theme.paper, theme.panel):
        assert contrast(theme.text, ground) >= 7
        assert contrast(theme.quiet, ground) >= 4.5
        assert contrast(theme.accent, ground) >= 4.5


@both
def test_a_number_can_be_read_on_every_cluster_colour(theme: Theme) -> None:
    assert min(contrast(ink(colour), colour) for colour in theme.clusters) >= 4.5


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("income", "income"),
        ("<b>bold</b>", "&lt;b&gt;bold&lt;/b&gt;"),
        ("R&D", "R&amp;D"),
        ("%{x} and %{customdata[0]}", "%&#123;x&#125; and %&#123;customdata[0]&#125;"),
        ("$x^2$", "&#36;x^2&#36;"),
        ("two\nlines\tand  blanks", "two lines and blanks"),
        ("a lone \ud800 surrogate", "a lone ? surrogate"),
        ("x" * 61, "x" * 59 + "…"),
        ("x" * 60, "x" * 60),
        ("", ""),
    ],
)
def test_what_people_typed_is_shown_as_it_is(typed: str, shown: str) -> None:
    assert plain(typed) == shown


def test_a_shortened_text_is_never_cut_inside_an_entity() -> None:
    assert plain("<" * 70) == "&lt;" * 59 + "…"


def test_a_pale_colour_is_the_same_colour_seen_through() -> None:
    assert pale("#FF8000", 0.25) == "rgba(255, 128, 0, 0.25)"
