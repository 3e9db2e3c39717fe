"""Make the locks of this folder anew from pyproject.toml and hatch_build.py: `make lock`.

Each lock names exact versions with hashes and no registry's address. All install on the least Python that
pyproject.toml allows, not on the one alone that made them:
    run.txt    what a user's environment holds
    build.txt  what builds the package, installed first, so that pip builds without isolation
    dev.txt    what tests and checks need beside run.txt and build.txt
    node.txt   Node.js and npm, for machines that have no npm
    boot.txt   virtualenv, for machines whose Python cannot make virtual environments
    scormhost.txt   somebody else's LMS, for which the tests make an environment of its own
    wagtail-lms.txt   another, which is hostile to packages, in the same way
    openedx-scorm.txt   Open edX's SCORM module and the workbench that runs it, in the same way
    olxcleaner.txt  edX's own checker of courses, in the same way
    cmi5xblock.txt  Open edX's reader of cmi5 packages, in the same way
    qti2latex.txt   somebody else's reader of the quizzes of cartridges, in the same way
    ralph.txt       a Learning Record Store in use, in the same way
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
import time
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
ROOT = FOLDER.parent
_COMPILE = (
    *(sys.executable, "-m", "piptools", "compile", "--quiet", "--generate-hashes", "--allow-unsafe", "--strip-extras"),
    *("--no-emit-index-url", "--no-emit-trusted-host", "--no-emit-find-links", "--no-emit-options"),
)
_INSTALLABLE = (
    *(sys.executable, "-m", "pip", "install", "--quiet", "--dry-run", "--ignore-installed", "--no-deps"),
    *("--only-binary=:all:", "--target", tempfile.gettempdir()),
)
_WAITS_S = (2.0, 8.0)


def main() -> None:
    """Write every lock; versions that still fit are kept (`--upgrade` takes the newest)."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    hook = (ROOT / "hatch_build.py").read_text(encoding="utf-8")
    node = re.search(r'^NODE_REQUIREMENT = "(\S+)"$', hook, re.MULTILINE)
    if node is None:
        raise SystemExit("hatch_build.py names no NODE_REQUIREMENT")
    _lock("run.txt", project["project"]["dependencies"])
    _lock("build.txt", project["build-system"]["requires"], after=("run.txt",))
    _lock("dev.txt", project["dependency-groups"]["dev"], after=("run.txt", "build.txt"))
    _lock("node.txt", [node.group(1)])
    _lock("boot.txt", ["virtualenv"])
    _lock("scormhost.txt", ["scormhost==0.1.0", "uvicorn"])
    _lock("wagtail-lms.txt", ["wagtail-lms==0.11.0", "soupsieve<3"])  # 3 wants Python 3.11.5
    edx = ["openedx-scorm-xblock==19.0.5", "xblock-sdk==0.14.0", "xblock[django]", "setuptools<81"]
    _lock("openedx-scorm.txt", edx)
    _lock("olxcleaner.txt", ["olxcleaner==0.3.0"])
    _lock("cmi5xblock.txt", ["openedx-cmi5-xblock==0.1.3", "requests", "six"])
    _lock("qti2latex.txt", ["qti2latex==0.1.6"])
    _lock("ralph.txt", ["ralph-malph[lrs]==5.1.0", "requests"])
    _check_least_python(project["project"]["requires-python"].removeprefix(">="))


def _lock(name: str, wanted: Sequence[str], after: Sequence[str] = ()) -> None:
    constraints = [part for lock in after for part in ("-c", f"requirements/{lock}")]
    command = [*_COMPILE, *sys.argv[1:], *constraints, "-o", f"requirements/{name}", "-"]
    environment = {**os.environ, "CUSTOM_COMPILE_COMMAND": "make lock"}
    if not _succeeds(command, environment, "\n".join(wanted)):
        raise SystemExit(f"{name} could not be made; see above")


def _check_least_python(version: str) -> None:
    """A lock is made by one Python; say which of them the least one, with no bug fixes, could not install."""
    for lock in sorted(FOLDER.glob("*.txt")):
        command = [*_INSTALLABLE, "--python-version", f"{version}.0", "-r", f"requirements/{lock.name}"]
        if not _succeeds(command, dict(os.environ)):
            raise SystemExit(f"{lock.name} does not install on Python {version}.0: ask for older versions; see above")


def _succeeds(command: Sequence[str], environment: Mapping[str, str], told: str = "") -> bool:
    """Run a command that talks to a registry, again after a pause when it fails."""
    for wait_s in (0.0, *_WAITS_S):
        time.sleep(wait_s)
        if subprocess.run(command, cwd=ROOT, env=environment, input=told, text=True).returncode == 0:  # noqa: S603
            return True
    return False


if __name__ == "__main__":
    main()
