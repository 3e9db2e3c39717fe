"""What a site has of a course and its map before a push, as the plugin tells it."""

from __future__ import annotations

from dataclasses import dataclass

from lms_bridge.connectors.base import PackageFile
from lms_bridge.connectors.moodle.arguments import Argument
from lms_bridge.connectors.moodle.deploy_answers import STATE
from lms_bridge.connectors.moodle.rest import MoodleRest
from lms_bridge.connectors.moodle.site import PLUGIN_PREFIX, PROTOCOL, PluginInfo

#: A package of this size takes longer to upload than a call takes: what can be done meanwhile is.
BIG_PACKAGE_BYTES = 4 << 20
#: Feature of the plugin: `get_state` answers for a framework and for courses at once.
_BOTH = "course-with-framework"


@dataclass(frozen=True)
class Standing:
    """Idnumbers of the framework's competencies on the site; `courses`: whether the course is one of its courses."""

    competencies: frozenset[str]
    has_course: bool

    def lacks_course(self, info: PluginInfo) -> bool:
        """Return whether the site is known to lack the course: not every plugin answers that."""
        return _BOTH in info.features and not self.has_course


def is_big(package: PackageFile) -> bool:
    """Return whether a package takes so long to upload that calls are made at the same time."""
    return package.path.stat().st_size >= BIG_PACKAGE_BYTES


def look(rest: MoodleRest, framework: str, course: str | None) -> Standing:
    """Ask what the site has of a framework, and of a course if one is given. Raises SourceError."""
    courses = [] if course is None else [course]
    asked: dict[str, Argument] = {"protocol": PROTOCOL, "courses": courses, "framework": framework}
    found = rest.call(f"{PLUGIN_PREFIX}get_state", STATE, asked)
    competencies = frozenset(one.idnumber for one in found.objects if one.kind == "competency")
    return Standing(competencies, has_course=course is None or bool(found.courses))
