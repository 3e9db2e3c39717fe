"""A web server on loopback that answers as it is told, to be an LMS with faults."""

from __future__ import annotations

import json
import ssl
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Literal


@dataclass(frozen=True)
class Answer:
    """One answer. `announced` is the Content-Length that is told when it is not the true one; None hangs up.

    `drips` gives the whole answer, or what comes after its head, byte by byte until the site is closed.
    """

    status: int = 200
    body: bytes = b"{}"
    headers: Mapping[str, str] = field(default_factory=dict)
    announced: int | None = None
    hang_up: bool = False
    drips: Literal["", "head", "body"] = ""

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
    bodies: list[bytes] = field(default_factory=list)
    closing: threading.Event = field(default_factory=threading.Event)

    def next_answer(self) -> Answer:
        """Return the answer that is due."""
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


@contextmanager
def stub_site(*answers: Answer, tls: ssl.SSLContext | None = None) -> Iterator[Stub]:
    """Give a site that answers, by TLS where it has a certificate."""
    stub = Stub(list(answers))

    class _Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            stub.asked.append(f"{self.command} {self.path}")
            stub.headers.append(dict(self.headers))
            stub.bodies.append(self.rfile.read(int(self.headers.get("Content-Length", 0))))
            answer = stub.next_answer()
            if answer.drips:
                drip(self, answer, stub.closing)
            else:
                reply(self, answer)

        def do_POST(self) -> None:
            self.do_GET()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    if tls is not None:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
        server.handle_error = lambda *_: None  # type: ignore[method-assign]  # a client that does not trust us hangs up
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    stub.url = f"{'http' if tls is None else 'https'}://127.0.0.1:{server.server_port}"
    try:
        yield stub
    finally:
        stub.closing.set()
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


def drip(handler: BaseHTTPRequestHandler, answer: Answer, closing: threading.Event) -> None:
    """Send an answer a byte at a time, each soon enough for a client that waits for the next one alone."""
    head = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 1000000\r\n"
    if answer.drips == "body":
        handler.wfile.write(head + b"\r\n")
    else:
        handler.wfile.write(head + b"X-Slow: ")
    with suppress(BrokenPipeError, ConnectionResetError):
        while not closing.wait(0.01):
            handler.wfile.write(b" ")
            handler.wfile.flush()
    handler.close_connection = True
