"""The same work without a browser: `kmeans-studio --help`."""
