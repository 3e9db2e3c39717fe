"""A web server that is a Moodle by recordings alone: a request nobody recorded fails the test; faults on demand."""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from tests.lms_bridge.moodle.documents import Hashes
from tests.lms_bridge.moodle.exchange import Exchange, request_fields, request_key
from tests.lms_bridge.stub import Answer, reply


@dataclass
class StandIn:
    """A site. `asked` are the functions (or paths) in order; `faults` are given instead of the n-th answers."""

    answers: dict[str, list[Exchange]]
    url: str = ""
    asked: list[str] = field(default_factory=list)
    unrecorded: list[str] = field(default_factory=list)
    faults: dict[int, Answer] = field(default_factory=dict)
    by_function: dict[str, list[Answer]] = field(default_factory=lambda: defaultdict(list))
    tokens: set[str] = field(default_factory=set)
    hold: threading.Event | None = None
    hashes: Hashes = field(default_factory=Hashes)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def answer(self, path: str, fields: dict[str, str]) -> Answer:
        """Return what this request gets; of several recordings of one request each is given once, the last for ever.

        A site on `hold` answers nothing until that is set.
        """
        if self.hold is not None:
            self.hold.wait(60)
        with self._lock:
            function = fields.get("wsfunction", path)
            fields = self.hashes.fields(fields)
            number = len(self.asked)
            self.asked.append(function)
            if number in self.faults:
                return self.faults.pop(number)
            if self.by_function[function]:
                return self.by_function[function].pop(0)
            found = self.answers.get(request_key(path, fields))
            if not found:
                self.unrecorded.append(request_key(path, fields))
                return Answer(status=418, body=b"nobody recorded this request")
            exchange = found.pop(0) if len(found) > 1 else found[0]
            body = self.hashes.shown(exchange.body)
        return Answer(exchange.status, body, {"Content-Type": exchange.content_type}, hang_up=exchange.lost)


@contextmanager
def standing_in(exchanges: Iterable[Exchange]) -> Iterator[StandIn]:
    """Give a site that answers from recordings; on leaving it fails if anything else was asked."""
    answers: dict[str, list[Exchange]] = defaultdict(list)
    for exchange in exchanges:
        answers[exchange.key].append(exchange)
    assert answers, "there is no such recording"
    site = StandIn(dict(answers))

    class _Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            fields = request_fields(self.headers.get("Content-Type", ""), body)
            reply(self, site.answer(self.path, fields))

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    site.url = f"http://127.0.0.1:{server.server_port}"
    try:
        yield site
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
    assert not site.unrecorded, f"asked without a recording: {site.unrecorded}"
