"""Other people's software for the tests, installed once from its registry into a cache outside the repository."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock

import hatch_build

ROOT = Path(__file__).resolve().parents[2]
_WAITS_S = (2.0, 8.0)
_TIMEOUT_S = 400


def cache() -> Path:
    """Return the folder that survives a run of the tests: COURSEBRIDGE_TEST_CACHE, else in the home folder."""
    named = os.environ.get("COURSEBRIDGE_TEST_CACHE")
    folder = Path(named) if named else Path.home() / ".cache" / "coursebridge-tests"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def node_modules(lock_folder: Path) -> Path:
    """Return `node_modules` as the lock in a folder says, installed by npm the first time."""
    files = [lock_folder / name for name in ("package.json", "package-lock.json", ".npmrc")]
    target = cache() / f"npm-{_fingerprint(files)}"

    def install(part: Path) -> None:
        for file in files:
            shutil.copyfile(file, part / file.name)
        _run([*hatch_build.npm_command(), "ci"], cwd=part)

    return _once(target, install) / "node_modules"


def node_command() -> str:
    """Return how Node.js is run: the machine's own, else that of PyPI, which then runs npm as well."""
    npm = hatch_build.npm_command()
    return npm[0] if len(npm) > 1 else "node"


def python_of(lock: Path) -> Path:
    """Return the interpreter of an environment of its own that holds what a lock with hashes names."""
    target = cache() / f"venv-{lock.stem}-{sys.version_info.major}.{sys.version_info.minor}-{_fingerprint([lock])}"
    if not (target / "ready").is_file():
        with FileLock(f"{target}.lock", timeout=_TIMEOUT_S):
            if not (target / "ready").is_file():
                shutil.rmtree(target, ignore_errors=True)
                _make_environment(target, lock)
                (target / "ready").touch()
    return _python_in(target)


@contextmanager
def serving(lock: Path, script: str, *arguments: str, cwd: Path | None = None, **environment: str) -> Iterator[str]:
    """Run a server's script in the environment of a lock until the block ends; give its address.

    The script prints the port that it found free, then serves.
    """
    command = [str(python_of(lock)), "-c", script, *arguments]
    with subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        cwd=cwd,
        env={**os.environ, **environment},
    ) as process:
        try:
            assert process.stdout is not None
            port = process.stdout.readline().strip()
            assert port, f"the server of {lock.name} did not start"
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            process.wait(timeout=20)


def _make_environment(target: Path, lock: Path) -> None:
    """Make an environment; where this Python has no venv of its own, by virtualenv."""
    done = subprocess.run([sys.executable, "-m", "venv", str(target)], capture_output=True)
    if done.returncode != 0:
        shutil.rmtree(target, ignore_errors=True)
        boot = ROOT / ".boot"
        environment = {**os.environ, "PYTHONPATH": str(boot)}
        _run([sys.executable, "-m", "virtualenv", "--quiet", str(target)], cwd=ROOT, environment=environment)
    pip = [str(_python_in(target)), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    _run([*pip, "--require-hashes", "-r", str(lock)], cwd=ROOT)


def _python_in(environment: Path) -> Path:
    return environment / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def _once(target: Path, fill: object) -> Path:
    """Return a folder that `fill` fills the first time; never a half-filled one."""
    assert callable(fill)
    if not target.is_dir():
        with FileLock(f"{target}.lock", timeout=_TIMEOUT_S):
            if not target.is_dir():
                part = target.with_name(f"{target.name}.part")
                shutil.rmtree(part, ignore_errors=True)
                part.mkdir()
                fill(part)
                part.replace(target)
    return target


def _run(command: Sequence[str], *, cwd: Path, environment: dict[str, str] | None = None) -> None:
    """Run an installer; registries drop connections, so it is tried three times."""
    for wait_s in (*_WAITS_S, None):
        done = subprocess.run(
            command, cwd=cwd, env=environment, capture_output=True, text=True, errors="replace", timeout=_TIMEOUT_S
        )
        if done.returncode == 0:
            return
        if wait_s is None:
            raise RuntimeError(f"{command[:3]} failed: {done.stderr[-2000:]}")
        time.sleep(wait_s)


def _fingerprint(files: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for file in files:
        digest.update(file.read_bytes())
    return digest.hexdigest()[:16]
