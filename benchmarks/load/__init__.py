"""A running server under load and faults, and its readers under broken files: on this machine alone."""
