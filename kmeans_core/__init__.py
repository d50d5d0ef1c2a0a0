"""k-means studio's core: from bytes to tables, clusters and pictures, without any user interface."""
