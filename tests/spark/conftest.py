"""Tests that need a cluster: `make spark-test` begins one, and without it nothing is collected here."""

from __future__ import annotations

import os

collect_ignore_glob = [] if os.environ.get("STUDIO_SPARK") else ["test_*.py"]
