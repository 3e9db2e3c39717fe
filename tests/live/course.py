"""The course that goes onto a real site: a folder and its map, with every type of question and every phase."""

from __future__ import annotations

import os
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

import course_templates
from course_templates.folder.writer import write_course
from course_templates.model import Cell, Course, Form
from foundation.digest import sha256_hex
from tests.packager.courses import make_course, question

_MAP = Path(course_templates.__file__).parent / "examples/quality/course/map.xml"
_BASE = "urn:x-competency-map:quality:"


def live_course(course_id: str) -> tuple[Course, bytes]:
    """Return a course of two lessons, pre-test, practice, post-test, final exam and survey, and its map."""
    iri = f"urn:x-competency-map:{course_id}:"
    map_xml = _MAP.read_bytes().replace(_BASE.encode(), iri.encode())
    made = make_course(id_=course_id, works=2, per_work=3)
    first, second = made.objectives
    exam = (question("exam-1", first.id, right="c"), question("exam-2", second.id, kind="multiple"))
    form = Form(
        id="exam-a",
        phase="exam",
        questions=tuple(each.id for each in exam),
        cells=tuple(Cell(item=work.id, count=1, points=1) for work in made.works),
        passing_scaled=Decimal("0.5"),
    )
    pin = made.map.model_copy(update={"iri": iri, "sha256": sha256_hex(map_xml)})
    added = {"map": pin, "questions": (*made.questions, *exam), "forms": (*made.forms, form)}
    return made.model_copy(update=added), map_xml


def write_live_course(course_id: str, folder: Path) -> Course:
    """Write the course folder; return the course."""
    course, map_xml = live_course(course_id)
    write_course(course, map_xml, folder)
    return course


def add_films(folder: Path, sizes_bytes: Sequence[int]) -> None:
    """Put films of these sizes into a lesson of a course folder, as an author does."""
    (folder / "assets").mkdir(exist_ok=True)
    links = []
    for number, size_bytes in enumerate(sizes_bytes):
        (folder / f"assets/film{number}.mp4").write_bytes(os.urandom(size_bytes))
        links.append(f"[录像 {number}](assets/film{number}.mp4)")
    lesson = min((folder / "modules").rglob("*.md"))
    text = lesson.read_text(encoding="utf-8")
    lesson.write_text(text + "\n\n" + "\n\n".join(links) + "\n", encoding="utf-8")


def edit(folder: Path, pattern: str, old: str, new: str) -> None:
    """Replace a text, as an author does, in the one file of a course folder that holds it."""
    files = [file for file in sorted(folder.rglob(pattern)) if old in file.read_text(encoding="utf-8")]
    assert files, f"no {pattern} holds {old!r}"
    text = files[0].read_text(encoding="utf-8")
    files[0].write_text(text.replace(old, new, 1), encoding="utf-8")
