"""Landed batches → records: what has landed and has no records yet, batch by batch, as often as need be."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from foundation.digest import canonical_json
from foundation.files import write_bytes
from foundation.findings import Finding
from foundation.text import both
from lms_bridge.cards import CardShelf
from lms_bridge.connectors.registry import find_connector, load
from lms_bridge.errors import DamagedSegmentError
from lms_bridge.home import Home
from lms_bridge.normalise.base import Normalised, Normaliser, Refused
from lms_bridge.normalise.store import RecordFiles
from lms_bridge.normalise.tombstones import given_again, tombstones
from lms_bridge.segments import Segment, read_segment
from lms_bridge.state import BatchOutcome, LandedBatch, State
from lms_bridge.steps import reached

REFUSED_ID = "BRIDGE-REFUSED"


@dataclass(frozen=True)
class Normalisation:
    """What normalising gave: new records, refused rows, and findings about both."""

    records: int = 0
    refused: int = 0
    findings: tuple[Finding, ...] = ()

    def __add__(self, other: Normalisation) -> Normalisation:
        return Normalisation(
            self.records + other.records, self.refused + other.refused, (*self.findings, *other.findings)
        )


def normalise_pending(home: Home, state: State, source: str) -> Normalisation:
    """Make the records of every batch of a source that has none; a damaged segment is told and left for later.

    Batches whose Parquet files have gone are made again.

    Raises:
        DamagedSegmentError: a Parquet file of the source cannot be read.
    """
    for batch, months in state.normalised(source):
        if not all(home.records_file(source, month, batch.serial).is_file() for month in months):
            state.mark_pending(batch)
    pending = state.pending(source)
    if not pending:
        return Normalisation()
    with RecordFiles(home, source) as files:
        work = _Normalising(home, state, files, CardShelf(home, source))
        return sum((work(batch) for batch in pending), Normalisation())


@dataclass(frozen=True)
class _Normalising:
    """What normalising batches of one source takes."""

    home: Home
    state: State
    files: RecordFiles
    cards: CardShelf

    def __call__(self, batch: LandedBatch) -> Normalisation:
        """Make the records of one batch."""
        try:
            segment = read_segment(self.home.segment(batch.source, batch.serial), batch.sha256)
        except DamagedSegmentError as error:
            return Normalisation(findings=error.findings())
        made = self._made(segment)
        reached("rows-normalised")
        self._write_refused(batch, made.refused)
        kept = self.files.keep_new(batch.serial, made.records)
        records = sum(kept.values())
        self.state.mark_normalised(batch, BatchOutcome(records, len(made.refused), tuple(kept)))
        return Normalisation(records, len(made.refused), tuple(_findings(self.home, batch, made.refused)))

    def _made(self, segment: Segment) -> Normalised:
        normaliser: Normaliser = load(find_connector(segment.header.connector).normaliser)()
        deleted = [row for row in segment.rows if row.deleted]
        back = [row for row in segment.rows if row.given_again_at is not None]
        rows = [row for row in segment.rows if not row.deleted and row.given_again_at is None]
        made = normaliser.normalise(segment.header, rows, self.cards)
        gone = tombstones(self.home, segment.header, deleted, normaliser, self.cards)
        again = given_again(segment.header, back, normaliser, self.cards)
        return Normalised((*made.records, *gone, *again), made.refused)

    def _write_refused(self, batch: LandedBatch, refused: Sequence[Refused]) -> None:
        file = self.home.refused_file(batch.source, batch.serial)
        if refused:
            write_bytes(file, b"".join(_refused_line(one) for one in refused))
        else:
            file.unlink(missing_ok=True)
        reached("refused-written")


def _refused_line(refused: Refused) -> bytes:
    row = refused.row.model_dump(mode="json")
    return canonical_json({"place": refused.place, "reason": refused.reason, "row": row}) + b"\n"


def _findings(home: Home, batch: LandedBatch, refused: Sequence[Refused]) -> list[Finding]:
    counts = Counter(one.reason for one in refused)
    first = {one.reason: one for one in reversed(refused)}
    return [
        Finding(
            id=REFUSED_ID,
            severity="warning",
            file=str(home.refused_file(batch.source, batch.serial)),
            place=" ".join(part for part in (first[reason].row.native_id, first[reason].place) if part),
            message=both(f"拒收 {count} 条：{reason}", f"{count} refused: {reason}"),
            remedy=both("查看该文件中的原行；其余数据已收下", "Look at the rows in this file; all others were taken"),
        )
        for reason, count in counts.items()
    ]
