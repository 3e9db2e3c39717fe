"""The SCORM 1.2 data model as the sandbox sees it: which elements a SCO may set, how long values are, time."""

from __future__ import annotations

import re

from foundation.text import both
from lms_bridge.sandbox.errors import SandboxInputError

STATUS = "cmi.core.lesson_status"
EXIT = "cmi.core.exit"
SESSION_TIME = "cmi.core.session_time"
TOTAL_TIME = "cmi.core.total_time"
SCORE_RAW = "cmi.core.score.raw"

#: States in which nothing is left to do, so that an attempt that ends in one is over.
FINAL_STATES = frozenset({"passed", "failed", "completed", "browsed"})

#: Spec: SCORM 1.2 RTE 3.4.
SETTABLE = re.compile(
    r"cmi\.(core\.(lesson_location|lesson_status|score\.(raw|min|max)|exit|session_time)"
    r"|suspend_data|comments"
    r"|objectives\.\d{1,4}\.(id|status|score\.(raw|min|max))"
    r"|student_preference\.(audio|language|speed|text)"
    r"|interactions\.\d{1,4}\.(id|time|type|weighting|student_response|result|latency"
    r"|objectives\.\d{1,3}\.id|correct_responses\.\d{1,3}\.pattern))"
)
_TIMESPAN = re.compile(r"(\d{2,4}):([0-5]\d):([0-5]\d)(?:\.(\d{1,2}))?")
_CS_PER_S = 100


def element_order(element: str) -> tuple[tuple[int, int, str], ...]:
    """Return a key that sorts `interactions.2` before `interactions.10`."""
    return tuple((0, int(part), "") if part.isdigit() else (1, 0, part) for part in element.split("."))


def centiseconds(timespan: str) -> int:
    """Return a CMITimespan (HHHH:MM:SS.SS) in hundredths of a second.

    Raises:
        SandboxInputError: it is no CMITimespan.
    """
    match = _TIMESPAN.fullmatch(timespan)
    if match is None:
        raise SandboxInputError(
            both("时间格式应为 HHHH:MM:SS.SS", "The time must read HHHH:MM:SS.SS"),
            place=SESSION_TIME,
            clause="SCORM 1.2 RTE 3.4 (CMITimespan)",
        )
    hours, minutes, seconds, fraction = match.groups()
    whole_s = (int(hours) * 60 + int(minutes)) * 60 + int(seconds)
    return whole_s * _CS_PER_S + int((fraction or "0").ljust(2, "0"))


def timespan(centis: int) -> str:
    """Return hundredths of a second as CMITimespan, at most 9999:59:59.99."""
    centis = min(centis, (10_000 * 3600) * _CS_PER_S - 1)
    seconds, fraction = divmod(centis, _CS_PER_S)
    minutes, second = divmod(seconds, 60)
    hours, minute = divmod(minutes, 60)
    return f"{hours:04d}:{minute:02d}:{second:02d}.{fraction:02d}"
