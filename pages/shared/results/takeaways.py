"""What lets others repeat the present result."""

from __future__ import annotations

from kmeans_core import reports
from kmeans_core.common import Progress, digest, part
from kmeans_core.export import LabelledFile, LabelledOptions, labelled_csv
from kmeans_core.figures.groups import Group
from kmeans_core.tables import Table
from kmeans_core.takeaway import (
    Assigned,
    Drift,
    Model,
    assign_rows,
    drift,
    model_of,
    notebook,
    python_script,
    write_model,
    write_skops,
)
from pages.shared.results.computing import computed
from pages.shared.results.groups import OfKMeans
from pages.shared.state import session


def script(groups: OfKMeans, names: tuple[str, ...]) -> tuple[str, bytes]:
    """Write the result as a Python file and as a notebook. Raises BadSettings where cells are too odd."""

    def work(progress: Progress) -> tuple[str, bytes]:
        text = python_script(groups.table, groups.matrix, groups.clustering, names=names)
        progress(0.5, "Writing the notebook")
        return text, notebook(groups.table, groups.matrix, groups.clustering, names=names)

    key = digest("script", groups.table.digest, groups.table.name, groups.clustering.digest, names)
    return computed(key, "Writing the script", work)


def documents(groups: OfKMeans, shown: tuple[Group, ...]) -> tuple[bytes, bytes]:
    """Tell everything that is known of the result as one page, and as slides."""

    def work(progress: Progress) -> tuple[bytes, bytes]:
        told = reports.gather(
            groups.table,
            groups.matrix,
            groups.clustering,
            shown,
            k_range=k_range,
            progress=part(progress, 0.0, 0.7),
        )
        page = reports.report(told, part(progress, 0.7, 0.8))
        return page, reports.slides(told, part(progress, 0.8, 1.0))

    k_range = session.choices().k_range
    key = digest(
        "documents", groups.table.digest, groups.table.name, groups.clustering.digest, shown, k_range
    )
    return computed(key, "Writing report and slides", work)


def model(groups: OfKMeans, names: tuple[str, ...]) -> bytes:
    """Write what assigns new rows as JSON."""
    made: Model = model_of(
        groups.matrix,
        groups.clustering,
        names=names,
        source=groups.table.name,
        amendments=session.choices().amendments,
        table=groups.table,
    )
    return write_model(made)


def skops_model(groups: OfKMeans, names: tuple[str, ...]) -> bytes:
    """Write one fitted Pipeline of scikit-learn. Raises BadSettings where it has no transformer."""
    return write_skops(
        groups.matrix,
        groups.clustering,
        names=names,
        source=groups.table.name,
        amendments=session.choices().amendments,
        table=groups.table,
    )


def assigned(known: Model, table: Table) -> Assigned:
    """Assign the rows of a table to a model's clusters."""
    return computed(
        digest("assigned", known, table.digest),
        "Assigning rows",
        lambda progress: assign_rows(known, table, progress),
    )


def drifted(known: Model, table: Table, found: Assigned) -> Drift:
    """Compare the rows of a table with those that a model was made from."""
    return computed(
        digest("drift", known, table.digest, found.digest),
        "Comparing then and now",
        lambda progress: drift(known, table, found),
    )


def assigned_file(known: Model, table: Table, found: Assigned) -> LabelledFile:
    """Write a table with the clusters of a model, in UTF-8, which holds every name."""
    return computed(
        digest("assigned file", found.digest, table.digest, table.name),
        "Writing the file",
        lambda progress: labelled_csv(
            table, found, found, names=known.names, options=LabelledOptions(utf8=True), progress=progress
        ),
    )
