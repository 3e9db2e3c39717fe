"""Install the wheel with locked dependencies in an empty environment elsewhere, and walk the loop's core from it.

`walk.py WHEEL ENVIRONMENT FOLDER`: run by .ci/run with the standard library alone. Nothing of the repository is on
any path but the locks and the wheel itself. Every step must exit as the contract says and give what the next needs.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

_LOCK = Path(__file__).resolve().parents[2] / "requirements" / "run.txt"
_WAITS_S = (3, 10, 30)
_TIMEOUT_S = 300


def main(wheel: Path, environment: Path, folder: Path) -> None:
    """Install into an empty virtual environment, then walk in a new folder."""
    walk(Walker(_installed(wheel, environment), folder))
    print("the loop's core works from the wheel")


class Walker:
    """Runs the installed command in a folder of its own, and checks exit code and JSON."""

    def __init__(self, program: Path, folder: Path) -> None:
        self.folder = folder
        self._program = program
        folder.mkdir()

    def run(self, *arguments: str, exit_code: int = 0) -> dict[str, Any]:
        """Return the JSON object that a command prints."""
        environment = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "COURSE"))}
        began = time.monotonic()
        done = subprocess.run(
            [self._program, *arguments, "--json"],
            cwd=self.folder,
            env=environment,
            capture_output=True,
            text=True,
            timeout=_TIMEOUT_S,
            check=False,
        )
        print(f"{time.monotonic() - began:6.1f} s  coursebridge {' '.join(arguments)}")
        if done.returncode != exit_code:
            raise SystemExit(f"exit {done.returncode}, not {exit_code}:\n{done.stdout}\n{done.stderr}")
        document: dict[str, Any] = json.loads(done.stdout)
        assert isinstance(document["findings"], list), document
        return document


def walk(command: Walker) -> None:
    """Take every step of the loop that a user takes, from an imported workbook to a report."""
    made = command.run("demo", "-o", "演示", "--learners", "6", "--seed", "3")
    root = command.folder / "演示"
    assert {"root", "map", "course", "packages", "home", "report", "records", "seconds"} <= made.keys(), made
    assert made["records"] > 0, made

    command.run("map", "list")
    shutil.copyfile(root / "requirements.xlsx", command.folder / "要求.xlsx")
    imported = command.run("map", "import", "要求.xlsx", "-o", "图谱.xml")
    assert imported["counts"]["works"] == 3, imported
    command.run("map", "check", "图谱.xml")
    command.run("course", "new", "--map", "图谱.xml", "--role", "quality", "课程")
    checked = command.run("course", "check", "课程")
    assert checked["coverage"], checked
    assert checked["drafts"], "a new course is a draft throughout"

    refused = command.run("package", "build", "课程", "--format", "scorm12", "-o", "包", exit_code=1)
    assert refused["findings"], refused
    assert not list((command.folder / "包").glob("*")) if (command.folder / "包").exists() else True
    built = command.run("package", "build", "课程", "--format", "scorm12", "-o", "包", "--allow-drafts")
    sound = command.run("package", "check", built["packages"][0]["path"])
    assert sound["valid"], sound

    command.folder = root
    status = command.run("harvest", "status")
    assert [source["last_error"] for source in status["sources"]] == [None, None], status
    again = command.run("harvest", "run")
    assert [source["records"] for source in again["sources"]] == [0, 0], again
    command.run("report", "build", "-o", "报告")
    assert (root / "报告" / "index.html").is_file()
    assert json.loads((root / "报告" / "figures.json").read_text(encoding="utf-8"))


def _installed(wheel: Path, environment: Path) -> Path:
    scripts = environment / ("Scripts" if os.name == "nt" else "bin")
    pip = [scripts / "python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    _retried([*pip, "--require-hashes", "-r", _LOCK])
    _retried([*pip, "--no-deps", wheel])
    return scripts / "coursebridge"


def _retried(command: list[Any]) -> None:
    for wait_s in (*_WAITS_S, None):
        if subprocess.run(command, check=False).returncode == 0:
            return
        if wait_s is None:
            raise SystemExit(f"failed: {command}")
        time.sleep(wait_s)


if __name__ == "__main__":
    main(*(Path(argument).resolve() for argument in sys.argv[1:4]))
