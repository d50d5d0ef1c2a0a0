"""Bytes in, a lossless table out: exact text, numbers beside it, and how it was read."""

from kmeans_core.tables.amendments import Amendment, amended
from kmeans_core.tables.archives import unpacked_size
from kmeans_core.tables.column_blocks import side_by_side
from kmeans_core.tables.column_kinds import Kind
from kmeans_core.tables.columns import Column
from kmeans_core.tables.reading import FORMATS, Limits, Reading, ReadingChoices
from kmeans_core.tables.samples import SAMPLES, load_sample
from kmeans_core.tables.table import Table, coded, read_table
