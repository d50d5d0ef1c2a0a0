"""Short names for values: equal bytes and settings give equal digests, on any machine."""

from __future__ import annotations

import hashlib


def digest(*parts: object) -> str:
    """Hash bytes as they are and everything else by its `repr`, each part told apart from the next.

    Returns 32 hexadecimal characters. Settings must be frozen dataclasses, so that `repr` names every field.
    """
    total = hashlib.sha256()
    for part in parts:
        data = part if isinstance(part, bytes) else repr(part).encode()
        total.update(len(data).to_bytes(8, "little"))
        total.update(data)
    return total.hexdigest()[:32]
