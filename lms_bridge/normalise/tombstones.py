"""What a deleted row deletes: the records that its earlier states gave, each as a deleted revision."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from pathlib import Path

from lms_bridge.home import Home
from lms_bridge.normalise.base import Cards, Normaliser
from lms_bridge.normalise.identity import sealed
from lms_bridge.records import LearningRecord
from lms_bridge.segments import LandedRow, SegmentHeader, find_rows, find_rows_of


def tombstones(
    home: Home, header: SegmentHeader, deleted: Sequence[LandedRow], normaliser: Normaliser, cards: Cards
) -> Iterator[LearningRecord]:
    """Yield the deleted revisions of all records that came of earlier states of these rows.

    An earlier state is looked for in the segments up to that of `header`; a row that never landed alive deletes
    nothing. The values of the last state stay, so that it can be told what was deleted. A record that another row
    still gives is not deleted: it has that row's state from then on, e.g. of a learner who was enrolled anew.
    """
    if not deleted:
        return
    at = {(row.kind, row.native_id): row.modified_at for row in deleted}
    last: dict[str, tuple[LearningRecord, datetime]] = {}
    for row in _earlier(home, header, at):
        made = normaliser.normalise(header, [row], cards)
        last |= {record.record_id: (record, at[row.kind, row.native_id]) for record in made.records}
    kept = _given_by_others(home, header, at, {record.learner for record, _ in last.values()}, normaliser, cards)
    for record_id, (record, deleted_at) in last.items():
        if record_id in kept:
            other = kept[record_id]
            yield sealed(other.model_copy(update={"stored_at": max(deleted_at, other.stored_at)}))
        else:
            yield sealed(record.model_copy(update={"deleted": True, "stored_at": deleted_at}))


def given_again(
    header: SegmentHeader, rows: Sequence[LandedRow], normaliser: Normaliser, cards: Cards
) -> Iterator[LearningRecord]:
    """Yield the records of rows that were taken for deleted and are back: their states hold since they were found."""
    for row in rows:
        for record in normaliser.normalise(header, [row], cards).records:
            since = max(row.given_again_at or record.stored_at, record.stored_at)
            yield sealed(record.model_copy(update={"stored_at": since}))


def _given_by_others(
    home: Home,
    header: SegmentHeader,
    at: dict[tuple[str, str], datetime],
    learners: Collection[str],
    normaliser: Normaliser,
    cards: Cards,
) -> dict[str, LearningRecord]:
    """Return the records that other rows of these learners give and that are not deleted, by record id."""
    if not learners:
        return {}
    kinds = frozenset(kind for kind, _ in at)
    alive: dict[tuple[str, str], LandedRow] = {}
    for path in _segments(home, header):
        for row in find_rows_of(path, kinds, learners):
            key = (row.kind, row.native_id)
            if row.deleted:
                alive.pop(key, None)
            elif key not in at:
                alive[key] = row
    rows = sorted(alive.values(), key=lambda row: row.modified_at)
    return {record.record_id: record for record in normaliser.normalise(header, rows, cards).records}


def _segments(home: Home, header: SegmentHeader) -> Iterator[Path]:
    paths = (home.segment(header.source, serial) for serial in range(1, header.serial + 1))
    return (path for path in paths if path.is_file())


def _earlier(home: Home, header: SegmentHeader, at: dict[tuple[str, str], datetime]) -> Iterator[LandedRow]:
    wanted = frozenset(native_id for _, native_id in at)
    for path in _segments(home, header):
        for row in find_rows(path, wanted):
            deleted_at = at.get((row.kind, row.native_id))
            if deleted_at is not None and not row.deleted and row.modified_at <= deleted_at:
                yield row
