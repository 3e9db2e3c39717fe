"""Somebody else's reader of quizzes (PyPI's qti2latex) finds in our cartridges what the course asks, and what is right.

It was made for Canvas's exports; cartridges of 1.2 and 1.3 have no LMS on this machine that would take them.
"""

from __future__ import annotations

import json
import subprocess
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from course_templates.model import Course, Question
from packager.build import build_package
from tests.e2e.tools import ROOT, python_of
from tests.packager.courses import make_course

_READ = """
import json, sys
import xml.etree.ElementTree as ET
import qti2latex
found = {}
for path in sorted(qti2latex.read_qti_dir(qti2latex.extract_zip_to_tmp(qti2latex.Path(sys.argv[1])))):
    items = [item for item in qti2latex.findall_anyns(ET.parse(path).getroot(), "item")]
    if items:
        found[path.stem] = [
            {"type": qti2latex.guess_type({}, item), "stem": qti2latex.get_item_stem(item),
             "choices": qti2latex.get_choices(item), "right": sorted(qti2latex.get_correct_idents(item))}
            for item in items
        ]
json.dump(found, sys.stdout)
"""
#: It knows a question of true and false by English words alone; ours are in Chinese as well.
_TYPES = {"choice": "multiple_choice", "multiple": "multiple_answers", "true-false": "multiple_choice"}
_KEYS = {"t": "true", "f": "false"}


def _read(package: Path) -> dict[str, list[Mapping[str, object]]]:
    """Return what that reader finds in each test."""
    python = python_of(ROOT / "requirements" / "qti2latex.txt")
    done = subprocess.run(
        [str(python), "-c", _READ, str(package)], capture_output=True, text=True, timeout=100, check=True
    )
    found: dict[str, list[Mapping[str, object]]] = json.loads(done.stdout)
    return found


def _expected(question: Question) -> dict[str, object]:
    return {
        "type": f"{_TYPES[question.type]}_question",
        "choices": [_KEYS.get(each.key, each.key) for each in question.choices],
        "right": sorted(_KEYS.get(key, key) for key in question.answer),
    }


def _told(item: Mapping[str, object]) -> dict[str, object]:
    choices = item["choices"]
    assert isinstance(choices, Sequence)
    return {"type": item["type"], "choices": [key for key, _ in choices], "right": item["right"]}


def _asked(course: Course, test: str) -> list[Question]:
    return [course.question(name) for form in course.forms if form.phase == test for name in form.questions]


@pytest.mark.proves(
    "imscc",
    "imscc12",
    "imscc13",
    by="qti2latex 0.1.6",
    shows=(
        "读出的每道题、题型、选项和正确答案与课程一致",
        "every question that it reads, its kind, choices and right answers are the course's",
    ),
)
@pytest.mark.timeout(300)
@pytest.mark.parametrize("form", ["imscc", "imscc12", "imscc13"])
def test_another_reader_finds_every_question_and_its_right_answers(form: str, tmp_path: Path) -> None:
    course = make_course(works=2, per_work=3)
    found = _read(build_package(course, form, tmp_path).path)
    assert set(found) == {"pre", "practice-l1", "practice-l2", "post"}
    for test in ("pre", "post"):
        asked = _asked(course, test)
        assert [_told(item) for item in found[test]] == [_expected(question) for question in asked]
        for item, question in zip(found[test], asked, strict=True):
            assert question.stem.get("zh-CN") in str(item["stem"])


@pytest.mark.timeout(300)
def test_that_reader_does_notice_another_key(tmp_path: Path) -> None:
    course = make_course(works=1, per_work=3)
    built = build_package(course, "imscc13", tmp_path).path
    spoiled = tmp_path / "spoiled.imscc"
    with zipfile.ZipFile(built) as source, zipfile.ZipFile(spoiled, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            target.writestr(name, content.replace(b">a</varequal>", b">d</varequal>") if "post" in name else content)
    told = [_told(item)["right"] for item in _read(spoiled)["post"]]
    assert told != [_expected(question)["right"] for question in _asked(course, "post")]
