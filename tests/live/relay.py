"""A relay in front of a site that kills the bridge at a request: the site gets it whole, the bridge no answer."""

from __future__ import annotations

import http.client
import os
import signal
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

_TIMEOUT_S = 300


class Relay:
    """What the relay does. `at` is the request, counted from 1, at which the watched process is killed; 0: none."""

    def __init__(self, site_url: str) -> None:
        self._site = urlsplit(site_url)
        self._lock = threading.Lock()
        self._victim: subprocess.Popen[str] | None = None
        self._watching = threading.Event()
        self.url = ""
        self.count = 0
        self.at = 0

    def watch(self, process: subprocess.Popen[str], at: int) -> int:
        """Kill a process at its `at`-th request, or never; return its exit code once it has ended."""
        self.count, self.at, self._victim = 0, at, process
        self._watching.set()
        process.communicate()
        self._watching.clear()
        return process.returncode

    def pass_on(self, path: str, headers: dict[str, str], body: bytes) -> tuple[int, str, bytes]:
        """Pass a request on; return status, content type and body of the answer."""
        self._watching.wait(_TIMEOUT_S)
        with self._lock:
            self.count += 1
            is_last = self.count == self.at
        connection = http.client.HTTPConnection(self._site.hostname or "", self._site.port or 80, timeout=_TIMEOUT_S)
        try:
            connection.request("POST", self._site.path + path, body, headers)
            if is_last and self._victim is not None:
                os.kill(self._victim.pid, signal.SIGKILL)
            answer = connection.getresponse()
            return answer.status, answer.headers.get("Content-Type", ""), answer.read()
        finally:
            connection.close()


@contextmanager
def relay_to(site_url: str) -> Iterator[Relay]:
    """Serve a relay; its address is `url`."""
    relay = Relay(site_url)

    class _Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            kept = {"Content-Type": self.headers.get("Content-Type", "")}
            status, kind, told = relay.pass_on(self.path, kept, body)
            try:
                self.send_response(status)
                self.send_header("Content-Type", kind)
                self.send_header("Content-Length", str(len(told)))
                self.end_headers()
                self.wfile.write(told)
            except OSError:
                self.close_connection = True  # Whoever asked is dead.

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    relay.url = f"http://127.0.0.1:{server.server_port}"
    try:
        yield relay
    finally:
        server.shutdown()
        server.server_close()
