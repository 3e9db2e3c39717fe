"""A web server on loopback that answers as it is told, to be an LMS with faults."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass(frozen=True)
class Answer:
    """One answer. `announced` is the Content-Length that is told when it is not the true one; None hangs up."""

    status: int = 200
    body: bytes = b"{}"
    headers: Mapping[str, str] = field(default_factory=dict)
    announced: int | None = None
    hang_up: bool = False

    @classmethod
    def of(cls, content: Any, **more: Any) -> Answer:
        """Return an answer of JSON."""
        return cls(body=json.dumps(content, ensure_ascii=False).encode(), **more)


@dataclass
class Stub:
    """Answers in their order, the last one for ever; `asked` are the requests as `METHOD path?query`."""

    answers: list[Answer]
    url: str = ""
    asked: list[str] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)

    def next_answer(self) -> Answer:
        """Return the answer that is due."""
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


@contextmanager
def stub_site(*answers: Answer) -> Iterator[Stub]:
    """Give a site that answers."""
    stub = Stub(list(answers))

    class _Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            stub.asked.append(f"{self.command} {self.path}")
            stub.headers.append(dict(self.headers))
            self.rfile.read(int(self.headers.get("Content-Length", 0)))
            reply(self, stub.next_answer())

        def do_POST(self) -> None:
            self.do_GET()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    stub.url = f"http://127.0.0.1:{server.server_port}"
    try:
        yield stub
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def reply(handler: BaseHTTPRequestHandler, answer: Answer) -> None:
    if answer.hang_up:
        handler.close_connection = True
        return
    handler.send_response(answer.status)
    headers = {"Content-Type": "application/json", **answer.headers}
    headers["Content-Length"] = str(len(answer.body) if answer.announced is None else answer.announced)
    for name, value in headers.items():
        handler.send_header(name, value)
    handler.end_headers()
    with suppress(BrokenPipeError, ConnectionResetError):  # a client that would not wait
        handler.wfile.write(answer.body)
    handler.close_connection = True
