"""A state that a site stored without a new time is the newest when it was harvested last, however often it changes."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms_bridge.home import Home
from lms_bridge.normalise.identity import sealed, time_and_state
from lms_bridge.normalise.store import RecordFiles
from lms_bridge.records import LearningRecord
from tests.lms_bridge.scenes import newest, records

AT = datetime(2026, 5, 2, 8, 30, tzinfo=UTC)


def state(score: float, at: datetime = AT, record_id: str = "r") -> LearningRecord:
    """Return a state of an attempt."""
    values = {"source": "box", "centre": "hefei", "learner": "ab", "key_id": "k1", "simulated": False, "attempt": 1}
    times = {"occurred_at": AT, "stored_at": at, "score_scaled": score}
    return sealed(
        LearningRecord.model_validate(
            {"record_id": record_id, "revision": "", "kind": "attempt", "marked_by": "lms", **values, **times}
        )
    )


def keep(home: Path, *batches: list[LearningRecord], first: int = 1) -> list[int]:
    """Keep batches, each by a process of its own; return how many records were new in each."""
    kept = []
    for serial, batch in enumerate(batches, first):
        with RecordFiles(Home(home), "box") as files:
            kept.append(sum(files.keep_new(serial, batch).values()))
    return kept


@given(scores=st.lists(st.lists(st.sampled_from([0.0, 0.25, 0.5, 1.0]), max_size=3), min_size=1, max_size=6))
def test_what_landed_last_shows_and_no_state_is_kept_twice_in_a_row(scores: list[list[float]]) -> None:
    batches = [[state(score) for score in batch] for batch in scores]
    told = [score for batch in scores for score in batch]
    changes = sum(1 for before, now in zip([None, *told], told, strict=False) if before != now)
    with TemporaryDirectory() as folder:
        home = Path(folder)
        assert sum(keep(home, *batches)) == changes
        assert [row["score_scaled"] for row in newest(home)] == told[-1:]
        whole = sorted(str(row["revision"]) for row in records(home))
        keep(home, *batches)
        assert sorted(str(row["revision"]) for row in records(home)) == whole, "made again, it is the same"


def test_a_batch_whose_file_is_gone_is_made_again_as_it_was(tmp_path: Path) -> None:
    batches = [[state(0.5)], [state(1.0)], [state(0.5)]]
    assert keep(tmp_path, *batches) == [1, 1, 1]
    before = {path: path.read_bytes() for path in tmp_path.rglob("*.parquet")}
    for lost in (1, 2, 3):
        next(path for path in before if path.name == f"{lost:08d}.parquet").unlink()
        assert keep(tmp_path, batches[lost - 1], first=lost) == [1]
        assert {path: path.read_bytes() for path in tmp_path.rglob("*.parquet")} == before


@pytest.mark.parametrize("scores", [(0.25, 0.75), (0.75, 0.25)])
def test_a_newer_time_wins_whatever_came_last(tmp_path: Path, scores: tuple[float, float]) -> None:
    later = AT.replace(minute=31)
    keep(tmp_path, [state(scores[0], later)], [state(scores[1])])
    assert [row["score_scaled"] for row in newest(tmp_path)] == [scores[0]]


def test_a_revision_tells_its_time_and_its_state() -> None:
    assert time_and_state("2026-05-02T08:30:00.000000Z.00ff") == ("2026-05-02T08:30:00.000000Z", "00ff", 0)
    assert time_and_state("2026-05-02T08:30:00.000000Z.g00012.00ff") == ("2026-05-02T08:30:00.000000Z", "00ff", 12)
