"""Everything a person has chosen, as frozen values."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Literal

from kmeans_core.clustering import KMeansSettings
from kmeans_core.common import DataProblem
from kmeans_core.features import Preparation
from kmeans_core.groupings import Other
from kmeans_core.pictures import PaletteSettings, Pattern
from kmeans_core.tables import Amendment, ReadingChoices

Aim = Literal["colours", "quality", "size"]
KBy = Literal["nobody", "verdict", "guess", "person"]


@dataclass(frozen=True)
class Identity:
    """Which solution the colours and names belong to, so that they can follow its groups to the next one.

    `colours` holds a colour number for each cluster; `names` the names a person gave, by colour number.
    """

    preparation: Preparation
    kmeans: KMeansSettings
    colours: tuple[int, ...]
    names: tuple[tuple[int, str], ...] = ()
    other: Other | None = None  # the algorithm, where it was not k-means


@dataclass(frozen=True)
class Choices:
    """Everything a person has chosen, from how the file is read to how it is clustered."""

    reading: ReadingChoices = field(default_factory=ReadingChoices)
    amendments: tuple[Amendment, ...] = ()  # what the cells of some columns mean
    trusted: tuple[str, ...] = ()  # columns that a person keeps in spite of a doubt
    preparation: Preparation = field(default_factory=Preparation)
    kmeans: KMeansSettings = field(default_factory=KMeansSettings)
    k_by: KBy = "nobody"  # who chose k; a guess is the best supported where none can be recommended
    k_range: tuple[int, int] = (2, 10)
    other: Other | None = None  # the algorithm that makes the present clusters, where it is not k-means
    identity: Identity | None = None

    def decided(self) -> Choices:
        """Return what the person decided alone: a k that follows the verdict, and colours, are derived."""
        names = () if self.identity is None else self.identity.names
        kmeans = self.kmeans if self.k_by == "person" else replace(self.kmeans, k=2)
        k_by: KBy = "person" if self.k_by == "person" else "nobody"
        identity = Identity(self.preparation, kmeans, (), names, self.other)
        return replace(self, kmeans=kmeans, k_by=k_by, identity=identity)


@dataclass(frozen=True, eq=False)
class Upload:
    """The bytes a person uploaded, kept so that they can be read again in another way."""

    name: str
    file_id: str
    data: bytes = field(repr=False)


@dataclass(frozen=True, eq=False)
class Waiting:
    """An upload that is to be read, or was refused; the present table stands until it was read."""

    upload: Upload
    reading: ReadingChoices
    problem: DataProblem | None = None


@dataclass(frozen=True)
class PictureChoices:
    """Everything a person has chosen for pictures."""

    palette: PaletteSettings = field(default_factory=PaletteSettings)
    pattern: Pattern = "diffusion"  # of dithering
    aim: Aim = "colours"  # what is asked for: so many colours, or as many as a quality or a file size takes
    wanted_psnr: float = 32.0  # in dB
    wanted_kb: int = 100
    longest: int = 0  # pixels of the longer side to shrink to first; 0 leaves them
    applied: tuple[str, ...] = ()  # a saved palette, used in place of a searched one
    shared: bool = False  # whether all pictures have one palette together
    view: tuple[int, int, int, int] | None = None  # left, top, width, height that is looked at closely
