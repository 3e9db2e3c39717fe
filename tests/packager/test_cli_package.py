"""`coursebridge package`: exit codes and the one JSON object by contract."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from coursebridge.cli.package import command
from packager.formats.registry import package_formats
from tests.packager.foreign import MANIFEST, write

_EXAMPLE = Path(__file__).resolve().parents[2] / "course_templates" / "examples" / "quality" / "course"


def _run(*arguments: str | Path) -> tuple[int, dict[str, Any], str]:
    result = CliRunner().invoke(command, [*(str(argument) for argument in arguments), "--json"])
    return result.exit_code, json.loads(result.stdout), result.stderr


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a copy of the example course in a folder with a Chinese name."""
    return Path(shutil.copytree(_EXAMPLE, tmp_path / "质量 课程"))


def test_build_tells_format_path_hash_and_size(folder: Path, tmp_path: Path) -> None:
    code, found, _ = _run("build", folder, "--format", "scorm12", "-o", tmp_path / "out")
    assert code == 0
    (package,) = found["packages"]
    assert Path(package["path"]).is_file()
    assert Path(package["path"]).name.endswith("-scorm12.zip")
    assert len(package["sha256"]) == 64
    assert package["size_bytes"] == Path(package["path"]).stat().st_size
    assert (package["format"], package["scos"], found["reused"]) == ("scorm12", 1, False)
    assert not [each for each in found["findings"] if each["severity"] == "error"]
    assert _run("build", folder, "--format", "scorm12", "-o", tmp_path / "out")[1]["reused"] is True


def test_drafts_exit_1_with_a_list_and_build_when_allowed(folder: Path, tmp_path: Path) -> None:
    lesson = next(path for path in sorted((folder / "modules").rglob("*.md")) if not path.name.endswith(".en.md"))
    text = lesson.read_text(encoding="utf-8")
    lesson.write_text(text.replace("draft: false", "draft: true", 1), encoding="utf-8")
    code, found, stderr = _run("build", folder, "--format", "scorm12", "-o", tmp_path / "out")
    assert code == 1
    assert [each["id"] for each in found["findings"]] == ["PK-DRAFT"]
    assert "PK-DRAFT" in stderr
    assert not (tmp_path / "out").exists()
    assert _run("build", folder, "--format", "scorm12", "-o", tmp_path / "out", "--allow-drafts")[0] == 0


_TOLD_TO_END = """
import os, signal, sys
import packager.build
real, told = packager.build.sha256_file, getattr(signal, sys.argv.pop(1))
signal.signal(told, signal.SIG_DFL)  # a test run under nohup hands on that it is ignored
packager.build.sha256_file = lambda path: (os.kill(os.getpid(), told), real(path))[1]
from coursebridge.cli import main
main()
"""


@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP"])
def test_a_build_that_is_told_to_end_leaves_nothing_half_written(folder: Path, tmp_path: Path, name: str) -> None:
    out = tmp_path / "out"
    command = [sys.executable, "-c", _TOLD_TO_END, name, "package", "build", str(folder), "--format", "html", "-o", out]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert (done.returncode, list(out.iterdir())) == (130, []), done.stderr


def test_a_half_written_course_folder_exits_1_with_every_problem(folder: Path, tmp_path: Path) -> None:
    (folder / "map.xml").unlink()
    (folder / "forms.yaml").write_text("forms: [", encoding="utf-8")
    code, found, _ = _run("build", folder, "--format", "scorm12", "-o", tmp_path / "out")
    assert code == 1
    assert {"CT-FILE-MISSING", "CT-YAML"} <= {each["id"] for each in found["findings"]}
    assert not (tmp_path / "out").exists()


def test_an_unknown_format_is_a_usage_error(folder: Path, tmp_path: Path) -> None:
    code, found, _ = _run("build", folder, "--format", "scorm12,nothing", "-o", tmp_path / "out")
    assert code == 2
    assert [each["id"] for each in found["findings"]] == ["PK-NO-FORMAT"]
    assert not (tmp_path / "out").exists()


def test_check_tells_by_contract(tmp_path: Path) -> None:
    code, found, _ = _run("check", write(tmp_path))
    assert code == 0
    assert found == {"format": "scorm12", "valid": True, "will_import": True, "will_report": True, "findings": []}
    code, found, _ = _run("check", write(tmp_path, MANIFEST.replace('"RES-2" type', '"RES-9" type')))
    assert code == 1
    assert (found["valid"], found["will_import"]) == (False, False)


def test_inspect_tells_by_contract(tmp_path: Path) -> None:
    code, found, _ = _run("inspect", write(tmp_path))
    assert code == 0
    assert set(found) == {"format", "identifier", "title", "items", "files", "pages", "findings"}
    assert set(found["items"][0]) == {"id", "href", "title", "objectives", "prerequisites", "rules"}
    assert set(found["files"][0]) == {"path", "size_bytes"}
    assert set(found["pages"][0]) == {"path", "type"}


def test_formats_tells_what_each_carries() -> None:
    code, found, _ = _run("formats")
    assert code == 0
    assert [each["name"] for each in found["formats"]] == [each.name for each in package_formats()]
    assert found["formats"][0]["ext"] == "zip"
    assert all(isinstance(value, bool) for each in found["formats"] for value in each["carries"].values())


def test_a_person_gets_words_in_both_languages(tmp_path: Path) -> None:
    result = CliRunner().invoke(command, ["check", str(write(tmp_path))])
    assert "能导入 / Will import: 是 / yes" in result.stdout


def test_a_hostile_package_exits_1_without_a_traceback(tmp_path: Path) -> None:
    path = write(tmp_path, files={"../up.html": b""})
    for name in ("check", "inspect"):
        done = subprocess.run(
            [sys.executable, "-m", "coursebridge", "package", name, str(path), "--json"], capture_output=True, text=True
        )
        assert done.returncode == 1
        assert json.loads(done.stdout)["findings"][0]["id"] == "CB-ARCHIVE"
        assert "Traceback" not in done.stderr


@pytest.mark.parametrize("name", ["build", "check", "inspect", "formats"])
def test_every_command_has_help_in_both_languages_with_an_example(name: str) -> None:
    text = CliRunner().invoke(command, [name, "--help"]).stdout
    assert "Example: coursebridge package" in text
    assert any("一" <= letter <= "鿿" for letter in text)
