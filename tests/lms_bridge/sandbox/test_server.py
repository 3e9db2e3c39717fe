"""The sandbox starts where it is told, says so, refuses what is taken, and ends cleanly."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from click.testing import CliRunner

from coursebridge.cli import root
from foundation.errors import CourseBridgeError
from lms_bridge.sandbox.errors import RuntimeMissingError, SandboxBusyError, SandboxDataError
from lms_bridge.sandbox.runtime import require_runtime
from lms_bridge.sandbox.server import has_ipv6, running_sandbox
from lms_bridge.sandbox.store import SandboxStore
from tests.lms_bridge.sandbox.samples import package_bytes


@contextmanager
def started(*arguments: str) -> Iterator[tuple[subprocess.Popen[str], dict[str, str]]]:
    """Give a real `coursebridge sandbox` and the first line of its stdout."""
    command = [sys.executable, "-m", "coursebridge", "sandbox", *arguments]
    environment = {**os.environ, "PYTHONIOENCODING": "utf-8"}
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8", env=environment
    ) as process:
        assert process.stdout is not None
        try:
            yield process, json.loads(process.stdout.readline())
        finally:
            process.kill()


def test_the_command_says_where_it_answers_and_ends_on_ctrl_c(tmp_path: Path) -> None:
    data = tmp_path / "数据"
    with started("--data", str(data)) as (process, line):
        assert line["api"] == f"{line['url']}/api"
        made = httpx.post(f"{line['api']}/packages", content=package_bytes()).json()
        assert (made["id"], made["version"]) == (1, 1)
        assert httpx.get(line["url"]).status_code == 200
        process.send_signal(signal.SIGINT)
        out, said = process.communicate(timeout=30)
    assert process.returncode == 0
    assert out == ""
    assert "Traceback" not in said
    with SandboxStore(data) as store:
        assert [package.identifier for package in store.packages()] == ["quality"]


def test_two_sandboxes_on_one_folder_are_refused_and_the_first_goes_on(tmp_path: Path) -> None:
    with running_sandbox(tmp_path) as first:
        result = CliRunner().invoke(root, ["sandbox", "--data", str(tmp_path), "--json"])
        assert result.exit_code == 1
        (finding,) = json.loads(result.stdout)["findings"]
        assert (finding["id"], finding["file"]) == ("SBX-BUSY", str(tmp_path))
        assert "--data" in finding["remedy"]
        assert httpx.get(first.url).status_code == 200
    with running_sandbox(tmp_path) as again:
        assert httpx.get(again.url).status_code == 200


def test_a_killed_sandbox_leaves_the_folder_free(tmp_path: Path) -> None:
    with started("--data", str(tmp_path)) as (process, _):
        process.kill()
        process.wait()
        with running_sandbox(tmp_path) as again:
            assert httpx.get(again.url).status_code == 200


LOOPBACKS = [(socket.AF_INET, "127.0.0.1")] + ([(socket.AF_INET6, "::1")] if has_ipv6() else [])


@pytest.mark.parametrize(("family", "address"), LOOPBACKS)
def test_a_busy_port_is_named_with_a_way_out(tmp_path: Path, family: socket.AddressFamily, address: str) -> None:
    with socket.socket(family, socket.SOCK_STREAM) as taken:
        taken.bind((address, 0))
        taken.listen()
        port = taken.getsockname()[1]
        result = CliRunner().invoke(root, ["sandbox", "--data", str(tmp_path), "--port", str(port), "--json"])
    assert result.exit_code == 1
    (finding,) = json.loads(result.stdout)["findings"]
    assert (finding["id"], finding["place"]) == ("SBX-BUSY", f"127.0.0.1:{port}")
    assert "--port" in finding["remedy"]


def test_it_listens_on_loopback_alone(tmp_path: Path) -> None:
    with running_sandbox(tmp_path) as sandbox:
        port = int(sandbox.url.rsplit(":", 1)[1])
        for _, address in LOOPBACKS:
            with socket.create_connection((address, port), timeout=5):
                pass
        own = socket.gethostbyname(socket.gethostname())
        if own.startswith("127."):
            return
        with pytest.raises(OSError), socket.create_connection((own, port), timeout=5):
            pass


def test_a_second_process_reads_and_writes_beside_a_running_sandbox(tmp_path: Path) -> None:
    with running_sandbox(tmp_path) as sandbox, SandboxStore(tmp_path) as beside:
        assert httpx.post(f"{sandbox.api}/learners", json={"name": "王小明"}).json() == {"id": 1}
        assert beside.learner(1).name == "王小明"
        beside.add_learner("李雷", beside.learner(1).added_at)
        assert len(httpx.get(f"{sandbox.api}/learners").json()) == 2


def test_a_folder_that_cannot_be_made_is_an_error_with_a_remedy(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(SandboxDataError) as caught, running_sandbox(tmp_path / "file" / "data"):
        pass
    assert caught.value.remedy


def test_a_source_tree_without_the_run_time_says_how_to_get_it(tmp_path: Path) -> None:
    with pytest.raises(RuntimeMissingError) as caught:
        require_runtime(tmp_path / "scorm12.min.js")
    assert "pip install -e ." in caught.value.remedy


def test_errors_of_the_sandbox_exit_by_contract() -> None:
    for kind in (SandboxBusyError, SandboxDataError, RuntimeMissingError):
        assert issubclass(kind, CourseBridgeError)
        assert kind.exit_code == 1
