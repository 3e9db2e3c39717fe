"""What core functions tell, as the raw rows that the plugin would have given."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from course_templates.card import CourseCard
from foundation.numbers import whole_number
from lms_bridge.connectors.base import LEARNER_MARK, RawRow
from lms_bridge.connectors.moodle import core_answers as core
from lms_bridge.connectors.moodle.courses import Courses, moment
from lms_bridge.connectors.moodle.payload import (
    Answered,
    AnswersPayload,
    CourseCompletionPayload,
    EnrolmentPayload,
    GradePayload,
    ModulePayload,
    ScormPayload,
    State,
    Where,
    activity_of,
    element_name,
    form_of,
    is_kept,
)
from lms_bridge.connectors.moodle.review import read_review
from lms_bridge.pseudonym import Account
from lms_bridge.sandbox.model import CmiValue

_STATES: dict[int, State] = {1: "complete", 2: "pass", 3: "fail"}
_VERSIONED = re.compile(r"(.+)\.(\d{1,9})")
_STARTED = "x.start.time"
_CHOSEN = "multichoice"
_RIGHT = 0.999_999


class CoreRows:
    """Makes rows of one course. `activities` are idnumbers by course module."""

    def __init__(self, course: core.CourseRow, courses: Courses, activities: Mapping[int, str], home_page: str) -> None:
        self._course = course
        self._courses = courses
        self._activities = activities
        self._home_page = home_page

    def is_ours(self, cm: int) -> bool:
        """Return whether an activity is of a course that we made."""
        return self._activities.get(cm, "").startswith(f"{self._course.idnumber}.")

    @property
    def has_card(self) -> bool:
        """Whether it is known which questions the course's activities hold."""
        return bool(self._courses.cards.get(self._course.idnumber))

    def enrolment(self, user: int) -> RawRow:
        """Core does not tell when somebody was enrolled."""
        at = self._course.timecreated
        payload = EnrolmentPayload(**self._where(None, at), active=True, enrolled_at=None)
        return self._row("enrolment", f"{self._course.id}.{LEARNER_MARK}", user, at, payload)

    def module(self, user: int, status: core.StatusRow) -> RawRow | None:
        """An activity that is not complete gives no row."""
        state = _STATES.get(status.state)
        if state is None or not status.timecompleted:
            return None
        where = self._where(status.cmid, status.timecompleted)
        payload = ModulePayload(**where, module=status.modname, state=state, forced=bool(status.overrideby))
        return self._row("module_completion", f"{status.cmid}.{LEARNER_MARK}", user, status.timecompleted, payload)

    def course_completion(self, user: int, at: int) -> RawRow:
        """A completed course."""
        payload = CourseCompletionPayload(**self._where(None, at), completed_at=moment(at))
        return self._row("course_completion", f"{self._course.id}.{LEARNER_MARK}", user, at, payload)

    def grade(self, user: int, item: core.GradeItemRow) -> RawRow | None:
        """A grade that nobody gave gives no row."""
        at = item.gradedategraded or item.gradedatesubmitted
        if item.graderaw is None or not at:
            return None
        where = self._where(item.cmid, at)
        if item.idnumber and item.cmid and item.cmid not in self._activities:  # one that the account may not enter
            where["activity"] = activity_of(where["course"], item.idnumber)
        payload = GradePayload(
            **where,
            module=item.itemmodule or "",
            grade=item.graderaw,
            grade_min=item.grademin,
            grade_max=item.grademax,
            overridden=bool(item.gradeisoverridden),
        )
        return self._row("grade", f"{item.id}.{LEARNER_MARK}", user, at, payload)

    def scorm(self, user: int, cm: int, sco: core.ScoRow, several: bool, tracks: Mapping[str, str]) -> RawRow | None:
        """Core tells one time for all elements of an attempt."""
        at = whole_number(tracks.get("timemodified", ""))
        number = tracks.get("attempt", "1")
        if not at:
            return None
        elements = {element_name(name): value for name, value in tracks.items()}
        payload = ScormPayload(
            **self._where(cm, at),
            number=int(number),
            sco=sco.identifier if several else None,
            started_at=moment(whole_number(tracks.get(_STARTED, "")) or at),
            cmi={
                name: CmiValue(value=value, set_at=moment(at))
                for name, value in sorted(elements.items())
                if is_kept(name)
            },
        )
        return self._row("scorm_attempt", f"sco{sco.id}.{number}.{LEARNER_MARK}", user, at, payload)

    def quiz(self, cm: int, review: core.ReviewAnswer) -> RawRow:
        """A finished attempt."""
        attempt = review.attempt
        where = self._where(cm, attempt.timemodified)
        phase, form = form_of(where["activity"])
        slots = self._slots(where["card"], form)
        payload = AnswersPayload(
            **where,
            phase=phase,
            form=form,
            number=attempt.attempt,
            started_at=moment(attempt.timestart),
            finished_at=moment(attempt.timefinish) if attempt.timefinish else None,
            answers=tuple(_answers(review, slots)),
        )
        return self._row("quiz_attempt", f"{attempt.id}.{LEARNER_MARK}", attempt.userid, attempt.timemodified, payload)

    def feedback(self, cm: int, done: core.CompletedRow, items: Mapping[int, core.ItemRow]) -> Iterator[RawRow]:
        """One row per answered question."""
        for response in done.responses:
            item = items.get(response.id)
            if item is None or response.rawval in ("", "0") or not item.label:
                continue
            named = _VERSIONED.fullmatch(item.label)
            where, at = self._where(cm, done.timemodified), moment(done.timemodified)
            _, form = form_of(where["activity"])
            answer = Answered(
                question=named[1] if named else item.label,
                version=int(named[2]) if named else 1,
                response=_positions(response.rawval) if item.typ.startswith(_CHOSEN) else response.rawval,
                answered_at=at,
                stored_at=at,
            )
            payload = AnswersPayload(
                **where,
                phase="survey",
                form=form,
                number=1,
                started_at=at,
                finished_at=at,
                answers=(answer,),
            )
            native_id = f"{done.id}.{response.id}.{LEARNER_MARK}"
            yield self._row("feedback_answer", native_id, done.userid, done.timemodified, payload)

    def _slots(self, card: str | None, form: str) -> tuple[tuple[str, int], ...]:
        """Return question and version by slot, as the card has the form."""
        found = next((one for one in self._courses.named({card} if card else set())), None)
        return () if found is None else _slots_of(found, form)

    def _where(self, cm: int | None, at: int) -> dict[str, Any]:
        return self._courses.where(self._course.id, self._activities.get(cm or 0, ""), cm, at)

    def _row(self, kind: str, native_id: str, user: int, at: int, payload: Where) -> RawRow:
        return RawRow(
            kind=kind,
            native_id=f"{kind}.{native_id}",
            modified_at=moment(at),
            account=Account(home_page=self._home_page, name=str(user)),
            payload=payload.model_dump(mode="json"),
        )


def _slots_of(card: CourseCard, form: str) -> tuple[tuple[str, int], ...]:
    versions = {question.id: question.version for question in card.questions}
    questions = next((one.questions for one in card.forms if one.id == form), ())
    return tuple((question, versions.get(question, 1)) for question in questions)


def _answers(review: core.ReviewAnswer, slots: tuple[tuple[str, int], ...]) -> Iterator[Answered]:
    for shown in review.questions:
        read = read_review(shown.html, shown.type)
        by_slot = slots[shown.slot - 1] if 0 < shown.slot <= len(slots) else None
        question = read.question or (by_slot[0] if by_slot else f"slot{shown.slot}")
        if not read.response:
            continue
        at = moment(shown.lastactiontime or review.attempt.timemodified)
        yield Answered(
            question=question,
            version=read.version or (by_slot[1] if by_slot else 1),
            response=",".join(read.response),
            right=_right(shown),
            answered_at=at,
            stored_at=moment(review.attempt.timefinish or review.attempt.timemodified),
        )


def _right(shown: core.QuestionRow) -> bool | None:
    try:
        mark = float(shown.mark if shown.mark not in (None, "") else "nan")
    except ValueError:
        return None
    if mark != mark or not shown.maxmark:
        return None
    return mark / shown.maxmark >= _RIGHT


def _positions(raw: str) -> str:
    """Return chosen options by position: Moodle keeps `2`, or `1|3` of several."""
    return ",".join(f"#{part}" for part in raw.split("|"))
