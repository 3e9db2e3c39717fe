"""A store that is empty, damaged or mixed would give a report that nobody should read."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from evidence.collect import collect
from evidence.engines.base import Engine
from evidence.errors import DamagedStoreError, EmptyStoreError, ForeignStoreError, MixedStoreError, UnknownCentreError
from evidence.measures.tries import first_tries
from evidence.store import open_store
from lms_bridge.records import LearningRecord
from tests.evidence.conftest import rows_of
from tests.evidence.rows import answered, row, tried, write_store


def stored(engine: Engine, home: Path, **options: object) -> list[tuple[str, float]]:
    store = open_store(engine, home, **options)  # type: ignore[arg-type]
    return [(found["learner"], found["score_scaled"]) for found in rows_of(engine, store.records)]


def test_an_empty_home_says_what_to_do(engine: Engine, home: Path) -> None:
    with pytest.raises(EmptyStoreError) as raised:
        open_store(engine, home)
    assert "harvest run" in raised.value.remedy


def test_simulated_and_real_records_are_never_reported_together(engine: Engine, home: Path) -> None:
    write_store(home, [tried("L1", "pre", 0.5, source="demo", simulated=True), tried("L2", "pre", 0.5)])
    with pytest.raises(MixedStoreError) as raised:
        open_store(engine, home)
    assert "demo" in raised.value.message
    assert "moodle" in raised.value.message


@pytest.mark.parametrize("simulated", [True, False])
def test_a_store_knows_whether_it_is_simulated(engine: Engine, home: Path, simulated: bool) -> None:
    write_store(home, [tried("L1", "pre", 0.5, simulated=simulated)])
    assert open_store(engine, home).simulated is simulated


@pytest.mark.parametrize("kept_bytes", [0, 3, 200])
def test_a_file_that_is_cut_off_is_named(engine: Engine, home: Path, kept_bytes: int) -> None:
    write_store(home, [tried("L1", "pre", 0.5), tried("L2", "pre", 0.5, source="other")])
    (path,) = home.glob("records/*/source=other/*")
    path.write_bytes(path.read_bytes()[:kept_bytes])
    with pytest.raises(DamagedStoreError) as raised:
        open_store(engine, home)
    assert raised.value.file == str(path)


def test_a_file_with_a_damaged_page_is_named(engine: Engine, home: Path) -> None:
    write_store(home, [tried("L1", "pre", 0.5, source="a-sound-one")])
    write_store(home, [tried(f"L{number}", "pre", 0.5) for number in range(200)])
    (path,) = home.glob("records/*/source=moodle/*")
    content = bytearray(path.read_bytes())
    content[4:400] = b"\xff" * 396
    path.write_bytes(content)
    with pytest.raises(DamagedStoreError) as raised:
        open_store(engine, home)
    assert raised.value.file == str(path)


def test_a_parquet_file_of_something_else_is_named(engine: Engine, home: Path) -> None:
    write_store(home, [tried("L1", "pre", 0.5)])
    path = home / "records" / "month=2026-04" / "source=moodle" / "stray.parquet"
    pq.write_table(pa.table({"x": [1]}), path)
    with pytest.raises(ForeignStoreError) as raised:
        open_store(engine, home)
    assert raised.value.file == str(path)


def test_a_half_written_file_of_a_running_harvest_is_left_alone(engine: Engine, home: Path) -> None:
    write_store(home, [tried("L1", "pre", 0.5)])
    (home / "records" / "month=2026-04" / "source=moodle" / ".00000002.parquet.x.part").write_bytes(b"PAR1")
    assert stored(engine, home) == [("L1", 0.5)]


def test_as_of_shows_what_was_known_that_day_in_china(engine: Engine, home: Path) -> None:
    first = tried("L1", "pre", 0.25)  # stored at 09:00 on 13 April, Chinese time
    at = datetime(2026, 5, 2, 15, 59, tzinfo=UTC)  # one minute before midnight there
    revision = "2026-05-02T15:59:00.000000Z.b"
    corrected = first.model_copy(update={"score_scaled": 0.75, "revision": revision, "stored_at": at})
    write_store(home, [first, corrected])
    assert stored(engine, home) == [("L1", 0.75)]
    assert stored(engine, home, as_of=date(2026, 5, 2)) == [("L1", 0.75)]
    assert stored(engine, home, as_of=date(2026, 5, 1)) == [("L1", 0.25)]
    with pytest.raises(EmptyStoreError):
        open_store(engine, home, as_of=date(2026, 4, 12))


def test_a_centre_sees_its_own_records_alone(engine: Engine, home: Path) -> None:
    write_store(home, [tried("L1", "pre", 0.5), tried("L2", "pre", 1.0, centre="沈阳中心")])
    assert stored(engine, home, centre="沈阳中心") == [("L2", 1.0)]
    with pytest.raises(UnknownCentreError) as raised:
        open_store(engine, home, centre="大连中心")
    assert "沈阳中心" in raised.value.remedy
    assert raised.value.exit_code == 2


def brought(record: LearningRecord) -> LearningRecord:
    """Return a record as the learner's file gives it: of another source, and so with another id."""
    values = {"record_id": f"file {record.record_id}", "source": "moodle-files", "delivered_by": "learner"}
    return record.model_copy(update=values)


def test_what_an_lms_and_a_learners_file_both_tell_counts_once(engine: Engine, home: Path) -> None:
    survey = row("comment", "L1", "missing", phase="survey", form="fit", question="s3", response="缺少供应商管理")
    both = [tried("L1", "pre", 0.5), answered("L1", "pre", "q1", 1), row("completion", "L1", completed=True), survey]
    alone = answered("L1", "pre", "q2", 0)
    write_store(home, [*both, *(brought(record) for record in [*both, alone])])
    kinds = [(found["kind"], found["delivered_by"]) for found in rows_of(engine, open_store(engine, home).records)]
    assert sorted(kinds) == sorted([*((record.kind, "lms") for record in both), ("response", "learner")])


def test_a_test_that_the_lms_has_unfinished_counts_as_the_learner_brought_it(engine: Engine, home: Path) -> None:
    cut_off = tried("L1", "pre", 0.25, completed=False)
    whole = brought(tried("L1", "pre", 0.75))
    write_store(home, [cut_off, whole, row("completion", "L1", completed=False)])
    assert [(r["score"]) for r in rows_of(engine, first_tries(open_store(engine, home).records))] == [0.75]


def test_a_report_says_how_many_records_learners_brought(engine: Engine, home: Path) -> None:
    write_store(home, [tried("L1", "pre", 0.5), brought(tried("L2", "pre", 0.5))])
    assert collect(engine, home).extent.brought == 1


def test_revisions_in_different_months_are_one_record(engine: Engine, home: Path) -> None:
    old = row("enrolment", "L1", score_scaled=0.1)
    new = row("enrolment", "L1", minutes=60 * 24 * 40, score_scaled=0.2)
    assert old.record_id == new.record_id
    write_store(home, [old, new, new])
    assert stored(engine, home) == [("L1", 0.2)]
