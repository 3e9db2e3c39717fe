"""A record that two rows of a site give is not deleted with one of them: a learner enrolled anew is enrolled."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from course_templates.card import CourseCard
from lms_bridge.home import Home
from lms_bridge.normalise.moodle import MoodleNormaliser
from lms_bridge.normalise.tombstones import tombstones
from lms_bridge.records import LearningRecord
from lms_bridge.segments import LandedRow, SegmentHeader, write_segment
from tests.lms_bridge.scenes import card

AT = datetime(2026, 5, 2, 8, 30, tzinfo=UTC)
ENROLLED = {"course_id": 7, "course": "quality-basics", "course_version": "1.0.0", "card": "card", "cm": None}


class Shelf:
    """Holds one card."""

    def card(self, sha256: str) -> CourseCard:
        return card()


def row(number: int, hours: int, learner: str | None = "ab" * 16) -> LandedRow:
    """Return an enrolment; without a learner it is the tombstone of one."""
    gone = learner is None
    return LandedRow.model_validate(
        {
            "kind": "enrolment",
            "native_id": f"enrolment.{number}",
            "modified_at": AT + timedelta(hours=hours),
            "deleted": gone,
            "learner": learner,
            "key_id": None if gone else "0" * 12,
            "payload": {} if gone else {**ENROLLED, "activity": None, "active": True, "enrolled_at": AT.isoformat()},
        }
    )


def told(home: Path, *batches: Iterable[LandedRow]) -> list[LearningRecord]:
    """Land batches; return what the tombstones of the last one make of records."""
    for serial, batch in enumerate(batches, 1):
        header = SegmentHeader(source="campus", connector="moodle", centre="hefei", simulated=False, serial=serial)
        write_segment(Home(home).segment("campus", serial), header, batch)
    gone = [one for one in batches[-1] if one.deleted]
    return list(tombstones(Home(home), header, gone, MoodleNormaliser(), Shelf()))


def test_who_was_unenrolled_and_enrolled_anew_between_two_harvests_is_enrolled(tmp_path: Path) -> None:
    found = told(tmp_path, [row(1, 0)], [row(2, 5), row(1, 6, None)])
    assert [one.deleted for one in found] == [False]
    assert found[0].stored_at == AT + timedelta(hours=6), "the newest state, also where it was taken for deleted before"


def test_one_of_two_ways_of_enrolment_that_goes_leaves_the_other(tmp_path: Path) -> None:
    assert [one.deleted for one in told(tmp_path, [row(1, 0), row(2, 1)], [row(1, 6, None)])] == [False]
    assert [
        one.deleted for one in told(tmp_path / "both", [row(1, 0), row(2, 1)], [row(1, 6, None), row(2, 6, None)])
    ] == [True]


def test_another_learner_s_enrolment_keeps_nobody_enrolled(tmp_path: Path) -> None:
    assert [one.deleted for one in told(tmp_path, [row(1, 0), row(2, 1, "cd" * 16)], [row(1, 6, None)])] == [True]
