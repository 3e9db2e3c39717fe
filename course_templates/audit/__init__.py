"""Cross-checks of a course folder: ids used once, references that lead somewhere, texts that are there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from competency_xml.model import CompetencyMap
from course_templates.audit.forms import form_findings
from course_templates.audit.questions import question_findings
from course_templates.audit.references import References
from course_templates.audit.survey import survey_findings
from course_templates.findings import finding
from course_templates.folder.lesson import LessonSource
from course_templates.folder.placed import TEXT_FIELDS, Placed
from course_templates.folder.reading import Folder, ModuleSource
from course_templates.folder.yaml import YamlPath
from course_templates.scope import Scope
from foundation.findings import Finding


def audit(folder: Folder, course_map: CompetencyMap | None, scope: Scope | None) -> Iterator[Finding]:
    """Yield what is wrong between the parts of a folder; without a map, what can be seen without it."""
    references = References(folder, course_map, scope)
    yield from _ids_twice(folder)
    for module in folder.modules:
        yield from _module_findings(module, references)
    for lesson in folder.lessons():
        yield from _lesson_findings(lesson, references)
    yield from _practice_twice(folder)
    yield from question_findings(folder.questions, references)
    yield from form_findings(folder, references)
    if folder.survey is not None:
        yield from survey_findings(folder.survey, references)
    yield from _language_findings(folder)


def _ids_twice(folder: Folder) -> Iterator[Finding]:
    yield from _repeated(((source.module.value.id, source.module) for source in folder.modules), "模块", "module")
    yield from _repeated(((lesson.front.value.id, lesson.front) for lesson in folder.lessons()), "课文", "lesson")
    yield from _repeated(((question.value.id, question) for question in folder.questions), "题目", "question")
    yield from _repeated(((form.value.id, form) for form in folder.forms), "试卷", "form")


def _repeated(parts: Iterable[tuple[str, Placed[Any]]], zh: str, en: str) -> Iterator[Finding]:
    first: dict[str, Placed[Any]] = {}
    for part_id, part in parts:
        before = first.setdefault(part_id, part)
        if before is not part:
            where = f"{before.file.name} {before.document.place((*before.path, 'id')) or ''}".strip()
            message = f"{zh}编号 {part_id} 已用于 {where}", f"The {en} id {part_id} is used at {where} already"
            yield part.finding("CT-ID-TWICE", *message, "id")


def _module_findings(source: ModuleSource, references: References) -> Iterator[Finding]:
    module = source.module
    for index, work in enumerate(module.value.works):
        yield from references.work(module, work, "works", index)
    if not module.value.title:
        yield module.finding("CT-EMPTY", "模块没有标题", "The module has no title", "title")
    if not source.lessons and not source.has_broken:
        yield module.finding("CT-MODULE-EMPTY", "模块没有课文", "The module has no lesson")


def _lesson_findings(lesson: LessonSource, references: References) -> Iterator[Finding]:
    front = lesson.front
    for index, item in enumerate(front.value.items):
        yield from references.item(front, item, "items", index)
    for index, question in enumerate(front.value.practice):
        yield from references.question(front, question, "practice", index)
    if not lesson.title:
        yield front.finding("CT-EMPTY", "课文没有标题", "The lesson has no title", "title")
    if not any(body.text.strip() for body in lesson.bodies):
        yield front.finding("CT-EMPTY", "课文没有正文", "The lesson has no text")


def _practice_twice(folder: Folder) -> Iterator[Finding]:
    first: dict[str, str] = {}
    for lesson in folder.lessons():
        front = lesson.front
        for index, question in enumerate(front.value.practice):
            if question in first:
                zh = f"练习题 {question} 已用于课文 {first[question]}"
                en = f"The question {question} is practised in the lesson {first[question]} already"
                yield front.finding("CT-PRACTICE-TWICE", zh, en, "practice", index)
            first.setdefault(question, front.value.id)


def _language_findings(folder: Folder) -> Iterator[Finding]:
    if folder.course is None:
        return
    known = frozenset(folder.course.value.languages)
    for document in folder.files.documents:
        for path in _language_paths(document.value, ()):
            if path[-1] not in known:
                yield document.finding("CT-LANGUAGE", *_unlisted(path[-1]), path)
    for lesson in folder.lessons():
        for body in lesson.bodies:
            if body.lang not in known:
                yield finding("CT-LANGUAGE", *_unlisted(body.lang), file=body.file)


def _language_paths(value: object, path: YamlPath) -> Iterator[YamlPath]:
    """Yield the path of every language tag: the keys of what stands in a text field."""
    if isinstance(value, list):
        for index, child in enumerate(value):
            yield from _language_paths(child, (*path, index))
    elif isinstance(value, dict):
        for key, child in value.items():
            if path and path[-1] in TEXT_FIELDS:
                yield (*path, key)
            yield from _language_paths(child, (*path, key))


def _unlisted(tag: str | int) -> tuple[str, str]:
    return f"课程未列出语言 {tag}", f"The course does not list the language {tag}"
