"""A record that changed without a new time: the state that came last is the newest, whatever its hash."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from lms_bridge.home import Home
from lms_bridge.normalise.identity import record_id, sealed
from lms_bridge.normalise.store import RecordFiles
from lms_bridge.records import LearningRecord
from tests.lms_bridge.scenes import newest, records

AT = datetime(2026, 11, 24, 14, 30, tzinfo=UTC)


def state(value: float, at: datetime = AT) -> LearningRecord:
    """Return a state of the one record."""
    return sealed(
        LearningRecord(
            record_id=record_id("box", "one"),
            revision="",
            kind="attempt",
            source="box",
            centre="hefei",
            learner="0" * 32,
            key_id="k",
            value=value,
            occurred_at=AT,
            stored_at=at,
        )
    )


def kept(home: Path, *batches: LearningRecord) -> list[int]:
    """Keep one record per batch; return how many each batch wrote."""
    with RecordFiles(Home(home), "box") as files:
        return [sum(files.keep_new(serial, [one]).values()) for serial, one in enumerate(batches, start=1)]


@pytest.mark.parametrize("values", [(1.0, 2.0), (2.0, 1.0)])
def test_of_two_states_of_one_second_the_later_to_come_is_the_newest(
    tmp_path: Path, values: tuple[float, float]
) -> None:
    assert kept(tmp_path, *(state(value) for value in values)) == [1, 1]
    assert [row["value"] for row in newest(tmp_path)] == [values[1]]


def test_both_states_read_again_add_nothing(tmp_path: Path) -> None:
    assert kept(tmp_path, state(1.0), state(2.0), state(2.0), state(1.0), state(2.0)) == [1, 1, 0, 0, 0]
    assert [row["value"] for row in newest(tmp_path)] == [2.0]


def test_a_third_state_follows_the_second_and_a_later_time_all_of_them(tmp_path: Path) -> None:
    later = state(0.0, AT.replace(second=1))
    assert kept(tmp_path, state(1.0), state(2.0), state(3.0), later) == [1, 1, 1, 1]
    ordered = sorted(records(tmp_path), key=lambda row: str(row["revision"]))
    assert [row["value"] for row in ordered] == [1.0, 2.0, 3.0, 0.0]


def test_a_batch_that_is_done_again_gives_the_same_file(tmp_path: Path) -> None:
    kept(tmp_path, state(1.0), state(2.0))
    before = {file: file.read_bytes() for file in tmp_path.rglob("*.parquet")}
    (first, _) = sorted(before)
    first.unlink()
    with RecordFiles(Home(tmp_path), "box") as files:
        files.keep_new(1, [state(1.0)])
        files.keep_new(2, [state(2.0)])
    assert {file: file.read_bytes() for file in tmp_path.rglob("*.parquet")} == before


def test_times_of_a_microsecond_s_precision_stay_as_they_are(tmp_path: Path) -> None:
    early, late = state(1.0, AT.replace(microsecond=100)), state(2.0, AT.replace(microsecond=200))
    assert kept(tmp_path, late, early) == [1, 1]
    assert [row["value"] for row in newest(tmp_path)] == [2.0]
