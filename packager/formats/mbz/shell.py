"""What stands where in the Moodle course: sections in learning order, and in them the activities.

First the pre-test, then a section per module with a page per lesson, then the package with its exercises, then
post-test, final exam and survey. Every page and the package wait for the pre-test; post-test and exam wait for all
pages and the package. The survey waits for nothing: it is voluntary.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from course_templates.model import Course, Form, Lesson, Phase
from course_templates.moodle_text import title as named
from foundation.text import LangText
from packager.formats.mbz.activity import Activity, Place
from packager.formats.mbz.bank import PHASE_TITLES, Bank
from packager.formats.mbz.feedback import feedback_activity
from packager.formats.mbz.page import page_activity
from packager.formats.mbz.quiz import quiz_activity
from packager.formats.mbz.scorm import scorm_activity
from packager.plan import PackagePlan

_START = LangText.of("开始", "Start")
_EXERCISES = LangText.of("互动课件与练习", "Interactive lessons and exercises")
_END = LangText.of("结业", "Conclusion")


@dataclass(frozen=True)
class Section:
    """A section: its number from 0, its name, and its activities in order."""

    number: int
    title: str
    activities: tuple[Activity, ...]


@dataclass(frozen=True)
class _Slot:
    """What is to become an activity: a form, a lesson, the package or the survey."""

    what: Form | Lesson | Literal["package", "survey"]
    section: int


def sections_of(course: Course, package: PackagePlan, bank: Bank) -> tuple[Section, ...]:
    """Return the sections of a course's shell; `package` is the SCORM package that one activity holds."""
    titles = [_START, *(module.title for module in course.modules), _EXERCISES, _END]
    activities = tuple(_Making(course, package, bank).all())
    return tuple(
        Section(number, named(title), tuple(each for each in activities if each.place.section == number))
        for number, title in enumerate(titles)
        if number <= len(course.modules) + 1 or any(each.place.section == number for each in activities)
    )


def _slots(course: Course) -> Iterator[_Slot]:
    yield from _forms(course, "pre", 0)
    for section, module in enumerate(course.modules, start=1):
        for lesson in module.lessons:
            yield _Slot(lesson, section)
    last = len(course.modules) + 2
    yield _Slot("package", last - 1)
    yield from _forms(course, "post", last)
    yield from _forms(course, "exam", last)
    if course.survey is not None and course.survey.questions:
        yield _Slot("survey", last)


def _forms(course: Course, phase: Phase, section: int) -> Iterator[_Slot]:
    """Yield the forms of a phase that ask something, parallel ones one after the other."""
    return (_Slot(form, section) for form in course.forms if form.phase == phase and form.questions)


class _Making:
    """Makes activities of slots: each gets the next number, and waits for those before it that it must wait for."""

    def __init__(self, course: Course, package: PackagePlan, bank: Bank) -> None:
        self._course, self._package, self._bank = course, package, bank
        self._assets = {each.path: each for each in package.entries if each.path.startswith("assets/")}
        self._before: list[int] = []
        self._learning: list[int] = []
        self._files = 1

    def all(self) -> Iterator[Activity]:
        """Yield the activities in order."""
        for module_id, slot in enumerate(_slots(self._course), start=1):
            activity = self._made(slot, Place(module_id=module_id, section=slot.section))
            self._files += len(activity.files)
            yield activity

    def _made(self, slot: _Slot, place: Place) -> Activity:
        if isinstance(slot.what, Form):
            return self._quiz(slot.what, place)
        if isinstance(slot.what, Lesson):
            self._learning.append(place.module_id)
            return page_activity(self._course, slot.what, place, tuple(self._before), self._assets, self._files)
        if slot.what == "package":
            self._learning.append(place.module_id)
            return scorm_activity(
                self._course, self._package, named(self._course.title), place, tuple(self._before), self._files
            )
        survey = self._course.survey
        assert survey is not None
        return feedback_activity(self._course, survey, _titled(survey.title, "survey"), place)

    def _quiz(self, form: Form, place: Place) -> Activity:
        requires: Sequence[int] = self._learning or self._before
        if form.phase == "pre":
            requires = ()
            self._before.append(place.module_id)
        return quiz_activity(self._course, form, self._bank, _titled(form.title, form.phase), place, tuple(requires))


def _titled(title: LangText, phase: Phase) -> str:
    return named(title if title else PHASE_TITLES[phase])
