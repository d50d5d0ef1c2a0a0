"""What every wing uses: problems in words, digests, progress, threads, array types, wording."""

from kmeans_core.common.arrays import (
    FEW,
    Bytes,
    Floats,
    Floats32,
    Ints,
    Labels,
    Mask,
    Whole,
    products,
    smallest,
)
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
from kmeans_core.common.parallel import Progress, in_order, part, silent
from kmeans_core.common.sampling import sample_rows
from kmeans_core.common.wording import Told, among, count, cut, listed, number, share
