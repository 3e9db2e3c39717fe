"""The report of a run: docs/live/moodle-<release>.json."""

from __future__ import annotations

import hashlib
import json
import subprocess
from dataclasses import asdict, dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
REPORTS = ROOT / "docs" / "live"
CONNECTOR = ROOT / "lms_bridge" / "connectors" / "moodle"
_CODE = ("competency_xml", "course_templates", "coursebridge", "evidence", "foundation", "lms_bridge", "packager")


@dataclass
class Step:
    """A step: whether it went well, how long it took in seconds, and what was counted."""

    name: str
    ok: bool
    seconds: float
    figure: str


@dataclass
class Report:
    """A run against one site."""

    release: str
    database: str
    steps: list[Step] = field(default_factory=list)
    commit: str = ""
    connector_sha256: str = ""

    def write(self, folder: Path = REPORTS) -> Path:
        """Write the report in place of the last one of this release and kind of database."""
        self.commit = _commit()
        self.connector_sha256 = connector_sha256()
        family = self.database.split()[0]
        name = f"moodle-{self.release}" + ("" if family == "postgres" else f"-{family}")
        path = folder / f"{name}.json"
        order = ("release", "commit", "connector_sha256", "database", "steps")
        told = {key: asdict(self)[key] for key in order}
        path.write_text(json.dumps(told, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
        return path


def connector_sha256(folder: Path = CONNECTOR) -> str:
    """Return the hash of every file of the connector and its plugin: paths and contents."""
    digest = hashlib.sha256()
    for file in sorted(folder.rglob("*")):
        if file.is_file() and "__pycache__" not in file.parts:
            digest.update(f"{file.relative_to(folder).as_posix()}\0".encode())
            digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()


def _commit() -> str:
    """Return the commit of the code that ran, marked where the code differs from it."""
    commit = _git("rev-parse", "HEAD").stdout.strip()
    return commit + ("-dirty" if _git("diff", "--quiet", "HEAD", "--", *_CODE).returncode else "")


def _git(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, text=True)
