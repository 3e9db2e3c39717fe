"""Recording a real Moodle: a proxy on loopback that keeps every exchange of a scene, scrubbed.

`python -m tests.lms_bridge.moodle.scenes_live NAME…` runs scenes through it; MOODLE_URL and MOODLE_TOKEN say where.
"""

from __future__ import annotations

import http.client
import json
import re
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

from tests.lms_bridge.moodle.documents import Hashes
from tests.lms_bridge.moodle.exchange import RECORDINGS, Exchange, request_fields, scrub_text, scrubbed

SHOWN_HOST = "https://moodle.example.cn"


@dataclass
class Recorder:
    """What is being recorded: `hidden` texts are replaced in everything that is kept.

    `lose` says of which functions how many answers never reach the caller, `spare` how many do before that.
    """

    url: str
    scene: str
    release: str
    database: str
    hidden: dict[str, str]
    proxy: str = ""
    kept: list[Exchange] = field(default_factory=list)
    lose: Counter[str] = field(default_factory=Counter)
    spare: Counter[str] = field(default_factory=Counter)
    hashes: Hashes = field(default_factory=Hashes)

    def exchange(self, path: str, content_type: str, body: bytes) -> tuple[int, str, bytes] | None:
        """Ask the real site, keep what it said, and return status, content type and body; None: it gets lost."""
        site = urlsplit(self.url)
        connection = http.client.HTTPConnection(site.hostname or "", site.port or 80, timeout=120)
        connection.request("POST", site.path + path, body, {"Content-Type": content_type})
        answer = connection.getresponse()
        told, kind = answer.read(), answer.headers.get("Content-Type", "")
        connection.close()
        lost = self._keep(path, request_fields(content_type, body), answer.status, kind, told)
        return None if lost else (answer.status, kind, told)

    def _keep(self, path: str, fields: dict[str, str], status: int, content_type: str, body: bytes) -> bool:
        content: dict[str, Any] = {}
        fields = self.hashes.fields(fields)
        body = self.hashes.hidden(body.decode(errors="replace")).encode()
        function = fields.get("wsfunction", path.rsplit("/", 1)[-1])
        lost = self.lose[function] > 0 and not self.spare[function]
        self.lose[function] -= lost
        self.spare[function] -= self.spare[function] > 0
        try:
            content["answer"] = scrubbed(json.loads(body), self.hidden)
        except ValueError:
            content["text"] = scrub_text(body.decode(errors="replace"), self.hidden)
        self.kept.append(
            Exchange(
                release=self.release,
                database=self.database,
                scene=self.scene,
                function=function,
                path=path,
                fields={name: scrub_text(value, self.hidden) for name, value in fields.items()},
                status=status,
                content_type=content_type,
                lost=lost,
                **content,
            )
        )
        return lost

    def forget_repeats(self) -> None:
        """Keep one exchange of each request that was always answered alike."""
        of_key: dict[str, list[Exchange]] = {}
        for one in self.kept:
            of_key.setdefault(one.key, []).append(one)
        always = {key: kept[0] for key, kept in of_key.items() if len({one.body for one in kept}) == 1}
        self.kept = [one for one in self.kept if always.get(one.key, one) is one]

    def write(self) -> None:
        """Write the scene's recordings in place of earlier ones."""
        RECORDINGS.mkdir(exist_ok=True)
        for old in RECORDINGS.glob(f"{self.scene}-*.json"):
            old.unlink()
        for number, exchange in enumerate(self.kept):
            function = re.sub(r"[^A-Za-z0-9_]", "_", exchange.function)
            file = RECORDINGS / f"{self.scene}-{number:03d}-{function}.json"
            text = json.dumps(
                exchange.model_dump(exclude_none=True, exclude_defaults=True),
                ensure_ascii=False,
                indent=1,
                sort_keys=True,
            )
            file.write_text(text + "\n", encoding="utf-8")


@contextmanager
def recording(recorder: Recorder) -> Iterator[Recorder]:
    """Serve a proxy that records; its address is `recorder.proxy`."""

    class _Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            answer = recorder.exchange(self.path, self.headers.get("Content-Type", ""), body)
            if answer is None:
                self.close_connection = True
                return
            status, kind, told = answer
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(told)))
            self.end_headers()
            self.wfile.write(told)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    recorder.proxy = f"http://127.0.0.1:{server.server_port}"
    try:
        yield recorder
    finally:
        server.shutdown()
        server.server_close()
