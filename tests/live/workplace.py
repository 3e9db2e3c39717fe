"""A working folder as a user has it: settings, key, home folders, a course folder; and the real commands run in it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from lms_bridge.endpoints import Centre
from lms_bridge.keys import read_keys
from lms_bridge.pseudonym import Account, pseudonym
from tests.live.site import Learner, LiveSite
from tests.lms_bridge.scenes import newest

_SETTINGS = """\
[centres.live]
title = "试点单位"

[targets.live]
connector = "moodle"
url = "{url}"
requests_per_second = 0

[sources.live]
connector = "moodle"
url = "{url}"
home_page = "{url}"
centre = "live"
courses = "{courses}"
requests_per_second = 0

[sources.core]
connector = "moodle"
url = "{url}"
home_page = "{url}"
centre = "live"
courses = "{courses}"
plugin = "never"
requests_per_second = 0

[targets.box]
connector = "sandbox"
data = "sandbox"

[sources.box]
connector = "sandbox"
data = "sandbox"
centre = "live"
"""


@dataclass(frozen=True)
class Ran:
    """How a command ended. `told` is its JSON."""

    code: int
    told: dict[str, Any]
    errors: str
    seconds: float

    def sound(self) -> dict[str, Any]:
        """Return what it told; it must have gone well."""
        assert self.code == 0, self.errors
        return self.told


class Workplace:
    """The folder. `courses` are the idnumbers that are harvested."""

    def __init__(self, root: Path, site: LiveSite, *courses: str) -> None:
        self.root = root
        self._site = site
        text = _SETTINGS.format(url=site.url, courses=" ".join(courses))
        (root / "coursebridge.toml").write_text(text, encoding="utf-8")
        self.run("keys", "new", "live")

    def start(self, *arguments: str, home: str = "home", via: str = "") -> subprocess.Popen[str]:
        """Start a command with `--json`; `via` is an address that stands in for the site's."""
        environment = {
            **os.environ,
            "PYTHONUTF8": "1",
            "COURSEBRIDGE_HOME": str(self.root / home),
            "COURSEBRIDGE_TOKEN_LIVE": self._site.token,
            "COURSEBRIDGE_TOKEN_CORE": self._site.token,
        }
        if via:
            environment |= {f"COURSEBRIDGE_{kind}__LIVE__URL": via for kind in ("TARGETS", "SOURCES")}
        command = [sys.executable, "-m", "coursebridge", *arguments, "--json"]
        pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
        return subprocess.Popen(command, cwd=self.root, env=environment, text=True, encoding="utf-8", **pipes)

    def run(self, *arguments: str, home: str = "home", via: str = "") -> Ran:
        """Run a command to its end."""
        began = time.monotonic()
        process = self.start(*arguments, home=home, via=via)
        out, errors = process.communicate()
        return Ran(process.returncode, json.loads(out) if out.strip() else {}, errors, time.monotonic() - began)

    @cached_property
    def _key(self) -> bytes:
        return read_keys(Centre(name="live", key_file=self.root / "keys/live.key"), {}).secrets[0]

    def records_of(self, learner: Learner, home: str = "home") -> list[dict[str, Any]]:
        """Return the newest records of a learner of the site."""
        account = Account(home_page=self._site.url, name=str(learner.id))
        return self.records(home, pseudonym(self._key, account).learner)

    def records(self, home: str = "home", learner: str | None = None) -> list[dict[str, Any]]:
        """Return the newest records of a home folder, of one learner or all."""
        found = newest(self.root / home)
        return [row for row in found if learner is None or row["learner"] == learner]


def by_op(told: Mapping[str, Any], *lists: str) -> dict[str, list[str]]:
    """Return the names `kind:idnumber` of a plan's or receipt's changes by op."""
    found: dict[str, list[str]] = {}
    for name in lists or ("changes",):
        for change in told[name]:
            found.setdefault(change["op"], []).append(f"{change['kind']}:{change['idnumber']}")
    return found
