"""Checks of single questions: item, choices, answers, texts, and two questions that are one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from course_templates.audit.references import References
from course_templates.folder.placed import Placed
from course_templates.model import Question
from foundation.findings import Finding


def question_findings(questions: Sequence[Placed[Question]], references: References) -> Iterator[Finding]:
    """Yield what is wrong with the questions of the bank."""
    for question in questions:
        yield from references.item(question, question.value.item, "item")
        yield from _choice_findings(question)
        yield from _answer_findings(question)
        yield from _text_findings(question)
    yield from _alike_findings(questions)


def _choice_findings(question: Placed[Question]) -> Iterator[Finding]:
    counts = Counter(choice.key for choice in question.value.choices)
    for key in (key for key, count in counts.items() if count > 1):
        yield question.finding("CT-CHOICES", f"选项 {key} 重复", f"The choice {key} is there twice", "choices")
    if question.value.type == "true-false" and len(question.value.choices) != 2:
        yield question.finding("CT-CHOICES", "判断题应有两个选项", "A true-false question has two choices", "choices")


def _answer_findings(question: Placed[Question]) -> Iterator[Finding]:
    keys = {choice.key for choice in question.value.choices}
    answer = question.value.answer
    for index, key in enumerate(answer):
        if key not in keys:
            listed = "、".join(sorted(keys))
            zh, en = f"答案 {key} 不是选项（{listed}）", f"The answer {key} is no choice ({listed})"
            yield question.finding("CT-ANSWER", zh, en, "answer", index)
    if len(set(answer)) != len(answer):
        yield question.finding("CT-ANSWER", "答案重复", "An answer is there twice", "answer")
    if question.value.type != "multiple" and len(answer) != 1:
        zh, en = "此题型只能有一个答案", "A question of this type has one answer"
        yield question.finding("CT-ANSWER", zh, en, "answer")


def _text_findings(question: Placed[Question]) -> Iterator[Finding]:
    if not question.value.stem:
        yield question.finding("CT-EMPTY", "没有题干", "The question has no stem", "stem")
    for index, choice in enumerate(question.value.choices):
        if not choice.text:
            zh, en = f"选项 {choice.key} 没有文字", f"The choice {choice.key} has no text"
            yield question.finding("CT-EMPTY", zh, en, "choices", index)
    seen: dict[str, str] = {}
    for index, choice in enumerate(question.value.choices):
        text = choice.text.best().strip()
        if text and text in seen:
            zh = f"选项 {choice.key} 与 {seen[text]} 相同"
            en = f"The choices {seen[text]} and {choice.key} say the same"
            yield question.finding("CT-ALIKE", zh, en, "choices", index)
        seen.setdefault(text, choice.key)


def _alike_findings(questions: Sequence[Placed[Question]]) -> Iterator[Finding]:
    first: dict[str, str] = {}
    for question in questions:
        stem = "".join(question.value.stem.best().split())
        if question.value.draft or not stem:
            continue
        before = first.setdefault(stem, question.value.id)
        if before != question.value.id:
            zh, en = f"题干与 {before} 相同", f"The stem is that of {before}"
            yield question.finding("CT-ALIKE", zh, en, "stem")
