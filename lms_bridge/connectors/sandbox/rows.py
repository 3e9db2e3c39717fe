"""A sandbox's changes as raw rows."""

from __future__ import annotations

from typing import Any, NamedTuple

from course_templates.card import CourseCard
from lms_bridge.cards import card_sha256
from lms_bridge.connectors.base import RawRow
from lms_bridge.connectors.sandbox.clients import AttemptStatus, SandboxClient
from lms_bridge.connectors.sandbox.payload import AttemptPayload, EnrolmentPayload, kept_values
from lms_bridge.pseudonym import Account
from lms_bridge.sandbox.model import SandboxChange, StoredPackage

_DONE = frozenset({"passed", "completed", "failed"})


class Card(NamedTuple):
    """A course card and its SHA-256."""

    card: CourseCard
    sha256: str


class Reading:
    """What one harvest has asked already: packages, cards, earlier attempts."""

    def __init__(self, client: SandboxClient, home_page: str) -> None:
        self._client = client
        self._home_page = home_page
        self._packages: dict[int, StoredPackage] = {}
        self._cards: dict[tuple[int, int], Card | None] = {}

    def card(self, change: SandboxChange) -> Card | None:
        """Return the card of the package version that a change is about."""
        key = (change.package_id, change.package_version)
        if key not in self._cards:
            found = self._client.card(*key)
            self._cards[key] = Card(found, card_sha256(found)) if found else None
        return self._cards[key]

    def row(self, change: SandboxChange) -> RawRow:
        """Return a change as a raw row."""
        payload = self._enrolment(change) if change.kind == "enrolment" else self._attempt(change)
        return RawRow(
            kind=change.kind,
            native_id=change.native_id,
            modified_at=change.modified_at,
            deleted=change.deleted,
            account=Account(home_page=self._home_page, name=str(change.learner_id)),
            payload=payload.model_dump(mode="json"),
        )

    def _enrolment(self, change: SandboxChange) -> EnrolmentPayload:
        return EnrolmentPayload(activity=self._package(change).identifier, **self._versions(change))

    def _attempt(self, change: SandboxChange) -> AttemptPayload:
        package = self._package(change)
        several = len(package.scos) > 1
        is_divided = several and self.card(change) is not None
        return AttemptPayload(
            activity=f"{package.identifier}/{change.sco}" if several else package.identifier,
            number=change.attempt or 1,
            started_at=change.started_at or change.modified_at,
            finished_at=change.finished_at,
            passed_before=self._passed_before(change),
            divided=is_divided,
            decides=not is_divided or self._decides(change, package),
            cmi=kept_values(change.cmi),
            **self._versions(change),
        )

    def _versions(self, change: SandboxChange) -> dict[str, Any]:
        card = self.card(change)
        return {
            "package_version": change.package_version,
            "course": change.course,
            "course_version": change.course_version,
            "card": card.sha256 if card else None,
        }

    def _package(self, change: SandboxChange) -> StoredPackage:
        if change.package_id not in self._packages:
            self._packages = {stored.id: stored for stored in self._client.packages()}
        return self._packages[change.package_id]

    def _decides(self, change: SandboxChange, package: StoredPackage) -> bool:
        """Return whether a SCO of a divided course speaks for it: the post-test; without one, the last to be done."""
        card = self.card(change)
        if card is not None and any(form.phase == "post" for form in card.card.forms):
            return _part_of(change.sco) == "post"
        found = [] if change.deleted else self._client.attempts(change.package_id, change.learner_id)
        done = {attempt.sco for attempt in found if attempt.status in _DONE}
        needed = {sco.identifier for sco in package.scos if _part_of(sco.identifier) != "survey"}
        return needed <= done

    def _passed_before(self, change: SandboxChange) -> bool:
        number = change.attempt or 1
        if number == 1 or change.deleted:
            return False
        earlier = self._client.attempts(change.package_id, change.learner_id)
        return any(_is_pass(attempt) and attempt.sco == change.sco and attempt.number < number for attempt in earlier)


def _part_of(sco: str | None) -> str:
    """Return the key of the part that a SCO of ours is: its identifier ends in it."""
    return (sco or "").rpartition("-ITEM-")[2]


def _is_pass(attempt: AttemptStatus) -> bool:
    return attempt.status == "passed"
