"""Which of several algorithms fits the rows best, and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kmeans_core.clustering import KMeansSettings
from kmeans_core.common import number
from kmeans_core.evaluation import Suitability
from kmeans_core.groupings.comparing import Attempt
from kmeans_core.groupings.settings import Mixture

APART = 0.3  # DBCV from which clusters of any shape lie apart
MOST_SCATTERED = 0.3  # share of rows in no cluster beyond which a grouping says too little


@dataclass(frozen=True)
class Recommended:
    """The algorithm to use, in a sentence, and what speaks for it."""

    title: str
    words: str
    because: str


def recommended(attempts: Sequence[Attempt], fit: Suitability) -> Recommended | None:
    """Recommend one of what was tried; None where k-means fits badly and nothing else was tried.

    k-means stays where nothing speaks against it. Otherwise the clusters that lie apart most clearly by DBCV
    are taken, or the mixture, which overlapping groups need.
    """
    kmeans = next((each for each in attempts if isinstance(each.grouping.settings, KMeansSettings)), None)
    if fit.fits and kmeans is not None:
        return Recommended(kmeans.title, "k-means fits these rows.", "Nothing speaks against it.")
    others = [each for each in attempts if each is not kmeans]
    clear = [
        each
        for each in others
        if each.validity is not None
        and each.validity >= APART
        and each.scattered <= MOST_SCATTERED * len(each.grouping.labels)
    ]
    if clear:
        best = max(clear, key=lambda each: each.validity or 0.0)
        because = f"Its clusters lie apart most clearly (DBCV {number(best.validity, 2)})."
        return Recommended(best.title, f"{best.title} fits these rows best.", because)
    cloudy = next((each for each in others if isinstance(each.grouping.settings, Mixture)), None)
    if cloudy is None:
        return None
    because = "No algorithm finds clusters that lie clearly apart, and clouds may overlap."
    return Recommended(cloudy.title, f"{cloudy.title} may suit these rows.", because)
