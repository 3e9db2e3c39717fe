"""A harvest by the plugin: what learners did, what changed, what is gone; nothing lost or doubled by any fault."""

from __future__ import annotations

import base64
import gzip
import json
import threading
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from lms_bridge.connectors.base import Batch
from lms_bridge.connectors.moodle import options, plugin_harvest
from lms_bridge.landing import Lander
from tests.lms_bridge.moodle.exchange import recorded
from tests.lms_bridge.moodle.faults import CUT_OFF, HANG_UP, MAINTENANCE, NO_TOKEN, PAGE, TRUNCATED, UPGRADE, refused
from tests.lms_bridge.moodle.home import Workplace
from tests.lms_bridge.moodle.scenes_harvest import OPTIONS, STEPS, SWEEPING
from tests.lms_bridge.moodle.standin import StandIn, standing_in
from tests.lms_bridge.scenes import multiset, newest, of_kind, records
from tests.lms_bridge.stub import Answer

HARVEST = "local_coursebridge_harvest"
#: How many steps of the scene were done in a folder.
_done: Counter[Path] = Counter()
#: What three learners did: two finished all, one began; a rating of one competency each.
ALL = {"enrolment": 3, "attempt": 16, "response": 12, "rating": 2, "comment": 2, "completion": 3}

#: What of that one learner did who finished all and asked to be forgotten.
FORGOTTEN = {"enrolment": 1, "attempt": 6, "response": 4, "rating": 1, "comment": 1, "completion": 1}


@pytest.fixture
def site(release: str) -> Iterator[StandIn]:
    with standing_in(recorded(f"pluginharvest{release}")) as site:
        yield site


@pytest.fixture
def work(tmp_path: Path, site: StandIn) -> Workplace:
    return Workplace(tmp_path, {"box": site.url}, OPTIONS)


def until(work: Workplace, last: str) -> dict[str, Any]:
    """Go on harvesting as was recorded, up to a step; return what the last harvest told; none of them may fail."""
    told: dict[str, Any] = {}
    for step in STEPS[_done[work.root] : STEPS.index(last) + 1]:
        work.options = SWEEPING if step in ("sneak", "erase") else OPTIONS
        work.write()
        code, told = work.harvest()
        assert (code, told["sources"][0]["refused"]) == (0, 0)
    _done[work.root] = STEPS.index(last) + 1
    return told


def kinds(work: Workplace) -> dict[str, int]:
    return dict(Counter(str(row["kind"]) for row in newest(work.home)))


def noticed(told: dict[str, Any]) -> list[str]:
    """Return the ids of findings; recordings are older than the clock, which is told and is no matter here."""
    return [one["id"] for one in told["findings"] if one["id"] != "BRIDGE-CLOCK"]


def test_everything_learners_did_becomes_records(work: Workplace) -> None:
    until(work, "learn")
    assert kinds(work) == ALL
    rows = newest(work.home)
    tests = [row for row in of_kind(rows, "attempt") if row["form"] == "post"]
    assert sorted((row["score_scaled"] is None, row["completed"]) for row in tests) == [
        (False, True),
        (False, True),
        (True, False),
    ], "the attempt that is not finished yet is there too"
    answers = of_kind(rows, "response")
    assert {(row["question"], row["response"], row["item"]) for row in answers if row["phase"] == "pre"} == {
        ("pre-1", "b", "wh.a1-1-1"),
        ("pre-2", "c", "wh.a1-2-1"),
    }
    rated = [row for row in of_kind(rows, "attempt") if row["activity"] == "competency"]
    assert sorted((row["item"], row["value"], row["success"]) for row in rated) == [
        ("wh.a1-1-1", 1.0, False),
        ("wh.a1-1-1", 1.0, False),
        ("wh.a1-1-1", 2.0, True),
    ]
    assert sorted(bool(row["completed"]) for row in of_kind(rows, "completion")) == [False, True, True]
    assert {row["response"] for row in of_kind(rows, "comment")} == {"没有", "缺少供应商质量管理"}
    assert {row["value"] for row in of_kind(rows, "rating")} == {2.0}


class _PowerFailsError(BaseException):
    """Nothing in the product catches it."""


def test_a_long_page_is_stored_piece_by_piece_and_asked_for_again_when_that_breaks_off(
    work: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(plugin_harvest, "_PORTION_BYTES", 1)
    landed: list[int] = []
    land = Lander.land

    def breaking(lander: Lander, batch: Batch) -> int:
        if len(landed) == 5:
            raise _PowerFailsError
        landed.append(len(batch.rows))
        return land(lander, batch)

    with monkeypatch.context() as broken, pytest.raises(_PowerFailsError):
        broken.setattr(Lander, "land", breaking)
        work.harvest()
    assert max(landed) == 1
    until(work, "learn")
    assert kinds(work) == ALL


def test_harvesting_again_adds_nothing_and_then_what_is_new_alone(work: Workplace) -> None:
    until(work, "learn")
    before = multiset(work.home)
    assert until(work, "")["sources"][0]["rows"] == 0
    assert multiset(work.home) == before
    told = until(work, "more")
    assert told["sources"][0]["rows"] == 4
    after = newest(work.home)
    again = [row for row in of_kind(after, "attempt") if row["form"] == "post" and row["attempt"] == 2]
    assert [row["score_scaled"] for row in again] == [1.0]
    rated = [row for row in of_kind(after, "attempt") if row["activity"] == "competency"]
    assert Counter(row["value"] for row in rated) == {1.0: 1, 2.0: 2}


def test_what_changed_without_a_new_time_is_found_by_the_sweep(work: Workplace) -> None:
    until(work, "more")
    assert _counting(work) == [True, True]
    until(work, "sneak")
    assert _counting(work) == [False, True]


def _counting(work: Workplace) -> list[bool]:
    rows = of_kind(newest(work.home), "attempt")
    return sorted(bool(row["completed"]) for row in rows if row["activity"] == "page.counting")


def test_attempts_answers_and_enrolments_that_are_deleted_on_the_site_are_deleted_here(work: Workplace) -> None:
    until(work, "sneak")
    before = kinds(work)
    until(work, "remove")
    after = kinds(work)
    assert {kind: before[kind] - after[kind] for kind in ALL} == {
        "enrolment": 1,
        "attempt": 2,
        "response": 2,
        "rating": 1,
        "comment": 1,
        "completion": 0,
    }


def test_of_a_learner_whose_request_for_erasure_was_carried_out_nothing_stays_here(
    tmp_path: Path, release: str
) -> None:
    with standing_in(recorded(f"pluginforgotten{release}")) as site:
        work = Workplace(tmp_path, {"box": site.url}, OPTIONS)
        assert work.harvest()[0] == 0
        before = kinds(work)
        assert before == ALL
        learners = {str(row["learner"]) for row in newest(work.home)}
        code, told = work.harvest()
        assert (code, told["sources"][0]["refused"], noticed(told)) == (0, 0, [])
        (gone,) = learners - {str(row["learner"]) for row in newest(work.home)}
        assert {kind: before[kind] - kinds(work)[kind] for kind in ALL} == FORGOTTEN
        _nowhere(work, gone)


def _nowhere(work: Workplace, learner: str) -> None:
    """No file that was kept of what the site told names the learner."""
    kept = [file for file in work.home.rglob("*") if file.is_file() and file.name != "state.db"]
    assert len(kept) > 5
    for file in kept:
        content = gzip.decompress(file.read_bytes()) if file.suffix == ".gz" else file.read_bytes()
        assert learner.encode() not in content, file


def test_of_an_account_that_the_site_deleted_nothing_stays_here(work: Workplace) -> None:
    until(work, "remove")
    learners = {str(row["learner"]) for row in newest(work.home)}
    until(work, "erase")
    (gone,) = learners - {str(row["learner"]) for row in newest(work.home)}
    _nowhere(work, gone)


def test_a_course_that_lost_its_idnumber_and_two_with_the_same_are_told_and_keep_their_records(work: Workplace) -> None:
    until(work, "erase")
    before = multiset(work.home)
    assert noticed(until(work, "rename")) == ["BRIDGE-COURSE-GONE"]
    assert noticed(until(work, "double")) == ["BRIDGE-COURSE-TWICE"]
    assert multiset(work.home) == before


def test_no_page_is_longer_than_asked_and_nobody_s_name_or_bookmark_is_in_it(site: StandIn) -> None:
    pages = [one.answer for found in site.answers.values() for one in found if one.function == HARVEST]
    assert len(pages) > 8
    for page in pages:
        lines = gzip.decompress(base64.b64decode(page["rows"])) if page["rows"] else b""
        assert len(lines.splitlines()) == page["count"] <= 20
        for word in ("SECRET", "欧阳", "司马", "Zhuge", "@example", "suspend_data", "lesson_location"):
            assert word.encode() not in lines


@pytest.mark.parametrize(
    ("fault", "at"),
    [
        (MAINTENANCE, 0),
        (UPGRADE, 1),
        (refused("upgradepending"), 2),
        (Answer(status=429), 1),
        (Answer(status=503), 2),
        (TRUNCATED, 1),
        (CUT_OFF, 2),
    ],
    ids=["maintenance", "upgrade", "upgrade pending", "429", "503", "truncated", "cut off"],
)
def test_a_fault_that_passes_loses_and_doubles_nothing(tmp_path: Path, fault: Answer, at: int) -> None:
    with standing_in(recorded("pluginharvest45")) as site:
        work = Workplace(tmp_path, {"box": site.url}, OPTIONS)
        site.faults[at] = fault
        until(work, "learn")
        assert kinds(work) == ALL
        assert len(_keys(work)) == len(records(work.home))


@pytest.mark.parametrize(
    ("fault", "word"),
    [
        (PAGE, "web page"),
        (NO_TOKEN, "Manage tokens"),
        (refused("accessexception"), "External services"),
        (UPGRADE, "upgraded"),
        (HANG_UP, "later"),
        (refused("protocolunsupported"), "Update the plugin"),
    ],
    ids=["page", "no token", "expired token", "upgrade", "dead", "protocol"],
)
def test_a_site_that_fails_in_mid_harvest_is_told_and_the_next_run_goes_on_at_its_page(
    tmp_path: Path, fault: Answer, word: str
) -> None:
    """The recorded run lost every answer after its first page; here each of those is another fault."""
    with standing_in(recorded("pluginresumed45")) as site:
        work = Workplace(tmp_path, {"box": site.url}, OPTIONS)
        site.faults = dict.fromkeys(range(1, 6), fault)
        code, told = work.harvest()
        (finding,) = [one for one in told["findings"] if one["severity"] == "error"]
        assert (code, told["sources"][0]["rows"]) == (3, 20), "the first page is kept"
        assert word in f"{finding['message']} {finding['remedy']}"
        (status,) = json.loads(work.command("harvest", "status", "--json").stdout)["sources"]
        assert status["last_error"]
        assert status["remedy"]
        site.faults = {}
        code, told = work.harvest()
        assert (code, told["sources"][0]["rows"]) == (0, 27)
        assert kinds(work) == ALL
        assert len(_keys(work)) == len(records(work.home))


@pytest.mark.parametrize("code", ["cursorexpired", "cursorinvalid"])
def test_a_cursor_that_the_site_no_longer_takes_means_from_the_beginning_and_doubles_nothing(
    tmp_path: Path, code: str
) -> None:
    with standing_in(recorded("pluginharvest45")) as site:
        work = Workplace(tmp_path, {"box": site.url}, OPTIONS)
        until(work, "learn")
        before = multiset(work.home)
        site.by_function[HARVEST].append(refused(code))
        exit_code, told = work.harvest()
        assert (exit_code, noticed(told)) == (0, [])
        assert multiset(work.home) == before


def test_a_site_whose_pages_go_round_in_circles_is_left_with_what_arrived(tmp_path: Path) -> None:
    with standing_in(recorded("pluginharvest45")) as site:
        work = Workplace(tmp_path, {"box": site.url}, OPTIONS)
        first = next(found[0] for found in site.answers.values() if found[0].function == HARVEST)
        site.by_function[HARVEST] += [Answer(body=first.body)] * 3
        code, told = work.harvest()
        assert (code, [one["id"] for one in told["findings"] if one["severity"] == "error"]) == (
            3,
            ["BRIDGE-SOURCE-LOOP"],
        )


def test_a_clock_that_is_wrong_is_told_and_rows_of_the_future_hide_nothing(tmp_path: Path) -> None:
    with standing_in(recorded("pluginharvest45")) as site:
        work = Workplace(tmp_path, {"box": site.url}, OPTIONS)
        page = next(found[0] for found in site.answers.values() if found[0].function == HARVEST)
        later = {**page.answer, "now": page.answer["now"] + 40_000_000}
        site.by_function[HARVEST].append(Answer.of(later))
        code, told = work.harvest()
        assert code == 0
        (clock,) = [one for one in told["findings"] if one["id"] == "BRIDGE-CLOCK"]
        assert "NTP" in clock["remedy"]
        assert kinds(work) == ALL


def test_a_page_that_comes_too_late_is_asked_for_again_and_nothing_is_doubled(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with standing_in(recorded("pluginresumed45")) as site:
        site.hold = held = threading.Event()
        monkeypatch.setattr(options, "pause", lambda _: held.set())
        site.faults = dict.fromkeys(range(2, 12), MAINTENANCE)
        work = Workplace(tmp_path, {"box": site.url}, {**OPTIONS, "timeout_s": 0.2})
        assert work.harvest()[0] == 3
        site.faults = {}
        work.options = OPTIONS
        work.write()
        assert work.harvest()[0] == 0
        assert kinds(work) == ALL
        assert len(_keys(work)) == len(records(work.home))


def _keys(work: Workplace) -> set[tuple[object, object]]:
    return {(row["record_id"], row["revision"]) for row in records(work.home)}
