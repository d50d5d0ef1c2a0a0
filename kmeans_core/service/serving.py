"""The service on a port."""

from __future__ import annotations

import uvicorn

from kmeans_core.service.app import service
from kmeans_core.takeaway import Model

CONNECTIONS = 256  # open at the same time; others are told to come again


def serve(model: Model, address: str, port: int, *, most_mb: int = 16) -> None:
    """Answer requests until the process is stopped."""
    app = service(model, most_mb=most_mb, hosts=(address,))
    uvicorn.run(
        app,
        host=address,
        port=port,
        log_level="warning",
        access_log=False,
        server_header=False,
        limit_concurrency=CONNECTIONS,
        timeout_keep_alive=10,
        timeout_graceful_shutdown=5,
    )
