"""The service's three addresses, and everything that a request can do wrong, answered in a sentence."""

from __future__ import annotations

import asyncio
import ipaddress
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

import msgspec
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route

from kmeans_core.common import DataProblem, FileTooLarge
from kmeans_core.service.answers import WRITERS
from kmeans_core.service.bodies import READERS
from kmeans_core.service.openapi import description
from kmeans_core.takeaway import Model, assign_rows

MB = 2**20
SMALL = 2**14  # bytes of a body that is answered at once, without a thread of its own
PATIENCE = 20  # seconds for a body to arrive
AT_ONCE = 2  # larger works at the same time
JSON = "application/json"


def service(model: Model, *, most_mb: int = 16, hosts: Sequence[str] = ()) -> Starlette:
    """Return an ASGI app that assigns rows to a model's clusters; `hosts` are names it answers to, too.

    >>> from kmeans_core import cluster, load_sample, model_of, prepare
    >>> matrix = prepare(load_sample("Three blobs"))
    >>> [route.path for route in service(model_of(matrix, cluster(matrix))).routes]
    ['/predict', '/model', '/health', '/openapi.json']
    """
    labels = list(dict.fromkeys([n.label for n in model.numbers] + [level.label for level in model.levels]))
    about, api = _about(model, labels), msgspec.json.encode(description(model, labels, most_mb))
    busy = asyncio.Semaphore(AT_ONCE)

    async def predict(request: Request) -> Response:
        kind, wanted = _kinds(request)
        body = await _body(request, most_mb * MB)
        if len(body) <= SMALL:
            return Response(_predicted(model, labels, body, kind, wanted), media_type=wanted)
        async with busy:
            data = await run_in_threadpool(_predicted, model, labels, body, kind, wanted)
        return Response(data, media_type=wanted)

    async def tell(request: Request) -> Response:
        told = {"/model": about, "/health": b'{"status":"ok"}', "/openapi.json": api}
        _refuse_strangers(request, hosts)
        return Response(told[request.url.path], media_type=JSON)

    async def guarded(request: Request) -> Response:
        _refuse_strangers(request, hosts)
        return await predict(request)

    told_of = [Route(path, tell, methods=["GET"]) for path in ("/model", "/health", "/openapi.json")]
    return Starlette(
        routes=[Route("/predict", guarded, methods=["POST"]), *told_of],
        exception_handlers={DataProblem: _told_problem, HTTPException: _told, Exception: _told_fault},
    )


def _predicted(model: Model, labels: list[str], body: bytes, kind: str, wanted: str) -> bytes:
    table = READERS[kind](body, labels)
    return WRITERS[wanted](model, assign_rows(model, table), table.n_rows)


def _about(model: Model, labels: list[str]) -> bytes:
    """Write what the model is of; the rows that it may carry as donors stay here."""
    numbers = {number.label for number in model.numbers}
    return msgspec.json.encode(
        {
            "source": model.source,
            "digest": model.digest,
            "columns": [{"label": each, "kind": "number" if each in numbers else "words"} for each in labels],
            "clusters": [
                {"cluster": i, "name": name, "rows": size}
                for i, (name, size) in enumerate(zip(model.names, model.sizes, strict=True), 1)
            ],
        }
    )


def _kinds(request: Request) -> tuple[str, str]:
    """Return what the body is and what the answer is to be."""
    kind = request.headers.get("content-type", JSON).split(";")[0].strip().lower()
    if kind not in READERS:
        raise HTTPException(415, f"Bodies may be {', '.join(READERS)}.")
    if request.headers.get("content-encoding", "identity") != "identity":
        raise HTTPException(415, "Bodies are read as they come: send them without Content-Encoding.")
    accepted = request.headers.get("accept", JSON)
    return kind, next((each for each in WRITERS if each in accepted), JSON)


async def _body(request: Request, most: int) -> bytes:
    """Receive a body of bounded size in bounded time."""
    parts, size = [], 0
    try:
        async with asyncio.timeout(PATIENCE):
            async for part in request.stream():
                size += len(part)
                if size > most:
                    raise HTTPException(413, f"A body may have {most // MB:,} MB; send fewer rows at once.")
                parts.append(part)
    except TimeoutError:
        raise HTTPException(408, f"The body did not arrive within {PATIENCE} seconds.") from None
    except ClientDisconnect:
        raise HTTPException(400, "The body ended too early.") from None
    return b"".join(parts)


def _refuse_strangers(request: Request, hosts: Sequence[str]) -> None:
    """Answer to addresses and known names alone: another's name could be made to lead here (rebinding)."""
    try:
        name = urlsplit(f"//{request.headers.get('host', '')}").hostname or ""
        ipaddress.ip_address(name)
    except ValueError:
        if name not in ("localhost", *hosts):
            raise HTTPException(421, "This service does not answer to that name.") from None


async def _told(_: Request, problem: Any) -> Response:
    usual = {
        404: "There is nothing here; /openapi.json tells what there is.",
        405: "Use POST for /predict, GET else.",
    }
    return _error(problem.status_code, usual.get(problem.status_code, problem.detail), problem.headers)


async def _told_problem(_: Request, problem: Exception) -> Response:
    return _error(413 if isinstance(problem, FileTooLarge) else 422, str(problem))


async def _told_fault(_: Request, problem: Exception) -> Response:
    return _error(500, f"Something went wrong here ({type(problem).__name__}).")


def _error(status: int, sentence: str, headers: Mapping[str, str] | None = None) -> Response:
    return Response(msgspec.json.encode({"error": sentence}), status, headers, media_type=JSON)
