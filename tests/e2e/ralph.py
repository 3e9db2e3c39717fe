"""A Learning Record Store that others run (PyPI's Ralph) in an environment of its own, on loopback."""

from __future__ import annotations

import base64
import json
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import httpx

from tests.e2e.tools import ROOT, python_of, serving

LOCK = ROOT / "requirements" / "ralph.txt"
_USER, _PASSWORD = "player", "correct horse"
AUTHORIZATION = "Basic " + base64.b64encode(f"{_USER}:{_PASSWORD}".encode()).decode()
_SERVE = """
import json, os, socket, sys
import bcrypt, uvicorn
user, password = sys.argv[1:]
known = {"username": user, "hash": bcrypt.hashpw(password.encode(), bcrypt.gensalt(4)).decode(), "scopes": ["all"],
         "agent": {"mbox": "mailto:player@example.com"}}
open(os.environ["RALPH_AUTH_FILE"], "w").write(json.dumps([known]))
from ralph.api import app
from ralph.backends.data.base import BaseOperationType
from ralph.backends.data.fs import FSDataBackend
FSDataBackend.default_operation_type = BaseOperationType.APPEND  # By default it refuses a second statement.
listener = socket.socket()
listener.bind(("127.0.0.1", 0))
listener.listen(128)  # Who connects before the server runs waits.
print(listener.getsockname()[1], flush=True)
uvicorn.Server(uvicorn.Config(app, log_level="error")).run(sockets=[listener])
"""
_JUDGE = """
import json, sys
from pydantic import ValidationError
from ralph.models.xapi.base.statements import BaseXapiStatement
for number, statement in enumerate(json.load(sys.stdin)):
    try:
        BaseXapiStatement.model_validate(statement)
    except ValidationError as error:
        print(number, statement["verb"], *[(each["loc"], each["msg"]) for each in error.errors()])
"""


@dataclass(frozen=True)
class Ralph:
    """A running Ralph. It keeps statements and nothing else: no state, no agent profiles."""

    endpoint: str
    client: httpx.Client

    def refusal(self, statement: Mapping[str, Any]) -> list[str]:
        """Hand a statement over; returns why Ralph does not take it, or nothing."""
        answer = self.client.put("statements", params={"statementId": statement["id"]}, json=statement)
        return [] if answer.status_code == 204 else [f"Ralph: {answer.status_code} {answer.text}"]

    def statements(self) -> list[dict[str, Any]]:
        """Return every statement that Ralph has, page by page, in the order in which it wrote them to its file."""
        found: list[dict[str, Any]] = []
        url = "statements"
        while url:
            answer = self.client.get(url).raise_for_status().json()
            found += answer["statements"]
            url = urljoin(self.endpoint, answer["more"]) if answer.get("more") else ""
        return found


def objections(statements: Sequence[Mapping[str, Any]]) -> list[str]:
    """Return what Ralph's own model of xAPI says against statements; its server lets more pass."""
    command = [str(python_of(LOCK)), "-c", _JUDGE]
    text = json.dumps(statements)
    done = subprocess.run(command, input=text, capture_output=True, text=True, check=True, timeout=60)
    return done.stdout.splitlines()


@contextmanager
def running_ralph(folder: Path, *, site: str) -> Iterator[Ralph]:
    """Run Ralph on a free port until the block ends; pages of `site` may use it."""
    environment = {
        "RALPH_APP_DIR": str(folder),
        "RALPH_AUTH_FILE": str(folder / "auth.json"),
        "RALPH_RUNSERVER_BACKEND": "fs",
        "RALPH_BACKENDS__LRS__FS__DEFAULT_DIRECTORY_PATH": str(folder),
        "RALPH_BACKENDS__LRS__FS__LOCALE_ENCODING": "utf8",
        "RALPH_RUNSERVER_CORS_ALLOW_ORIGINS": json.dumps([site]),
    }
    headers = {"Authorization": AUTHORIZATION, "X-Experience-API-Version": "1.0.3"}
    transport = httpx.HTTPTransport(retries=20)
    with serving(LOCK, _SERVE, _USER, _PASSWORD, cwd=folder, **environment) as url:
        endpoint = f"{url}/xAPI/"
        with httpx.Client(base_url=endpoint, headers=headers, timeout=30, transport=transport) as client:
            yield Ralph(endpoint, client)
