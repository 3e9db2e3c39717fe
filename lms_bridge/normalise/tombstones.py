"""What a deleted row deletes: the records that its earlier states gave, each as a deleted revision."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from lms_bridge.home import Home
from lms_bridge.normalise.base import Cards, Normaliser
from lms_bridge.normalise.identity import sealed
from lms_bridge.records import LearningRecord
from lms_bridge.segments import LandedRow, SegmentHeader, find_rows


def tombstones(
    home: Home, header: SegmentHeader, deleted: Sequence[LandedRow], normaliser: Normaliser, cards: Cards
) -> Iterator[LearningRecord]:
    """Yield the deleted revisions of all records that came of earlier states of these rows.

    An earlier state is looked for in the segments up to that of `header`; a row that never landed alive deletes
    nothing. The values of the last state stay, so that it can be told what was deleted.
    """
    if not deleted:
        return
    at = {(row.kind, row.native_id): row.modified_at for row in deleted}
    last: dict[str, tuple[LearningRecord, datetime]] = {}
    for row in _earlier(home, header, at):
        made = normaliser.normalise(header, [row], cards)
        last |= {record.record_id: (record, at[row.kind, row.native_id]) for record in made.records}
    for record, deleted_at in last.values():
        yield sealed(record.model_copy(update={"deleted": True, "stored_at": deleted_at}))


def _earlier(home: Home, header: SegmentHeader, at: dict[tuple[str, str], datetime]) -> Iterator[LandedRow]:
    wanted = frozenset(native_id for _, native_id in at)
    for serial in range(1, header.serial + 1):
        path = home.segment(header.source, serial)
        if not path.is_file():
            continue
        for row in find_rows(path, wanted):
            deleted_at = at.get((row.kind, row.native_id))
            if deleted_at is not None and not row.deleted and row.modified_at <= deleted_at:
                yield row
