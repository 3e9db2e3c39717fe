"""Push to a Moodle, by the plugin where it is installed, else by core functions."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from competency_xml.model import CompetencyMap
from foundation.errors import CourseBridgeError, UnreadableFileError
from foundation.findings import Finding
from foundation.progress import Progress
from foundation.text import both
from lms_bridge.changes import Change, PushPlan, PushReceipt, to_decide
from lms_bridge.connectors.base import PackageFile
from lms_bridge.connectors.moodle.core_framework import CoreFramework, Planned
from lms_bridge.connectors.moodle.core_push import CorePush
from lms_bridge.connectors.moodle.course_document import course_document
from lms_bridge.connectors.moodle.faults import MoodleFatalError, is_refusal
from lms_bridge.connectors.moodle.framework import framework_of, map_document
from lms_bridge.connectors.moodle.noticed import (
    import_by_hand,
    old_site,
    plugin_would_add,
    restore_as_new,
    without_framework,
)
from lms_bridge.connectors.moodle.options import MoodleOptions
from lms_bridge.connectors.moodle.plugin_push import PluginPush
from lms_bridge.connectors.moodle.rest import MoodleRest
from lms_bridge.connectors.moodle.site import OLDEST_VERSION, PluginInfo, plugin_info, site_info
from lms_bridge.connectors.moodle.standing import is_big, look
from lms_bridge.connectors.moodle.wired import Document
from lms_bridge.errors import RetriableSourceError

Wanted = PackageFile | CompetencyMap


@dataclass(frozen=True)
class _ByPlugin:
    """What the plugin is to push; `is_new`: the site is known to have nothing of it."""

    push: PluginPush
    document: Document
    is_new: bool


class SitePush:
    """One push to one site."""

    def __init__(self, rest: MoodleRest, options: MoodleOptions, target: str) -> None:
        self._rest = rest
        self._options = options
        self._target = target
        self._findings: list[Finding] = []

    def plan(self, wanted: Wanted) -> PushPlan:
        """Return what would change. Raises SourceError."""
        by_plugin = self._by_plugin(wanted)
        if by_plugin is not None:
            plan = by_plugin.push.plan(by_plugin.document)
            return plan.model_copy(update={"findings": (*self._findings, *plan.findings)})
        changes = tuple(one.change for one in self._core(wanted))
        decisions = [to_decide(change) for change in changes if change.op == "decide"]
        return PushPlan(target=self._target, changes=changes, findings=(*self._findings, *decisions))

    def apply(self, wanted: Wanted, allow: Collection[str], progress: Progress) -> PushReceipt:
        """Make it so. Raises SourceError."""
        by_plugin = self._by_plugin(wanted)
        if by_plugin is not None:
            receipt = by_plugin.push.apply(by_plugin.document, allow, progress, is_new=by_plugin.is_new)
            return receipt.model_copy(update={"findings": (*self._findings, *receipt.findings)})
        return self._apply_core(self._core(wanted), allow, progress)

    def _by_plugin(self, wanted: Wanted) -> _ByPlugin | None:
        """Return the plugin's push of what is wanted; None: there is no plugin, or it is not to be used."""
        if self._options.plugin == "never":
            return None
        if isinstance(wanted, CompetencyMap):
            push = self._plugin(plugin_info(self._rest))
            return None if push is None else _ByPlugin(push, map_document(wanted), is_new=False)
        return self._course_by_plugin(wanted)

    def _course_by_plugin(self, wanted: PackageFile) -> _ByPlugin | None:
        """The site is asked what it has while it says what it is, where the time counts."""
        iri = wanted.course.map.iri if wanted.course else ""
        course = wanted.course.id if wanted.course and is_big(wanted) else None
        with ThreadPoolExecutor(1, thread_name_prefix="look") as beside:
            looking = beside.submit(look, self._rest, iri, course) if course else None
            info = plugin_info(self._rest)
        push = self._plugin(info)
        if info is None or push is None:
            return None
        if wanted.course is None:
            raise _needs_course(wanted)
        standing = looking.result() if looking else look(self._rest, iri, None)
        if not standing.competencies:
            self._findings.append(without_framework(iri))
        document = course_document(wanted.course, wanted, standing.competencies)
        return _ByPlugin(push, document, is_new=standing.lacks_course(info))

    def _plugin(self, info: PluginInfo | None) -> PluginPush | None:
        return None if info is None else PluginPush(self._rest, info, self._target)

    def _core(self, wanted: Wanted) -> Sequence[Planned]:
        site = site_info(self._rest)
        if site.version_number < OLDEST_VERSION:
            self._findings += [old_site(site.release), by_hand(wanted)]
            return []
        if isinstance(wanted, CompetencyMap):
            return list(CoreFramework(self._rest).planned(framework_of(wanted)))
        core = CorePush(self._rest, self._options)
        core.findings = self._findings
        planned = list(core.planned(wanted))
        if self._options.plugin != "never":
            self._findings.append(plugin_would_add())
        return planned

    def _apply_core(self, planned: Sequence[Planned], allow: Collection[str], progress: Progress) -> PushReceipt:
        applied: list[Change] = []
        skipped: list[Change] = []
        failed: list[Change] = []
        code = 0
        is_down = False
        for number, one in enumerate(planned):
            change = one.change
            progress(number, len(planned), both(f"推送 {change.name}", f"pushing {change.name}"))
            if change.op == "unchanged" or (change.op == "decide" and change.name not in allow):
                skipped.append(change)
                self._findings += [to_decide(change)] if change.op == "decide" else []
                continue
            if is_down:
                failed.append(change)
                continue
            try:
                one.do()
            except CourseBridgeError as error:
                failed.append(change)
                self._findings += error.findings()
                code = max(code, error.exit_code)
                is_down = _is_down(error)
            else:
                applied.append(change)
        return PushReceipt(
            target=self._target,
            applied=tuple(applied),
            skipped=tuple(skipped),
            failed=tuple(failed),
            findings=tuple(self._findings),
            exit_code=code,
        )


def by_hand(wanted: Wanted) -> Finding:
    """Return what a person does so that a site has a course or a map that nothing can be pushed to."""
    if isinstance(wanted, CompetencyMap):
        return import_by_hand(framework_of(wanted).idnumber)
    version = wanted.card.version if wanted.card else ""
    return restore_as_new(wanted.card.id if wanted.card else wanted.identifier, version)


def _is_down(error: CourseBridgeError) -> bool:
    """Return whether the site fails whatever is asked, so that going on would only wait and fail again."""
    return isinstance(error, RetriableSourceError) or (isinstance(error, MoodleFatalError) and is_refusal(error))


def _needs_course(package: PackageFile) -> CourseBridgeError:
    return UnreadableFileError(
        both("推送到 Moodle 需要课程文件夹，而不是课件包", "A push to Moodle takes the course folder, not a package"),
        file=package.path,
        remedy=both("给出课程文件夹", "Name the course folder"),
    )
