"""Push by core functions: course shell, links to competencies, enrolments; the rest is a backup restored by hand."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from pathlib import Path

from pydantic import BaseModel, ConfigDict, TypeAdapter

from course_templates.card import CourseCard
from course_templates.model import Course
from course_templates.moodle_text import MAX_FULLNAME_CHARACTERS, block, untagged
from course_templates.moodle_text import title as named
from foundation.errors import SettingsError
from foundation.files import read_text
from foundation.findings import Finding
from foundation.text import both
from lms_bridge.changes import Change, Op
from lms_bridge.connectors.base import PackageFile
from lms_bridge.connectors.moodle.arguments import chunks
from lms_bridge.connectors.moodle.core_answers import CourseRow
from lms_bridge.connectors.moodle.core_framework import CoreFramework, Planned, Step, plain_words
from lms_bridge.connectors.moodle.core_site import CoreSite
from lms_bridge.connectors.moodle.faults import MoodleFatalError, several_courses
from lms_bridge.connectors.moodle.menus import ROLES, said
from lms_bridge.connectors.moodle.noticed import restore_by_hand, without_framework
from lms_bridge.connectors.moodle.options import MoodleOptions
from lms_bridge.connectors.moodle.rest import MoodleRest
from lms_bridge.errors import FatalSourceError

_STUDENT_ROLE = 5
_HTML = 1
_MAX_ROSTER_BYTES = 8 << 20
_COLUMNS = ("username", "idnumber")


class _Answer(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class _Created(_Answer):
    id: int


class _User(_Answer):
    id: int
    username: str = ""
    idnumber: str = ""


class _Linked(_Answer):
    competency: _Created


_CREATED = TypeAdapter(tuple[_Created, ...])
_USERS = TypeAdapter(tuple[_User, ...])
_LINKED = TypeAdapter(tuple[_Linked, ...])
_BOOL = TypeAdapter(bool)
_NOTHING = TypeAdapter(None | dict[str, object] | list[object])


class CorePush:
    """Pushes courses to one site without its plugin."""

    def __init__(self, rest: MoodleRest, options: MoodleOptions) -> None:
        self._call = rest.call
        self._site = CoreSite(rest)
        self._framework = CoreFramework(rest)
        self._options = options
        self.findings: list[Finding] = []

    def planned(self, package: PackageFile) -> Iterator[Planned]:
        """Yield what is to be done for a course; `findings` says what must be done by hand. Raises SourceError."""
        wanted = _Shell.of(package)
        found = self._site.courses(wanted.idnumber)
        if len(found) > 1:
            raise several_courses(wanted.idnumber)
        there = found[0] if found else None
        yield self._shell(wanted, there)
        yield from self._content(wanted, there, package)
        if package.course is not None:
            yield from self._links(package.course, there)
        if self._options.roster:
            yield self._enrolments(wanted, there, Path(self._options.roster))

    def _shell(self, wanted: _Shell, there: CourseRow | None) -> Planned:
        fields = {
            "fullname": wanted.fullname,
            "shortname": wanted.idnumber,
            "idnumber": wanted.idnumber,
            "summary": wanted.summary,
            "summaryformat": _HTML,
            "enablecompletion": 1,
        }
        if there is None:
            new = {**fields, "categoryid": self._options.category, "format": "topics"}
            return _planned("create", "course", wanted.idnumber, lambda: self._create(wanted.idnumber, new))
        kept = {key: fields[key] for key in ("fullname", "summary", "summaryformat")}
        same = plain_words(there.fullname) == plain_words(wanted.fullname)
        same = same and plain_words(there.summary) == plain_words(wanted.summary)
        op: Op = "unchanged" if same else "update"
        update = {"courses": [{"id": there.id, **kept}]}
        return _planned(
            op, "course", wanted.idnumber, lambda: self._call("core_course_update_courses", _NOTHING, update)
        )

    def _create(self, idnumber: str, fields: dict[str, object]) -> None:
        """Create a course; broken off in the answer, it is looked for before it is given up."""
        try:
            self._call("core_course_create_courses", _CREATED, {"courses": [fields]}, repeatable=False)
        except MoodleFatalError as error:
            if error.code not in ("courseidnumbertaken", "shortnametaken") or not self._site.courses(idnumber):
                raise

    def _content(self, wanted: _Shell, there: CourseRow | None, package: PackageFile) -> Iterator[Planned]:
        """Core functions cannot make activities: a person restores them, which must lose nothing."""
        held = None if there is None else self._held_card(there)
        if held is not None and held.version == wanted.version:
            yield _planned("unchanged", "activities", wanted.idnumber, _nothing)
            return
        learners = 0 if there is None else sum(user.is_learner for user in self._site.users(there.id))
        if held is not None:
            why = both(
                f"平台上是版本 {held.version}；没有插件时更新内容会失去学习记录",
                f"the site has version {held.version}; without the plugin its activities cannot be updated in place",
            )
            change = Change(
                op="decide", kind="activities", idnumber=wanted.idnumber, why=why, learners_affected=learners
            )
            yield Planned(change, lambda: self.findings.append(restore_by_hand(wanted.idnumber, wanted.version)))
            return
        self.findings.append(restore_by_hand(wanted.idnumber, wanted.version))

    def _held_card(self, course: CourseRow) -> CourseCard | None:
        modules = {module.id: module for module in self._site.modules(course.id)}
        for scorm in self._site.scorms(course.id):
            module = modules.get(scorm.coursemodule)
            card = self._site.card(module.contextid, scorm.revision) if module else None
            if card is not None:
                return card
        return None

    def _links(self, course: Course, there: CourseRow | None) -> Iterator[Planned]:
        known = self._framework.competency_ids(course.map.iri)
        if not known:
            self.findings.append(without_framework(course.map.iri))
            return
        linked = set() if there is None else self._linked(there.id)
        missing = [known[one.id] for one in course.objectives if one.id in known and known[one.id] not in linked]
        op: Op = "update" if missing and there else "create" if missing else "unchanged"
        yield _planned(op, "competencies", course.id, lambda: self._link(course.id, missing))

    def _linked(self, course: int) -> set[int]:
        found = self._call("core_competency_list_course_competencies", _LINKED, {"id": course})
        return {one.competency.id for one in found}

    def _link(self, idnumber: str, competencies: Sequence[int]) -> None:
        course = self._course(idnumber)
        for competency in competencies:
            asked = {"courseid": course.id, "competencyid": competency}
            self._call("core_competency_add_competency_to_course", _BOOL, asked)

    def _enrolments(self, wanted: _Shell, there: CourseRow | None, roster: Path) -> Planned:
        field, names = read_roster(roster)
        users = list(self._users(field, names))
        unknown = len(set(names)) - len(users)
        if unknown:
            self.findings.append(_unknown_users(roster, unknown))
        enrolled = set() if there is None else {user.id for user in self._site.users(there.id)}
        new = [user.id for user in users if user.id not in enrolled]
        op: Op = "update" if new and there else "create" if new else "unchanged"
        why = both(f"为 {len(new)} 名学员选课", f"{len(new)} learners to enrol")
        change = Change(op=op, kind="enrolment", idnumber=wanted.idnumber, why=why)
        return Planned(change, lambda: self._enrol(wanted.idnumber, new))

    def _users(self, field: str, names: Sequence[str]) -> Iterator[_User]:
        for some in chunks(sorted(set(names)), fields_each=1):
            yield from self._call("core_user_get_users_by_field", _USERS, {"field": field, "values": some})

    def _enrol(self, idnumber: str, users: Sequence[int]) -> None:
        """Enrol users and read back: PHP cuts long requests and says nothing."""
        course = self._course(idnumber)
        wanted = [{"roleid": _STUDENT_ROLE, "userid": user, "courseid": course.id} for user in users]
        for some in chunks(wanted, fields_each=3):
            self._call("enrol_manual_enrol_users", _NOTHING, {"enrolments": some})
        missing = set(users) - {user.id for user in self._site.users(course.id)}
        if missing:
            raise FatalSourceError(
                both(f"{len(missing)} 名学员没有选上课", f"{len(missing)} learners were not enrolled"),
                place=idnumber,
                remedy=both("检查 PHP 的 max_input_vars 与选课权限", "Check PHP's max_input_vars and the capability"),
            )

    def _course(self, idnumber: str) -> CourseRow:
        found = self._site.courses(idnumber)
        if not found:
            raise FatalSourceError(both("课程没有建成", "The course is not there"), place=idnumber)
        return found[0]


class _Shell(BaseModel):
    """What a course without activities is."""

    model_config = ConfigDict(frozen=True)

    idnumber: str
    version: str
    fullname: str
    summary: str

    @classmethod
    def of(cls, package: PackageFile) -> _Shell:
        """Return the shell of what is pushed: of the course, else of its card, else of the bare package."""
        course, card = package.course, package.card
        title = course.title if course else card.title if card else None
        idnumber = course.id if course else card.id if card else package.identifier
        return cls(
            idnumber=idnumber,
            version=card.version if card else "",
            fullname=(named(title, MAX_FULLNAME_CHARACTERS) if title else untagged(package.title)) or idnumber,
            summary=block(course.description) if course else "",
        )


def read_roster(file: Path) -> tuple[str, list[str]]:
    """Return the column (`username` or `idnumber`) and the values of a roster. Raises SettingsError."""
    rows = csv.DictReader(read_text(file, max_bytes=_MAX_ROSTER_BYTES).lstrip("\ufeff").splitlines())
    column = next((one for one in _COLUMNS if one in (rows.fieldnames or ())), None)
    if column is None:
        raise SettingsError(
            both("名单没有列 username 或 idnumber", "The roster has no column username or idnumber"),
            file=file,
            remedy=both("第一行写列名", "Write the column's name into the first line"),
        )
    return column, [value for row in rows if (value := (row[column] or "").strip())]


def _unknown_users(roster: Path, count: int) -> Finding:
    return Finding(
        id="BRIDGE-ROSTER",
        severity="warning",
        file=str(roster),
        message=both(
            f"名单中有 {count} 人在平台上没有账号，或服务账号看不到",
            f"{count} of the roster have no account on the site, or one that the service account cannot see",
        ),
        remedy=said(
            "先在平台上建立账号；账号都在时，在{0}给服务账号的角色加上 moodle/user:viewalldetails",
            "Make their accounts on the site first; where they are there, give the service account's role "
            "moodle/user:viewalldetails at {0}",
            ROLES,
        ),
    )


def _nothing() -> None:
    """There is nothing to do."""


_WHY: dict[Op, str] = {
    "create": both("平台上还没有", "it is not there yet"),
    "update": both("内容已变", "the content differs"),
    "unchanged": both("内容相同", "the content is the same"),
    "decide": "",
}


def _planned(op: Op, kind: str, idnumber: str, do: Step) -> Planned:
    return Planned(Change(op=op, kind=kind, idnumber=idnumber, why=_WHY[op]), do)
