"""Checks of the job-fit survey: every rating has its work and scale, every choice its options."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from course_templates.audit.references import References
from course_templates.folder.placed import Placed
from course_templates.model import Survey, SurveyQuestion
from foundation.findings import Finding

#: Aspects that are asked once per work, on a scale.
WORK_ASPECTS = ("importance", "frequency", "own-ability")


def survey_findings(survey: Placed[Survey], references: References) -> Iterator[Finding]:
    """Yield what is wrong with the survey."""
    counts = Counter(question.id for question in survey.value.questions)
    for index, question in enumerate(survey.value.questions):
        if counts[question.id] > 1:
            counts[question.id] = 0
            zh, en = f"调查题编号 {question.id} 重复", f"The survey question id {question.id} is there twice"
            yield survey.finding("CT-ID-TWICE", zh, en, "questions", index, "id")
        if question.work is not None:
            yield from references.work(survey, question.work, "questions", index, "work")
        for zh, en in _problems(question):
            yield survey.finding("CT-SURVEY", f"{question.id}：{zh}", f"{question.id}: {en}", "questions", index)


def _problems(question: SurveyQuestion) -> Iterator[tuple[str, str]]:
    if not question.prompt:
        yield "没有题干", "it has no prompt"
    if question.aspect in WORK_ASPECTS and question.work is None:
        yield "应指明工作内容（work）", "it must name its work"
    if question.kind == "text":
        return
    if len(question.options) < 2:
        yield "至少要有两个选项", "it needs two options or more"
    if len({option.key for option in question.options}) != len(question.options):
        yield "选项的 key 重复", "an option key is there twice"
    if question.kind == "rating" and any(option.value is None for option in question.options):
        yield "评分题的每个选项要有数值（value）", "every option of a rating has a value"
