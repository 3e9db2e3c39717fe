"""A real Moodle restores our backup; what its database then holds is what the course holds.

Takes a site's code on this machine: MOODLE_URL says that there is one, MOODLE_CODE is the folder of its
`config.php`, MOODLE_PHP the interpreter (else `php`).
"""

from __future__ import annotations

import json
import os
import subprocess
from collections import Counter
from pathlib import Path

import pytest

from packager.build import build_package
from tests.packager.courses import asset, make_course

_SCRIPT = Path(__file__).with_name("moodle_import.php")
pytestmark = [pytest.mark.live, pytest.mark.timeout(300)]


@pytest.mark.proves(
    "mbz",
    by="Moodle 4.5、5.1 / Moodle 4.5, 5.1",
    shows=("恢复后的每个活动、题目、图片与课程一致", "every activity, question and picture is there once restored"),
)
def test_moodle_restores_every_activity_question_and_picture(tmp_path: Path) -> None:
    code = os.environ.get("MOODLE_CODE")
    if not os.environ.get("MOODLE_URL") or not code:
        pytest.skip("no MOODLE_URL with MOODLE_CODE beside it")
    picture = tmp_path / "f.svg"
    picture.write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
    body = make_course().modules[0].lessons[0].body.saying("zh-CN", "看图 ![图](assets/fig.svg)")
    course = make_course(per_work=3, assets=(asset("assets/fig.svg", picture),), body=body)
    package = build_package(course, "mbz", tmp_path).path
    command = [os.environ.get("MOODLE_PHP", "php"), str(_SCRIPT), code, str(package)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=280)
    assert done.stdout.strip().startswith("{"), (done.stdout + done.stderr)[-2000:]
    found = json.loads(done.stdout)
    assert "errors" not in found["precheck"]
    assert found["fullname"].startswith("质量管理人员示意课程 / Quality: an illustrative course")
    assert Counter(kind for _, kind, _, _ in found["modules"]) == {"quiz": 2, "page": 2, "scorm": 1, "feedback": 1}
    assert found["slots"] == 12
    assert {name for _, name, _, _ in found["questions"]} == {f"{each.id}.{each.version}" for each in course.questions}
    assert len(found["questions"]) == len(course.questions)
    assert found["files"] == ["fig.svg"]
