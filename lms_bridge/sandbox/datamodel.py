"""The two data models that a SCO may speak, as the sandbox needs them: names of elements, limits, times, the end."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

from foundation.text import both
from lms_bridge.sandbox import elements
from lms_bridge.sandbox.errors import SandboxInputError

Standard = Literal["1.2", "2004"]
_MAX_ELEMENTS = 10_000
_SHOWN_CHARS = 255
_CS_PER_S = 100


@dataclass(frozen=True)
class DataModel:
    """One data model.

    `settable` matches the elements that a SCO may set, `limits` gives the longest value by element, else
    `max_chars`. `centiseconds` reads a session's time and `timespan` writes the total. `over` says whether values
    are those of an attempt in which nothing is left to do.
    """

    clause: str
    exit: str
    session_time: str
    total_time: str
    settable: re.Pattern[str]
    limits: Mapping[str, int]
    max_chars: int
    centiseconds: Callable[[str], int]
    timespan: Callable[[int], str]
    over: Callable[[Mapping[str, str]], bool]

    def check(self, values: Mapping[str, str]) -> None:
        """Refuse what a SCO may not set.

        Raises:
            SandboxInputError: an element is unknown or the LMS's own, a value is too long, or there are too many.
        """
        if len(values) > _MAX_ELEMENTS:
            raise SandboxInputError(both(f"元素超过 {_MAX_ELEMENTS} 个", f"There are over {_MAX_ELEMENTS} elements"))
        for element, value in values.items():
            self._check(element, value)
        if self.session_time in values:
            self.centiseconds(values[self.session_time])

    def _check(self, element: str, value: str) -> None:
        if not self.settable.fullmatch(element):
            message = both("课件不能设置此元素", "A SCO cannot set this element")
            raise SandboxInputError(message, place=element[:_SHOWN_CHARS], clause=self.clause)
        limit = self.limits.get(element, self.max_chars)
        if len(value) > limit:
            message = both(f"值超过 {limit} 个字符", f"The value is over {limit} characters")
            raise SandboxInputError(message, place=element, clause=self.clause)


def data_model(standard: Standard) -> DataModel:
    """Return the data model of a standard."""
    return _MODELS[standard]


_SCORE = r"score\.(scaled|raw|min|max)"
_SETTABLE_2004 = re.compile(
    rf"cmi\.(completion_status|success_status|progress_measure|location|suspend_data|exit|session_time|{_SCORE}"
    r"|learner_preference\.(audio_level|language|delivery_speed|audio_captioning)"
    r"|comments_from_learner\.\d{1,4}\.(comment|location|timestamp)"
    rf"|objectives\.\d{{1,4}}\.(id|{_SCORE}|success_status|completion_status|progress_measure|description)"
    r"|interactions\.\d{1,4}\.(id|type|timestamp|weighting|learner_response|result|latency|description"
    r"|objectives\.\d{1,3}\.id|correct_responses\.\d{1,3}\.pattern))"
    r"|adl\.nav\.request|adl\.data\.\d{1,3}\.store"
)
#: Spec: SCORM 2004 4th Ed. RTE 4.1.1.7, timeinterval(second,10,2); a year or month has no fixed length.
_LONGEST_S = 10_000 * 3600
_INTERVAL = re.compile(r"P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:\.(\d{1,2}))?S)?)?")


def interval_centiseconds(text: str) -> int:
    """Return a timeinterval of days at most in hundredths of a second.

    Raises:
        SandboxInputError: it is none.
    """
    match = _INTERVAL.fullmatch(text)
    if match is None or len(text) > 40 or text in ("P", "PT") or text.endswith("T"):
        raise SandboxInputError(
            both("时间格式应为 PT1H2M3.45S", "The time must read PT1H2M3.45S"),
            place="cmi.session_time",
            clause="SCORM 2004 4th Ed. RTE 4.1.1.7",
        )
    days, hours, minutes, seconds, fraction = match.groups()
    whole_s = ((int(days or 0) * 24 + int(hours or 0)) * 60 + int(minutes or 0)) * 60 + int(seconds or 0)
    if whole_s > _LONGEST_S:
        message = both("一次学习不会超过 9999 小时", "No session is longer than 9999 hours")
        raise SandboxInputError(message, place="cmi.session_time")
    return whole_s * _CS_PER_S + int((fraction or "0").ljust(2, "0"))


def interval(centis: int) -> str:
    """Return hundredths of a second as a timeinterval: `PT1H2M3.45S`."""
    seconds, fraction = divmod(centis, _CS_PER_S)
    minutes, second = divmod(seconds, 60)
    hours, minute = divmod(minutes, 60)
    rest = f"{second}.{fraction:02d}".rstrip("0").rstrip(".") if fraction else str(second)
    return f"PT{hours}H{minute}M{rest}S" if hours else f"PT{minute}M{rest}S" if minute else f"PT{rest}S"


_MODELS: Mapping[Standard, DataModel] = {
    "1.2": DataModel(
        clause="SCORM 1.2 RTE 3.4",
        exit=elements.EXIT,
        session_time=elements.SESSION_TIME,
        total_time=elements.TOTAL_TIME,
        settable=elements.SETTABLE,
        limits={"cmi.suspend_data": 4096, "cmi.comments": 4096},
        max_chars=255,
        centiseconds=elements.centiseconds,
        timespan=elements.timespan,
        over=lambda values: values.get(elements.STATUS) in elements.FINAL_STATES,
    ),
    "2004": DataModel(
        clause="SCORM 2004 4th Ed. RTE 4.2",
        exit="cmi.exit",
        session_time="cmi.session_time",
        total_time="cmi.total_time",
        settable=_SETTABLE_2004,
        limits={"cmi.suspend_data": 64_000},
        max_chars=4000,
        centiseconds=interval_centiseconds,
        timespan=interval,
        over=lambda values: values.get("cmi.completion_status") == "completed",
    ),
}
