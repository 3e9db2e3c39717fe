"""Rows: harvesting 1,000 learners and 50,000 SCORM track rows of a Moodle, by its plugin and by core functions.

MOODLE_URL, MOODLE_TOKEN and MOODLE_DATABASE (as for `make live`) say where: a test site. The course stays on it, the
learners do not. By core functions it takes thousands of requests, and minutes: only where MOODLE_CORE_TOKEN is the
token of a service with the core functions.
"""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import requests

from coursebridge.cli.push import _wanted
from lms_bridge.connectors.moodle import MoodleConnector
from lms_bridge.endpoints import Target
from tests.bench.table import Row, in_child
from tests.bench.tracks import Ask, learners
from tests.course_templates.folders import sound_folder
from tests.live.ledger import database_client
from tests.lms_bridge.moodle.home import Workplace

_FEW, _MANY = 100, 1000
#: Memory may differ by what an allocator keeps, not by rows: ten times the rows, a fifth more at most.
_MEMORY_BAR = 1.2
_REQUESTS_BAR = 5


@dataclass(frozen=True)
class _Harvest:
    seconds: float
    peak_mib: float
    requests: int
    tracks: int
    records: int


def rows() -> Iterator[Row]:
    """Measure what the environment allows."""
    url, token, database = (os.environ.get(f"MOODLE_{name}") for name in ("URL", "TOKEN", "DATABASE"))
    if not url or not token or not database:
        print("moodle: no MOODLE_DATABASE beside MOODLE_URL and MOODLE_TOKEN, no harvest measured")
        return
    ask = database_client(database)
    course = f"bench-{secrets.token_hex(4)}"
    _push(url, token, course)
    plugin = {count: _harvest(ask, url, token, course, count, "auto") for count in (_FEW, _MANY)}
    yield from _memory("plugin", plugin)
    many = plugin[_MANY]
    yield Row(
        f"moodle: requests for {_MANY} learners by the plugin, against {_REQUESTS_BAR}",
        str(many.requests),
        str(_REQUESTS_BAR),
        many.requests / _REQUESTS_BAR,
        1,
    )
    if core_token := os.environ.get("MOODLE_CORE_TOKEN"):
        core = {count: _harvest(ask, url, core_token, course, count, "never") for count in (_FEW, _MANY)}
        yield from _memory("core functions", core)
        what = "moodle: requests by the plugin, against core functions'"
        yield Row(what, str(many.requests), str(core[_MANY].requests), many.requests / core[_MANY].requests, 0.01)


def _memory(path: str, told: dict[int, _Harvest]) -> Iterator[Row]:
    few, many = told[_FEW], told[_MANY]
    print(f"moodle: {path}: {few}\nmoodle: {path}: {many}")
    assert many.records > few.records > 0
    yield Row(
        f"moodle: memory for {many.tracks:,} track rows by {path}, {few.tracks:,}",
        f"{many.peak_mib:.0f} MiB",
        f"{few.peak_mib:.0f} MiB",
        many.peak_mib / few.peak_mib,
        _MEMORY_BAR,
    )


def _push(url: str, token: str, course: str) -> None:
    os.environ["COURSEBRIDGE_TOKEN_BENCH"] = token
    told = {"name": "bench", "connector": "moodle", "url": url, "options": {"requests_per_second": 0}}
    target = Target.model_validate(told)
    with TemporaryDirectory(prefix="coursebridge-bench-") as name:
        folder = sound_folder(Path(name))
        folder.change("course.yaml", "id: warehouse", f"id: {course}")
        with _wanted(folder.root, target, allow_drafts=False) as package:
            assert not MoodleConnector(target).apply_site(package, (), lambda *_: None).failed


def _harvest(ask: Ask, url: str, token: str, course: str, count: int, plugin: str) -> _Harvest:
    with learners(ask, course, count) as tracks, TemporaryDirectory(prefix="coursebridge-bench-") as name:
        arguments = json.dumps({"url": url, "token": token, "course": course, "plugin": plugin, "root": name})
        seconds, peak_mib = in_child("tests.bench.moodle_harvest", "run", arguments)
        told = json.loads((Path(name) / "told.json").read_text())
    return _Harvest(round(seconds, 2), round(peak_mib, 1), told["requests"], tracks, told["records"])


def run(arguments: str) -> None:
    """Run `harvest run` once in a new home; note its requests and records. The command's own process."""
    told = json.loads(arguments)
    asked = 0
    ask = requests.Session.request

    def counted(self: requests.Session, *given: Any, **named: Any) -> requests.Response:
        nonlocal asked
        asked += 1
        return ask(self, *given, **named)

    requests.Session.request = counted  # type: ignore[method-assign]
    options = {"courses": told["course"], "plugin": told["plugin"], "page_rows": 5000}
    work = Workplace(Path(told["root"]), {"box": told["url"]}, options, told["token"])
    code, answer = work.harvest()
    assert code in (0, 1), answer
    records = sum(source["records"] for source in answer["sources"])
    (work.root / "told.json").write_text(json.dumps({"requests": asked, "records": records}))
