"""What a sound course could do better: balance of keys and Bloom levels, items tested and not taught, hours."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from course_templates.coverage import coverage, hours
from course_templates.drafts import drafts
from course_templates.findings import finding
from course_templates.folder.model import FORMS_FILE
from course_templates.model import Course, Form, Question
from course_templates.moodle_text import MAX_FULLNAME_CHARACTERS, MAX_NAME_CHARACTERS, uncut
from foundation.findings import Finding
from foundation.text import LangText

_REMEMBER_AT_MOST = 0.3
_KEYS_FROM = 8


def advice(course: Course, folder: Path) -> Iterator[Finding]:
    """Yield warnings about a course without errors. Drafts are not judged: they are to be written yet."""
    for form in course.forms:
        questions = [course.question(question) for question in form.questions]
        written = [question for question in questions if not question.draft]
        yield from _remember(form, written, folder)
        yield from _keys(form, written, folder)
    yield from _alignment(course, folder)
    yield from _hours(course, folder)
    yield from _names(course, folder)


def _names(course: Course, folder: Path) -> Iterator[Finding]:
    """Yield names that Moodle has no room for: it shows the first language alone, or the beginning of that."""
    for place, text, limit in _named(course):
        length = len(uncut(text))
        if length > limit:
            zh = f"{place}：名称共 {length} 个字符，Moodle 最多 {limit} 个，放不下的不显示"
            en = f"{place}: {length} characters, of which Moodle shows {limit}, in one language alone if need be"
            yield finding("CT-NAME-LENGTH", zh, en, file=folder, place=place)


def _named(course: Course) -> Iterator[tuple[str, LangText, int]]:
    yield course.id, course.title, MAX_FULLNAME_CHARACTERS
    for module in course.modules:
        yield module.id, module.title, MAX_NAME_CHARACTERS
        yield from ((lesson.id, lesson.title, MAX_NAME_CHARACTERS) for lesson in module.lessons)
    yield from ((form.id, form.title, MAX_NAME_CHARACTERS) for form in course.forms)
    if course.survey is not None:
        yield course.survey.id, course.survey.title, MAX_NAME_CHARACTERS
        yield from ((each.id, each.prompt, MAX_NAME_CHARACTERS) for each in course.survey.questions)


def _remember(form: Form, questions: list[Question], folder: Path) -> Iterator[Finding]:
    count = sum(question.bloom == "remember" for question in questions)
    if questions and count > _REMEMBER_AT_MOST * len(questions):
        zh = f"试卷 {form.id}：{len(questions)} 题中 {count} 题只考记忆"
        en = f"Form {form.id}: {count} of {len(questions)} questions ask for memory alone"
        yield finding("CT-REMEMBER", zh, en, file=folder / FORMS_FILE, place=form.id)


def _keys(form: Form, questions: list[Question], folder: Path) -> Iterator[Finding]:
    single = [question.answer[0] for question in questions if question.type == "choice"]
    if len(single) < _KEYS_FROM:
        return
    key, count = Counter(single).most_common(1)[0]
    if 2 * count > len(single):
        zh, en = f"试卷 {form.id}：{count} 题的答案都是 {key}", f"Form {form.id}: {count} answers are {key}"
        yield finding("CT-KEYS", zh, en, file=folder / FORMS_FILE, place=form.id)


def _alignment(course: Course, folder: Path) -> Iterator[Finding]:
    is_examined = course.form("post") is not None or course.form("exam") is not None
    for row in coverage(course):
        item = row.objective
        if item.critical and is_examined and not row.post and not row.exam:
            zh, en = f"关键能力项没有后测题：{item.label.best()}", f"A critical item is not tested: {item.label.best()}"
            yield finding("CT-CRITICAL", zh, en, file=folder, place=item.id)
        if (row.pre or row.post or row.exam) and not row.taught:
            zh, en = f"考而未教：{item.label.best()}", f"Tested, and taught nowhere: {item.label.best()}"
            yield finding("CT-UNTAUGHT", zh, en, file=folder, place=item.id)


def _hours(course: Course, folder: Path) -> Iterator[Finding]:
    plan = hours(course)
    if plan.required is None or plan.planned is None or drafts(course):
        return
    if plan.planned < plan.required:
        zh = f"计划 {plan.planned} 学时，标准要求 {plan.required} 学时"
        en = f"{plan.planned} hours planned, {plan.required} required"
        yield finding("CT-HOURS", zh, en, file=folder)
