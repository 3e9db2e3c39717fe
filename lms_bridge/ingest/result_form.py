"""Taking in a result file: whole, unedited, of a course that is known, and not there already."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path

from pydantic import JsonValue

from course_templates.card import CourseCard
from foundation.text import both
from lms_bridge.connectors.sandbox.payload import AttemptPayload
from lms_bridge.ingest.base import Desk, Notes, RefusedRow, Taken
from lms_bridge.ingest.result_file import (
    AS_IT_WAS,
    Result,
    ResultFileError,
    document_of,
    is_result_file,
    is_unchanged,
    result_of,
)
from lms_bridge.ingest.result_rows import ATTEMPT, attempt_id, rows_of
from lms_bridge.pseudonym import Account
from lms_bridge.segments import LandedRow

_CLOCKS_DIFFER = timedelta(hours=24)


class ResultFileForm:
    """The form of result files: one file is one row."""

    def recognises(self, content: bytes, name: str) -> bool:
        """Return whether a file says that it is a result file."""
        return is_result_file(content)

    def take(self, content: bytes, path: Path, desk: Desk) -> Taken:
        """Return the rows of a result file, or why it is refused."""
        notes = Notes(path)
        try:
            document = document_of(content)
            result = result_of(document)
        except ResultFileError as error:
            notes.add(error.finding_id, "error", error.message, error.remedy, error.place)
            return Taken(refused=1, findings=tuple(notes))
        taking = _Taking(result, desk, notes)
        if not is_unchanged(document):
            message = both(
                "文件被修改过：校验值与内容不符", "The file was edited: the digest is not that of its content"
            )
            return taking.refused("BRIDGE-INGEST-EDITED", message, AS_IT_WAS, keep=True)
        return taking.taken()


form = ResultFileForm


class _Taking:
    """One result on its way in."""

    def __init__(self, result: Result, desk: Desk, notes: Notes) -> None:
        self._result = result
        self._desk = desk
        self._notes = notes
        learner = result.learner
        self._account: Account = (
            desk.people.account(learner.id, learner.home_page)
            if desk.learner is None
            else desk.people.account(desk.learner, None)
        )
        self._learner = desk.people.pseudonym(self._account).learner

    def taken(self) -> Taken:
        if self._desk.people.is_erased(self._learner):
            message = both("此学员的数据已按要求删除，不再收取", "This learner was erased; nothing more is taken")
            return self.refused("BRIDGE-INGEST-ERASED", message, keep=False)
        card = self._card()
        if card is None:
            course = f"{self._result.course.id} {self._result.course.version}"
            return self.refused(
                "BRIDGE-INGEST-COURSE",
                both(f"不认识这门课程的这一版：{course}", f"This version of the course is not known here: {course}"),
                both("加 --course 课件包，学员用的就是它", "Add --course PACKAGE, the one that the learner had"),
                keep=False,
            )
        before = self._desk.known.row(ATTEMPT, attempt_id(self._result, self._learner))
        return self._new(card) if before is None else self._again(card, before)

    def _card(self) -> CourseCard | None:
        """Return the course's card: the very one, else that of another package of the same version."""
        course = self._result.course
        card = self._desk.courses.card(course.card)
        if card is not None:
            return card
        card = self._desk.courses.alike(course.id, course.version)
        if card is not None:
            self._notes.add(
                "BRIDGE-INGEST-OTHER-BUILD",
                "note",
                both(
                    "学员所用课件与已知课件的版本号相同，内容不尽相同；按题号对应",
                    "The learner's package has the version of the one that is known, but differs; ids are matched",
                ),
                place="course.card",
            )
        return card

    def _again(self, card: CourseCard, before: LandedRow) -> Taken:
        if _contradicts(self._result, AttemptPayload.model_validate(before.payload)):
            message = both("与先前收到的同一次学习的文件互相矛盾", "It contradicts an earlier file of the same attempt")
            remedy = both("先前收到的保留；请向学员核实", "What was taken before stays; ask the learner")
            return self.refused("BRIDGE-INGEST-CONFLICT", message, remedy, keep=True)
        if before.modified_at >= self._result.last_at:
            return Taken(unchanged=1, findings=tuple(self._notes))
        return self._new(card)

    def _new(self, card: CourseCard) -> Taken:
        self._note_doubts()
        rows = tuple(rows_of(self._result, card, self._account, self._learner, self._desk.known))
        return Taken(rows=rows, cards=(card,), new=1, findings=tuple(self._notes))

    def _note_doubts(self) -> None:
        if not self._desk.people.is_known(self._learner):
            self._notes.add(
                "BRIDGE-INGEST-STRANGER",
                "warning",
                both("本中心还没有此学员的其他记录", "The centre has no other record of this learner"),
                both(
                    "若平台上的账号写法不同（Moodle 用用户编号），改用 --learner 账号 重收",
                    "Where the platform names the account otherwise (Moodle: the user's number), use --learner ACCOUNT",
                ),
                place="learner.id",
            )
        if self._result.last_at > self._desk.now + _CLOCKS_DIFFER:
            self._notes.add(
                "BRIDGE-CLOCK",
                "warning",
                both("学员电脑的时钟快了，时间不可信", "The learner's clock was ahead; the times are not right"),
                place="last_at",
            )
        if self._result.elsewhere:
            more = self._result.elsewhere
            self._notes.add(
                "BRIDGE-INGEST-PARTIAL",
                "note",
                both(f"另有 {more} 题在别的电脑上作答，不在此文件中", f"{more} answers are on another machine"),
                both("请学员也从那台电脑保存一份；平台收到的不受影响", "Have a file saved there, too"),
            )

    def refused(self, finding_id: str, message: str, remedy: str = "", *, keep: bool) -> Taken:
        """Return that nothing is taken; `keep` a copy without the learner's name for somebody to look at."""
        self._notes.add(finding_id, "error", message, remedy)
        row = RefusedRow(attempt_id(self._result), self._result.last_at, self._account, _nameless(self._result))
        return Taken(refused=1, kept=(row,) if keep else (), findings=tuple(self._notes))


def _nameless(result: Result) -> dict[str, JsonValue]:
    document: dict[str, JsonValue] = result.model_dump(mode="json", exclude={"learner", "registration"})
    return document


def _contradicts(result: Result, before: AttemptPayload) -> bool:
    """Return whether an answer given at one and the same moment is told in two ways."""
    told = {(given.id, given.at): (given.response, str(given.result)) for given in result.interactions}
    return any(told.get(key, said) != said for key, said in _answers(before))


def _answers(payload: AttemptPayload) -> Iterator[tuple[tuple[str, datetime], tuple[str, str]]]:
    """Yield which answer was given when, and what was said and judged."""
    cmi = payload.cmi
    for n in count():
        if f"cmi.interactions.{n}.id" not in cmi:
            return
        given, response, result = (cmi[f"cmi.interactions.{n}.{name}"] for name in ("id", "student_response", "result"))
        yield (given.value, given.set_at), (response.value, result.value)
