"""What the sandbox knows, as frozen data: packages, learners, attempts, and the feed of changes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Literal

from pydantic import BaseModel, ConfigDict

from lms_bridge.sandbox.datamodel import Standard

Entry = Literal["ab-initio", "resume", ""]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True)


class Sco(_Part):
    """One launchable item of a manifest. `href` is relative to the package root, query included.

    `mastery_score` (0 to 100), `launch_data`, `max_time_allowed`, `time_limit_action` and `prerequisites` are the
    manifest's; a 2004 SCO has only launch data here, the rest stands in its sequencing. Spec: SCORM 1.2 CAM 2.3.
    """

    identifier: str
    title: str
    href: str
    mastery_score: Decimal | None = None
    launch_data: str | None = None
    max_time_allowed: str | None = None
    time_limit_action: str | None = None
    prerequisites: str | None = None
    standard: Standard = "1.2"


class StoredPackage(_Part):
    """The newest version of a package. `changed` says whether adding it made that version.

    `course` and `course_version` come from the course card; a foreign package has neither.
    """

    id: int
    version: int
    identifier: str
    title: str
    sha256: str
    size_bytes: int
    course: str | None
    course_version: str | None
    simulated: bool
    added_at: datetime
    scos: tuple[Sco, ...]
    changed: bool = False

    @property
    def standard(self) -> Standard:
        """Which SCORM its SCOs speak."""
        return self.scos[0].standard

    def sco(self, identifier: str) -> Sco | None:
        """Return the SCO with this identifier, or None."""
        return next((sco for sco in self.scos if sco.identifier == identifier), None)


class Learner(_Part):
    """Somebody who takes courses in this sandbox."""

    id: int
    name: str
    added_at: datetime


class CmiValue(_Part):
    """The value that a SCO set, and when this value was first set."""

    value: str
    set_at: datetime


class Attempt(_Part):
    """A learner's attempt at one SCO; it may span several sessions.

    `number` counts from 1 per package, learner and SCO. `finished_at` is None while it can be continued. The
    attempt stays at the package version it began with. `cmi` is in element order; names of learners are not in it.
    """

    id: int
    number: int
    package_id: int
    package_version: int
    learner_id: int
    sco: str
    started_at: datetime
    finished_at: datetime | None
    modified_at: datetime
    cmi: Mapping[str, CmiValue]

    @property
    def values(self) -> dict[str, str]:
        """The values by element, without their times."""
        return {element: found.value for element, found in self.cmi.items()}

    def value(self, element: str) -> str | None:
        """Return the value of a CMI element, or None when it was never set."""
        found = self.cmi.get(element)
        return None if found is None else found.value


class PlayedAttempt(_Part):
    """Which attempt is played, at which SCO of which package version; without its CMI values."""

    id: int
    package_id: int
    package_version: int
    learner_id: int
    sco: str


class Session(_Part):
    """One launch of an attempt: `entry` and `total_time` (HHHH:MM:SS.SS) are what the SCO is told at its start."""

    attempt: Attempt
    number: int
    entry: Entry
    total_time: str


class Turn(_Part):
    """Which commit of which session this is, both counted from 1: a commit that a later one overtook is dropped."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    session: int
    commit: int


class SandboxChange(_Part):
    """An enrolment or attempt as it now is. `seq` grows with every change of it.

    `attempt` (its number), `sco`, `started_at`, `finished_at` and `cmi` are those of an attempt; an enrolment has
    none. `native_id` is unique and stable within the sandbox. A deleted attempt has no CMI values.
    """

    seq: int
    kind: Literal["enrolment", "attempt"]
    native_id: str
    modified_at: datetime
    deleted: bool
    learner_id: int
    learner_name: str
    package_id: int
    package_version: int
    course: str | None
    course_version: str | None
    sco: str | None = None
    attempt: int | None = None
    started_at: datetime | None = None
    finished_at: datetime | None = None
    cmi: Mapping[str, CmiValue] = {}


class ChangePage(_Part):
    """Changes in `seq` order. Ask again since `next`; `more` says whether there is more now."""

    rows: tuple[SandboxChange, ...]
    next: int
    more: bool
