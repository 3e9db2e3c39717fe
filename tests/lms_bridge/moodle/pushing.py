"""A small course and its map in a working folder, pushed step by step; the same steps are recorded and replayed."""

from __future__ import annotations

import random
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.course_templates.folders import COUNTING, RECEIVING, CourseFolder, sound_folder
from tests.lms_bridge.moodle.home import Workplace

_SECOND_CELL = "      - {item: wh.w1-2, count: 1, points: 1}\n"
_FILM_BYTES = 9 << 20
ROSTER = "username\nouyang\nsima\nnobody-of-this-name\n"


@dataclass
class Pushing:
    """The course of `id`, its map, and what is done with them. Every step returns exit code and JSON."""

    work: Workplace
    id: str

    def __post_init__(self) -> None:
        self.folder: CourseFolder = sound_folder(self.work.root / "course")
        self.folder.change("course.yaml", "id: warehouse", f"id: {self.id}")

    @property
    def map(self) -> Path:
        """The map's file."""
        return self.folder.root / "map.xml"

    def plan(self) -> tuple[int, dict[str, Any]]:
        """Plan the course."""
        return self.work.push("plan", self.folder.root)

    def apply(self, *allow: str) -> tuple[int, dict[str, Any]]:
        """Push the course, allowing what is named."""
        return self.work.push("apply", self.folder.root, *(f"--allow={name}" for name in allow))

    def apply_map(self) -> tuple[int, dict[str, Any]]:
        """Push the map."""
        return self.work.push("apply", self.map)

    def retire(self, verb: str, *allow: str) -> tuple[int, dict[str, Any]]:
        """Plan or apply the retirement of the course, allowing what is named."""
        return self.work.push(verb, self.folder.root, "--retire", *(f"--allow={name}" for name in allow))

    def retire_map(self, verb: str, *allow: str) -> tuple[int, dict[str, Any]]:
        """Plan or apply the retirement of the map's framework."""
        return self.work.push(verb, self.map, "--retire", *(f"--allow={name}" for name in allow))

    def next_version(self, version: str = "1.1.0") -> None:
        """Give the course another version."""
        self.folder.change("course.yaml", "version: 1.0.0\ntitle", f"version: {version}\ntitle")

    def edit(self) -> None:
        """Change the words of a lesson and of a question."""
        self.folder.change(RECEIVING, "系统登记 118 箱", "系统登记 117 箱")
        self.folder.change("questions/题库.yaml", "两次盘点结果不同，先查什么？", "两次盘点结果不一致，先查什么？")

    def film(self) -> None:
        """Put a film into a lesson: a package that is long on its way."""
        self.folder.write("assets/film.mp4", random.Random(1).randbytes(_FILM_BYTES))
        self.folder.change(RECEIVING, "## 案例\n", "## 案例\n\n[录像](assets/film.mp4)\n\n")

    def drop_lesson(self) -> None:
        """Take the second module out, and with it a page, a SCO and an exercise."""
        shutil.rmtree((self.folder.root / COUNTING).parent)
        self._shorten("practice", "pr-1", "pr-2")

    def drop_survey_question(self) -> None:
        """Take the last question out of the survey."""
        text = (self.folder.root / "survey.yaml").read_text(encoding="utf-8")
        self.folder.write("survey.yaml", text[: text.index("  - id: missing")])

    def swap_test_question(self) -> None:
        """Put another question in the place of one of the post-test's."""
        bank = (self.folder.root / "questions/题库.yaml").read_text(encoding="utf-8")
        start, end = bank.index("  - id: post-2"), bank.index("  - id: pr-1")
        another = bank[start:end].replace("post-2", "post-3").replace("两次", "三次")
        self.folder.write("questions/题库.yaml", bank + another)
        self.folder.change("forms.yaml", "[post-1, post-2]", "[post-1, post-3]")

    def _shorten(self, form: str, kept: str, gone: str) -> None:
        file = self.folder.root / "forms.yaml"
        head, _, tail = file.read_text(encoding="utf-8").partition(f"id: {form}\n")
        tail = tail.replace(_SECOND_CELL, "", 1).replace(f"[{kept}, {gone}]", f"[{kept}]", 1)
        self.folder.write("forms.yaml", f"{head}id: {form}\n{tail}")

    def roster(self) -> Path:
        """Write the list of learners to enrol."""
        return self.folder.write("../roster.csv", ROSTER)


def ops(changes: list[dict[str, Any]]) -> set[str]:
    """Return the ops of changes."""
    return {change["op"] for change in changes}


def named(changes: list[dict[str, Any]]) -> set[str]:
    """Return the names of changes, `kind:idnumber`."""
    return {f"{change['kind']}:{change['idnumber']}" for change in changes}
