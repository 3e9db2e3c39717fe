"""Erasing a learner: segments, refused rows and records are rewritten without them, and nothing of them comes back."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from foundation.digest import sha256_file
from foundation.files import write_bytes
from foundation.findings import Finding
from foundation.text import both
from lms_bridge.connectors.base import Accounts
from lms_bridge.connectors.registry import connected, incapable
from lms_bridge.endpoints import Centre, Source
from lms_bridge.errors import DamagedSegmentError, UnknownNameError
from lms_bridge.home import Home, locked
from lms_bridge.keys import read_keys
from lms_bridge.normalise.store import erase_records
from lms_bridge.pseudonym import PSEUDONYM_BITS, pseudonym
from lms_bridge.segments import read_segment, write_segment
from lms_bridge.state import LandedBatch, State, open_state


@dataclass(frozen=True)
class Erased:
    """How many records and raw rows went, and which files could not be read, so that the erasure is not done."""

    records: int
    raw_rows: int
    findings: tuple[Finding, ...] = ()


def pseudonyms_of(learner: str, source: Source | None = None, centre: Centre | None = None) -> list[str]:
    """Return the pseudonyms that a person means by `learner`: an account of a source, else a pseudonym itself.

    Raises:
        UnknownNameError: without a source, `learner` is no pseudonym; or the source cannot name accounts.
        MissingKeyError: the centre has no key.
    """
    if source is None or centre is None:
        if not re.fullmatch(rf"[0-9a-f]{{{PSEUDONYM_BITS // 4}}}", learner):
            raise UnknownNameError(
                both("这不是假名", "This is no pseudonym"),
                place="LEARNER",
                remedy=both(
                    "给出记录中的假名，或用 --source 指明账号的来源", "Give one from the records, or name its --source"
                ),
            )
        return [learner]
    with connected(source) as connector:
        if not isinstance(connector, Accounts):
            raise incapable(source, Accounts)
        account = connector.account(learner)
    return [pseudonym(secret, account).learner for secret in read_keys(centre).secrets]


def erase(home: Path, pseudonyms: Collection[str], now: Callable[[], datetime]) -> Erased:
    """Erase learners from a home folder and keep their rows from landing again.

    Interrupted, it is finished by the next erasure or harvest.

    Raises:
        BusyError: another process is at work in the home folder.
        BridgeError: the state cannot be used.
    """
    place = Home(home)
    with locked(place), open_state(place.state_file) as state:
        state.ask_erasure(pseudonyms, now())
        return finish_erasures(place, state)


def finish_erasures(home: Home, state: State) -> Erased:
    """Do what is left of erasures that were asked for; the caller holds the home folder's lock."""
    learners = state.erased(unfinished=True)
    if not learners:
        return Erased(0, 0)
    findings: list[Finding] = []
    raw_rows = sum(_erase_segment(state, path, learners, findings) for path in _segments(home))
    for file in sorted(home.refused.glob("*/*.ndjson")):
        _erase_refused(file, learners)
    try:
        records = erase_records(home, learners)
    except DamagedSegmentError as error:
        return Erased(0, raw_rows, (*findings, *error.findings()))
    if not findings:
        state.mark_erased(learners)
    return Erased(records, raw_rows, tuple(findings))


def _segments(home: Home) -> Iterator[Path]:
    yield from sorted(home.raw.glob("*/*.ndjson.gz"))


def _erase_segment(state: State, path: Path, learners: Collection[str], findings: list[Finding]) -> int:
    try:
        segment = read_segment(path)
    except DamagedSegmentError as error:
        findings.extend(error.findings())
        return 0
    kept = tuple(row for row in segment.rows if row.learner not in learners)
    if len(kept) < len(segment.rows):
        write_segment(path, segment.header, kept)
    header = segment.header
    state.mark_rewritten(LandedBatch(header.source, header.serial, sha256_file(path), len(kept)))
    return len(segment.rows) - len(kept)


def _erase_refused(file: Path, learners: Collection[str]) -> None:
    lines = file.read_bytes().splitlines(keepends=True)
    kept = [line for line in lines if json.loads(line)["row"]["learner"] not in learners]
    if len(kept) < len(lines):
        write_bytes(file, b"".join(kept))
