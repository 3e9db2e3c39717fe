"""Which state of a record is the newest where its source changed it without a new time: the one that landed last."""

from __future__ import annotations

from lms_bridge.normalise.identity import in_order, time_and_state
from lms_bridge.records import LearningRecord


class States:
    """The last state of each record at each time, in the order in which they are told of."""

    def __init__(self) -> None:
        self._last: dict[tuple[str, str], tuple[str, int]] = {}

    def note(self, record_id: str, revision: str) -> None:
        """Note a kept revision, a record's in the order in which they landed."""
        time, state, place = time_and_state(revision)
        last = self._last.get((record_id, time))
        if last is None or place >= last[1]:
            self._last[record_id, time] = (state, place)

    def told(self, record: LearningRecord) -> LearningRecord | None:
        """Return a record with the revision it is kept under, and note it; None if it is in this state already."""
        time, state, _ = time_and_state(record.revision)
        last = self._last.get((record.record_id, time))
        if last is not None and last[0] == state:
            return None
        place = 0 if last is None else last[1] + 1
        self._last[record.record_id, time] = (state, place)
        return record if place == 0 else record.model_copy(update={"revision": in_order(time, place, state)})
