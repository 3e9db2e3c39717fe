"""What a connector can do, as small capabilities; it implements those that its LMS allows.

Harvesters give accounts as the LMS names them: who calls them replaces these before anything is stored.
What becomes of raw rows is said by a Normaliser (`lms_bridge.normalise.base`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Literal, Protocol, runtime_checkable

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, JsonValue

from competency_xml.model import CompetencyMap
from course_templates.card import CourseCard
from course_templates.model import Course
from foundation.findings import Finding
from foundation.progress import Progress
from lms_bridge.changes import PushPlan, PushReceipt
from lms_bridge.pseudonym import Account


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


#: Stands for the learner's pseudonym in a native id; it is put there when the row lands.
LEARNER_MARK = "{learner}"


class RawRow(_Part):
    """A row of an LMS as it now is. `payload` holds neither names nor account ids: the connector leaves them out.

    `native_id` is unique per source and kind, stable, and no account id either; where the LMS has no id of its own
    for a learner's row, LEARNER_MARK in it stands for the pseudonym. `modified_at` is the LMS's. A `deleted` row
    stands for everything that earlier states of it gave.
    """

    kind: str
    native_id: str
    modified_at: AwareDatetime
    deleted: bool = False
    account: Account | None = None
    payload: dict[str, JsonValue] = {}


class Cursor(_Part):
    """Where to go on: what the connector needs to know, and nothing that a person could be known by."""

    position: dict[str, JsonValue] = {}


class Batch(_Part):
    """Rows, the cursor that holds once they are stored, cards of courses they are about, and what was wrong.

    `erased` are people whom the LMS has erased: everything of theirs that was stored must go, for good. `sweep`
    marks the batches of a run that gives everything there is: at its `end`, rows that were not given have gone.
    """

    rows: tuple[RawRow, ...]
    cursor: Cursor
    cards: tuple[CourseCard, ...] = ()
    findings: tuple[Finding, ...] = ()
    erased: tuple[Account, ...] = ()
    sweep: Literal["", "part", "end"] = ""


class Check(_Part):
    """One thing that a target or a machine must have: found, wanted, and what to do (bilingual).

    `advice` is not needed, only better: a check of it that fails is a warning. `exit_code` is that of the error that
    ended the check. Neither is part of the JSON.
    """

    id: str
    ok: bool
    found: str
    want: str
    remedy: str = ""
    advice: bool = Field(default=False, exclude=True)
    exit_code: int | None = Field(default=None, exclude=True)

    @classmethod
    def of(cls, id_: str, ok: bool, found: str, want: str, remedy: str, *, advice: bool = False) -> Check:
        """Return a check; what is well needs no remedy."""
        return cls(id=id_, ok=ok, found=found, want=want, remedy="" if ok else remedy, advice=advice)


class PackageFile(_Part):
    """A package on disk that is to be pushed. `scos` are the identifiers of its SCOs, `card` its course card.

    `course` is the whole course, for LMSs that take it apart: its tests and survey are then not in the package. `sha1`
    is for LMSs that name contents by it; empty: nobody has made it yet.
    """

    path: Path
    sha256: str
    sha1: str = ""
    identifier: str
    title: str
    scos: tuple[str, ...] = ()
    card: CourseCard | None = None
    course: Course | None = None


class Desired(_Part):
    """One object that an LMS should have. It holds learners' data under `parts`, its stable identifiers."""

    kind: str
    idnumber: str
    sha256: str
    course: str | None = None
    course_version: str | None = None
    parts: tuple[str, ...] = ()


class Deployed(Desired):
    """One object that an LMS has; `learners` have data there."""

    learners: int = 0


@runtime_checkable
class Closable(Protocol):
    """Holds something open."""

    def close(self) -> None:
        """Let go of it."""
        ...


@runtime_checkable
class Accounts(Protocol):
    """Can say which account a person means, so that it can be erased."""

    def account(self, name: str) -> Account:
        """Return the account with this name or id, as harvested rows name it. Nothing is asked of the LMS."""
        ...


@runtime_checkable
class Probe(Protocol):
    """Can say whether its LMS is there and fit for use."""

    def probe(self) -> Sequence[Check]:
        """Return what was found. Never raises for an LMS that is down: that is a check that is not ok."""
        ...


@runtime_checkable
class CoursePusher(Protocol):
    """Can put a package into its LMS. Deploying is idempotent."""

    def desired(self, package: PackageFile) -> Sequence[Desired]:
        """Return the objects that a package becomes in this LMS."""
        ...

    def deployed(self) -> Sequence[Deployed]:
        """Return the objects of packages that the LMS has. Raises SourceError."""
        ...

    def deploy(self, package: PackageFile, wanted: Desired, at: datetime) -> None:
        """Make one object as it is wanted; learners' data under its parts stay. Raises SourceError."""
        ...


@runtime_checkable
class SitePlanner(Protocol):
    """Can say object by object what a course or a map becomes in its LMS, and make it so. Applying is idempotent."""

    def plan_site(self, wanted: PackageFile | CompetencyMap) -> PushPlan:
        """Return what would be done; nothing is changed. Raises SourceError."""
        ...

    def apply_site(
        self, wanted: PackageFile | CompetencyMap, allow: Collection[str], progress: Progress
    ) -> PushReceipt:
        """Do it; decisions only where `allow` names them (`KIND:IDNUMBER`). Broken off, it goes on when done again.

        Raises SourceError; an error of one object is told in the receipt.
        """
        ...


#: What may be retired: a course by its card, or a map.
Retirable = CourseCard | CompetencyMap


@runtime_checkable
class Retirer(Protocol):
    """Can hide a course or a framework that was pushed. Nothing is deleted; a later push shows it again."""

    def plan_retire(self, retirable: Retirable) -> PushPlan:
        """Return what would be done; learners make it a decision. Raises SourceError."""
        ...

    def apply_retire(self, retirable: Retirable, allow: Collection[str]) -> PushReceipt:
        """Do it; a decision only where `allow` names it (`KIND:IDNUMBER`). Raises SourceError."""
        ...


@runtime_checkable
class CompetencyPusher(Protocol):
    """Can make a competency map known to its LMS. Deploying is idempotent; items are retired, never deleted."""

    def desired_map(self, competency_map: CompetencyMap) -> Sequence[Desired]:
        """Return the objects that a map becomes in this LMS."""
        ...

    def deployed_map(self, iri: str) -> Sequence[Deployed]:
        """Return the objects that the LMS has of a map. Raises SourceError."""
        ...

    def deploy_map(self, competency_map: CompetencyMap, wanted: Desired, at: datetime) -> None:
        """Make one object as it is wanted. Raises SourceError."""
        ...


@runtime_checkable
class Restartable(Protocol):
    """Knows something of earlier runs that a run over everything needs, too."""

    def restart(self, cursor: Cursor) -> Cursor | None:
        """Return the cursor to read everything from, given the last one; None: from the beginning."""
        ...


@runtime_checkable
class Harvester(Protocol):
    """Can give what happened since a cursor, at least once."""

    def harvest(self, cursor: Cursor | None) -> Iterator[Batch]:
        """Yield batches in order; None means everything there is.

        Asking again with the same cursor gives the same rows or later states of them. A batch may repeat rows
        that were given before; it never skips one.

        Raises:
            SourceError: the LMS failed; batches given before are good.
        """
        ...
