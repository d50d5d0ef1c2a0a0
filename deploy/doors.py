"""Who may come in, with how much, and by what rules their browser shows the pages."""

from __future__ import annotations

import hmac
import ipaddress
import os
import re
import secrets
import socket
from base64 import b64encode
from hashlib import sha256
from http.cookies import CookieError, SimpleCookie
from pathlib import Path
from urllib.parse import urlsplit

import streamlit
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import ClientDisconnect
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.runtime import Runtime

from pages.shared.results.computing import desk
from pages.shared.results.limits import LIMITS, MB
from pages.shared.state import returning

PRIVATE = ("/_stcore/metrics", "/status")
UPLOADS = "/_stcore/upload_file/"
FRAMED_BY = os.environ.get("STUDIO_FRAMED_BY", "'none'")  # origins whose pages may show the app in a frame


def _own_scripts() -> str:
    """Return what names the scripts that stand in Streamlit's own page, so that no other one runs there."""
    page = (Path(streamlit.__file__).parent / "static" / "index.html").read_bytes()
    scripts = re.findall(rb"<script>(.*?)</script>", page, re.DOTALL)
    return " ".join(f"'sha256-{b64encode(sha256(each).digest()).decode()}'" for each in scripts)


# Charts of many points are drawn by code that Plotly writes (unsafe-eval), components are blobs; Streamlit
# styles its elements in place.
POLICY = "; ".join(
    [
        "default-src 'self'",
        f"script-src 'self' 'unsafe-eval' blob: {_own_scripts()}",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "connect-src 'self' data: blob:",
        "worker-src 'self' blob:",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
        f"frame-ancestors {FRAMED_BY}",
    ]
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


def names() -> set[str]:
    """Return the names that the server answers to, beside addresses made of numbers."""
    given = os.environ.get("STUDIO_HOSTS", "").replace(",", " ").split()
    own = socket.gethostname().lower()
    return {"localhost", own, f"{own}.local", *(name.lower() for name in given)}


def is_own(host: str) -> bool:
    """Whether a request's host is one of ours: a name of another's could be made to lead here (rebinding)."""
    try:
        name = urlsplit(f"//{host}").hostname or ""
        ipaddress.ip_address(name)
    except ValueError:
        return name in names()
    return True


class Doors:
    """Turns away requests under foreign names or from foreign pages, and sends the headers and the cookie."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it."""
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        if refusal := _refusal(scope):
            await _refuse(refusal, scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                _add_headers(scope, message)
            await send(message)

        await self.app(scope, receive, send_with_headers)


def _refusal(scope: Scope) -> tuple[int, str] | None:
    headers = Headers(scope=scope)
    host, origin = headers.get("host", ""), headers.get("origin")
    if not is_own(host):
        return 421, "This server does not answer to that name; STUDIO_HOSTS names those it does."
    safe = scope["type"] == "http" and scope["method"] in ("GET", "HEAD", "OPTIONS")
    if origin is not None and not safe and urlsplit(origin).netloc != host:
        return 403, "Requests from other pages are refused."
    if any(scope["path"].endswith(path) for path in PRIVATE) and not _has_key(headers):
        return 404, "Not Found"
    if scope["type"] == "websocket" and _full():
        return 503, f"At most {LIMITS.sessions:,} tabs can be open here. Try again in some minutes."
    return None


def _has_key(headers: Headers) -> bool:
    key = os.environ.get("STUDIO_STATUS_KEY", "")
    return bool(key) and hmac.compare_digest(headers.get("authorization", ""), f"Bearer {key}")


def _full() -> bool:
    return len(Runtime.instance()._session_mgr.list_active_sessions()) >= LIMITS.sessions


async def _refuse(refusal: tuple[int, str], scope: Scope, receive: Receive, send: Send) -> None:
    status, words = refusal
    if scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": 1013 if status == 503 else 1008, "reason": words})
    else:
        await PlainTextResponse(words, status, {"X-Content-Type-Options": "nosniff"})(scope, receive, send)


def _add_headers(scope: Scope, message: Message) -> None:
    headers = MutableHeaders(scope=message)
    headers.update(HEADERS)
    present = _visit(scope)
    if scope["method"] == "PUT" and UPLOADS in scope["path"] and message["status"] == 204:
        _set_cookie(scope, headers, (present or _new()).removesuffix(returning.LOADED) + returning.LOADED)
    elif not present and _is_page(scope["path"]):
        _set_cookie(scope, headers, _new())


def _is_page(path: str) -> bool:
    """Whether an address is a page's, even where the browser still has it and gets it without a type."""
    last = path.rsplit("/", 1)[-1]
    return "." not in last and not any(f"/{part}/" in path for part in ("_stcore", "media", "component"))


def _visit(scope: Scope) -> str:
    try:
        cookie = SimpleCookie(Headers(scope=scope).get("cookie", "")).get(returning.COOKIE)
    except CookieError:
        return ""
    return cookie.value if cookie is not None and returning.KNOWN.fullmatch(cookie.value) else ""


def _new() -> str:
    return secrets.token_urlsafe(16)


def _set_cookie(scope: Scope, headers: MutableHeaders, value: str) -> None:
    secure = "https" in (scope.get("scheme"), Headers(scope=scope).get("x-forwarded-proto"))
    rules = "; Path=/; HttpOnly; SameSite=Lax" + ("; Secure" if secure else "")
    headers.append("Set-Cookie", f"{returning.COOKIE}={value}{rules}")


class Uploads:
    """Takes no upload of untold size, beyond its visitor's share, or for which no memory is free."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on; an upload that its visitor broke off ends without a word in the log."""
        if scope["type"] != "http" or scope["method"] != "PUT" or UPLOADS not in scope["path"]:
            await self.app(scope, receive, send)
            return
        session = scope["path"].partition(UPLOADS)[2].partition("/")[0]
        if refusal := _too_much(session, Headers(scope=scope).get("content-length")):
            await _refuse(refusal, scope, receive, send)
            return
        try:
            await self.app(scope, receive, send)
        except ClientDisconnect:
            return


def _too_much(session: str, length: str | None) -> tuple[int, str] | None:
    if length is None or not length.isdecimal():
        return 411, "An upload says how long it is."
    store = Runtime.instance().uploaded_file_mgr.file_storage  # type: ignore[attr-defined]
    held = sum(len(file.data) for file in store.get(session, {}).values())
    if held + int(length) > LIMITS.session_mb * MB:
        return 413, f"One visitor's files may have {LIMITS.session_mb:,} MB together. Remove one first."
    if desk().memory.free() < 2 * int(length):
        return 507, "The server is full. Try a smaller file, or try again in some minutes."
    return None


class DownloadsAsTheyAre:
    """Send downloads without packing them: that took half a minute of processor time for a million rows."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on; one for a download does not accept packed answers."""
        if scope["type"] == "http" and "/media/" in scope["path"]:
            plain = [(name, value) for name, value in scope["headers"] if name != b"accept-encoding"]
            scope = {**scope, "headers": plain}
        await self.app(scope, receive, send)
