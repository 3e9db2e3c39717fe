"""Landing: a harvested batch is pseudonymised, written as a raw segment, and then recorded with the cursor.

Rows reach the disk under pseudonyms alone. The segment is durable before the transaction that records it and moves
the cursor: a crash between the two leaves a segment that the next run adopts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime

from foundation.digest import sha256_file
from foundation.findings import Finding
from lms_bridge.cards import keep_card
from lms_bridge.catalogue import write_card
from lms_bridge.connectors.base import LEARNER_MARK, Batch, RawRow
from lms_bridge.endpoints import Source
from lms_bridge.errors import DamagedSegmentError
from lms_bridge.home import Home
from lms_bridge.missing import Sweep
from lms_bridge.pseudonym import Account, Pseudonym, Pseudonymiser
from lms_bridge.segments import LandedRow, SegmentHeader, read_segment, write_segment
from lms_bridge.state import LandedBatch, State
from lms_bridge.steps import reached


class Lander:
    """Lands the batches of one source; the caller holds the home folder's lock."""

    def __init__(
        self, home: Home, state: State, source: Source, pseudonymise: Pseudonymiser, now: Callable[[], datetime]
    ) -> None:
        self._home = home
        self._state = state
        self._source = source
        self._pseudonymise = pseudonymise
        self._now = now
        self._erased = state.erased()
        self._sweep = Sweep()
        self._findings: list[Finding] = []

    def adopt_segments(self) -> list[Finding]:
        """Record segments that the state does not know: left by a killed run, or older than a lost state."""
        findings: list[Finding] = []
        for serial in self._unknown_serials():
            path = self._home.segment(self._source.name, serial)
            try:
                segment = read_segment(path)
            except DamagedSegmentError as error:
                findings.extend(error.findings())
                continue
            batch = LandedBatch(self._source.name, serial, sha256_file(path), len(segment.rows))
            self._state.adopt(batch, segment.header.centre, _pseudonyms(segment.rows), self._now())
        return findings

    def land(self, batch: Batch) -> int:
        """Land a batch and move the cursor; return how many rows it had. Rows of erased learners are dropped."""
        reached("page-fetched")
        if batch.erased:
            self._erase(batch.erased)
        rows = tuple(self._pseudonymised(batch))
        if batch.sweep:
            rows += self._swept(batch, rows)
        if not rows:
            self._state.move_cursor(self._source.name, batch.cursor)
            return 0
        for card in batch.cards:
            keep_card(self._home, self._source.name, card)
            write_card(self._home.path, card)
        reached("cards-written")
        serial = self._state.next_serial(self._source.name)
        sha256 = write_segment(self._home.segment(self._source.name, serial), self._header(serial), rows)
        reached("segment-written")
        landed = LandedBatch(self._source.name, serial, sha256, len(rows))
        self._state.land(landed, batch.cursor, self._source.centre, _pseudonyms(rows), self._now())
        return len(rows)

    def _pseudonymised(self, batch: Batch) -> Iterator[LandedRow]:
        for row in batch.rows:
            given = None if row.account is None else self._pseudonymise(row.account)
            if given is None or given.learner not in self._erased:
                yield _landed(row, given)

    def take_findings(self) -> tuple[Finding, ...]:
        """Return what was noticed since the last call."""
        found, self._findings = tuple(self._findings), []
        return found

    def _swept(self, batch: Batch, rows: tuple[LandedRow, ...]) -> tuple[LandedRow, ...]:
        """Return the tombstones of what a run over everything did not give again, at its end, and what is back."""
        self._sweep.see(rows)
        if batch.sweep != "end":
            return ()
        gone, finding = self._sweep.missing(self._home, self._source.name, self._now())
        self._sweep = Sweep()
        self._findings += [] if finding is None else [finding]
        return tuple(row for row in gone if row.learner not in self._erased)

    def _erase(self, accounts: Iterable[Account]) -> None:
        """Have everything of these people go: asked for here, done when the harvest ends or at the next."""
        learners = {learner for account in accounts for learner in self._pseudonymise.all_of(account)}
        new = learners - self._erased
        if new:
            self._state.ask_erasure(sorted(new), self._now())
            self._erased |= new

    def _header(self, serial: int) -> SegmentHeader:
        return SegmentHeader(
            source=self._source.name,
            connector=self._source.connector,
            centre=self._source.centre,
            simulated=self._source.simulated,
            serial=serial,
        )

    def _unknown_serials(self) -> list[int]:
        known = self._state.serials(self._source.name)
        folder = self._home.segment(self._source.name, 0).parent
        found = [path.name.partition(".")[0] for path in folder.glob("*.ndjson.gz")]
        return sorted(int(name) for name in found if name.isdigit() and int(name) not in known)


def _landed(row: RawRow, given: Pseudonym | None) -> LandedRow:
    return LandedRow(
        kind=row.kind,
        native_id=row.native_id.replace(LEARNER_MARK, given.learner if given else ""),
        modified_at=row.modified_at,
        deleted=row.deleted,
        learner=given.learner if given else None,
        key_id=given.key_id if given else None,
        payload=row.payload,
    )


def _pseudonyms(rows: tuple[LandedRow, ...]) -> list[Pseudonym]:
    return [Pseudonym(row.learner, row.key_id) for row in rows if row.learner is not None and row.key_id is not None]
