"""The same work without a browser: `python -m kmeans_core.cli --help`."""
