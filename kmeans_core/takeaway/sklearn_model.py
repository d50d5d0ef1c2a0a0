"""A model for scikit-learn: one fitted Pipeline in a skops file, which lists every type and runs nothing."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence

import numpy as np
from sklearn.cluster import KMeans
from sklearn.pipeline import Pipeline

from kmeans_core.clustering import Clustering
from kmeans_core.common import BadSettings, DataProblem
from kmeans_core.features import FeatureMatrix
from kmeans_core.tables import Amendment, Table
from kmeans_core.takeaway.fitted_model import model_of
from kmeans_core.takeaway.model import LARGEST, Model, no_model, read_model, write_model

TRUSTED = ("numpy.dtype",)  # beside scikit-learn's own types, which skops knows
MEMBER = "kmeans-studio.model.json"  # the same model in plain numbers, which is all that is read here
PARTS = 10_000  # of an archive
_PROBLEMS = (OSError, ValueError, KeyError, TypeError, AttributeError, LookupError, RecursionError, EOFError)


def write_skops(
    matrix: FeatureMatrix,
    clustering: Clustering,
    *,
    names: Sequence[str] = (),
    source: str = "",
    amendments: tuple[Amendment, ...] = (),
    table: Table | None = None,
) -> bytes:
    """Write the fitted Pipeline from columns to clusters, numbered from 0, for `skops.io.load`.

    It takes numbers as the `amendments` leave them. Raises BadSettings for columns on a circle, which no
    transformer of scikit-learn makes.

    >>> import skops.io
    >>> from kmeans_core import cluster, load_sample, prepare, write_skops
    >>> matrix = prepare(load_sample("Three blobs"))
    >>> pipeline = skops.io.loads(write_skops(matrix, cluster(matrix)), trusted=["numpy.dtype"])
    >>> [name for name, _ in pipeline.steps]
    ['columns', 'clusters']
    """
    import skops.io

    if matrix.preparation.circles:
        raise BadSettings("scikit-learn has no transformer for a column on a circle.", "Take the JSON model.")
    steps = [*matrix.pipeline.steps, ("clusters", _kmeans(clustering))]
    out = io.BytesIO(skops.io.dumps(Pipeline(steps), compression=zipfile.ZIP_DEFLATED))
    with zipfile.ZipFile(out, "a") as archive:
        plain = model_of(matrix, clustering, names=names, source=source, amendments=amendments, table=table)
        archive.writestr(zipfile.ZipInfo(MEMBER), write_model(plain), zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _kmeans(clustering: Clustering) -> KMeans:
    """Return scikit-learn's estimator as if it had found these centres; the rows' labels stay here."""
    how = clustering.settings
    found = KMeans(how.k, n_init=1, random_state=how.seed)
    found.cluster_centers_ = np.array(clustering.centres)
    found.inertia_, found.n_iter_ = float(clustering.inertia), int(clustering.n_iter)
    found.n_features_in_, found._n_threads = clustering.centres.shape[1], 1
    found.labels_ = np.empty(0, dtype=np.int32)
    return found


def read_any_model(data: bytes) -> Model:
    """Read a model as JSON or as a skops file, whatever its name; raises DataProblem for anything else.

    Of a skops file only the plain numbers are read: nothing in it is ever made an object. One that holds a
    type that is not on the list is refused all the same.

    >>> from kmeans_core import DataProblem, read_any_model
    >>> try:
    ...     read_any_model(b"\\x80\\x04.")
    ... except DataProblem as problem:
    ...     print(problem)
    This is not a model of the studio. It is a pickle, which could run anything. Choose a model that the \
studio wrote.
    """
    if data[:1] == b"\x80":
        raise no_model("It is a pickle, which could run anything")
    return _from_archive(data) if data.startswith(b"PK") else read_model(data)


def _from_archive(data: bytes) -> Model:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            if len(parts) > PARTS or sum(part.file_size for part in parts) > LARGEST:
                raise no_model("It is too large")
            plain = archive.read(MEMBER)
        _check_types(data)
    except DataProblem:
        raise
    except (*_PROBLEMS, zipfile.BadZipFile, NotImplementedError) as problem:
        raise no_model("The archive holds no model, or is damaged") from problem
    return read_model(plain)


def _check_types(data: bytes) -> None:
    """Raise DataProblem for types that are neither scikit-learn's own nor on the list; none is loaded."""
    import skops.io

    strange = sorted(set(skops.io.get_untrusted_types(data=data)) - set(TRUSTED))
    if strange:
        raise no_model(f"It holds types that are not trusted: {', '.join(strange[:3])}")
