"""Checks of forms: questions that exist and are asked once, blueprints that are met, forms that are parallel."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from course_templates.audit.references import References
from course_templates.blueprint import cell_counts, unplaced
from course_templates.findings import finding
from course_templates.folder.model import FORMS_FILE
from course_templates.folder.placed import Placed
from course_templates.folder.reading import Folder
from course_templates.model import Form, Phase, Question
from foundation.findings import Finding

_GAIN_PHASES: tuple[Phase, ...] = ("pre", "post")


def form_findings(folder: Folder, references: References) -> Iterator[Finding]:
    """Yield what is wrong with the forms, and between them."""
    for form in folder.forms:
        yield from _question_findings(form, references)
        yield from _cell_findings(form, references)
    by_phase: dict[str, Placed[Form]] = {}
    for form in folder.forms:
        if by_phase.setdefault(form.value.phase, form) is not form:
            zh, en = f"阶段 {form.value.phase} 已有试卷", f"The phase {form.value.phase} has a form already"
            yield form.finding("CT-ID-TWICE", zh, en, "phase")
    if "forms" not in folder.unread:
        yield from _missing_forms(folder, by_phase)
    if all(phase in by_phase for phase in _GAIN_PHASES):
        yield from _parallel_findings(by_phase["pre"], by_phase["post"])
    yield from _practice_findings(folder, by_phase, references)


def _question_findings(form: Placed[Form], references: References) -> Iterator[Finding]:
    seen: set[str] = set()
    for index, question in enumerate(form.value.questions):
        yield from references.question(form, question, "questions", index)
        if question in seen:
            zh, en = f"题目 {question} 出现两次", f"The question {question} is there twice"
            yield form.finding("CT-FORM-TWICE", zh, en, "questions", index)
        seen.add(question)


def _cell_findings(form: Placed[Form], references: References) -> Iterator[Finding]:
    for index, cell in enumerate(form.value.cells):
        yield from references.work_or_item(form, cell.item, "cells", index, "item")
    known = [references.questions.get(question) for question in dict.fromkeys(form.value.questions)]
    questions = [question for question in known if question is not None]
    is_judgeable = bool(references.works) and len(questions) == len(form.value.questions)
    if form.value.cells and is_judgeable:
        yield from _blueprint_findings(form, questions, references)


def _blueprint_findings(form: Placed[Form], questions: list[Question], references: References) -> Iterator[Finding]:
    for index, (cell, have) in enumerate(cell_counts(form.value.cells, questions, references.work_of)):
        name = f"{cell.item} {cell.bloom or ''}".strip()
        if (have.count, have.points) != (cell.count, cell.points):
            zh = f"{name} 应有 {cell.count} 题 {cell.points} 分，现有 {have.count} 题 {have.points} 分"
            en = f"{name} wants {cell.count} questions, {cell.points} points; has {have.count} and {have.points}"
            yield form.finding("CT-FORM-CELL", zh, en, "cells", index)
    for question in unplaced(form.value.cells, questions, references.work_of):
        index = form.value.questions.index(question.id)
        zh, en = f"题目 {question.id} 不属于任何单元格", f"The question {question.id} belongs to no cell"
        yield form.finding("CT-FORM-CELL", zh, en, "questions", index)


def _missing_forms(folder: Folder, by_phase: dict[str, Placed[Form]]) -> Iterator[Finding]:
    names = {"pre": ("前测", "pre-test"), "post": ("后测", "post-test")}
    for phase, (zh, en) in names.items():
        if phase not in by_phase and phase not in folder.broken:
            file = folder.files.path(FORMS_FILE)
            yield finding("CT-FORM-NONE", f"没有{zh}", f"There is no {en}", file=file)


def _parallel_findings(pre: Placed[Form], post: Placed[Form]) -> Iterator[Finding]:
    shared = [question for question in post.value.questions if question in set(pre.value.questions)]
    for question in shared:
        zh, en = f"题目 {question} 同时在前测与后测", f"The question {question} is in both pre and post"
        yield post.finding("CT-FORM-SHARED", zh, en, "questions", post.value.questions.index(question))
    if _shape(pre.value) != _shape(post.value):
        zh, en = "前测与后测的细目表不同", "The blueprints of pre and post differ"
        yield post.finding("CT-FORM-PARALLEL", zh, en, "cells")


def _shape(form: Form) -> Sequence[tuple[str, str, int, int]]:
    return sorted((cell.item, cell.bloom or "", cell.count, cell.points) for cell in form.cells)


def _practice_findings(folder: Folder, by_phase: dict[str, Placed[Form]], references: References) -> Iterator[Finding]:
    tested = {
        question: form.value.id
        for phase, form in by_phase.items()
        if phase in ("pre", "post", "exam")
        for question in form.value.questions
    }
    practice = by_phase.get("practice")
    placed = {question for lesson in folder.lessons() for question in lesson.front.value.practice}
    for lesson in folder.lessons():
        for index, question in enumerate(lesson.front.value.practice):
            if question in tested:
                zh = f"练习题 {question} 也在试卷 {tested[question]} 中"
                en = f"The practice question {question} is in the form {tested[question]} too"
                yield lesson.front.finding("CT-LEAK", zh, en, "practice", index)
            elif practice and question in references.questions and question not in practice.value.questions:
                zh, en = f"练习题 {question} 不在练习卷中", f"{question} is not in the practice form"
                yield lesson.front.finding("CT-PRACTICE", zh, en, "practice", index)
    if practice is None or "lessons" in folder.unread:
        return
    for index, question in enumerate(practice.value.questions):
        if question not in placed:
            zh, en = f"没有课文使用练习题 {question}", f"No lesson uses the practice question {question}"
            yield practice.finding("CT-PRACTICE", zh, en, "questions", index)
