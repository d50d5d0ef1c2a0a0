"""A running server under load and faults: bounded, on this machine alone."""
