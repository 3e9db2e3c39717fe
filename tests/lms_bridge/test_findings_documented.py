"""Every finding of the bridge that a person may meet is explained in the documentation, and nothing else is."""

from __future__ import annotations

import re

from tests.conftest import ROOT

_ID = re.compile(r'"(BRIDGE-[A-Z-]+)"')
_FOLDERS = ("lms_bridge", "coursebridge")


def test_every_id_is_documented() -> None:
    sources = [path for folder in _FOLDERS for path in (ROOT / folder).rglob("*.py")]
    used = {found for path in sources for found in _ID.findall(path.read_text(encoding="utf-8"))}
    documented = re.findall(r"^\| `(BRIDGE-[A-Z-]+)`", (ROOT / "docs/findings/bridge.md").read_text(), re.MULTILINE)
    assert sorted(used) == documented
