"""What of a course the account may read: the rest is told and left out, and read once it may be."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pydantic import BaseModel, ConfigDict

from foundation.findings import Finding
from foundation.text import both, halves
from lms_bridge.connectors.moodle import core_answers as core
from lms_bridge.connectors.moodle.menus import ROLES, said

WITHHELD_ID = "BRIDGE-ACTIVITY-WITHHELD"
#: What lets an account into activities and sections that are restricted or hidden, and into those of one kind.
_ENTERING = (
    "moodle/course:ignoreavailabilityrestrictions",
    "moodle/course:viewhiddenactivities",
    "moodle/course:viewhiddensections",
)
_VIEWING = {
    "scorm": ("mod/scorm:viewreport",),
    "quiz": ("mod/quiz:view", "mod/quiz:viewreports"),
    "feedback": ("mod/feedback:view", "mod/feedback:viewreports"),
    "page": ("mod/page:view",),
}
_CLOSED = both("服务账号不能进入 {} 个活动或小节：{}", "The account may not enter these parts of the course ({}): {}")
_BLIND = both(
    "服务账号看不到学员在 {} 个活动中的作答：{}",
    "The account is not shown what learners did in these activities ({}): {}",
)
_WAITING = both(
    "课件进不去，因此认不出 {} 个活动中的题目：{}",
    "The package cannot be entered, so that the questions of these activities ({}) are not known: {}",
)
#: Where learners are in separate groups.
_GROUPS = "moodle/site:accessallgroups"
_NAMES_SHOWN = 5


class Known(BaseModel):
    """The activities of a course at the end of a run, by course module.

    Attributes:
        read: those that could be entered.
        closed: those that could not.
        blind: those of `read` in which people did something that the account was not shown.
        numbers: ID numbers of those that are ours.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    read: tuple[int, ...] = ()
    closed: tuple[int, ...] = ()
    blind: tuple[int, ...] = ()
    numbers: dict[int, str] = {}


class Reach:
    """One course. `modules` are the activities that may be entered, by course module; `missed` whether any may not."""

    def __init__(self, course: str, sections: Sequence[core.SectionRow]) -> None:
        self._course = course
        self._sections = [section for section in sections if not section.uservisible]
        self._closed: dict[int, core.ModuleRow] = {}
        self._blind: dict[int, core.ModuleRow] = {}
        self._waiting: dict[int, core.ModuleRow] = {}
        self.modules: dict[int, core.ModuleRow] = {}
        for module in (module for section in sections for module in section.modules):
            (self.modules if module.uservisible else self._closed)[module.id] = module

    @property
    def missed(self) -> bool:
        """Whether a part of the course cannot be read."""
        return bool(self._sections or self._closed or self._blind)

    @property
    def known(self) -> Known:
        """What a later run is to be told."""
        closed, blind = tuple(sorted(self._closed)), tuple(sorted(self._blind))
        return Known(read=tuple(sorted(self.modules)), closed=closed, blind=blind)

    def close(self, module: int) -> None:
        """Note that an activity cannot be read after all; one that is not listed has no name here."""
        row = self.modules.pop(module, None) or core.ModuleRow(
            id=module, name=both(f"编号 {module} 的活动", f"activity number {module}"), modname=""
        )
        self._closed.setdefault(module, row)

    def blind(self, modules: Iterable[int]) -> None:
        """Note that people did something in activities, and the account is not shown what."""
        self._blind |= {module: self.modules[module] for module in sorted(modules) if module in self.modules}

    @property
    def hides_packages(self) -> bool:
        """Whether a package may be among what cannot be entered: it tells which questions a course has."""
        return bool(self._sections) or any(one.modname in ("scorm", "") for one in self._closed.values())

    def wait(self, module: int) -> None:
        """Note that an activity is left out until the package of its course can be entered: it tells the questions."""
        if module in self.modules:
            self._waiting[module] = self.modules[module]

    def unlisted(self, before: Known) -> list[int]:
        """Return what was there before and is not listed now: deleted, or hidden from the account."""
        return sorted({*before.read, *before.closed} - set(self.modules) - set(self._closed))

    def new(self, before: Known) -> set[int]:
        """Return what can be read now and could not be before."""
        return set(self.modules) - set(before.read)

    @property
    def wanted(self) -> list[str]:
        """Capabilities by which the account might enter what it may not."""
        closed = self._closed.values()
        return [*_ENTERING, *_viewing(closed)] if self._sections or closed else []

    def findings(self) -> list[Finding]:
        """Return the findings that tell what was left out, at most one of a sort for the course."""
        closed, blind, waiting = self._closed.values(), self._blind.values(), self._waiting.values()
        names = [*(one.name for one in self._sections), *(one.name for one in closed)]
        told = (
            (_CLOSED, names, self.wanted),
            (_BLIND, [one.name for one in blind], [*_viewing(blind), _GROUPS]),
            (_WAITING, [one.name for one in waiting], [*_ENTERING, *_VIEWING["scorm"]]),
        )
        return [_withheld(self._course, *one) for one in told if one[1]]


def _viewing(modules: Iterable[core.ModuleRow]) -> list[str]:
    return [may for kind in sorted({one.modname for one in modules}) for may in _VIEWING.get(kind, ())]


def _withheld(course: str, told: str, names: Sequence[str], capabilities: Sequence[str]) -> Finding:
    may = ", ".join(capabilities)
    (zh, en), shown = halves(told), names[:_NAMES_SHOWN]
    more_zh, more_en = ("等", " and others") if len(names) > len(shown) else ("", "")
    halved = [halves(name) for name in shown]  # names of our activities are in both languages
    named_zh = "、".join(f"“{name}”" for name, _ in halved) + more_zh
    named_en = ", ".join(f'"{name}"' for _, name in halved) + more_en
    return Finding(
        id=WITHHELD_ID,
        severity="warning",
        place=course,
        message=both(
            f"{zh.format(len(names), named_zh)}；学员在其中所做的没有收取，其余照常",
            f"{en.format(len(names), named_en)}; what learners did there was left out, the rest was harvested",
        ),
        remedy=said(
            f"在{{0}}编辑服务账号的角色，把权限 {may} 设为“允许”；只有个别活动进不去时，打开它，在“更多 > 权限”中"
            "去掉对此角色的禁止。下次收取会自动补齐",
            f"At {{0}} edit the service account's role and allow {may}; where it is one activity alone, open it and "
            "take away what More > Permissions prohibits for this role. The next harvest fetches what was left out",
            ROLES,
        ),
    )
