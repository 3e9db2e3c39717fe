"""A harvest of a Moodle that fails, lies or changes under way: nothing is lost, nothing doubled, and it is told."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from lms_bridge.connectors.base import Batch
from lms_bridge.connectors.moodle import core_grades, core_harvest
from lms_bridge.landing import Lander
from tests.lms_bridge.moodle.exchange import Exchange, recorded
from tests.lms_bridge.moodle.home import Workplace
from tests.lms_bridge.moodle.standin import StandIn, standing_in
from tests.lms_bridge.scenes import multiset, newest, of_kind, records
from tests.lms_bridge.stub import Answer

PAGE = Answer(body=b"<!DOCTYPE html><title>Log in</title>", headers={"Content-Type": "text/html"})
MAINTENANCE = Answer.of({"exception": "moodle_exception", "errorcode": "sitemaintenance", "message": "…"})
UPGRADE = Answer.of({"exception": "moodle_exception", "errorcode": "upgraderunning", "message": "…"})
NO_TOKEN = Answer.of({"exception": "moodle_exception", "errorcode": "invalidtoken", "message": "…"})


@pytest.fixture
def site(release: str) -> Iterator[StandIn]:
    with standing_in(recorded(f"core{release}")) as site:
        yield site


@pytest.fixture
def work(tmp_path: Path, site: StandIn) -> Workplace:
    return Workplace(tmp_path, {"box": site.url})


def test_everything_learners_did_becomes_records(work: Workplace) -> None:
    code, told = work.harvest()
    assert code == 0
    assert (told["sources"][0]["rows"], told["sources"][0]["refused"]) == (43, 0)
    rows = newest(work.home)
    assert len(of_kind(rows, "enrolment")) == 3
    quizzes = [row for row in of_kind(rows, "attempt") if row["form"] == "post-a" and row["marked_by"] == "lms"]
    assert sorted(row["score_scaled"] for row in quizzes) == [pytest.approx(1 / 3), pytest.approx(1.0)]
    ratings = of_kind(rows, "rating")
    assert {(row["question"], row["response"], row["value"], row["work"]) for row in ratings} == {
        ("s1", "b", 4.0, "w1")
    }
    assert {row["response"] for row in of_kind(rows, "comment")} == {"缺少供应商质量管理"}


def test_attempts_of_many_elements_are_stored_a_few_at_a_time(work: Workplace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(core_harvest, "_ELEMENTS_A_BATCH", 1)
    landed: list[list[str]] = []
    land = Lander.land

    def noting(lander: Lander, batch: Batch) -> int:
        landed.append([row.kind for row in batch.rows])
        return land(lander, batch)

    monkeypatch.setattr(Lander, "land", noting)
    assert work.harvest()[0] == 0
    attempts = [kinds.count("scorm_attempt") for kinds in landed]
    assert (max(attempts), sum(attempts), sum(map(len, landed))) == (1, 3, 43)


def test_a_gradebook_too_large_for_one_answer_is_read_learner_by_learner_and_gives_the_same(
    tmp_path: Path, release: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with standing_in([*recorded(f"withheld{release}"), *recorded(f"gradebook{release}")]) as site:
        site.answers = {key: found[-1:] for key, found in site.answers.items()}
        options = {"courses": "out4-e", "plugin": "never"}
        at_once = Workplace(tmp_path / "at-once", {"box": site.url}, options)
        assert at_once.harvest()[0] == 0
        monkeypatch.setattr(core_grades, "_GRADES_AT_ONCE", 5)
        one_by_one = Workplace(tmp_path / "one-by-one", {"box": site.url}, options)
        assert one_by_one.harvest()[0] == 0
    assert site.asked.count("gradereport_user_get_grade_items") == 1 + 2, "one answer, then one for each learner"
    assert multiset(one_by_one.home) == multiset(at_once.home)


def test_a_learner_whose_grades_cannot_be_had_is_told_and_the_others_are_read(
    tmp_path: Path, release: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(core_grades, "_GRADES_AT_ONCE", 1)
    with standing_in([*recorded(f"withheld{release}"), *recorded(f"gradebook{release}")]) as site:
        site.answers = {key: found[-1:] for key, found in site.answers.items()}
        gone = {"exception": "moodle_exception", "errorcode": "userdeleted", "message": "…"}
        site.by_function["gradereport_user_get_grade_items"].append(Answer.of(gone))
        work = Workplace(tmp_path, {"box": site.url}, {"courses": "out4-e", "plugin": "never"})
        code, told = work.harvest()
        whole = work.harvest("--sweep")[1]["sources"][0]["rows"]
    assert (code, [one["id"] for one in told["findings"]]) == (0, ["BRIDGE-ROW"])
    assert 0 < whole - told["sources"][0]["rows"] <= 4, "one learner's grades, of four items, and nothing else"


def test_a_run_through_the_package_and_one_through_the_quiz_give_the_same_records(work: Workplace) -> None:
    """The recorded learners answered both alike; `activity`, times and who marked it may differ, nothing else."""
    work.harvest()
    same = ("learner", "phase", "form", "form_version", "question", "question_version", "item", "work", "response")
    said = (*same, "attempt", "success", "score_scaled", "course", "course_version", "role", "map")
    by_marker: dict[object, set[tuple[object, ...]]] = {}
    for row in of_kind(newest(work.home), "response"):
        by_marker.setdefault(row["marked_by"], set()).add(tuple(row[name] for name in said))
    unfinished = {row for row in by_marker["package"] if row[1] == "post"} - by_marker["lms"]
    assert by_marker["lms"] <= by_marker["package"]
    assert len(unfinished) == 2, "one learner has not finished the native post-test"
    assert len(by_marker["lms"]) == 10


def test_harvesting_again_adds_nothing(work: Workplace) -> None:
    work.harvest()
    before = multiset(work.home)
    code, told = work.harvest()
    assert (code, told["sources"][0]["rows"]) == (0, 0)
    assert multiset(work.home) == before


def test_a_home_folder_holds_nobodys_name_bookmark_or_account(work: Workplace) -> None:
    work.harvest()
    for file in work.home.rglob("*"):
        if file.is_file() and file.name != "state.db":
            content = gzip.decompress(file.read_bytes()) if file.suffix == ".gz" else file.read_bytes()
            assert b"SECRETbookmark" not in content
            assert b"f00df00d" not in content


@pytest.mark.parametrize(
    ("fault", "at"),
    [
        (MAINTENANCE, 0),
        (UPGRADE, 9),
        (Answer(status=502), 3),
        (Answer(status=429), 16),
        (Answer(body=b'[{"id":'), 20),
        (Answer(hang_up=True), 30),
    ],
    ids=["maintenance", "upgrade", "502", "429", "truncated", "hung up"],
)
def test_a_fault_that_passes_loses_and_doubles_nothing(work: Workplace, site: StandIn, fault: Answer, at: int) -> None:
    site.faults[at] = fault
    code, told = work.harvest()
    assert (code, told["sources"][0]["rows"]) == (0, 43)
    assert _keys(work) == len(records(work.home))


@pytest.mark.parametrize(
    ("fault", "word", "at"),
    [
        (PAGE, "web page", 4),
        (NO_TOKEN, "token", 12),
        (Answer(status=403), "REST protocol", 26),
        (Answer(body=b'{"a": 1}'), "agreed", 2),
    ],
    ids=["page", "expired token", "403", "another answer"],
)
def test_a_fault_that_stays_is_told_and_the_next_run_makes_good(
    work: Workplace, site: StandIn, fault: Answer, word: str, at: int
) -> None:
    site.faults[at] = fault
    code, told = work.harvest()
    (finding,) = [one for one in told["findings"] if one["severity"] == "error"]
    assert (code, finding["id"]) == (3, "BRIDGE-SOURCE-FATAL")
    assert word in f"{finding['message']} {finding['remedy']}"
    (status,) = json.loads(work.command("harvest", "status", "--json").stdout)["sources"]
    assert status["last_error"]
    assert status["remedy"]
    assert work.harvest()[0] == 0
    assert len(newest(work.home)) == _keys(work) == _whole(work.root / "whole", site)


def test_a_course_that_was_renamed_or_deleted_is_told_and_keeps_its_records(work: Workplace, site: StandIn) -> None:
    work.harvest()
    before = multiset(work.home)
    site.by_function["core_course_get_courses_by_field"].append(Answer.of({"courses": [], "warnings": []}))
    code, told = work.harvest()
    assert (code, [one["id"] for one in told["findings"]]) == (0, ["BRIDGE-NO-PLUGIN", "BRIDGE-COURSE-GONE"])
    assert multiset(work.home) == before


def test_two_courses_with_one_idnumber_are_told(work: Workplace, site: StandIn) -> None:
    (course,) = _of(site, "core_course_get_courses_by_field")[0].answer["courses"]
    site.by_function["core_course_get_courses_by_field"].append(Answer.of({"courses": [course, course]}))
    code, told = work.harvest()
    assert code == 0
    assert "BRIDGE-COURSE-TWICE" in [one["id"] for one in told["findings"]]
    assert _keys(work) == len(records(work.home)), "the same rows twice are one record each"


def test_a_learner_who_is_gone_at_a_sweep_is_deleted_and_the_rest_stay(work: Workplace, site: StandIn) -> None:
    work.harvest()
    before = newest(work.home)
    users = _of(site, "core_enrol_get_enrolled_users")[0].answer
    site.by_function["core_enrol_get_enrolled_users"].append(Answer.of(users[:-1]))
    assert work.harvest("--sweep")[0] == 0
    after = newest(work.home)
    assert len(of_kind(after, "enrolment")) == len(of_kind(before, "enrolment")) - 1
    assert len({row["learner"] for row in after}) == 3, "what the others did, and their own attempts, stay"


def test_a_learner_who_was_unenrolled_at_a_sweep_and_is_back_at_the_next_has_everything_back(
    work: Workplace, site: StandIn
) -> None:
    """Moodle tells no time of an enrolment: what is back has the state that it had before it was taken for deleted."""
    work.harvest()
    before = newest(work.home)
    users = _of(site, "core_enrol_get_enrolled_users")[0].answer
    site.by_function["core_enrol_get_enrolled_users"].append(Answer.of(users[:-1]))
    assert work.harvest("--sweep")[0] == 0
    assert len(newest(work.home)) < len(before)
    assert work.harvest("--sweep")[0] == 0
    assert _states(work) == sorted(_state(row) for row in before)
    once = multiset(work.home)
    assert work.harvest("--sweep")[0] == 0
    assert multiset(work.home) == once, "once is enough"
    site.by_function["core_enrol_get_enrolled_users"].append(Answer.of(users[:-1]))
    assert work.harvest("--sweep")[0] == 0
    assert len(newest(work.home)) < len(before), "and they can leave again"
    assert work.harvest("--sweep")[0] == 0
    assert _states(work) == sorted(_state(row) for row in before), "and come again"


def test_a_site_that_suddenly_shows_nobody_deletes_nothing(work: Workplace, site: StandIn) -> None:
    work.harvest()
    before = newest(work.home)
    site.by_function["core_enrol_get_enrolled_users"].append(Answer.of([]))
    site.by_function["core_course_check_updates"].append(Answer.of({"instances": []}))
    site.by_function["gradereport_user_get_grade_items"].append(Answer.of({"usergrades": []}))
    code, told = work.harvest("--sweep")
    assert code == 0
    assert "BRIDGE-SWEEP-SHRUNK" in [one["id"] for one in told["findings"]]
    assert newest(work.home) == before


def test_an_account_that_may_not_see_idnumbers_is_told_and_keeps_the_tests_that_the_gradebook_names(
    work: Workplace, site: StandIn, release: str
) -> None:
    seen = _hide_idnumbers(site, release)
    code, told = work.harvest()
    assert (code, [one["id"] for one in told["findings"]]) == (0, ["BRIDGE-NO-PLUGIN", "BRIDGE-IDNUMBERS-HIDDEN"])
    hidden = told["findings"][1]
    assert " 2 " in hidden["message"], "the page and the survey have no grade"
    for half in hidden["remedy"].split(" / "):
        assert "moodle/course:manageactivities" in half
    rows = newest(work.home)
    assert len([row for row in of_kind(rows, "response") if row["marked_by"] == "lms"]) == 10
    assert of_kind(rows, "rating") == of_kind(rows, "comment") == []
    site.answers |= seen
    assert work.harvest("--sweep")[0] == 0
    whole = Workplace(work.root / "whole", work.sources)
    assert whole.harvest()[0] == 0
    assert multiset(work.home) == multiset(whole.home), "what came before the capability did not come twice"


def test_a_course_that_is_not_known_as_ours_for_lack_of_a_capability_is_told(
    tmp_path: Path, site: StandIn, release: str
) -> None:
    _hide_idnumbers(site, release)
    site.by_function["core_course_get_courses_by_field"].append(
        Answer.of(_of(site, "core_course_get_courses_by_field")[0].answer)
    )
    code, told = Workplace(tmp_path, {"box": site.url}, {"courses": "", "plugin": "never"}).harvest()
    assert (code, told["sources"][0]["rows"]) == (0, 0)
    assert [one["id"] for one in told["findings"]] == ["BRIDGE-IDNUMBERS-HIDDEN"]


def _hide_idnumbers(site: StandIn, release: str) -> dict[str, list[Exchange]]:
    """Answer of activities what an account is told that may not manage them; return the answers it replaces."""
    (told,) = recorded(f"hidden{release}")
    whole = {key: found for key, found in site.answers.items() if found[0].function == told.function}
    for key, (one, *_) in whole.items():
        cm = {name: value for name, value in one.answer["cm"].items() if name in told.answer["cm"]}
        site.answers[key] = [one.model_copy(update={"answer": {**one.answer, "cm": cm}})]
    return whole


def _of(site: StandIn, function: str) -> list[Exchange]:
    return [one for found in site.answers.values() for one in found if one.function == function]


def _states(work: Workplace) -> list[str]:
    return sorted(_state(row) for row in newest(work.home))


def _state(row: dict[str, object]) -> str:
    return str({name: value for name, value in row.items() if name not in ("revision", "stored_at")})


def _keys(work: Workplace) -> int:
    return len({(row["record_id"], row["revision"]) for row in records(work.home)})


def _whole(root: Path, site: StandIn) -> int:
    other = Workplace(root, {"box": site.url})
    assert other.harvest()[0] == 0
    return len(newest(other.home))
