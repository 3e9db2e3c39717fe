"""What of a sandbox's row lands: course, versions, times and CMI values; neither learner id nor name.

Only the CMI elements that records are made of are kept. `suspend_data`, `comments`, `lesson_location` and the
`student_…` elements are not: they may hold anything, and nothing is made of them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from pydantic import AwareDatetime, BaseModel, ConfigDict

from lms_bridge.sandbox.model import CmiValue

_KEPT = re.compile(
    r"cmi\.(core\.(lesson_status|score\.(raw|min|max)|total_time|session_time|exit)|objectives\..+|interactions\..+"
    r"|completion_status|success_status|progress_measure|score\.(scaled|raw|min|max)|total_time|session_time|exit)"
)


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class EnrolmentPayload(_Part):
    """A learner is enrolled in a package. `activity` is its manifest identifier, `card` the SHA-256 of its card."""

    activity: str
    package_version: int
    course: str | None
    course_version: str | None
    card: str | None


class AttemptPayload(EnrolmentPayload):
    """An attempt at a SCO. `passed_before`: an earlier attempt of the same learner at it was passed.

    `activity` is the manifest identifier, followed by `/` and the SCO's when the package has several. `divided` says
    that it is a course of ours in several SCOs, `decides` that this SCO's status is the course's as well.
    """

    number: int
    started_at: AwareDatetime
    finished_at: AwareDatetime | None
    passed_before: bool
    divided: bool = False
    decides: bool = True
    cmi: dict[str, CmiValue]


def kept_values(cmi: Mapping[str, CmiValue]) -> dict[str, CmiValue]:
    """Return the CMI values that land."""
    return {element: value for element, value in cmi.items() if _KEPT.fullmatch(element)}
