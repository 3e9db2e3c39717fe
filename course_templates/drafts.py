"""What of a course is still a draft: a release build refuses it, with this list."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import BaseModel, ConfigDict

from course_templates.model import Course, Lesson, Question
from foundation.text import LangText, both

#: How prompts to the author begin. A text that holds one is a draft, whatever its `draft` field says.
PROMPT_ZH = "【待编写】"
PROMPT_EN = "[To be written]"


class Draft(BaseModel):
    """One draft: `place` is `modules/<module>/<lesson>` or `questions/<question>`, `what` says it in words."""

    model_config = ConfigDict(frozen=True)

    place: str
    what: str


def drafts(course: Course) -> list[Draft]:
    """Return every lesson and question that is marked as a draft or still holds a prompt to its author."""
    return [*_lesson_drafts(course), *_question_drafts(course)]


def _lesson_drafts(course: Course) -> Iterator[Draft]:
    for module in course.modules:
        for lesson in module.lessons:
            title = lesson.title.best()
            place = f"modules/{module.id}/{lesson.id}"
            if lesson.draft:
                yield Draft(place=place, what=both(f"课文草稿：{title}", f"Draft lesson: {title}"))
            elif _has_prompt(*_lesson_texts(lesson)):
                yield Draft(place=place, what=both(f"课文仍有编写提示：{title}", f"Author's prompt left: {title}"))


def _question_drafts(course: Course) -> Iterator[Draft]:
    for question in course.questions:
        stem = question.stem.best()[:40]
        place = f"questions/{question.id}"
        if question.draft:
            yield Draft(place=place, what=both(f"题目草稿：{stem}", f"Draft question: {stem}"))
        elif _has_prompt(*_question_texts(question)):
            yield Draft(place=place, what=both(f"题目仍有编写提示：{stem}", f"Author's prompt left: {stem}"))


def _lesson_texts(lesson: Lesson) -> Iterator[LangText]:
    yield lesson.title
    yield lesson.body


def _question_texts(question: Question) -> Iterator[LangText]:
    yield question.stem
    for choice in question.choices:
        yield choice.text
        yield choice.feedback


def _has_prompt(*texts: LangText) -> bool:
    return any(PROMPT_ZH in text or PROMPT_EN in text for lang_text in texts for _, text in lang_text.root)
