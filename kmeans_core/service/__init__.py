"""A model behind HTTP: rows in, their clusters out."""

from kmeans_core.service.app import service
from kmeans_core.service.serving import serve
