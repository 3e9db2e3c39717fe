"""What an LMS has no longer: rows that landed once and that a run over everything did not give again.

Only rows that the LMS has no id of its own for are looked at, those whose native id holds the learner: an LMS that
gives ids also tells what was deleted.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from foundation.findings import Finding
from foundation.text import both
from lms_bridge.errors import DamagedSegmentError
from lms_bridge.home import Home
from lms_bridge.segments import LandedRow, read_segment

SHRUNK_ID = "BRIDGE-SWEEP-SHRUNK"
#: Fewer rows than these may go at once, whatever their share.
_FEW = 20
_LARGEST_SHARE = 0.5
_Key = tuple[str, str]


@dataclass
class Sweep:
    """What a run over everything has given so far, by kind and native id."""

    seen: set[tuple[str, str]] = field(default_factory=set)

    def see(self, rows: tuple[LandedRow, ...]) -> None:
        """Note rows that were given."""
        self.seen.update((row.kind, row.native_id) for row in rows)

    def missing(self, home: Home, source: str, at: datetime) -> tuple[tuple[LandedRow, ...], Finding | None]:
        """Return tombstones for what was not given, or the finding that too much of it is missing to be believed.

        With them comes what was given again after an earlier run had taken it for deleted: its state is an old one,
        which alone would not undo that.
        """
        alive, again = _known(home, source)
        back = tuple(row.model_copy(update={"given_again_at": at}) for key, row in again.items() if key in self.seen)
        gone = [row for key, row in alive.items() if key not in self.seen]
        if len(gone) > max(_FEW, _LARGEST_SHARE * len(alive)):
            return back, _shrunk(len(gone), len(alive))
        ended = (row.model_copy(update={"deleted": True, "modified_at": at, "payload": {}}) for row in gone)
        return (*back, *ended), None


def _known(home: Home, source: str) -> tuple[dict[_Key, LandedRow], dict[_Key, LandedRow]]:
    """Return the rows that are not deleted, without their payloads, and whole those given again after a deletion."""
    alive: dict[_Key, LandedRow] = {}
    again: dict[_Key, LandedRow] = {}
    ended: set[_Key] = set()
    for row in _rows(home, source):
        if row.learner is None or row.learner not in row.native_id:
            continue
        key = (row.kind, row.native_id)
        again.pop(key, None)
        if row.deleted:
            ended.add(key)
            alive.pop(key, None)
            continue
        if row.given_again_at is not None:
            ended.discard(key)
        if key in ended:
            again[key] = row
        alive[key] = row.model_copy(update={"payload": {}, "given_again_at": None})
    return alive, again


def _rows(home: Home, source: str) -> Iterator[LandedRow]:
    for path in sorted(home.segment(source, 0).parent.glob("*.ndjson.gz")):
        try:
            yield from read_segment(path).rows
        except DamagedSegmentError:
            continue  # told where it is normalised


def _shrunk(gone: int, known: int) -> Finding:
    return Finding(
        id=SHRUNK_ID,
        severity="warning",
        message=both(
            f"平台这次少给了 {gone}/{known} 行，不像真的删除；未作删除",
            f"The site gave {gone} of {known} known rows no longer; that is not believed, none was deleted",
        ),
        remedy=both(
            "检查服务账号的权限和课程是否还在，再运行 --sweep",
            "Check the service account's capabilities and that the courses are there, then run --sweep",
        ),
    )
