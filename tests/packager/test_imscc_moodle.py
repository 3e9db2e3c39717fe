"""Moodle's own converter imports our cartridge; what its database then holds is what the course holds.

Takes a site's code on this machine: MOODLE_URL says that there is one, MOODLE_CODE is the folder of its
`config.php`, MOODLE_PHP the interpreter (else `php`).
"""

from __future__ import annotations

import json
import os
import subprocess
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from course_templates.model import Course
from foundation.text import LangText
from packager.build import build_package
from tests.packager.courses import asset, make_course, question

_SCRIPT = Path(__file__).with_name("moodle_import.php")
pytestmark = [pytest.mark.live, pytest.mark.timeout(300)]


def _imported(package: Path) -> dict[str, Any]:
    code = os.environ.get("MOODLE_CODE")
    if not os.environ.get("MOODLE_URL") or not code:
        pytest.skip("no MOODLE_URL with MOODLE_CODE beside it")
    command = [os.environ.get("MOODLE_PHP", "php"), str(_SCRIPT), code, str(package)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=280)
    assert done.stdout.strip().startswith("{"), (done.stdout + done.stderr)[-2000:]
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def _course(tmp_path: Path) -> Course:
    picture = tmp_path / "f.svg"
    picture.write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
    body = LangText.of("看图 ![图](assets/fig.svg)，见[官网](https://example.org/a?b=1&c=2)。", "See the picture.")
    course = make_course(per_work=3, assets=(asset("assets/fig.svg", picture),), body=body)
    spare = question("spare1", course.objectives[0].id, points=3)
    return course.model_copy(update={"questions": (*course.questions, spare)})


@pytest.mark.proves(
    "imscc",
    by="Moodle 4.5、5.1 / Moodle 4.5, 5.1",
    shows=(
        "导入后数据库里的章节、页面、测验、题目、分值、图片与课程一致",
        "sections, pages, quizzes, questions, marks and pictures in the database equal the course's",
    ),
)
def test_moodle_makes_sections_pages_quizzes_and_a_bank_of_a_cartridge(tmp_path: Path) -> None:
    course = _course(tmp_path)
    found = _imported(build_package(course, "imscc", tmp_path).path)
    assert "errors" not in found["precheck"]
    assert found["fullname"].startswith(course.title.best())
    assert found["sections"] == ["开始", *(module.title.best() for module in course.modules), "结束"]
    assert Counter(kind for _, kind, _, _ in found["modules"]) == {"page": 4, "quiz": 4, "url": 1}
    assert [name for _, _, name, is_seen in found["modules"] if not is_seen] == ["能力项对照表（教师）"]
    assert found["slots"] == sum(len(form.questions) for form in course.forms)
    assert len(found["questions"]) == len(course.questions)
    kinds = Counter((each.type != "true-false", len(each.answer)) for each in course.questions)
    assert Counter((kind == "multichoice", right) for kind, _, _, right in found["questions"]) == kinds
    assert [mark for _, name, mark, _ in found["questions"] if name.startswith("spare1")] == [3.0]
    assert "fig.svg" in found["files"]


def test_a_long_chinese_title_does_not_break_the_import(tmp_path: Path) -> None:
    long = make_course().model_copy(update={"title": LangText.of("质量管理人员能力提升与数字化转型示范课程" * 4)})
    found = _imported(build_package(long, "imscc", tmp_path).path)
    assert long.title.best().startswith(found["fullname"])
    assert len(found["modules"]) == 8


def test_long_titles_and_angle_brackets_do_not_break_the_import(tmp_path: Path) -> None:
    made = make_course()
    lesson = made.modules[0].lessons[0].model_copy(update={"title": LangText.of("读懂控制图" * 60)})
    module = made.modules[0].model_copy(update={"lessons": (lesson,)})
    titled = {"title": LangText.of("读懂 <控制图> & 极差"), "modules": (module, *made.modules[1:])}
    found = _imported(build_package(made.model_copy(update=titled), "imscc", tmp_path).path)
    assert found["fullname"] == "读懂 ＜控制图＞ & 极差"
    assert ("读懂控制图" * 60)[:239] + "…" in [name for _, _, name, _ in found["modules"]]
