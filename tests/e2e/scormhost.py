"""Somebody else's LMS (PyPI's scormhost) in an environment of its own, on loopback."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
from playwright.sync_api import BrowserContext

from tests.e2e.tools import ROOT, serving

_SERVE = """
import socket, sys
import uvicorn
from scormhost import create_scorm_app
listener = socket.socket()
listener.bind(("127.0.0.1", 0))
print(listener.getsockname()[1], flush=True)
app = create_scorm_app(data_dir=sys.argv[1], secret_key="for tests only, on loopback " * 2)
uvicorn.Server(uvicorn.Config(app, log_level="error")).run(sockets=[listener])
"""
_TEACHER = {
    "email": "teacher@example.com",
    "username": "teacher",
    "password": "correct horse battery",
    "display_name": "教务",
}


@dataclass(frozen=True)
class ScormHost:
    """A running scormhost and the cookies of its administrator."""

    url: str
    teacher: httpx.Client

    def add_package(self, package: Path) -> str:
        """Upload a package; returns its id."""
        with package.open("rb") as stream:
            answer = self.teacher.post("/api/packages", files={"file": (package.name, stream, "application/zip")})
        answer.raise_for_status()
        return str(answer.json()["id"])

    def cmi(self, context: BrowserContext, package_id: str, launch: str = "index.html") -> dict[str, str]:
        """Return every CMI value that the server has of the learner whose browser this is, at one launch page."""
        answer = context.request.get(f"{self.url}/api/scorm/{package_id}/cmi?launch={launch}")
        elements: dict[str, str] = answer.json()["elements"]
        return elements


@contextmanager
def running_scormhost(data: Path) -> Iterator[ScormHost]:
    """Run scormhost on a free port until the block ends."""
    lock = ROOT / "requirements" / "scormhost.txt"
    transport = httpx.HTTPTransport(retries=20)
    with (
        serving(lock, _SERVE, str(data)) as url,
        httpx.Client(base_url=url, timeout=30, transport=transport) as teacher,
    ):
        # The socket listens before the application is up: this request waits for it.
        assert teacher.get("/health").json() == {"status": "ok"}
        teacher.post("/api/auth/register", json=_TEACHER).raise_for_status()
        yield ScormHost(url=url, teacher=teacher)
