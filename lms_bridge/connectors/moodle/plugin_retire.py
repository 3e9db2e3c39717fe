"""Retiring a whole course or framework by the plugin: it is hidden, and all that learners have in it is kept."""

from __future__ import annotations

from collections.abc import Collection
from typing import Literal

from competency_xml.model import CompetencyMap
from foundation.text import both
from lms_bridge.changes import Change, Op, PushPlan, PushReceipt, to_decide
from lms_bridge.connectors.base import Retirable
from lms_bridge.connectors.moodle.deploy_answers import RETIRE, STATE, StateObject
from lms_bridge.connectors.moodle.framework import framework_of
from lms_bridge.connectors.moodle.noticed import not_pushed
from lms_bridge.connectors.moodle.options import MoodleOptions
from lms_bridge.connectors.moodle.reasons import why
from lms_bridge.connectors.moodle.rest import MoodleRest
from lms_bridge.connectors.moodle.site import PLUGIN_PREFIX, PROTOCOL, plugin_info
from lms_bridge.errors import FatalSourceError

_Kind = Literal["course", "framework"]


class PluginRetire:
    """Retires what was pushed to one site."""

    def __init__(self, rest: MoodleRest, options: MoodleOptions, target: str) -> None:
        self._rest = rest
        self._options = options
        self._target = target

    def plan(self, retirable: Retirable) -> PushPlan:
        """Return the change; people enrolled or rated make it a decision. Raises SourceError: no plugin, too."""
        if self._options.plugin == "never" or plugin_info(self._rest) is None:
            raise _needs_plugin(self._target)
        kind, idnumber = _name(retirable)
        there = self._there(kind, idnumber)
        if there is None:
            return PushPlan(target=self._target, changes=(), findings=(not_pushed(kind, idnumber),))
        change = _change(there)
        findings = [to_decide(change)] if change.op == "decide" else []
        return PushPlan(target=self._target, changes=(change,), findings=tuple(findings))

    def apply(self, retirable: Retirable, allow: Collection[str]) -> PushReceipt:
        """Hide it; a decision only if it is allowed by name. Raises SourceError."""
        plan = self.plan(retirable)
        wanted = [one for one in plan.changes if one.op == "update" or (one.op == "decide" and one.name in allow)]
        for change in wanted:
            asked = {"course": change.idnumber, "kind": change.kind, "idnumber": change.idnumber}
            allowed = int(change.op == "decide")
            self._rest.call(f"{PLUGIN_PREFIX}retire", RETIRE, {"protocol": PROTOCOL, **asked, "allow": allowed})
        skipped = tuple(one for one in plan.changes if one not in wanted)
        findings = () if wanted else plan.findings
        return PushReceipt(target=self._target, applied=tuple(wanted), skipped=skipped, findings=findings)

    def _there(self, kind: _Kind, idnumber: str) -> StateObject | None:
        """Return what the plugin keeps of it; None: it did not push it, or several courses have its ID number."""
        scope = {"courses": [idnumber]} if kind == "course" else {"courses": [], "framework": idnumber}
        found = self._rest.call(f"{PLUGIN_PREFIX}get_state", STATE, {"protocol": PROTOCOL, **scope})
        return next((one for one in found.objects if (one.kind, one.idnumber) == (kind, idnumber)), None)


def _name(retirable: Retirable) -> tuple[_Kind, str]:
    if isinstance(retirable, CompetencyMap):
        return "framework", framework_of(retirable).idnumber
    return "course", retirable.id


def _change(there: StateObject) -> Change:
    op: Op = "decide" if there.learners else "update"
    if there.status == "retired" and not there.visible:
        op = "unchanged"
    reason = "retired" if op == "unchanged" else "retire"
    return Change(op=op, kind=there.kind, idnumber=there.idnumber, why=why(reason), learners_affected=there.learners)


def _needs_plugin(target: str) -> FatalSourceError:
    return FatalSourceError(
        both("停用要用平台插件", "Retiring needs the plugin"),
        place=target,
        remedy=both(
            "安装插件；或在平台上隐藏：课程的“设置”中“课程可见性”选“隐藏”，能力框架页点“隐藏”",
            "Install the plugin; or hide it on the site: set Course visibility of the course to Hide; choose "
            "Hide on the page of competency frameworks",
        ),
    )
