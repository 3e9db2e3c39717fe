"""An activity of the Moodle course as data: what every kind has, whatever it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from packager.formats.mbz import identity
from packager.formats.mbz.pool import PooledFile
from packager.formats.mbz.tree import Node

ModuleName = Literal["page", "scorm", "quiz", "feedback"]
#: What completing an activity does to a linked competency: nothing, or evidence for a person to judge.
NO_OUTCOME = 0
EVIDENCE = 1


@dataclass(frozen=True)
class Place:
    """Where an activity stands: its number in the backup, and its section's number from 0."""

    module_id: int
    section: int


@dataclass(frozen=True)
class Completion:
    """When Moodle takes an activity for done: seen, graded, graded with a pass; else by the activity's own rule."""

    on_view: bool = False
    on_grade: bool = False
    on_pass: bool = False


@dataclass(frozen=True)
class GradeItem:
    """Its column in the gradebook. `counts` says whether it adds to the course's total."""

    maximum: Decimal
    passing: Decimal = Decimal(0)
    counts: bool = True


@dataclass(frozen=True)
class Activity:
    """One activity. `body` is the element that its kind's restore reads; `requires` are module ids to do before it."""

    kind: ModuleName
    place: Place
    idnumber: str
    title: str
    body: Node
    completion: Completion = Completion()
    requires: tuple[int, ...] = ()
    items: tuple[str, ...] = ()
    outcome: int = NO_OUTCOME
    grade: GradeItem | None = None
    categories: Sequence[int] = ()
    files: Sequence[PooledFile] = field(default=())

    @property
    def directory(self) -> str:
        """Its folder in the backup."""
        return f"activities/{self.kind}_{self.place.module_id}"

    @property
    def context(self) -> int:
        """Number of its context."""
        return identity.module_context(self.place.module_id)
