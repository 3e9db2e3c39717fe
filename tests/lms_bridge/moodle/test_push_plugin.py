"""A push by the plugin: done once and whole, whatever fails on the way; what learners did is never lost unasked."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from lms_bridge.connectors.moodle import options
from tests.lms_bridge.moodle.exchange import recorded
from tests.lms_bridge.moodle.faults import CUT_OFF, HANG_UP, MAINTENANCE, NO_TOKEN, PAGE, TRUNCATED, UPGRADE, refused
from tests.lms_bridge.moodle.home import Workplace
from tests.lms_bridge.moodle.pushing import Pushing, named, ops
from tests.lms_bridge.moodle.standin import StandIn, standing_in
from tests.lms_bridge.stub import Answer

DEPLOY = "local_coursebridge_deploy"
UNPACK = "local_coursebridge_unpack"
PLAN = "local_coursebridge_plan"
UPLOAD = "/webservice/upload.php"
#: Objects of the course: course, 5 sections, 4 questions, 2 tests, 2 pages, package, survey, criteria.
OBJECTS = 17
#: Of a map that the site has already.
MAP_DEPLOYS = 1


@pytest.fixture
def site(release: str) -> Iterator[StandIn]:
    with standing_in(recorded(f"pluginpush{release}")) as site:
        yield site


@pytest.fixture
def one(tmp_path: Path, site: StandIn) -> Pushing:
    return pushing(tmp_path, site, "push1")


def pushing(root: Path, site: StandIn, course: str) -> Pushing:
    return Pushing(Workplace(root, {"box": site.url}), course)


def errors(told: dict[str, Any]) -> list[dict[str, Any]]:
    return [finding for finding in told["findings"] if finding["severity"] == "error"]


def pushed(one: Pushing) -> None:
    """Do what was recorded first: a plan, the map twice."""
    assert [one.plan()[0], one.apply_map()[0], one.apply_map()[0]] == [0, 0, 0]


def test_a_course_is_made_once_and_of_a_new_version_only_what_changed(one: Pushing, site: StandIn) -> None:
    code, planned = one.plan()
    assert (code, ops(planned["changes"]), len(planned["changes"])) == (0, {"create"}, OBJECTS)
    assert [ops(one.apply_map()[1]["applied"]), ops(one.apply_map()[1]["skipped"])] == [{"create"}, {"unchanged"}]
    code, told = one.apply()
    assert (code, named(told["applied"]), told["failed"]) == (0, named(planned["changes"]), [])
    uploads = site.asked.count(UPLOAD)
    code, told = one.apply()
    assert (code, told["applied"], ops(told["skipped"]), len(told["skipped"])) == (0, [], {"unchanged"}, OBJECTS)
    assert site.asked.count(UPLOAD) == uploads, "what is there is not uploaded again"
    one.edit()
    one.next_version()
    changed = {"course:push1", "question:post-2", "page:push1.page.receiving", "scorm:push1.scorm.CB-push1"}
    planned = one.plan()[1]
    assert {f"{c['kind']}:{c['idnumber']}" for c in planned["changes"] if c["op"] != "unchanged"} == changed
    code, told = one.apply()
    assert (code, named(told["applied"])) == (0, changed)
    assert one.apply()[1]["applied"] == []


@pytest.mark.parametrize(
    ("function", "fault"),
    [
        ("local_coursebridge_get_capabilities", MAINTENANCE),
        ("local_coursebridge_get_state", refused("dmlreadexception")),
        (PLAN, Answer(status=429, headers={"Retry-After": "1"})),
        (UPLOAD, Answer(status=502)),
        (UPLOAD, HANG_UP),
        (DEPLOY, UPGRADE),
        (DEPLOY, refused("busy")),
        (DEPLOY, TRUNCATED),
        (DEPLOY, CUT_OFF),
        (DEPLOY, Answer(status=503, body=b"<html>down</html>", headers={"Content-Type": "text/html"})),
    ],
    ids=["maintenance", "database", "429", "502", "hung up", "upgrade", "busy", "truncated", "cut off", "503"],
)
def test_a_fault_that_passes_is_waited_for(one: Pushing, site: StandIn, function: str, fault: Answer) -> None:
    pushed(one)
    site.by_function[function].append(fault)
    code, told = one.apply()
    assert (code, len(told["applied"]), told["failed"], told["findings"]) == (0, OBJECTS, [], [])


@pytest.mark.parametrize(
    ("function", "fault", "word"),
    [
        (UPLOAD, PAGE, "web page"),
        (PLAN, NO_TOKEN, "Manage tokens"),
        (DEPLOY, refused("accessexception"), "External services"),
        (UPLOAD, Answer(status=403), "token"),
        (UPLOAD, MAINTENANCE, "maintenance"),
        (DEPLOY, UPGRADE, "upgraded"),
        (DEPLOY, refused("protocolunsupported"), "Update the plugin"),
    ],
    ids=["page", "no token", "expired token", "403", "maintenance", "upgrade", "protocol"],
)
def test_a_fault_that_stays_is_told_with_what_to_do_and_the_next_push_makes_good(
    tmp_path: Path, function: str, fault: Answer, word: str
) -> None:
    with standing_in(recorded("pluginpush45")) as site:
        one = pushing(tmp_path, site, "push1")
        site.by_function[function] += [fault] * 5
        code, told = one.apply()
        (finding,) = errors(told)
        assert code == 3
        assert word in f"{finding['message']} {finding['remedy']}"
        del site.by_function[function][:]
        code, told = one.apply()
        assert (code, len(told["applied"]), told["failed"]) == (0, OBJECTS, [])


def test_answers_that_get_lost_are_asked_for_again_and_the_receipt_tells_what_was_made(
    tmp_path: Path, release: str
) -> None:
    """The site made everything, but its first answers to an upload and to `deploy` never arrived."""
    with standing_in(recorded(f"pluginlost{release}")) as site:
        one = pushing(tmp_path, site, "push3")
        code, told = one.apply()
        assert (code, len(told["applied"]), told["failed"]) == (0, OBJECTS, [])
        assert ops(told["applied"]) == {"create"}
        assert site.asked.count(DEPLOY) == 2
        one.edit()
        one.next_version()
        code, told = one.apply()
        assert (code, errors(told)[0]["id"]) == (3, "BRIDGE-SOURCE-DOWN")
        code, told = one.apply()
        assert (code, told["applied"], ops(told["skipped"])) == (0, [], {"unchanged"}), "the killed push had done it"


@pytest.fixture
def filmed(tmp_path: Path) -> Iterator[tuple[StandIn, Pushing]]:
    """A site and a course with a film, of which the map is there."""
    with standing_in(recorded("pluginfilm45")) as site:
        one = pushing(tmp_path, site, "push6")
        one.film()
        one.apply_map()
        yield site, one


def test_while_a_film_travels_the_site_makes_what_needs_no_file(filmed: tuple[StandIn, Pushing]) -> None:
    site, one = filmed
    code, told = one.apply()
    assert (code, len(told["applied"]), ops(told["applied"]), told["failed"]) == (0, OBJECTS, {"create"}, [])
    assert [site.asked.count(UPLOAD), site.asked.count(UNPACK), site.asked.count(DEPLOY)] == [1, 1, 2 + MAP_DEPLOYS]
    assert site.asked.count(PLAN) == MAP_DEPLOYS, "what is new to the site needs no plan"
    code, told = one.apply()
    assert (code, told["applied"], ops(told["skipped"])) == (0, [], {"unchanged"})
    assert site.asked.count(UPLOAD) == 1
    one.edit()
    one.next_version()
    changed = {"course:push6", "question:post-2", "page:push6.page.receiving", "scorm:push6.scorm.CB-push6"}
    code, told = one.apply()
    assert (code, named(told["applied"])) == (0, changed)
    assert one.apply()[1]["applied"] == []


@pytest.mark.parametrize(
    ("function", "fault"),
    [
        (UPLOAD, HANG_UP),
        (UPLOAD, Answer(status=502)),
        (DEPLOY, refused("busy")),
        (DEPLOY, TRUNCATED),
        (UNPACK, Answer(status=502)),
        (UNPACK, refused("filecorrupt")),
        (UNPACK, PAGE),
    ],
    ids=["hung up", "502", "busy", "truncated", "unpack 502", "unpack refused", "unpack page"],
)
def test_faults_while_a_film_travels_are_waited_for(
    filmed: tuple[StandIn, Pushing], function: str, fault: Answer
) -> None:
    site, one = filmed
    site.by_function[function].append(fault)
    code, told = one.apply()
    assert (code, len(told["applied"]), told["failed"], told["findings"]) == (0, OBJECTS, [], [])


def test_a_film_that_does_not_arrive_ends_with_a_receipt_of_what_was_made_meanwhile(
    filmed: tuple[StandIn, Pushing],
) -> None:
    site, one = filmed
    site.by_function[UPLOAD] += [Answer(status=502)] * 5
    code, told = one.apply()
    assert (code, ops(told["applied"]), len(told["applied"]) + len(told["failed"])) == (3, {"create"}, OBJECTS)
    assert {"course:push6", "quiz:push6.pre.pre"} <= named(told["applied"])
    assert {"scorm:push6.scorm.CB-push6", "page:push6.page.receiving", "quiz:push6.post.post"} <= named(told["failed"])
    assert site.asked.count(DEPLOY) == 1 + MAP_DEPLOYS, "what waits for the film is not tried without it"


def test_a_deploy_that_breaks_off_in_the_middle_ends_with_a_receipt_and_is_resumed(one: Pushing, site: StandIn) -> None:
    """The site's first answer tells half of the objects and that time was up; then it goes down."""
    pushed(one)
    whole = next(found[0] for found in site.answers.values() if found[0].function == DEPLOY and _made(found[0].answer))
    half = {**whole.answer, "results": whole.answer["results"][:8], "complete": False, "remaining": OBJECTS - 8}
    site.by_function[DEPLOY] += [Answer.of(half), *[MAINTENANCE] * 5]
    code, told = one.apply()
    assert (code, len(told["applied"]), len(told["failed"])) == (3, 8, OBJECTS - 8)
    assert [finding["id"] for finding in errors(told)] == ["BRIDGE-SOURCE-DOWN"]
    code, told = one.apply()
    assert (code, told["applied"], ops(told["skipped"])) == (0, [], {"unchanged"})


def _made(answer: Any) -> bool:
    return [result["op"] for result in answer["results"]].count("created") == OBJECTS


def test_a_deploy_that_never_gets_on_is_given_up(one: Pushing, site: StandIn) -> None:
    pushed(one)
    site.by_function[DEPLOY] += [Answer.of({"results": [], "complete": False, "remaining": OBJECTS, "exchange": 1})] * 9
    code, told = one.apply()
    assert (code, "push apply" in errors(told)[0]["remedy"]) == (3, True)
    assert site.asked.count(DEPLOY) <= 6


def test_one_object_that_fails_stops_no_other_and_is_named(one: Pushing, site: StandIn) -> None:
    pushed(one)
    whole = next(found[0] for found in site.answers.values() if found[0].function == DEPLOY and _made(found[0].answer))
    results = [
        {**result, "op": "failed", "errorcode": "filecorrupt"} if result["kind"] == "scorm" else result
        for result in whole.answer["results"]
    ]
    site.by_function[DEPLOY].append(Answer.of({**whole.answer, "results": results}))
    code, told = one.apply()
    assert (code, len(told["applied"]), named(told["failed"])) == (3, OBJECTS - 1, {"scorm:push1.scorm.CB-push1"})
    (finding,) = errors(told)
    assert (finding["id"], finding["place"]) == ("BRIDGE-PUSH-FAILED", "scorm:push1.scorm.CB-push1")
    assert "filecorrupt" in finding["message"]


def test_what_would_part_learners_from_their_data_is_refused_with_their_number_unless_allowed_by_name(
    tmp_path: Path, release: str
) -> None:
    with standing_in(recorded(f"decide{release}")) as site:
        one = pushing(tmp_path, site, "push2")
        assert [one.apply_map()[0], one.apply()[0]] == [0, 0]
        one.drop_lesson()
        one.drop_survey_question()
        one.swap_test_question()
        one.next_version()
        code, planned = one.plan()
        decisions = {
            f"{c['kind']}:{c['idnumber']}": c["learners_affected"] for c in planned["changes"] if c["op"] == "decide"
        }
        assert code == 1
        assert decisions == {
            "quiz:push2.post.post": 3,
            "feedback:push2.survey.fit": 2,
            "completion:push2": 3,
            "page:push2.page.counting": 2,
        }
        assert {finding["place"] for finding in errors(planned)} == set(decisions)
        code, told = one.apply()
        assert (code, named([c for c in told["skipped"] if c["op"] == "decide"])) == (1, set(decisions))
        assert not set(decisions) & named(told["applied"])
        first = {"quiz:push2.post.post", "page:push2.page.counting"}
        code, told = one.apply(*sorted(first, reverse=True))
        assert (code, named(told["applied"]) & set(decisions)) == (1, first)
        code, told = one.apply("feedback:push2.survey.fit", "completion:push2")
        assert (code, named(told["applied"])) == (0, set(decisions) - first)
        code, told = one.apply()
        assert (code, told["applied"], ops(told["skipped"])) == (0, [], {"unchanged"})


def test_a_package_update_that_would_drop_scos_with_attempts_is_refused_naming_scos_and_learners(
    tmp_path: Path, release: str
) -> None:
    with standing_in(recorded(f"scosdropped{release}")) as site:
        one = pushing(tmp_path, site, "push7")
        package = "scorm:push7.scorm.CB-push7"
        scos = "CB-push7-ITEM-module-counting,CB-push7-ITEM-module-receiving"
        code, planned = one.plan()
        (decision,) = [change for change in planned["changes"] if change["op"] == "decide"]
        assert (code, named([decision]), decision["learners_affected"]) == (1, {package}, 3)
        assert f"不再有这些 SCO，平台会删除其学习记录 [{scos}" in decision["why"]
        code, told = one.apply()
        assert (code, [named([c]) for c in told["skipped"] if c["op"] == "decide"]) == (1, [{package}])
        assert package not in named(told["applied"]), "attempts at the package that is there stay"
        assert [error["place"] for error in errors(told)] == [package]
        code, told = one.apply(package)
        assert (code, named(told["applied"])) == (0, {package})
        code, told = one.apply(package)
        assert (code, told["applied"], ops(told["skipped"])) == (0, [], {"unchanged"})


def test_a_course_whose_idnumber_was_cleared_and_one_of_two_are_told_and_not_written_to(
    tmp_path: Path, release: str
) -> None:
    with standing_in(recorded(f"pluginrefused{release}")) as site:
        one = pushing(tmp_path, site, "push4")
        assert one.apply()[0] == 0
        deploys = site.asked.count(DEPLOY)
        for code in ("courserenamed", "duplicatecourse"):
            for step in (one.plan, one.apply):
                exit_code, told = step()
                (finding,) = errors(told)
                assert (exit_code, code in finding["message"]) == (3, True)
                assert "Course ID number" in finding["remedy"]
        assert site.asked.count(DEPLOY) == deploys


def test_a_site_in_maintenance_or_waiting_for_an_upgrade_is_told_and_not_written_to(
    tmp_path: Path, release: str
) -> None:
    with standing_in(recorded(f"maintained{release}")) as site:
        one = pushing(tmp_path, site, "push5")
        for word in ("maintenance", "HTTP 503"):
            for step in (one.plan, one.apply):
                code, told = step()
                (finding,) = errors(told)
                assert (code, finding["id"]) == (3, "BRIDGE-SOURCE-DOWN")
                assert word in finding["message"]
        assert one.plan()[0] == 0
        code, told = one.apply()
        assert (code, "upgradepending" in errors(told)[0]["message"]) == (3, True)
        assert DEPLOY not in site.asked
        assert UPLOAD not in site.asked, "nothing is uploaded in vain"


def test_a_site_that_answers_too_late_is_asked_again(
    one: Pushing, site: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first question is held until the bridge has given it up and waits before it asks again."""
    site.hold = held = threading.Event()
    monkeypatch.setattr(options, "pause", lambda _: held.set())
    one.work.options = {"timeout_s": 0.2}
    one.work.write()
    code, planned = one.plan()
    assert held.is_set()
    assert (code, len(planned["changes"])) == (0, OBJECTS)


def test_a_site_that_never_answers_is_told_as_down(one: Pushing, site: StandIn) -> None:
    site.hold = threading.Event()
    one.work.options = {"timeout_s": 0.05}
    one.work.write()
    code, told = one.apply()
    site.hold.set()
    assert (code, errors(told)[0]["id"]) == (3, "BRIDGE-SOURCE-DOWN")
    assert "Timeout" in errors(told)[0]["message"]
