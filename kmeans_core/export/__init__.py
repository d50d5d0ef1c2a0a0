"""What is taken away: the upload with its clusters, and tables of their profiles."""

from kmeans_core.export.excel_files import labelled_workbook
from kmeans_core.export.labelled_table import LabelledFile, LabelledOptions, labelled_csv
from kmeans_core.export.parquet_files import labelled_parquet
from kmeans_core.export.profile_tables import EXCEL_ROWS, profile_csv, profile_workbook
