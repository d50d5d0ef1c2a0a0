"""What every wing uses: problems in words, digests, progress, threads, array types, wording."""

from kmeans_core.common.argmin import FEW, products, smallest
from kmeans_core.common.arrays import Bytes, Floats, Floats32, Ints, Labels, Whole
from kmeans_core.common.digests import digest
from kmeans_core.common.errors import (
    BadSettings,
    DataProblem,
    FileTooLarge,
    Stopped,
    TooFewRows,
    UnreadableFile,
    UnreadableImage,
    UnusableFeatures,
)
from kmeans_core.common.parallel import in_order
from kmeans_core.common.progress import Progress, part, silent
from kmeans_core.common.wording import among, count, cut, listed, number, share
