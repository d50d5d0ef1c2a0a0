"""Which algorithm groups the rows, with the two or three settings that matter of each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal, get_args

from kmeans_core.common import BadSettings

Covariance = Literal["full", "tied", "diag", "spherical"]
Linkage = Literal["ward", "average", "complete", "single"]


@dataclass(frozen=True)
class Mixture:
    """A Gaussian mixture: each cluster a cloud of its own width, length and tilt.

    >>> from kmeans_core import Mixture, group, load_sample, prepare
    >>> group(prepare(load_sample("Iris")), Mixture(k=3)).sizes.tolist()
    [55, 50, 45]
    """

    k: int = 3
    covariance: Covariance = "full"
    seed: int = 0
    title: ClassVar[str] = "Gaussian mixture"
    good_at: ClassVar[str] = "long, tilted and overlapping groups; tells how sure each row is"
    most_rows: ClassVar[int] = 20_000  # on which it is fitted


@dataclass(frozen=True)
class Hdbscan:
    """Dense groups of any shape and of different density; what lies scattered is in none.

    >>> from kmeans_core import Hdbscan, group, load_sample, prepare
    >>> group(prepare(load_sample("Two moons")), Hdbscan()).sizes.tolist()
    [200, 200]
    """

    smallest: int | None = None  # rows that make a cluster; None: a thirtieth of the rows, at least 5
    neighbours: int | None = None  # that make a place dense; None: 5, or `smallest` where that is less
    title: ClassVar[str] = "HDBSCAN"
    good_at: ClassVar[str] = "groups of any shape and of different density; leaves scattered rows out"
    most_rows: ClassVar[int] = 10_000


@dataclass(frozen=True)
class Dbscan:
    """Places where rows lie within `eps` of each other, of any shape; what lies scattered is in none.

    >>> from kmeans_core import Dbscan, group, load_sample, prepare
    >>> group(prepare(load_sample("Two moons")), Dbscan(eps=0.3)).sizes.tolist()
    [200, 199]
    """

    eps: float | None = None  # in the matrix's units; None: a little above the bend of the k-distances
    neighbours: int | None = None  # within eps that make a place dense; None: twice the columns, 5 to 20
    title: ClassVar[str] = "DBSCAN"
    good_at: ClassVar[str] = "groups of any shape and of one density; leaves scattered rows out"
    most_rows: ClassVar[int] = 20_000


@dataclass(frozen=True)
class Agglomerative:
    """Rows joined to pairs, pairs to groups, until k are left.

    >>> from kmeans_core import Agglomerative, group, load_sample, prepare
    >>> group(prepare(load_sample("Three blobs")), Agglomerative(k=3)).sizes.tolist()
    [100, 100, 100]
    """

    k: int = 3
    linkage: Linkage = "ward"
    title: ClassVar[str] = "Agglomerative"
    good_at: ClassVar[str] = "groups within groups; single linkage follows chains and rings"
    most_rows: ClassVar[int] = 5_000  # every pair of which is compared


@dataclass(frozen=True)
class Spectral:
    """Groups that hang together by chains of neighbours, k of them.

    >>> from kmeans_core import Spectral, group, load_sample, prepare
    >>> group(prepare(load_sample("Two moons")), Spectral(k=2)).sizes.tolist()
    [200, 200]
    """

    k: int = 3
    neighbours: int = 10
    seed: int = 0
    title: ClassVar[str] = "Spectral"
    good_at: ClassVar[str] = "rings, crescents and spirals, when their number is known"
    most_rows: ClassVar[int] = 5_000


@dataclass(frozen=True)
class Bisecting:
    """k-means that cuts the largest cluster in two until there are k.

    >>> from kmeans_core import Bisecting, group, load_sample, prepare
    >>> group(prepare(load_sample("Three blobs")), Bisecting(k=3)).sizes.tolist()
    [100, 100, 100]
    """

    k: int = 3
    seed: int = 0
    title: ClassVar[str] = "Bisecting k-means"
    good_at: ClassVar[str] = "many round groups; each cut stays when k rises"
    most_rows: ClassVar[int] = 100_000


Other = Mixture | Hdbscan | Dbscan | Agglomerative | Spectral | Bisecting
EVERY: tuple[type[Other], ...] = (Mixture, Hdbscan, Dbscan, Agglomerative, Spectral, Bisecting)
_LEAST: dict[str, float] = {"k": 2, "smallest": 2, "neighbours": 1, "seed": 0, "eps": 0}


def check(how: Other) -> None:
    """Raise `BadSettings` for what cannot be run."""
    for name, least in _LEAST.items():
        value = getattr(how, name, None)
        if value is not None and not (least <= value < 2**32 and (name != "eps" or value > 0)):
            raise BadSettings.for_number(name, value, "more than 0" if name == "eps" else int(least))
    for name, known in (("covariance", Covariance), ("linkage", Linkage)):
        value = getattr(how, name, None)
        if value is not None and value not in get_args(known):
            raise BadSettings.for_choice(name, value, get_args(known))
