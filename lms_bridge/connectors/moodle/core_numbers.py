"""Activities whose ID number somebody changed by hand: what they are is told by what they hold, or by an earlier run.

Records are named by ID numbers. Under another one what learners did would come a second time, and answers to a test
would no longer be known as such. So an activity that is none of ours by its number, while one of ours is missing, is
looked at: a test's questions, a survey's items and a package's manifest say which it is. What cannot be told is left
out until its number is there again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from course_templates.card import CourseCard
from foundation.findings import Finding
from foundation.text import both, halves
from lms_bridge.connectors.moodle import core_answers as core
from lms_bridge.connectors.moodle.core_attempts import attempts_of
from lms_bridge.connectors.moodle.core_site import Changed, CoreSite
from lms_bridge.connectors.moodle.faults import MoodleFatalError, is_closed, is_refusal

RENUMBERED_ID = "BRIDGE-RENUMBERED"
_TESTS = frozenset({"pre", "post", "exam"})
_KIND_OF = {"page": "page", "scorm": "scorm", "survey": "feedback"}
_KINDS = frozenset({*_KIND_OF.values(), "quiz"})
#: Attempts at a test that are looked at: one that is still going on shows no questions.
_LOOKED_AT = 3
_NAMED = 3
#: How attributes of our making begin, in the HTML of questions.
_MARK = "data-cb-"


class Numbers:
    """The ID numbers of a course. `before` are those of ours that an earlier run saw, by course module."""

    def __init__(self, site: CoreSite, course: core.CourseRow, before: Mapping[int, str]) -> None:
        self._site = site
        self._course = course
        self._before = before
        self._told: list[Finding] = []
        self.unknown: set[int] = set()
        self.ours: dict[int, str] = dict(before)

    def named(
        self,
        told: Mapping[int, str],
        modules: Mapping[int, core.ModuleRow],
        cards: Mapping[int, CourseCard],
        new: Changed,
    ) -> dict[int, str]:
        """Return ID numbers by activity, those that were changed as they were.

        `cards` are those of packages, by course module; `new` is what people did.
        Afterwards `unknown` are those that may be ours and cannot be told, `ours` all that are. Raises SourceError.
        """
        named = dict(told)
        missing = set(self._expected(cards, told, modules)) | set(self._before.values())
        missing -= set(told.values())
        held = {number: cm for cm, number in self._before.items()}
        strays = [cm for cm in told if cm in modules and not self._is_ours(told[cm]) and modules[cm].modname in _KINDS]
        for cm in strays if missing else ():
            kind = modules[cm].modname
            here = {one for one in missing if self._kind_of(one) == kind and held.get(one, cm) == cm}
            number = self._before.get(cm) or self._by_content(modules[cm], here, [*cards.values()], new)
            if number in here:
                named[cm] = str(number)
                missing.discard(str(number))
                self._told.append(_recognised(self._course.idnumber, modules[cm].name, told[cm], str(number)))
            elif number is None and here:
                self.unknown.add(cm)
                self._told.append(_unknown(self._course.idnumber, modules[cm].name, told[cm], sorted(here)))
        self.ours = {**self._before, **{cm: one for cm, one in named.items() if self._is_ours(one)}}
        return named

    def findings(self) -> list[Finding]:
        """Return a finding for each activity that was renumbered, or may have been."""
        return self._told

    @property
    def _prefix(self) -> str:
        return f"{self._course.idnumber}."

    def _is_ours(self, idnumber: str) -> bool:
        return idnumber.startswith(self._prefix)

    def _kind_of(self, idnumber: str) -> str:
        """Return Moodle's kind of an activity of ours by its number."""
        begins = idnumber.removeprefix(self._prefix).partition(".")[0]
        return "quiz" if begins in _TESTS else _KIND_OF.get(begins, "")

    def _expected(
        self, cards: Mapping[int, CourseCard], told: Mapping[int, str], modules: Mapping[int, core.ModuleRow]
    ) -> Iterator[str]:
        """Yield the numbers of what a course of these cards holds: of kinds that it has as activities of its own."""
        kinds = {self._kind_of(one) for one in told.values() if self._is_ours(one)}
        for cm, card in cards.items():
            if "scorm" not in kinds:
                yield f"{self._prefix}scorm.{self._site.manifest(modules[cm].instance)}"
            here = [f"{form.phase}.{form.id}" for form in card.forms if form.phase in _TESTS and form.questions]
            here += [f"survey.{card.survey}"] if card.survey else []
            here += [f"page.{lesson}" for lesson in card.lessons] if "page" in kinds else []
            yield from (self._prefix + one for one in here)

    def _by_content(
        self, module: core.ModuleRow, missing: set[str], cards: Sequence[CourseCard], new: Changed
    ) -> str | None:
        """Return the number of what an activity holds; "": it is none of ours; None: that cannot be told."""
        if module.modname == "scorm":
            number = f"{self._prefix}scorm.{self._site.manifest(module.instance)}"
            return number if number in missing else ""
        if module.modname == "page":
            return None
        if module.modname == "feedback":
            items = {item.label.rpartition(".")[0] for item in self._site.items(module.instance).values()} - {""}
            found = [f"survey.{card.survey}" for card in cards if items and items <= _survey_ids(card)]
        else:
            attempts = attempts_of(new, module.id)
            review = self._review(attempts)
            if review is None:
                return None if attempts else ""
            found = [one for card in cards for one in _forms_like(review, card)]
        numbers = {self._prefix + one for one in found} & missing
        return numbers.pop() if len(numbers) == 1 else None if numbers else ""

    def _review(self, attempts: Sequence[int]) -> core.ReviewAnswer | None:
        """Return a finished attempt at a test; None: there is none among the first few."""
        for attempt in attempts[:_LOOKED_AT]:
            try:
                return self._site.review(attempt)
            except MoodleFatalError as error:
                if is_refusal(error) or is_closed(error):
                    raise
        return None


def _survey_ids(card: CourseCard) -> set[str]:
    return {one.id for one in card.survey_questions}


def _forms_like(review: core.ReviewAnswer, card: CourseCard) -> Iterator[str]:
    """Yield the tests of a card that an attempt may be at: its pages are of our making, as many, for as many points."""
    points = {question.id: question.points for question in card.questions}
    shown = [float(one.maxmark or 0) for one in sorted(review.questions, key=lambda one: one.slot)]
    if any(_MARK in one.html for one in review.questions):
        for form in card.forms:
            if form.phase in _TESTS and shown == [float(points.get(one, 0)) for one in form.questions]:
                yield f"{form.phase}.{form.id}"


def _recognised(course: str, name: str, now: str, number: str) -> Finding:
    (zh, en), there = halves(name), now or "—"
    return Finding(
        id=RENUMBERED_ID,
        severity="warning",
        place=course,
        message=both(
            f"活动“{zh}”的“ID号”被改为 {there}；已认出它是 {number}，照常收取",
            f'The ID number of the activity "{en}" was changed to {there}; it is known as {number}, and harvested',
        ),
        remedy=both(
            f"打开该活动的“设置 > 通用模块设置”，把“ID号”改回 {number}",
            f"Open its Settings > Common module settings and write {number} back into ID number",
        ),
    )


def _unknown(course: str, name: str, now: str, missing: Sequence[str]) -> Finding:
    (zh, en), there, wanted = halves(name), now or "—", ", ".join(missing[:_NAMED])
    return Finding(
        id=RENUMBERED_ID,
        severity="warning",
        place=course,
        message=both(
            f"课程缺少 {wanted}，而活动“{zh}”的“ID号”是 {there}，认不出是不是它；学员在其中所做的没有收取",
            f'The course lacks {wanted}, and the ID number of the activity "{en}" is {there}: whether it is that one '
            "cannot be told; what learners did there was left out",
        ),
        remedy=both(
            f"它若是推送或恢复的活动，在它的“设置 > 通用模块设置”中把“ID号”改回 {wanted}，再运行 harvest run --sweep；"
            "若是教师自己的，不必处理",
            f"If it was pushed or restored, write {wanted} back into ID number at its Settings > Common module "
            "settings, then run harvest run --sweep; if it is a teacher's own, nothing is to be done",
        ),
    )
