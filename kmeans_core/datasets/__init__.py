"""Rows that fit into no memory: the same recipe on Arrow batches, by whatever engine goes through them."""

from kmeans_core.datasets.files import files_at, lies_in_files
from kmeans_core.datasets.local_rows import LocalRows, open_files
from kmeans_core.datasets.problems import DatasetProblem
from kmeans_core.datasets.recipe import Finished, Look, Prepared, finish, look, write_labels
from kmeans_core.datasets.register import Entry, offered
from kmeans_core.datasets.rows import Batch, BatchWork, RowSource
from kmeans_core.datasets.script import script_for
from kmeans_core.datasets.spark_rows import open_spark
from kmeans_core.datasets.told import many
