"""A visitor without a browser: speaks to a server as its page does, and knows what the page would show."""

from __future__ import annotations

import http.client
import itertools
import json
import os
import time
from collections.abc import Callable, Iterator
from http.cookies import SimpleCookie
from typing import Any, Self

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.sync.client import connect

PATIENCE = 2.0 * float(os.environ.get("PATIENCE", "60"))  # seconds until a busy machine is taken to be stuck


class Visitor:
    """One open tab. `elements` are what the page shows now, by their place."""

    def __init__(self, port: int, cookies: dict[str, str] | None = None) -> None:
        self.port = port
        self.cookies: dict[str, str] = dict(cookies or {})
        self.elements: dict[tuple[int, ...], Any] = {}
        self.session = ""
        self.page = ""
        self.first = 0.0  # seconds from the last request to the first content
        self._states: dict[str, WidgetState] = {}
        self._known: dict[str, ForwardMsg] = {}
        self._runs: dict[tuple[int, ...], int] = {}
        self._run = 0
        self._ids = itertools.count()

    def __enter__(self) -> Self:
        self.get("/")
        self.get("/_stcore/health")
        self._line = connect(
            f"ws://127.0.0.1:{self.port}/_stcore/stream",
            subprotocols=["streamlit", self.cookies["_streamlit_xsrf"]],  # type: ignore[list-item]
            additional_headers={"Cookie": self._cookie(), "Origin": f"http://127.0.0.1:{self.port}"},
            max_size=None,
            open_timeout=PATIENCE,
        )
        self._socket = self._line.__enter__()
        return self

    def __exit__(self, *_: object) -> None:
        self._line.__exit__(None, None, None)

    # Requests

    def request(self, method: str, path: str, body: bytes | None = None, **headers: str) -> tuple[int, bytes]:
        """Send a request with this visitor's cookies; return its status and what came back."""
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        fields = {
            "Cookie": self._cookie(),
            **{name.replace("_", "-"): value for name, value in headers.items()},
        }
        try:
            line.request(method, path, body, fields)
            answer = line.getresponse()
            for name, value in answer.getheaders():
                if name.lower() == "set-cookie":
                    self.cookies |= {key: morsel.value for key, morsel in SimpleCookie(value).items()}
            return answer.status, answer.read()
        finally:
            line.close()

    def get(self, path: str) -> tuple[int, bytes]:
        return self.request("GET", path)

    def _cookie(self) -> str:
        return "; ".join(f"{name}={value}" for name, value in self.cookies.items())

    # The page

    def run(self, page: str = "", *states: WidgetState) -> Self:
        """Run the page with these widgets changed and wait until it has run."""
        self.begin(page, *states)
        self.until(
            lambda message: message.WhichOneof("type") == "script_finished" and message.script_finished != 2
        )
        return self

    def begin(self, page: str = "", *states: WidgetState) -> None:
        """Have the page run with these widgets changed, without waiting."""
        self.page = page or self.page
        message = BackMsg()
        message.rerun_script.page_name = self.page
        for state in states:
            self._states[state.id] = state
        message.rerun_script.widget_states.widgets.extend(self._states.values())
        for state in states:
            if state.WhichOneof("value") == "trigger_value":
                del self._states[state.id]
        self._began, self.first = time.monotonic(), 0.0
        self._send(message)

    def until(self, seen: Callable[[ForwardMsg], bool], seconds: float = PATIENCE) -> ForwardMsg:
        """Take in what the server sends until a message is the one that is waited for."""
        end = time.monotonic() + seconds
        while True:
            message = ForwardMsg()
            message.ParseFromString(self._socket.recv(max(0.01, end - time.monotonic())))  # type: ignore[arg-type]
            message = self._take(message)
            if seen(message):
                return message

    def _send(self, message: BackMsg) -> None:
        self._socket.send(message.SerializeToString())

    def _take(self, message: ForwardMsg) -> ForwardMsg:
        if message.WhichOneof("type") == "ref_hash":
            known = ForwardMsg()
            known.CopyFrom(self._known[message.ref_hash])
            known.metadata.CopyFrom(message.metadata)
            message = known
        elif message.hash:
            self._known[message.hash] = message
        kind = message.WhichOneof("type")
        if kind == "new_session":
            self.session = message.new_session.initialize.session_id or self.session
            self._run += 1
        elif kind == "delta":
            place = tuple(message.metadata.delta_path)
            if message.delta.WhichOneof("type") == "new_element":
                self.first = self.first or time.monotonic() - self._began
                self.elements[place] = message.delta.new_element
                self._runs[place] = self._run
            elif message.delta.WhichOneof("type") == "add_block":
                self.elements.pop(place, None)
        elif kind == "script_finished" and message.script_finished == 0:
            stale = [place for place in self.elements if self._runs[place] != self._run]
            for place in stale:
                del self.elements[place]
        return message

    # Eyes

    def all(self, kind: str) -> Iterator[Any]:
        """Yield the elements of a kind, in their order on the page."""
        for place in sorted(self.elements):
            if self.elements[place].WhichOneof("type") == kind:
                yield getattr(self.elements[place], kind)

    def one(self, kind: str, label: str) -> Any:
        """Return the widget whose label begins so."""
        return next(each for each in self.all(kind) if each.label.startswith(label))

    def words(self) -> str:
        """Return everything that is written on the page."""
        texts = [each.body for kind in ("markdown", "alert", "heading") for each in self.all(kind)]
        return "\n".join(texts).replace("\\", "")

    # Hands

    def press(self, label: str) -> Self:
        return self.run("", WidgetState(id=self.one("button", label).id, trigger_value=True))

    def upload(self, name: str, data: bytes) -> int:
        """Send a file to the page's uploader; return the status of the sending. The page has not run yet."""
        uploader = next(self.all("file_uploader"))
        message = BackMsg()
        message.file_urls_request.request_id = str(next(self._ids))
        message.file_urls_request.file_names.append(name)
        message.file_urls_request.session_id = self.session
        self._send(message)
        answer = self.until(lambda m: m.WhichOneof("type") == "file_urls_response").file_urls_response
        urls = answer.file_urls[0]
        status = self.put(urls.upload_url, name, data)
        self._state = WidgetState(id=uploader.id)
        info = self._state.file_uploader_state_value.uploaded_file_info.add()
        info.name, info.size, info.file_id = name, len(data), urls.file_id
        info.file_urls.CopyFrom(urls)
        return status

    def put(self, path: str, name: str, data: bytes) -> int:
        head = f'--edge\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'.encode()
        kind = "multipart/form-data; boundary=edge"
        body = head + data + b"\r\n--edge--\r\n"
        token = self.cookies["_streamlit_xsrf"]
        return self.request("PUT", path, body, Content_Type=kind, X_Xsrftoken=token)[0]

    def load(self, name: str, data: bytes) -> Self:
        """Upload a table and wait until the page has read it and run."""
        status = self.upload(name, data)
        assert status == 204, status
        return self.run("", self._state)

    def begin_loading(self, name: str, data: bytes) -> None:
        """Upload a table and have it read, without waiting."""
        status = self.upload(name, data)
        assert status == 204, status
        self.begin("", self._state)

    def make(self, label: str) -> str:
        """Click a download that is made at the click; return its address."""
        button = self.one("download_button", label)
        message = BackMsg()
        request = message.backend_operation_request
        request.request_id, request.session_id = str(next(self._ids)), self.session
        request.deferred_file.file_id = button.deferred_file_id
        self._send(message)
        kind = "backend_operation_response"
        answer = self.until(lambda m: m.WhichOneof("type") == kind).backend_operation_response
        assert not answer.error_msg, answer.error_msg
        return str(answer.deferred_file.url)

    def status(self, key: str) -> dict[str, float]:
        """Return what the server tells of itself."""
        found: dict[str, float] = json.loads(self.request("GET", "/status", Authorization=f"Bearer {key}")[1])
        return found
