"""What will be in an archive, as data: made without I/O, clock or randomness."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from course_templates.card import CARD_NAME, course_card
from course_templates.model import Course
from foundation.archive_kinds import ArchiveKind
from foundation.digest import canonical_json, sha256_hex


class Entry(BaseModel):
    """One file of a package. `content` is its bytes, the asset on disk whose size and hash are given, or a package.

    A package within the package is written when the outer one is; its `size_bytes` and `sha256` are then those of
    `PackagePlan.digest`: of what goes into it. `stored` entries (media that are compressed already) are not deflated.
    `name` is how others refer to this entry's hash before it is known, and `refers` says that path and content hold
    such references (see `packager.references`).
    """

    model_config = ConfigDict(frozen=True)

    path: str
    content: bytes | Path | PackagePlan
    size_bytes: int
    sha256: str
    stored: bool = False
    name: str | None = None
    refers: bool = False

    @classmethod
    def of(cls, path: str, content: bytes, *, refers: bool = False) -> Entry:
        """Return an entry of bytes."""
        return cls(path=path, content=content, size_bytes=len(content), sha256=sha256_hex(content), refers=refers)

    @classmethod
    def nested(cls, path: str, plan: PackagePlan, *, name: str | None = None, refers: bool = False) -> Entry:
        """Return an entry that is a package of its own."""
        size_bytes = sum(entry.size_bytes for entry in plan.entries)
        return cls(
            path=path,
            content=plan,
            size_bytes=size_bytes,
            sha256=plan.digest,
            stored=True,
            name=name,
            refers=refers,
        )


class Page(BaseModel):
    """A page that a learner sees: where it is in the package, and what it is (lesson, pre, post, survey …)."""

    model_config = ConfigDict(frozen=True)

    path: str
    type: str


class PackagePlan(BaseModel):
    """A package before it is written. `identifier` is stable across rebuilds and versions of the course."""

    model_config = ConfigDict(frozen=True)

    format: str
    identifier: str
    version: str
    file_name: str
    entries: tuple[Entry, ...]
    scos: int = 1
    archive: ArchiveKind = "zip"

    def entry(self, path: str) -> Entry:
        """Return the entry at `path`. Raises KeyError."""
        for entry in self.entries:
            if entry.path == path:
                return entry
        raise KeyError(path)

    @property
    def paths(self) -> Sequence[str]:
        """Paths of all entries, in archive order."""
        return [entry.path for entry in self.entries]

    @property
    def digest(self) -> str:
        """SHA-256 over paths and hashes of all entries: equal plans, equal digests."""
        return sha256_hex(canonical_json([[each.path, each.sha256, each.stored] for each in self.entries]))


Entry.model_rebuild()


def with_card(plan: PackagePlan, course: Course) -> PackagePlan:
    """Return a plan whose course card is that of a course."""
    card = Entry.of(CARD_NAME, canonical_json(course_card(course).model_dump(mode="json")))
    entries = tuple(card if each.path == CARD_NAME else each for each in plan.entries)
    return plan.model_copy(update={"entries": entries})
