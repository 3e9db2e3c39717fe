"""Whether an account may read courses by core functions: what a harvest asks is asked once, of one learner."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import islice
from typing import TypeVar

from foundation.text import both
from lms_bridge.connectors.base import Check
from lms_bridge.connectors.moodle import core_answers as core
from lms_bridge.connectors.moodle.core_attempts import SEEN
from lms_bridge.connectors.moodle.core_reach import Reach
from lms_bridge.connectors.moodle.core_site import CoreSite
from lms_bridge.connectors.moodle.faults import MoodleFatalError, is_closed, is_refusal
from lms_bridge.connectors.moodle.menus import ROLES, said

_WANT = both("服务账号在课程中有收取所需的权限", "an account that may harvest the courses")
Answer = TypeVar("Answer")
#: What some functions of a course say to an account that lacks a capability, and of a learner in a group apart.
_LACKING = frozenset({"cannotviewreport", "nopermissiontoviewgrades"})
_OTHER_GROUP = frozenset({"accessdenied", "notingroup"})
#: So many people are looked through for a learner.
_A_FEW = 250
#: So many courses are looked at: what a role lacks, it mostly lacks in all of them.
_MOST = 10
_ENTER = "moodle/course:view, moodle/course:viewhiddencourses"
_MANAGE = "moodle/course:manageactivities"
_PEOPLE = "moodle/course:viewparticipants"
_PROGRESS = "report/progress:view"
_COMPLETION = "report/completion:view"
_GRADES = "gradereport/user:view, moodle/grade:viewall"
_GROUPS = "moodle/site:accessallgroups"
_REPORTS = {"scorm": "mod/scorm:viewreport", "quiz": "mod/quiz:viewreports", "feedback": "mod/feedback:viewreports"}


def courses(site: CoreSite, idnumbers: Sequence[str]) -> Check:
    """Return the check of courses by their ID numbers; nothing there is changed. Raises SourceError."""
    lacking: dict[str, None] = {}
    found: list[tuple[str, str]] = []
    for idnumber in idnumbers[:_MOST]:
        there = site.courses(idnumber)
        probe = _CourseProbe(site, there[0]) if there else None
        if probe is not None:
            probe.ask()
        missing = list(dict.fromkeys(probe.missing)) if probe else []
        lacking |= dict.fromkeys(name for may in missing for name in may.split(", "))
        found.append(_told(idnumber, missing, probe))
    if (rest := len(idnumbers) - _MOST) > 0:
        found.append((f"其余 {rest} 门课程没有查", f"{rest} more courses were not looked at"))
    may = ", ".join(lacking)
    remedy = said(
        f"在{{0}}编辑服务账号的角色，把权限 {may} 设为“允许”；角色已允许的，打开该课程或活动，在“更多 > 权限”中"
        "去掉对此角色的禁止",
        f"At {{0}} edit the service account's role and allow {may}; where the role allows it, open the course or "
        "activity and take away what More > Permissions prohibits for this role",
        ROLES,
    )
    told = both("；".join(zh for zh, _ in found), "; ".join(en for _, en in found))
    return Check.of("target:courses", not lacking, told, _WANT, remedy)


def _told(idnumber: str, missing: Sequence[str], probe: _CourseProbe | None) -> tuple[str, str]:
    if probe is None:
        return f"{idnumber}：还没有此课程，或服务账号看不到它", f"{idnumber}: not there yet, or hidden from the account"
    if missing:
        return f"{idnumber}：缺少 {'、'.join(missing)}", f"{idnumber}: lacks {', '.join(missing)}"
    if not probe.has_learner:
        return f"{idnumber}：有学员后再查其余权限", f"{idnumber}: what needs a learner is asked once there is one"
    return f"{idnumber}：权限齐全", f"{idnumber}: all that is needed"


class _CourseProbe:
    """One course. After `ask`, `missing` are the capabilities that the account lacks."""

    def __init__(self, site: CoreSite, course: core.CourseRow) -> None:
        self._site = site
        self._course = course.id
        self.missing: list[str] = []
        self.has_learner = False

    def ask(self) -> None:
        """Ask what a harvest asks. Raises SourceError: the site refuses us altogether, or fails."""
        sections = self._asked(_ENTER, self._site.sections, self._course)
        if sections is None:
            return
        reach = Reach("", sections)
        self.missing += reach.wanted
        self._ask_activities(reach)
        users = self._asked(_PEOPLE, lambda: [*islice(self._site.users(self._course), _A_FEW)])
        learner = next((user.id for user in users or () if user.is_learner), None)
        if learner is not None:
            self.has_learner = True
            self._ask_about(learner, reach)

    def _ask_activities(self, reach: Reach) -> None:
        telling = next((module.id for module in reach.modules.values() if module.modname in _REPORTS), None)
        if telling is not None and self._site.idnumber(telling) is None:
            self.missing.append(_MANAGE)
        for survey in self._site.feedbacks(self._course):
            self._asked(_REPORTS["feedback"], next, self._site.analysis(survey.id), None)

    def _ask_about(self, learner: int, reach: Reach) -> None:
        site, course = self._site, self._course
        self._asked(_PROGRESS, site.statuses, course, learner)
        self._asked(_COMPLETION, site.completed_at, course, learner)
        for package in site.scorms(course):
            self._asked(_REPORTS["scorm"], site.attempt_count, package.id, learner)
        grades = self._asked(_GRADES, lambda: [*site.grades(course, learner)]) or []
        done = {item.cmid for _, item in grades if item.graderaw is not None and not item.gradeisoverridden}
        quizzes = [one.id for one in reach.modules.values() if one.modname == "quiz" and one.id in done]
        changed = site.updates(course, quizzes, 0)[0] if quizzes else {}
        if any(not SEEN & set(changed.get(one, {})) for one in quizzes):
            self.missing.append(_REPORTS["quiz"])

    def _asked(self, capability: str, ask: Callable[..., Answer], *arguments: object) -> Answer | None:
        """Return what the site answers; None: it does not, for want of the capability or for a reason of its own."""
        try:
            return ask(*arguments)
        except MoodleFatalError as error:
            if error.code in _OTHER_GROUP:
                self.missing.append(_GROUPS)
            elif is_closed(error) or error.code in _LACKING:
                self.missing.append(capability)
            elif is_refusal(error):
                raise
            return None
