"""The front door: quick, bilingual, one JSON object, and in step with its documentation."""

from __future__ import annotations

import importlib.util
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import click
import pytest

from coursebridge.cli.frame import Outcome, finding_line, reporting
from foundation.errors import CourseBridgeError
from foundation.findings import Finding
from tests.conftest import ROOT

_STAGES = ("competency_xml", "course_templates", "packager", "lms_bridge", "evidence")
_HEAVY = ("pydantic", "lxml", "sqlalchemy", "ibis", "duckdb", "pyarrow", "openpyxl", "requests", "jinja2")


def _reference() -> ModuleType:
    spec = importlib.util.spec_from_file_location("cli_reference", ROOT / "docs/cli_reference.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


COMMANDS = dict(_reference().commands())


def _run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "coursebridge", *arguments]
    return subprocess.run(command, capture_output=True, env={**os.environ, **environment}, check=False)


def test_help_imports_no_stage_and_nothing_heavy() -> None:
    code = "import sys\nfrom coursebridge.cli import root\nroot(['--help'], standalone_mode=False)\nprint(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = {name.split(".")[0] for name in done.stdout.splitlines()[-1].split()}
    assert loaded.isdisjoint({*_STAGES, *_HEAVY})


def test_every_command_of_the_contract_is_there() -> None:
    contract = {
        "map": "import export check diff view list",
        "course": "new sync check preview",
        "package": "build check inspect formats",
        "push": "plan apply",
        "harvest": "run status columns bundle ingest erase",
        "report": "build",
        "keys": "new list rotate revoke",
    }
    missing = [f"{group} {name}" for group, names in contract.items() for name in names.split()]
    missing = [path for path in [*missing, "demo", "doctor", "sandbox"] if f"coursebridge {path}" not in COMMANDS]
    assert set(missing) <= set(LATER)


#: Commands that later issues bring; whoever brings one takes it off this list, so that it cannot go again.
LATER = [
    "map export",
    "map view",
    "course sync",
    "harvest columns",
    "harvest bundle",
]


@pytest.mark.parametrize("path", COMMANDS)
def test_every_command_says_in_both_languages_what_it_does_with_an_example(path: str) -> None:
    text = _reference().help_of(path, COMMANDS[path])
    assert re.search("[\u4e00-\u9fff]", text)
    assert re.search(rf"(Example|示例).*\b{re.escape(path.split()[-1])}", text, re.DOTALL)
    assert path in re.sub(r"\s+", " ", text.split("Usage:", 1)[1].split("\n", 1)[1])


@pytest.mark.parametrize("path", COMMANDS)
def test_every_option_says_what_it_is_for(path: str) -> None:
    options = [option for option in COMMANDS[path].params if isinstance(option, click.Option)]
    assert [option.name for option in options if not option.help] == []


def test_the_reference_is_what_the_commands_say(tmp_path: Path) -> None:
    # In a process of its own: click keeps a command's help option as the first call in a process made it.
    subprocess.run([sys.executable, ROOT / "docs/cli_reference.py", tmp_path / "cli.md"], check=True, timeout=60)
    written = (ROOT / "docs/cli.md").read_text(encoding="utf-8")
    if written != (tmp_path / "cli.md").read_text(encoding="utf-8"):
        pytest.fail("docs/cli.md is not in step with the commands: run `make docs`")


def test_a_wrong_command_is_a_usage_error_and_still_one_json_object() -> None:
    done = _run("nosuch", "--json")
    assert done.returncode == 2
    (finding,) = json.loads(done.stdout)["findings"]
    assert finding["id"] == "CB-USAGE"
    assert b"nosuch" in done.stderr


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "gbk"])
def test_chinese_reaches_a_pipe_of_any_encoding(encoding: str) -> None:
    done = _run("--help", PYTHONIOENCODING=encoding, PYTHONUTF8="0")
    assert done.returncode == 0
    assert "能力图谱" in done.stdout.decode("utf-8")


def test_an_unforeseen_error_shows_no_traceback_unless_asked_for(tmp_path: Path) -> None:
    code = (
        "import coursebridge.cli as c\nc.root.main = lambda **_: 1 / 0\nimport sys\nsys.argv.append('--json')\nc.main()"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=tmp_path, check=False)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert json.loads(done.stdout)["findings"][0]["id"] == "CB-INTERNAL"
    asked = {**os.environ, "COURSEBRIDGE_DEBUG": "1"}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=asked, check=False)
    assert "ZeroDivisionError" in done.stderr


def test_a_reader_that_goes_away_ends_the_command_quietly() -> None:
    code = "import os, sys\nfrom coursebridge.cli import main\nsys.argv[1:] = ['--help']\n"
    code += "os.dup2(int(os.environ['GONE']), 1)\nmain()"
    read_end, write_end = os.pipe()
    os.close(read_end)
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        env={**os.environ, "GONE": str(write_end)},
        pass_fds=[write_end],
        check=False,
    )
    os.close(write_end)
    assert "Traceback" not in done.stderr


class _NetworkError(CourseBridgeError):
    id = "T-NET"
    exit_code = 3


@pytest.mark.parametrize(
    ("outcome", "exit_code"),
    [
        (Outcome(payload={"a": 1}), 0),
        (Outcome(findings=[Finding(id="T-1", severity="warning", message="m")]), 0),
        (Outcome(findings=[Finding(id="T-1", severity="error", message="m")]), 1),
        (Outcome(exit_code=1), 1),
        (_NetworkError("断网 / Offline"), 3),
        (OSError(28, "No space left on device", "盘"), 1),
    ],
    ids=lambda value: type(value).__name__,
)
def test_exit_codes_follow_the_contract_and_json_always_has_findings(
    outcome: Outcome | Exception, exit_code: int, capsys: pytest.CaptureFixture[str]
) -> None:
    @click.command
    @reporting
    def command() -> Outcome:
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    with pytest.raises(SystemExit) as left:
        command.main(["--json"])
    assert left.value.code == exit_code
    assert isinstance(json.loads(capsys.readouterr().out)["findings"], list)


def test_a_finding_reads_as_one_line_with_place_and_remedy() -> None:
    finding = Finding(
        id="T-1", severity="error", file="表.xlsx", place="初级!B7", message="缺 / missing", remedy="补 / add"
    )
    assert finding_line(finding) == "error T-1 表.xlsx 初级!B7: 缺 / missing → 补 / add"
    assert finding_line(Finding(id="T-2", severity="note", message="m")) == "note T-2: m"
    hostile = Finding(id="T-3", severity="note", message="\x1b[2Ja\u202eb\n中　文\ud800")
    assert finding_line(hostile) == r"note T-3: \u001b[2Ja\u202eb\u000a中　文\ud800"
