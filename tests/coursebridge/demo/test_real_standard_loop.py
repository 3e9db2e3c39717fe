"""The same loop on a real standard: its printed table in, with drafts allowed, evidence of all three levels out."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from course_templates.source import read_course
from coursebridge.demo.classroom import Lecture, teach
from coursebridge.demo.model import ResponseModel
from coursebridge.demo.screens import CourseScreens
from coursebridge.demo.world import CENTRES, people_of

LEVELS = {"初级": 15, "中级": 14, "高级": 9}
_SETTINGS = """\
[centres.donghai]
title = "东海智造实训中心"
key_file = "keys/donghai.key"
"""
_LMS = """
[targets.{name}]
connector = "sandbox"
data = "lms/{name}"

[sources.{name}]
connector = "sandbox"
data = "lms/{name}"
centre = "donghai"
simulated = true
"""


@pytest.mark.timeout(300)
def test_a_real_standard_goes_the_whole_way_with_drafts_allowed(printed_standard: Path, tmp_path: Path) -> None:
    root = tmp_path / "真实标准"
    root.mkdir()
    names = [f"level{number}" for number, _ in enumerate(LEVELS, start=1)]
    settings = _SETTINGS + "".join(_LMS.format(name=name) for name in names)
    (root / "coursebridge.toml").write_text(settings, encoding="utf-8")
    _run(root, "keys", "new", "donghai")
    counts = _run(root, "map", "import", str(printed_standard), "-o", "图谱.xml")["counts"]
    assert (counts["works"], counts["abilities"], counts["knowledge"]) == (38, 117, 106)
    for (level, works), name in zip(LEVELS.items(), names, strict=True):
        _teach_level(root, level, name, works)
    assert sum(source["refused"] for source in _run(root, "harvest", "run")["sources"]) == 0
    report = _run(root, "report", "build", "-o", "报告", "--internal")
    assert report["simulated"] is True
    figures = json.loads((root / "报告/figures.json").read_text(encoding="utf-8"))
    levels = {figure["group"].get("level") for figure in figures if figure["measure"] == "gain_g" and figure["n"]}
    assert len(levels - {None}) == 3
    page = (root / "报告/index.html").read_text(encoding="utf-8")
    assert all(level in page for level in LEVELS)
    assert "模拟数据" in page


def _teach_level(root: Path, level: str, name: str, works: int) -> None:
    folder = root / f"课程-{level}"
    _run(root, "course", "new", "--map", "图谱.xml", "--role", "数字化管理师", "--level", level, str(folder))
    refused = _run(root, "package", "build", str(folder), "--format", "scorm12", "-o", "课件", exits=1)
    assert refused["findings"]
    assert not (root / "课件").exists() or not list((root / "课件").glob(f"*{folder.name}*"))
    built = _run(root, "package", "build", str(folder), "--format", "scorm12", "-o", "课件", "--allow-drafts")
    _run(root, "push", "apply", built["packages"][0]["path"], "--target", name)
    course = read_course(folder)
    assert len(course.works) == works
    model = ResponseModel(course, seed=7)
    people = people_of(CENTRES[0], 8, 7, course, model)
    taught: list[None] = []
    teach(root / "lms" / name, people, Lecture(CourseScreens(course), model), lambda: taught.append(None))
    assert len(taught) == len(people)


def _run(root: Path, *arguments: str, exits: int = 0) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, "-m", "coursebridge", *arguments, "--json"],
        cwd=root,
        env={**os.environ, "PYTHONUTF8": "1"},
        capture_output=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == exits, done.stderr.decode()
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer
