"""Who a record is (`record_id`), and which state of it this is (`revision`)."""

from __future__ import annotations

from datetime import UTC, datetime

from foundation.digest import canonical_json, sha256_hex, uuid8
from lms_bridge.records import LearningRecord

_HASH_DIGITS = 16
#: Sorts behind every hexadecimal digit.
_FOLLOWING = "g"


def record_id(source: str, *native: str | int) -> str:
    """Return the id of a source's record: a UUIDv8 over the source's name and the parts of the native id."""
    return str(uuid8(canonical_json([source, *native])))


def sealed(record: LearningRecord) -> LearningRecord:
    """Return a record with its revision: when the source stored this state, and a hash of all its values.

    Revisions sort by time as text. Reading a state again gives the same revision.
    """
    # Who delivered it belongs to the source, which is in the hash.
    values = record.model_dump(mode="json", exclude={"record_id", "revision", "stored_at", "delivered_by"})
    digest = sha256_hex(canonical_json(values))[:_HASH_DIGITS]
    return record.model_copy(update={"revision": f"{revision_time(record.stored_at)}.{digest}"})


def revision_time(stored_at: datetime) -> str:
    """Return a time as revisions begin: `2026-04-10T09:30:00.000000Z`."""
    return stored_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def in_order(time: str, place: int, state: str) -> str:
    """Return the revision of a state that followed `place` others of the same time; it sorts behind them all."""
    return f"{time}.{_FOLLOWING}{place:05d}.{state}"


def time_and_state(revision: str) -> tuple[str, str, int]:
    """Return a revision's time, the hash of its values, and how many states of the same time came before it."""
    time, state = revision.rsplit(".", 1)
    before, _, place = time.rpartition(f".{_FOLLOWING}")
    return (before, state, int(place)) if before else (time, state, 0)
