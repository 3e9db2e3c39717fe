"""A SCORM 2004 data model in the words of 1.2, so that one reading makes the records of both.

Completion and success become one status; keys of answers lose their `[,]`; intervals become CMITimespans.
Spec: SCORM 2004 4th Ed. RTE 4.2.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from lms_bridge.sandbox import elements
from lms_bridge.sandbox.datamodel import interval_centiseconds
from lms_bridge.sandbox.errors import SandboxInputError
from lms_bridge.sandbox.model import CmiValue

_MARKS = ("cmi.completion_status", "cmi.success_status", "cmi.total_time", "cmi.score.scaled", "cmi.location")
_RESPONSE = re.compile(r"(cmi\.interactions\.\d+)\.learner_response")
_LATENCY = re.compile(r"cmi\.interactions\.\d+\.latency")
_SUCCESS = re.compile(r"(cmi\.objectives\.\d+)\.success_status")
_RESULT = re.compile(r"cmi\.interactions\.\d+\.result")
_TRUTH = {"true": "t", "false": "f"}
_LISTS = frozenset({"choice", "sequencing", "matching"})
_JUDGED = frozenset({"passed", "failed"})

Cmi = Mapping[str, CmiValue]


def as_12(cmi: Cmi) -> dict[str, CmiValue]:
    """Return the values under the names of SCORM 1.2; those of a 1.2 attempt come back as they are."""
    if not any(mark in cmi for mark in _MARKS):
        return dict(cmi)
    return dict(_translated(cmi)) | dict(_status(cmi)) | dict(_score(cmi))


def _translated(cmi: Cmi) -> Iterator[tuple[str, CmiValue]]:
    for element, found in cmi.items():
        if match := _RESPONSE.fullmatch(element):
            yield f"{match[1]}.student_response", _response(found, cmi.get(f"{match[1]}.type"))
        elif _LATENCY.fullmatch(element):
            yield element, _timespan(found)
        elif _RESULT.fullmatch(element):
            yield element, _with(found, "wrong" if found.value == "incorrect" else found.value)
        elif element == "cmi.total_time":
            yield elements.TOTAL_TIME, _timespan(found)
        elif match := _SUCCESS.fullmatch(element):
            yield f"{match[1]}.status", found
        elif element.startswith(("cmi.interactions.", "cmi.objectives.")):
            yield element, found


def _response(found: CmiValue, kind: CmiValue | None) -> CmiValue:
    if kind is not None and kind.value == "true-false":
        return _with(found, _TRUTH.get(found.value, found.value))
    if kind is not None and kind.value in _LISTS:
        return _with(found, found.value.replace("[,]", ","))
    return found


def _status(cmi: Cmi) -> Iterator[tuple[str, CmiValue]]:
    """A failure counts once the work is complete; a pass counts at once."""
    completion, success = cmi.get("cmi.completion_status"), cmi.get("cmi.success_status")
    is_open = completion is not None and completion.value != "completed"
    if success is not None and success.value in _JUDGED and not (is_open and success.value == "failed"):
        yield elements.STATUS, success
    elif completion is not None:
        yield elements.STATUS, completion


def _score(cmi: Cmi) -> Iterator[tuple[str, CmiValue]]:
    """Raw, minimum and maximum where all are there; else the scaled score, from 0 to 1."""
    parts = {part: found for part in ("raw", "min", "max") if (found := cmi.get(f"cmi.score.{part}")) is not None}
    scaled = cmi.get("cmi.score.scaled")
    if scaled is not None and len(parts) < 3:
        parts = {"raw": scaled, "min": _with(scaled, "0"), "max": _with(scaled, "1")}
    for part, found in parts.items():
        yield f"cmi.core.score.{part}", found


def _timespan(found: CmiValue) -> CmiValue:
    try:
        return _with(found, elements.timespan(interval_centiseconds(found.value)))
    except SandboxInputError:
        return found


def _with(found: CmiValue, value: str) -> CmiValue:
    return found.model_copy(update={"value": value})
