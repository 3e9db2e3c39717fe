"""Write a course as a folder that people edit: YAML and Markdown that `read_course` turns into an equal course."""

from __future__ import annotations

import io
import itertools
import re
import shutil
from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from pydantic import BaseModel
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedSeq
from ruamel.yaml.representer import RoundTripRepresenter

from course_templates.folder.model import (
    COURSE_FILE,
    FORMS_FILE,
    MAP_FILE,
    MODULE_FILE,
    MODULES_FOLDER,
    QUESTIONS_FOLDER,
    SURVEY_FILE,
)
from course_templates.model import Course, Lesson, Module
from foundation.files import atomic_directory
from foundation.text import ZH

_FLOW_UP_TO = 8
_COURSE_NOTE = """\
# 课程文件。文字可写成一个字符串（中文），或 {zh-CN: …, en: …}。
# The course. A text is one string (Chinese), or {zh-CN: …, en: …}.
# map 记录 map.xml 的指纹，请勿手改 / `map` pins map.xml: leave it alone.
"""
_QUESTIONS_NOTE = """\
# 题库。写完一题后把 draft 改为 false；改动已用过的题，version 加 1。
# The bank. Set draft to false when a question is written; raise its version when a used one changes.
# item: 能力项编号; bloom: remember|understand|apply|analyse|evaluate|create; answer: 正确选项的 key
"""
_FORMS_NOTE = """\
# 试卷。cells 是双向细目表（内容 × 题数 × 分值）；前测与后测的细目表相同，题目不同。
# Forms. `cells` is the blueprint; pre-test and post-test share it, and no question.
"""
_SURVEY_NOTE = """\
# 岗位契合度调查，自愿填写 / The job-fit survey, answered voluntarily.
"""


def write_course(course: Course, map_xml: bytes, folder: Path) -> None:
    """Write a course and its map to a folder, whole or not at all. Assets are copied from their `source`.

    Raises:
        TargetExistsError: the folder is there and not empty.
    """
    with atomic_directory(folder) as part:
        for path, content in _text_files(course):
            _write(part / path, content.encode())
        _write(part / MAP_FILE, map_xml)
        for asset in course.assets:
            target = part / asset.path
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(asset.source, target)


def segment(text: str, length: int = 40) -> str:
    """Return a text as an id of `[A-Za-z0-9_-]`, at most so long; '' when nothing of it can stay."""
    return re.sub(r"[^A-Za-z0-9_]+", "-", text).strip("-")[:length].strip("-")


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def _text_files(course: Course) -> Iterator[tuple[str, str]]:
    yield COURSE_FILE, _COURSE_NOTE + to_yaml(_course_fields(course))
    for number, module in enumerate(course.modules, start=1):
        yield from _module_files(module, f"{MODULES_FOLDER}/{number:02d}-{module.id}")
    yield from _question_files(course)
    if course.forms:
        yield FORMS_FILE, _FORMS_NOTE + to_yaml({"forms": [_fields(form) for form in course.forms]})
    if course.survey is not None:
        yield SURVEY_FILE, _SURVEY_NOTE + to_yaml(_plain(course.survey.model_dump(exclude_defaults=True)))


def _course_fields(course: Course) -> dict[str, Any]:
    fields = _fields(course)
    names = ("id", "version", "title", "description", "role")
    kept = {name: fields[name] for name in names if name in fields}
    pin = {"iri": course.map.iri, "version": course.map.version, "sha256": course.map.sha256}
    rest = {"level": course.level, "languages": list(course.languages), "simulated": course.simulated, "map": pin}
    if course.released is not None:
        rest["released"] = course.released.isoformat()
    return kept | rest


def _module_files(module: Module, base: str) -> Iterator[tuple[str, str]]:
    fields = {"id": module.id, **_fields(module)}
    fields.pop("lessons", None)
    yield f"{base}/{MODULE_FILE}", to_yaml(fields)
    for number, lesson in enumerate(module.lessons, start=1):
        yield from _lesson_files(lesson, f"{base}/{number:02d}-{lesson.id}")


def _lesson_files(lesson: Lesson, base: str) -> Iterator[tuple[str, str]]:
    fields = _fields(lesson)
    fields.pop("body", None)
    yield f"{base}.md", f"---\n{to_yaml(fields)}---\n\n{lesson.body.get(ZH) or ''}\n"
    for lang, body in lesson.body.root:
        if lang != ZH:
            front = "---\n---\n\n" if body.startswith("---") else ""
            yield f"{base}.{lang}.md", f"{front}{body}\n"


def _question_files(course: Course) -> Iterator[tuple[str, str]]:
    works = {objective.id: objective.work for objective in course.objectives}
    modules = {work: module.id for module in course.modules for work in module.works}
    runs = itertools.groupby(course.questions, key=lambda question: modules.get(works.get(question.item) or ""))
    for number, (name, questions) in enumerate(runs, start=1):
        content = to_yaml({"questions": [_fields(question) for question in questions]})
        yield f"{QUESTIONS_FOLDER}/{number:02d}-{name or 'basic'}.yaml", _QUESTIONS_NOTE + content


def _fields(part: BaseModel) -> dict[str, Any]:
    fields = _plain(part.model_dump())
    assert isinstance(fields, dict)
    return fields


def _plain(value: Any) -> Any:
    """Return a dumped model for the eye: empty fields left out, Chinese alone as a plain string."""
    if isinstance(value, Mapping):
        if value.keys() == {ZH}:
            return value[ZH]
        kept = ((key, _plain(child)) for key, child in value.items())
        return {key: child for key, child in kept if child is not None and child not in ({}, [], "")}
    if isinstance(value, list | tuple):
        return [_plain(child) for child in value]
    return float(value) if isinstance(value, Decimal) else value


def to_yaml(value: Any) -> str:
    """Return plain data as YAML 1.2: block style, unwrapped lines, short lists of words in brackets."""
    writer = YAML()
    writer.Representer = _Representer
    writer.default_flow_style = False
    writer.width = 1 << 20
    writer.indent(mapping=2, sequence=4, offset=2)
    stream = io.StringIO()
    writer.dump(_with_short_lists(value), stream)
    return stream.getvalue()


class _Representer(RoundTripRepresenter):
    """Writes null by its name: an empty place looks like a slip."""


_Representer.add_representer(type(None), lambda writer, _: writer.represent_scalar("tag:yaml.org,2002:null", "null"))


def _with_short_lists(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _with_short_lists(child) for key, child in value.items()}
    if not isinstance(value, list):
        return value
    entries = CommentedSeq(_with_short_lists(child) for child in value)
    if len(entries) <= _FLOW_UP_TO and all(isinstance(child, str) for child in entries):
        entries.fa.set_flow_style()
    return entries
