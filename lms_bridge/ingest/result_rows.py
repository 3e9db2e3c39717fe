"""A result as the rows that the embedded LMS would have given of the same attempt."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from course_templates.card import CourseCard
from lms_bridge.cards import card_sha256
from lms_bridge.connectors.base import LEARNER_MARK, RawRow
from lms_bridge.connectors.sandbox.payload import AttemptPayload, EnrolmentPayload
from lms_bridge.ingest.known import Known
from lms_bridge.ingest.result_file import Result
from lms_bridge.pseudonym import Account
from lms_bridge.sandbox.elements import timespan
from lms_bridge.sandbox.model import CmiValue
from lms_bridge.segments import LandedRow

ATTEMPT = "attempt"
ENROLMENT = "enrolment"
_POST = "post"


def activity_of(result: Result) -> str:
    """Return what the package, or the SCO of it, is called in its manifest."""
    package = f"CB-{result.course.id}"
    return package if result.part is None else f"{package}/{package}-ITEM-{result.part.key}"


def attempt_id(result: Result, learner: str = LEARNER_MARK) -> str:
    """Return the native id of the attempt."""
    return f"{learner}/{activity_of(result)}/{result.attempt}"


def rows_of(result: Result, card: CourseCard, account: Account, learner: str, known: Known) -> Iterator[RawRow]:
    """Yield the attempt, and before it the enrolment that the learner's first file of this activity is."""
    activity, common = activity_of(result), _common(result, card)
    if known.row(ENROLMENT, f"{learner}/{activity}") is None:
        yield RawRow(
            kind=ENROLMENT,
            native_id=f"{LEARNER_MARK}/{activity}",
            modified_at=result.started_at,
            account=account,
            payload=EnrolmentPayload(**common).model_dump(mode="json"),
        )
    yield RawRow(
        kind=ATTEMPT,
        native_id=attempt_id(result),
        modified_at=result.last_at,
        account=account,
        payload=payload_of(result, card, learner, known).model_dump(mode="json"),
    )


def payload_of(result: Result, card: CourseCard, learner: str, known: Known) -> AttemptPayload:
    """Return the attempt's payload; attempts of a learner are numbered as their files come."""
    others = list(_others(result, learner, known))
    return AttemptPayload(
        **_common(result, card),
        number=_number(result, learner, known, others),
        started_at=result.started_at,
        finished_at=None if result.status == "incomplete" else result.last_at,
        passed_before=any(_status(each) == "passed" for each in others),
        divided=result.part is not None,
        decides=result.part is None or (result.part.key == _POST and any(form.phase == _POST for form in card.forms)),
        cmi=dict(_cmi(result)),
    )


def _common(result: Result, card: CourseCard) -> dict[str, Any]:
    return {
        "activity": activity_of(result),
        "package_version": 0,
        "course": result.course.id,
        "course_version": result.course.version,
        "card": card_sha256(card),
    }


def _others(result: Result, learner: str, known: Known) -> Iterator[AttemptPayload]:
    """Yield the learner's other attempts at this activity."""
    mine = attempt_id(result, learner)
    for row in known.of_learner(ATTEMPT, learner):
        payload = AttemptPayload.model_validate(row.payload)
        if row.native_id != mine and payload.activity == activity_of(result):
            yield payload


def _number(result: Result, learner: str, known: Known, others: list[AttemptPayload]) -> int:
    before: LandedRow | None = known.row(ATTEMPT, attempt_id(result, learner))
    if before is not None:
        return AttemptPayload.model_validate(before.payload).number
    return 1 + max((other.number for other in others), default=0)


def _status(payload: AttemptPayload) -> str:
    return payload.cmi["cmi.core.lesson_status"].value


def _cmi(result: Result) -> Iterator[tuple[str, CmiValue]]:
    yield "cmi.core.lesson_status", _value(result.status, result.status_at or result.started_at)
    yield "cmi.core.total_time", _value(timespan(round(result.duration_ms / 10)), result.last_at)
    if result.score is not None:
        for name, value in (("raw", result.score.raw), ("min", 0), ("max", 100)):
            yield f"cmi.core.score.{name}", _value(_number_text(value), result.score.at)
    for n, objective in enumerate(result.objectives):
        for name, text in (
            ("id", objective.id),
            ("score.raw", _number_text(objective.raw)),
            ("status", "passed" if objective.passed else "failed"),
        ):
            yield f"cmi.objectives.{n}.{name}", _value(text, objective.at)
    yield from _interactions(result)


def _interactions(result: Result) -> Iterator[tuple[str, CmiValue]]:
    for n, given in enumerate(result.interactions):
        values = {
            "id": given.id,
            "type": given.type,
            "objectives.0.id": given.objective,
            "correct_responses.0.pattern": None if given.correct is None else ",".join(given.correct),
            "weighting": None if given.weighting is None else _number_text(given.weighting),
            "student_response": given.response,
            "result": given.result,
            "latency": timespan(round(given.latency_ms / 10)),
        }
        for name, text in values.items():
            if text is not None:
                yield f"cmi.interactions.{n}.{name}", _value(text, given.at)


def _value(text: str, at: datetime) -> CmiValue:
    return CmiValue(value=text, set_at=at)


def _number_text(value: float) -> str:
    return f"{value:g}" if value != int(value) else str(int(value))
