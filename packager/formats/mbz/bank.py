"""The question bank: one category for the course, one in it per phase, every question once.

A question stands in the category of the first form that asks it; what no form asks is in the course's own. On 5.x
Moodle turns the bank into an activity of its own kind.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from course_templates.model import Course, Question
from course_templates.moodle_text import block, title
from foundation.text import LangText
from packager.formats.mbz import identity
from packager.formats.mbz.question_types import typed
from packager.formats.mbz.tree import Node, listed, node

PHASE_TITLES: dict[str, LangText] = {
    "pre": LangText.of("前测", "Pre-test"),
    "practice": LangText.of("练习", "Practice"),
    "post": LangText.of("后测", "Post-test"),
    "exam": LangText.of("结业考试", "Final exam"),
    "survey": LangText.of("岗位契合度调查", "Job-fit survey"),
}
_COURSE_LEVEL = 50
_TOP, _COURSE = 1, 2


@dataclass(frozen=True)
class Bank:
    """The bank of a course."""

    course: Course

    @cached_property
    def _numbers(self) -> dict[str, int]:
        return {question.id: number for number, question in enumerate(self.course.questions, start=1)}

    def number_of(self, question_id: str) -> int:
        """Return the number of a question's entry in the bank."""
        return self._numbers[question_id]

    @property
    def category_numbers(self) -> tuple[int, ...]:
        """Numbers of all categories, top first; whatever uses the bank names all of them."""
        return (_TOP, _COURSE, *(number for number, _ in self._phases))

    @cached_property
    def _phases(self) -> tuple[tuple[int, str], ...]:
        """Category number and phase, for each phase that has questions."""
        phases = dict.fromkeys(form.phase for form in self.course.forms if form.questions)
        return tuple(enumerate(phases, start=_COURSE + 1))

    @cached_property
    def _placed(self) -> dict[str, int]:
        """Category number by question id; a question of several forms goes with the first."""
        numbers = {phase: number for number, phase in self._phases}
        placed: dict[str, int] = {}
        for form in self.course.forms:
            for question in form.questions:
                placed.setdefault(question, numbers[form.phase])
        return placed

    def tree(self) -> Node:
        """Return `questions.xml`."""
        return listed("question_categories", self._categories())

    def _categories(self) -> Iterator[Node]:
        course = self.course
        if not course.questions:
            return
        yield _category(course, _TOP, "top", parent=0, key="top")
        unasked = [question for question in course.questions if question.id not in self._placed]
        yield self._filled(_COURSE, title(course.title) or course.id, _TOP, course.id, unasked)
        for number, phase in self._phases:
            own = [question for question in course.questions if self._placed.get(question.id) == number]
            yield self._filled(number, title(PHASE_TITLES[phase]), _COURSE, phase, own)

    def _filled(self, number: int, title: str, parent: int, key: str, questions: list[Question]) -> Node:
        entries = [self._entry(question, number) for question in questions]
        return _category(self.course, number, title, parent=parent, key=key, entries=entries)

    def _entry(self, question: Question, category: int) -> Node:
        number = self.number_of(question.id)
        version = node(
            "question_versions",
            listed("questions", [_question(self.course, question, number)]),
            id_=number,
            version=question.version,
            status="draft" if question.draft else "ready",
        )
        return node(
            "question_bank_entry",
            listed("question_version", [version]),
            id_=number,
            questioncategoryid=category,
            idnumber=question.id,
            ownerid=None,
        )


def _category(
    course: Course, number: int, title: str, *, parent: int, key: str, entries: list[Node] | None = None
) -> Node:
    return node(
        "question_category",
        listed("question_bank_entries", entries or ()),
        id_=number,
        name=title,
        contextid=identity.COURSE_CONTEXT,
        contextlevel=_COURSE_LEVEL,
        contextinstanceid=identity.COURSE_ID,
        info="",
        infoformat=0,
        stamp=identity.stamp(course, "category", key),
        parent=parent,
        sortorder=number,
        idnumber=None if number == _TOP else f"{course.id}.{key}",
    )


def _question(course: Course, question: Question, number: int) -> Node:
    kind = typed(question, first_answer=100 * number)
    return node(
        "question",
        kind.body,
        node("question_hints"),
        node("tags"),
        id_=number,
        parent=0,
        name=identity.question_name(question),
        questiontext=block(question.stem) + kind.marks_html,
        questiontextformat=1,
        generalfeedback="",
        generalfeedbackformat=1,
        defaultmark=f"{question.points}.0000000",
        penalty="0.0000000",
        qtype=kind.qtype,
        length=1,
        stamp=identity.stamp(course, question.id, question.version),
        timecreated=0,
        timemodified=0,
        createdby=None,
        modifiedby=None,
    )
