"""A result told to others: one HTML file, or slides."""

from kmeans_core.reports.evidence import Evidence, gather
from kmeans_core.reports.page import report
from kmeans_core.reports.slides import slides
