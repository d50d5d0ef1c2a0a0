"""What can be wrong with data that lie in files or on a cluster."""

from __future__ import annotations

from kmeans_core.common import DataProblem, Told


class DatasetProblem(DataProblem):
    """The rows cannot be read, or their labels not be written, as they lie.

    >>> print(DatasetProblem.nothing_there("sales"))
    There is nothing at sales. Give a file, a folder, a pattern such as sales/*.parquet, or an address.
    """

    file: str = ""  # the one that is damaged, where it can be left out

    nothing_there = Told(
        "There is nothing at {place}. "
        "Give a file, a folder, a pattern such as sales/*.parquet, or an address."
    )
    no_files = Told(
        "There is no Parquet, CSV or Arrow file in {place}. Give a folder that has some, or a file itself."
    )
    mixed = Told(
        "{place} holds files of different kinds ({kinds}). Give a pattern for one of them, such as *.parquet."
    )
    no_rows = Told("{place} holds no rows. Give data with rows in them.")
    closed = Told(
        "{place} cannot be opened: {why}. Let the account that runs this read it, or give another place."
    )
    lacks = Told(
        "{file} lacks the column {column}, which {first} has. "
        "Give the files the same columns, or a pattern for those that have them."
    )
    differs = Told(
        "In {file} the column {column} holds {kind}, in {first} {other}. "
        "Give the files the same types, or a pattern for those that have them."
    )
    there_already = Told("{target} is there already, and nothing is written over. Choose another folder.")
    inside = Told(
        "{target} lies inside the data, where it would be read as rows. Choose a folder beside them."
    )
    not_written = Told("{target} cannot be written: {why}. Choose a folder that may be written to.")
    no_spark = Told(
        "Spark's client is not installed. Install what requirements-spark.txt names, or use no cluster."
    )
    no_cluster = Told("The cluster does not answer. Start it, see that its address is right, and try again.")
    cluster = Told("The cluster could not do its work: {why}. Mend that, and try again.")
    changed = Told("{place} has changed since it was looked at. Open it again.")

    @classmethod
    def damaged(cls, file: str, why: str) -> DatasetProblem:
        """Name the file that cannot be read; it may be left out."""
        problem = cls(
            f"{file} is damaged, or not what its name says: {why.rstrip('.')}.",
            "Replace it, or leave damaged files out.",
        )
        problem.file = file
        return problem
