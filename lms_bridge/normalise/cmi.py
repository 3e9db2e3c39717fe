"""Reading a SCORM 1.2 data model as an LMS kept it: status, score, times, interactions."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from math import isfinite

from lms_bridge.sandbox.model import CmiValue

Cmi = Mapping[str, CmiValue]

_TIMESPAN = re.compile(r"(\d{1,4}):(\d{2}):(\d{2})(?:\.(\d{1,2}))?")
_INTERACTION = re.compile(r"cmi\.interactions\.(\d{1,9})\.(.+)")
_INTERACTION_ID = re.compile(
    r"(pre|practice|post|exam|survey)\.([A-Za-z0-9_-]{1,40})\.([A-Za-z0-9_-]{1,40})\.(\d{1,9})\.(\d{1,9})"
)
_DONE = frozenset({"passed", "failed", "completed"})
_SUCCESS = {"passed": True, "failed": False}


@dataclass(frozen=True)
class InteractionId:
    """An interaction's id as our packages write it: `phase.form.question.version.try`."""

    phase: str
    form: str
    question: str
    version: int
    tried: int


@dataclass(frozen=True)
class Interaction:
    """An answered question. `answered_at` is when the response was set, `stored_at` when anything of it was."""

    index: int
    id: str
    response: str
    result: str | None
    latency_s: float | None
    objective: str | None
    answered_at: datetime
    stored_at: datetime


def value_of(cmi: Cmi, element: str) -> str | None:
    """Return the value of an element, or None when it was never set."""
    found = cmi.get(element)
    return None if found is None else found.value


def seconds(timespan: str | None) -> float | None:
    """Return a CMITimespan (HHHH:MM:SS.SS) in seconds, or None when it is none. Spec: SCORM 1.2 RTE 3.4.1."""
    match = _TIMESPAN.fullmatch(timespan or "")
    if match is None:
        return None
    hours, minutes, whole, fraction = match.groups()
    return (int(hours) * 60 + int(minutes)) * 60 + int(whole) + int((fraction or "0").ljust(2, "0")) / 100


def completed(cmi: Cmi) -> bool:
    """Return whether a status says that the SCO is done with. Spec: SCORM 1.2 RTE 3.4.4 lesson_status."""
    return value_of(cmi, "cmi.core.lesson_status") in _DONE


def success(cmi: Cmi) -> bool | None:
    """Return whether a status says passed or failed; None: neither."""
    return _SUCCESS.get(value_of(cmi, "cmi.core.lesson_status") or "")


def score_scaled(cmi: Cmi, prefix: str = "cmi.core.score") -> float | None:
    """Return a score from 0 to 1, by its own minimum and maximum where both are given, else out of 100.

    Raises:
        ValueError: it is no number, or outside of its range.
    """
    raw, low, high = (value_of(cmi, f"{prefix}.{part}") for part in ("raw", "min", "max"))
    if not raw:
        return None
    lowest, highest = (float(low), float(high)) if low and high else (0.0, 100.0)
    if not (isfinite(lowest) and isfinite(highest) and lowest <= float(raw) <= highest) or lowest == highest:
        raise ValueError(raw)
    return (float(raw) - lowest) / (highest - lowest)


def last_set(cmi: Cmi, *elements: str) -> datetime | None:
    """Return when one of these elements was last changed; None: none was ever set."""
    times = [cmi[element].set_at for element in elements if element in cmi]
    return max(times, default=None)


def interactions(cmi: Cmi) -> list[Interaction]:
    """Return the answered questions in their order; of several with one id, the last."""
    by_index: dict[int, dict[str, CmiValue]] = {}
    for element, value in cmi.items():
        match = _INTERACTION.fullmatch(element)
        if match is not None:
            by_index.setdefault(int(match[1]), {})[match[2]] = value
    found = {one.id: one for one in _answered(by_index)}
    return sorted(found.values(), key=lambda one: one.index)


def parse_interaction_id(text: str) -> InteractionId | None:
    """Return the parts of an interaction's id, or None when it is not one of ours."""
    match = _INTERACTION_ID.fullmatch(text)
    if match is None:
        return None
    return InteractionId(match[1], match[2], match[3], int(match[4]), int(match[5]))


def _answered(by_index: dict[int, dict[str, CmiValue]]) -> Iterator[Interaction]:
    for index, fields in sorted(by_index.items()):
        response = fields.get("student_response")
        if response is None or "id" not in fields:
            continue  # the SCO was cut off before it had set both
        yield Interaction(
            index=index,
            id=fields["id"].value,
            response=response.value,
            result=value_of(fields, "result"),
            latency_s=seconds(value_of(fields, "latency")),
            objective=value_of(fields, "objectives.0.id"),
            answered_at=response.set_at,
            stored_at=max(value.set_at for value in fields.values()),
        )
