"""A push to a Moodle without the plugin: what core functions can make is made once, and a person is told the rest."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.lms_bridge.moodle.exchange import recorded
from tests.lms_bridge.moodle.faults import HANG_UP, MAINTENANCE, NO_TOKEN, PAGE, UPGRADE, refused
from tests.lms_bridge.moodle.home import Workplace
from tests.lms_bridge.moodle.pushing import Pushing, named, ops
from tests.lms_bridge.moodle.standin import StandIn, standing_in
from tests.lms_bridge.stub import Answer

COURSES = "core_course_get_courses_by_field"
CREATE = "core_course_create_courses"
LINK = "core_competency_add_competency_to_course"
ENROL = "enrol_manual_enrol_users"
_WRITES = ("create", "update", "add_competency", "enrol_users", "set_parent")


@pytest.fixture
def site(release: str) -> Iterator[StandIn]:
    with standing_in(recorded(f"corepush{release}")) as site:
        yield site


@pytest.fixture
def one(tmp_path: Path, site: StandIn) -> Pushing:
    return pushing(tmp_path, site, "core1")


def pushing(root: Path, site: StandIn, course: str) -> Pushing:
    made = Pushing(Workplace(root, {"box": site.url}, {"roster": str(root / "roster.csv")}), course)
    made.roster()
    return made


def writes(site: StandIn) -> list[str]:
    return [function for function in site.asked if any(word in function for word in _WRITES)]


def pushed(one: Pushing) -> None:
    """Do what was recorded first: a plan, the map twice."""
    assert [one.plan()[0], one.apply_map()[0], one.apply_map()[0]] == [0, 0, 0]


def test_a_course_comes_as_shell_links_and_enrolments_and_a_person_restores_the_rest_once(one: Pushing) -> None:
    code, planned = one.plan()
    assert (code, ops(planned["changes"])) == (0, {"create"})
    found = {finding["id"]: finding for finding in planned["findings"]}
    assert set(found) == {
        "BRIDGE-RESTORE-BY-HAND",
        "BRIDGE-NO-FRAMEWORK",
        "BRIDGE-ROSTER",
        "BRIDGE-PLUGIN-WOULD-ADD",
    }
    steps = found["BRIDGE-RESTORE-BY-HAND"]["remedy"]
    assert "core1-1.0.0-mbz.mbz" in steps
    assert all(f"{mark}" in steps for mark in "①②③④⑤⑥⑦")
    code, told = one.apply_map()
    assert (code, ops(told["applied"]), len(told["applied"])) == (0, {"create"}, 11)
    assert ops(one.apply_map()[1]["skipped"]) == {"unchanged"}
    code, told = one.apply()
    assert (code, named(told["applied"])) == (0, {"course:core1", "competencies:core1", "enrolment:core1"})
    again = one.apply()[1]
    assert (again["applied"], ops(again["skipped"])) == ([], {"unchanged"})
    restored = one.plan()[1]
    assert ops(restored["changes"]) == {"unchanged"}
    assert "activities:core1" in named(restored["changes"])
    assert "BRIDGE-RESTORE-BY-HAND" not in {finding["id"] for finding in restored["findings"]}


def test_restoring_a_new_version_over_learners_is_a_decision_with_their_number(one: Pushing, site: StandIn) -> None:
    pushed(one)
    assert [one.apply()[0], one.apply()[0], one.plan()[0]] == [0, 0, 0]
    one.next_version()
    code, planned = one.plan()
    (decision,) = [change for change in planned["changes"] if change["op"] == "decide"]
    assert (code, decision["kind"], decision["learners_affected"]) == (1, "activities", 2)
    before = len(writes(site))
    code, refused = one.apply()
    assert (code, refused["applied"], refused["skipped"].count(decision)) == (1, [], 1)
    code, allowed = one.apply("activities:core1")
    assert (code, allowed["applied"]) == (0, [decision])
    assert len(writes(site)) == before, "what a person restores is not written by the bridge"


@pytest.mark.parametrize(
    ("fault", "function"),
    [
        (MAINTENANCE, COURSES),
        (UPGRADE, LINK),
        (Answer(status=502), ENROL),
        (Answer(status=429), LINK),
        (HANG_UP, ENROL),
    ],
    ids=["maintenance", "upgrade", "502", "429", "hung up"],
)
def test_a_fault_that_passes_is_waited_for_and_nothing_is_made_twice(
    one: Pushing, site: StandIn, fault: Answer, function: str
) -> None:
    pushed(one)
    site.by_function[function].append(fault)
    code, told = one.apply()
    assert (code, told["failed"], len(told["applied"])) == (0, [], 3)
    assert site.asked.count(CREATE) == 1
    assert one.apply()[1]["applied"] == []


@pytest.mark.parametrize(
    ("fault", "word"),
    [
        (PAGE, "web page"),
        (NO_TOKEN, "Manage tokens"),
        (Answer(status=403), "REST protocol"),
        (MAINTENANCE, "maintenance"),
    ],
    ids=["page", "expired token", "403", "maintenance"],
)
def test_a_site_that_fails_at_the_beginning_is_told_and_nothing_is_written(
    one: Pushing, site: StandIn, fault: Answer, word: str
) -> None:
    pushed(one)
    before = writes(site)
    site.by_function[COURSES] += [fault] * 5
    code, told = one.apply()
    (finding,) = told["findings"]
    assert code == 3
    assert word in f"{finding['message']} {finding['remedy']}"
    assert writes(site) == before
    del site.by_function[COURSES][:]
    assert (one.apply()[0], one.apply()[1]["applied"]) == (0, [])


@pytest.mark.parametrize("fault", [NO_TOKEN, MAINTENANCE], ids=["expired token", "maintenance"])
def test_a_site_that_fails_half_way_is_told_with_what_was_done_and_the_next_push_does_the_rest(
    one: Pushing, site: StandIn, fault: Answer
) -> None:
    pushed(one)
    site.by_function[LINK] += [fault] * 5
    code, told = one.apply()
    assert (code, named(told["applied"])) == (3, {"course:core1"})
    assert named(told["failed"]) == {"competencies:core1", "enrolment:core1"}
    assert ENROL not in site.asked, "a site that refuses us is not asked on and on"
    assert [finding["severity"] for finding in told["findings"]].count("error") == 1


def test_a_role_that_may_not_enrol_students_is_told_with_the_place_to_mend_it(one: Pushing, site: StandIn) -> None:
    pushed(one)
    site.by_function[ENROL] += [refused("wsusercannotassign")] * 5
    code, told = one.apply()
    assert (code, named(told["failed"])) == (3, {"enrolment:core1"})
    (finding,) = [finding for finding in told["findings"] if finding["severity"] == "error"]
    assert "Define roles" in finding["remedy"]
    assert "Allow role assignments" in finding["remedy"]


def test_several_courses_of_one_idnumber_are_told_and_none_is_written_to(one: Pushing, site: StandIn) -> None:
    pushed(one)
    before = writes(site)
    course = {"id": 2, "idnumber": "core1", "shortname": "core1", "fullname": "仓储数字化"}
    site.by_function[COURSES].append(Answer.of({"courses": [course, {**course, "id": 3}], "warnings": []}))
    code, told = one.apply()
    (finding,) = [finding for finding in told["findings"] if finding["severity"] == "error"]
    assert (code, finding["place"], writes(site)) == (3, "core1", before)
    assert "Course ID number" in finding["remedy"]


def test_a_push_whose_answers_got_lost_is_finished_by_the_next_and_doubles_nothing(
    tmp_path: Path, release: str
) -> None:
    with standing_in(recorded(f"corelost{release}")) as site:
        one = pushing(tmp_path, site, "core2")
        code, told = one.apply_map()
        assert (code, ops(told["applied"]), len(told["failed"])) == (3, {"create"}, 10)
        code, told = one.apply_map()
        assert (code, len(told["applied"]), len(told["skipped"])) == (0, 9, 2)
        code, told = one.apply()
        assert (code, told["applied"], len(told["failed"])) == (3, [], 3)
        code, told = one.apply()
        assert (code, named(told["applied"])) == (0, {"competencies:core2", "enrolment:core2"})
        code, told = one.apply()
        assert (code, told["applied"], ops(told["skipped"])) == (0, [], {"unchanged"})
        assert site.asked.count(CREATE) == 1


def test_a_framework_that_the_account_cannot_see_is_told_with_the_capability_it_needs(tmp_path: Path) -> None:
    with standing_in(recorded("unseen51")) as site:
        one = pushing(tmp_path, site, "core9")
        one.apply_map()
        code, told = one.apply_map()
    assert code == 3
    first = next(finding for finding in told["findings"] if finding["severity"] == "error")
    assert "invalidpersistenterror" in first["message"]
    for half in first["remedy"].split(" / "):
        assert "block/iomad_company_admin:company_view_all" in half


def test_a_course_whose_idnumber_somebody_cleared_is_told_and_not_made_twice(tmp_path: Path, release: str) -> None:
    with standing_in(recorded(f"corerenamed{release}")) as site:
        one = pushing(tmp_path, site, "core3")
        assert one.apply()[0] == 0
        code, told = one.apply()
        errors = [finding for finding in told["findings"] if finding["severity"] == "error"]
        assert (code, told["applied"], named(told["failed"])) == (3, [], {"course:core3", "enrolment:core3"})
        assert "shortnametaken" in errors[0]["message"]
        assert "Course ID number" in errors[0]["remedy"]


def test_a_site_older_than_4_5_is_not_written_to_and_a_person_is_told_every_step(one: Pushing, site: StandIn) -> None:
    (info,) = {found[0].body for found in site.answers.values() if found[0].function == "core_webservice_get_site_info"}
    older = info.replace(b'"20241007', b'"20221128').replace(b'"20251006', b'"20221128').replace(b'"4.5', b'"4.1')
    site.by_function["core_webservice_get_site_info"] += [Answer(body=older)] * 8
    for step in (one.plan, one.apply, one.apply_map):
        code, told = step()
        assert (code, told.get("changes", []), told.get("applied", [])) == (0, [], [])
        old, by_hand = told["findings"]
        assert (old["id"], by_hand["id"]) == ("BRIDGE-OLD-SITE", "BRIDGE-RESTORE-BY-HAND")
        assert ".mbz" in by_hand["remedy"] or "moodle-csv" in by_hand["remedy"]
        assert all(mark in by_hand["remedy"] for mark in "①②③④⑤")
    assert writes(site) == []
