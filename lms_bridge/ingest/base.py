"""What a form of file must be able to do to be taken in, and what a file of it gave."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Protocol

from pydantic import BaseModel, ConfigDict, JsonValue

from course_templates.card import CourseCard
from foundation.findings import Finding, Severity
from lms_bridge.connectors.base import RawRow
from lms_bridge.ingest.known import Known
from lms_bridge.pseudonym import Account, Pseudonym


class IngestedFile(BaseModel):
    """What became of a file: `rows` = `new` + `unchanged` + `refused`, always."""

    model_config = ConfigDict(frozen=True)

    path: str
    rows: int = 0
    new: int = 0
    unchanged: int = 0
    refused: int = 0


@dataclass(frozen=True)
class RefusedRow:
    """A row that is not taken and is kept for somebody to look at; `payload` names nobody."""

    native_id: str
    at: datetime
    account: Account
    payload: dict[str, JsonValue]


@dataclass(frozen=True)
class Taken:
    """What a file gave: rows to land, how many came before or were refused, and what there is to say."""

    rows: tuple[RawRow, ...] = ()
    cards: tuple[CourseCard, ...] = ()
    new: int = 0
    unchanged: int = 0
    refused: int = 0
    kept: tuple[RefusedRow, ...] = ()
    findings: tuple[Finding, ...] = ()


class Courses(Protocol):
    """Where the course is that a file is about."""

    def card(self, sha256: str) -> CourseCard | None:
        """Return the card with this SHA-256, or None."""
        ...

    def alike(self, course: str, version: str) -> CourseCard | None:
        """Return a card of this version of the course, or None."""
        ...


class People(Protocol):
    """Who the learners of the files are."""

    def account(self, name: str, home_page: str | None) -> Account:
        """Return the account that a file names."""
        ...

    def pseudonym(self, account: Account) -> Pseudonym:
        """Return the account's pseudonym."""
        ...

    def is_erased(self, learner: str) -> bool:
        """Return whether everything of a pseudonym was erased, for good."""
        ...

    def is_known(self, learner: str) -> bool:
        """Return whether the centre has anything of a pseudonym."""
        ...


@dataclass(frozen=True)
class Desk:
    """What taking in a file needs to know; `learner` is an account that the caller says the file is of."""

    courses: Courses
    people: People
    known: Known
    now: datetime
    learner: str | None = None


class IngestForm(Protocol):
    """One form of file."""

    def recognises(self, content: bytes, name: str) -> bool:
        """Return whether a file is meant to be of this form; it need not be sound."""
        ...

    def take(self, content: bytes, path: Path, desk: Desk) -> Taken:
        """Return what a file gives. Content that is wrong is told in findings, never raised."""
        ...


@dataclass
class Notes:
    """Findings about one file."""

    path: Path
    findings: list[Finding] = field(default_factory=list)

    def add(
        self, finding_id: str, severity: Severity, message: str, remedy: str = "", place: str | None = None
    ) -> None:
        """Note a finding about the file."""
        self.findings.append(
            Finding(id=finding_id, severity=severity, file=str(self.path), place=place, message=message, remedy=remedy)
        )

    def __iter__(self) -> Iterator[Finding]:
        return iter(self.findings)
