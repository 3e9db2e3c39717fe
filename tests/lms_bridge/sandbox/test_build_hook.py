"""A wheel built anywhere brings the very run-time that the lock names, or says why not."""

from __future__ import annotations

import importlib.util
import json
import os
import shutil
import sys
from pathlib import Path

import pytest

import hatch_build
from lms_bridge.sandbox.runtime import SCORM12

pytestmark = pytest.mark.wheel

ROOT = Path(hatch_build.__file__).parent


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a source tree in which nothing was vendored yet; retries do not wait."""
    monkeypatch.setattr(hatch_build, "_WAITS_S", (0.0, 0.0))
    shutil.copytree(ROOT / hatch_build.LOCK_FOLDER, tmp_path / hatch_build.LOCK_FOLDER)
    return tmp_path


def without_npm(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Take away the machine's npm and PyPI's Node."""
    empty = tmp_path / "empty"
    empty.mkdir()
    monkeypatch.setenv("PATH", str(empty))
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)


def failing_npm(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, failures: int) -> Path:
    """Put an npm in front that fails so many times and then is the real one; return its log."""
    real, log, shim = hatch_build.npm_command(), tmp_path / "calls", tmp_path / "bin" / "npm"
    shim.parent.mkdir()
    shim.write_text(
        f"#!{sys.executable}\n"
        "import os, sys\n"
        f"with open({str(log)!r}, 'a+') as log:\n"
        "    log.seek(0); count = len(log.readlines()); log.write('call\\n')\n"
        f"if count < {failures}:\n"
        "    sys.exit('npm error network ETIMEDOUT')\n"
        f"os.execv({real[0]!r}, [*{real!r}, *sys.argv[1:]])\n",
        encoding="utf-8",
    )
    shim.chmod(0o755)
    monkeypatch.setenv("PATH", f"{shim.parent}{os.pathsep}{os.environ['PATH']}")
    return log


def test_the_run_time_and_its_licence_are_those_of_the_lock(root: Path) -> None:
    hatch_build.bring(root)
    vendor = root / hatch_build.VENDOR_FOLDER
    assert (vendor / "scorm12.min.js").read_bytes() == SCORM12.read_bytes()
    assert "MIT" in (vendor / "scorm-again.LICENSE.txt").read_text(encoding="utf-8")
    assert json.loads((vendor / "receipt.json").read_text(encoding="utf-8"))["version"] == "3.4.3"
    assert hatch_build.is_current(root)
    assert not list(root.rglob("node_modules"))


def test_what_is_there_already_is_not_fetched_again(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hatch_build.bring(root)
    without_npm(monkeypatch, tmp_path)
    hatch_build.bring(root)


@pytest.mark.parametrize("change", ["file", "lock"])
def test_a_changed_file_or_lock_is_noticed(root: Path, change: str) -> None:
    hatch_build.bring(root)
    if change == "file":
        (root / hatch_build.VENDOR_FOLDER / "scorm12.min.js").write_text("tampered")
    else:
        lock = root / hatch_build.LOCK_FOLDER / "package-lock.json"
        lock.write_text(lock.read_text(encoding="utf-8").replace('"integrity": "sha512-', '"integrity": "sha512-x'))
    assert not hatch_build.is_current(root)


def test_a_network_that_fails_for_a_while_does_not_fail_the_build(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = failing_npm(monkeypatch, tmp_path, failures=2)
    hatch_build.bring(root)
    assert hatch_build.is_current(root)
    assert len(log.read_text().splitlines()) == 3


def test_a_network_that_stays_away_is_named_and_nothing_half_brought(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    failing_npm(monkeypatch, tmp_path, failures=99)
    with pytest.raises(RuntimeError, match="3 times") as caught:
        hatch_build.bring(root)
    assert "ETIMEDOUT" in str(caught.value)
    assert not (root / hatch_build.VENDOR_FOLDER).exists()


def test_without_npm_the_build_asks_for_a_node_only_when_it_needs_one(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hook = hatch_build.VendorHook(str(root), {}, None, None, str(root), "wheel")  # type: ignore[arg-type]
    without_npm(monkeypatch, tmp_path)
    assert hook.dependencies() == [hatch_build.NODE_REQUIREMENT]
    with pytest.raises(RuntimeError, match="pip install"):
        hatch_build.bring(root)
    monkeypatch.undo()
    hatch_build.bring(root)
    assert hook.dependencies() == []


def test_the_lock_names_a_version_and_no_registry() -> None:
    text = (ROOT / hatch_build.LOCK_FOLDER / "package-lock.json").read_text(encoding="utf-8")
    assert "resolved" not in text
    assert "http" not in text
    entry = json.loads(text)["packages"]["node_modules/scorm-again"]
    assert (entry["version"], entry["integrity"][:7]) == ("3.4.3", "sha512-")
