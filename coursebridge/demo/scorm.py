"""The SCORM 1.2 calls of the player (packager/runtime/adapters/scorm12.js), made to an LMS without a browser."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import Protocol

from lms_bridge.sandbox import elements

#: The programme's learners are in China; `cmi.interactions.n.time` is local time of day.
LOCAL_TIME = timezone(timedelta(hours=8))
_MAX_CHARACTERS = 255
_FRESH = ("", "not attempted", "unknown")


class Scorm12Api(Protocol):
    """An LMS's run-time for one session. `at` is aware UTC: a simulation has its own time."""

    def initialize(self, at: datetime) -> None:
        """LMSInitialize."""
        ...

    def get_value(self, element: str) -> str:
        """LMSGetValue; an empty string for what the LMS does not know."""
        ...

    def set_value(self, element: str, value: str) -> None:
        """LMSSetValue."""
        ...

    def commit(self, at: datetime) -> None:
        """LMSCommit."""
        ...

    def finish(self, at: datetime) -> None:
        """LMSFinish."""
        ...


@dataclass(frozen=True)
class Interaction:
    """One answer, as the player tells it. None leaves an element out; `latency_s` is the time it took."""

    id: str
    type: str
    response: str
    result: str
    at: datetime
    latency_s: float
    objective: str | None = None
    correct: str | None = None
    weighting: int | None = None


class Scorm12Writer:
    """Writes what happens in a course to an LMS, call by call as the player does. Spec: SCORM 1.2 RTE 3.4."""

    def __init__(self, api: Scorm12Api) -> None:
        self._api = api
        self._objectives: dict[str, int] = {}
        self._suspended = ""
        self.exit = "suspend"
        self.written = 0
        self.mastery: float | None = None

    def open(self, at: datetime) -> None:
        """Begin the session and read what the LMS knows of earlier ones."""
        self._api.initialize(at)
        status = self._api.get_value("cmi.core.lesson_status")
        self._suspended = self._api.get_value("cmi.suspend_data")
        self.written = int(self._api.get_value("cmi.interactions._count") or 0)
        mastery = self._api.get_value("cmi.student_data.mastery_score")
        self.mastery = float(mastery) if mastery else None
        for index in range(int(self._api.get_value("cmi.objectives._count") or 0)):
            self._objectives[self._api.get_value(f"cmi.objectives.{index}.id")] = index
        if status in _FRESH:
            self._set("cmi.core.lesson_status", "incomplete")
        self._set("cmi.core.exit", self.exit)
        self._api.commit(at)

    def answer(self, n: int, interaction: Interaction) -> None:
        """Write interaction `n`."""
        values = {
            "id": interaction.id,
            "objectives.0.id": interaction.objective,
            "time": interaction.at.astimezone(LOCAL_TIME).strftime("%H:%M:%S"),
            "type": interaction.type,
            "correct_responses.0.pattern": interaction.correct,
            "weighting": None if interaction.weighting is None else str(interaction.weighting),
            "student_response": interaction.response,
            "result": interaction.result,
            "latency": timespan(interaction.latency_s),
        }
        for name, value in values.items():
            if value is not None:
                self._set(f"cmi.interactions.{n}.{name}", value)

    def objective(self, objective_id: str, raw: float, passed: bool) -> None:
        """Write the score of an item in one phase."""
        at = f"cmi.objectives.{self._objectives.setdefault(objective_id, len(self._objectives))}"
        self._set(f"{at}.id", objective_id)
        self._score(f"{at}.score", raw)
        self._set(f"{at}.status", "passed" if passed else "failed")

    def score(self, raw: float) -> None:
        """Write the score of the whole."""
        self._score("cmi.core.score", raw)

    def outcome(self, status: str) -> None:
        """Write the status of the whole."""
        self._set("cmi.core.lesson_status", status)

    def save(self, bookmark: str, state: str, session_s: float, at: datetime) -> None:
        """Write where the learner is, and commit."""
        self._set("cmi.core.lesson_location", bookmark)
        if state != self._suspended:
            self._set("cmi.suspend_data", state)
            self._suspended = state
        self._set("cmi.core.session_time", timespan(session_s))
        self._set("cmi.core.exit", self.exit)
        self._api.commit(at)

    def close(self, at: datetime) -> None:
        """End the session."""
        self._api.finish(at)

    def _score(self, at: str, raw: float) -> None:
        for name, value in (("raw", number(raw)), ("min", "0"), ("max", "100")):
            self._set(f"{at}.{name}", value)

    def _set(self, element: str, value: str) -> None:
        limited = value if element == "cmi.suspend_data" else value[:_MAX_CHARACTERS]
        self._api.set_value(element, limited)


def timespan(seconds: float) -> str:
    """Return seconds as CMITimespan."""
    return elements.timespan(round(seconds * 100))


def raw_score(won: int, of: int) -> float:
    """Return points as a score from 0 to 100, rounded half up to two decimals."""
    return 0.0 if of == 0 else math.floor(10_000 * won / of + 0.5) / 100


def number(value: float) -> str:
    """Return a score as JavaScript writes it: no final zeros."""
    return f"{value:.2f}".rstrip("0").rstrip(".")
