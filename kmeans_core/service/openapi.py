"""What the service takes and gives, as OpenAPI 3.1."""

from __future__ import annotations

from typing import Any

from kmeans_core.service.answers import WRITERS
from kmeans_core.service.bodies import READERS, ROWS
from kmeans_core.takeaway import Model

_ERRORS = {
    "408": "The body did not arrive in time.",
    "413": "The body has too many bytes or rows.",
    "415": "The body is of another kind.",
    "421": "The service was asked for by a foreign name.",
    "422": "The rows cannot be read or placed.",
}


def description(model: Model, labels: list[str], most_mb: int) -> dict[str, Any]:
    """Return the description for one model: its columns are the properties of a row."""
    numbers = {number.label for number in model.numbers}
    cells = {label: {"type": ["number" if label in numbers else "string", "null"]} for label in labels}
    row = {"type": "object", "properties": cells}
    rows = {"oneOf": [{"type": "array", "items": row, "maxItems": ROWS}, row]}
    raw = {"type": "string", "contentMediaType": "application/octet-stream"}
    sent = {kind: {"schema": rows if kind == "application/json" else raw} for kind in READERS}
    given = {kind: {"schema": _answer() if kind == "application/json" else raw} for kind in WRITERS}
    problem = {
        "application/json": {"schema": {"type": "object", "properties": {"error": {"type": "string"}}}}
    }
    errors = {code: {"description": words, "content": problem} for code, words in _ERRORS.items()}
    predict = {
        "summary": "Give every row its cluster.",
        "description": f"At most {ROWS:,} rows and {most_mb:,} MB; CSV in UTF-8 with commas and a header.",
        "requestBody": {"required": True, "content": sent},
        "responses": {"200": {"description": "One entry for each row in order.", "content": given}, **errors},
    }
    told = {"/model": "What the model is of.", "/health": "Whether the service answers."}
    ok = {"200": {"description": "JSON."}}
    return {
        "openapi": "3.1.0",
        "info": {"title": f"Clusters of {model.source or 'a table'}", "version": "1"},
        "paths": {
            "/predict": {"post": predict},
            **{path: {"get": {"summary": words, "responses": ok}} for path, words in told.items()},
        },
    }


def _answer() -> dict[str, Any]:
    number, rows = {"type": ["number", "null"]}, {"type": "array", "items": {"type": "number"}}
    one = {
        "cluster": {
            "type": ["integer", "null"],
            "description": "from 1; null where the row cannot be placed",
        },
        "name": {"type": ["string", "null"]},
        "distance": number,
        "distances": {**rows, "type": ["array", "null"], "description": "to every centre"},
        "margin": {**number, "description": "how much farther the second nearest centre is"},
        "far": {"type": ["boolean", "null"], "description": "farther than nearly all rows of the model"},
    }
    entries = {"type": "array", "items": {"type": "object", "properties": one}}
    notes = {"type": "array", "items": {"type": "string"}}
    return {"type": "object", "properties": {"rows": entries, "notes": notes}}
