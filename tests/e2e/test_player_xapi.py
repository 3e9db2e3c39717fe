"""The player as a Tin Can activity: what the learner does arrives, at an LRS of xAPI 2.0 and at one without state."""

from __future__ import annotations

import base64
import json
import uuid
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect

from course_templates.model import Course
from packager.build import build_package
from packager.iris import course_iri
from tests.e2e.driver import by_key, drive, right_answers, wrong_answers
from tests.e2e.expected import interaction_ids as expected_ids
from tests.e2e.expected import objectives as expected_objectives
from tests.e2e.xapi_arrived import check_answers, interaction_ids, objectives, verb_of
from tests.packager.xapi.lrs import Lrs
from tests.packager.xapi.profile_match import uncovered
from tests.packager.xapi.serving import serving, unpacked

pytestmark = [pytest.mark.browser, pytest.mark.timeout(180)]

_AUTHORIZATION = "Basic " + base64.b64encode("学员:口令".encode()).decode()
_OLD_ACTOR = {"name": ["李工"], "account": [{"accountServiceHomePage": "https://lms.example.org", "accountName": "7"}]}


@pytest.fixture(scope="module")
def content(course: Course, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("xapi")
    package = build_package(course, "xapi", folder / "out")
    with serving(unpacked(package.path, folder / "files")) as url:
        yield url


def _open(learner: BrowserContext, content: str, endpoint: str, course: Course, registration: str | None) -> Page:
    parameters = {
        "endpoint": f"{endpoint}/xapi",  # Without the last slash, as some LMSs give it.
        "auth": _AUTHORIZATION,
        "actor": json.dumps(_OLD_ACTOR),
        "activity_id": course_iri(course),
        **({"registration": registration} if registration else {}),
    }
    page = learner.new_page()
    page.goto(f"{content}/index.html?{urlencode(parameters)}")
    page.locator("[data-cb-action]:visible").first.wait_for()
    return page


def _verbs(lrs: Lrs) -> list[str]:
    """Return the verbs that are about the course as a whole."""
    return [verb for each in lrs.statements if (verb := verb_of(each)) not in ("answered", "scored", "experienced")]


def _is_sound(lrs: Lrs) -> None:
    """An LRS of 2.0 refuses what is sent before it is known to be one, and a state whose ETag it does not know.

    A page that is opened while the last words of the one before are on their way meets the second; it reads again.
    """
    asked = ("3.3 version 1.0.3", "no ETag was given", "the document is another by now")
    assert [each for each in lrs.violations if not each.endswith(asked)] == []
    assert len(lrs.violations) <= 4
    assert [uncovered(each["sent"]) for each in lrs.statements] == [""] * len(lrs.statements)


def test_a_failed_and_a_passed_try_arrive_whole_at_an_lrs_of_xapi_2(
    learner: BrowserContext, content: str, course: Course
) -> None:
    lrs = Lrs(version="2.0.0", authorised=lambda header: header == _AUTHORIZATION)
    registration = str(uuid.uuid4())
    with serving(lrs.app()) as endpoint:
        page = _open(learner, content, endpoint, course, registration)
        drive(page, by_key(wrong_answers(course)), until=lambda screen: screen.locator("[data-cb-retake]").count() == 1)
        page.close()
        lrs.wait_for(lambda: "terminated" in _verbs(lrs))
        assert _verbs(lrs) == ["initialized", "completed", "failed", "terminated"]
        wrong = [each["sent"] for each in lrs.statements]
        check_answers(course, wrong, wrong_answers(course))

        page = _open(learner, content, endpoint, course, registration)
        page.locator("[data-cb-retake]").click()
        drive(page, by_key(right_answers(course)))
        page.locator(".cb-finished").wait_for()
        lrs.wait_for(lambda: _verbs(lrs).count("terminated") == 2)
    assert _verbs(lrs)[4:] == ["initialized", "passed", "terminated"]
    right = [each["sent"] for each in lrs.statements[len(wrong) :]]
    check_answers(course, right, right_answers(course))
    assert interaction_ids([*wrong, *right])[: len(expected_ids(course)) - 9] == expected_ids(course)[:-9]
    assert {each["context"]["registration"] for each in [*wrong, *right]} == {registration}
    account = {"homePage": "https://lms.example.org", "name": "7"}
    assert {json.dumps(each["actor"].get("account")) for each in right} == {json.dumps(account)}
    _is_sound(lrs)


def test_an_lrs_that_goes_away_is_told_and_what_it_missed_can_be_taken_along(
    learner: BrowserContext, content: str, course: Course, work: Path
) -> None:
    lrs = Lrs()
    answers = right_answers(course)
    with serving(lrs.app()) as endpoint:
        page = _open(learner, content, endpoint, course, None)
        learner.route(f"{endpoint}/**", lambda route: route.abort())
        drive(page, by_key(answers), until=lambda s: s.locator("[data-cb-question=pre1-3]:visible").count() == 1)
        page.locator(".cb-trouble [data-cb-save]").click()
        with page.expect_download() as download:
            page.locator("[data-cb-download]").click()
        download.value.save_as(work / "result.json")
        page.get_by_role("button", name="关闭").click()
        learner.unroute(f"{endpoint}/**")
        page.get_by_role("button", name="立即重试").click()
        lrs.wait_for(lambda: len(interaction_ids([each["sent"] for each in lrs.statements])) == 2)
    result = json.loads((work / "result.json").read_text(encoding="utf-8"))["result"]
    assert [row["id"] for row in result["interactions"]] == expected_ids(course)[:2]
    assert result["learner"] == {"id": "7", "name": "李工", "home_page": "https://lms.example.org", "entered": False}


def test_an_lrs_that_does_not_answer_is_spoken_of_instead_of_an_empty_page(
    learner: BrowserContext, content: str, course: Course
) -> None:
    lrs = Lrs()
    held: list[Route] = []
    with serving(lrs.app()) as endpoint:
        learner.route(f"{endpoint}/**", lambda route: held.append(route))
        page = learner.new_page()
        parameters = {
            "endpoint": f"{endpoint}/xapi",
            "actor": json.dumps(_OLD_ACTOR),
            "activity_id": course_iri(course),
        }
        page.goto(f"{content}/index.html?{urlencode(parameters)}")
        expect(page.locator("#cb-main")).to_contain_text("正在连接教学平台")
        learner.route(f"{endpoint}/**", lambda route: route.continue_())
        for route in held:
            route.abort()
        page.locator("[data-cb-action]:visible").first.wait_for()
        expect(page.locator("#cb-main")).not_to_contain_text("正在连接教学平台")


def test_an_lrs_without_state_gets_every_answer_and_this_machine_remembers_the_place(
    learner: BrowserContext, content: str, course: Course
) -> None:
    lrs = Lrs(has_state=False)
    answers = right_answers(course)
    with serving(lrs.app()) as endpoint:
        page = _open(learner, content, endpoint, course, None)
        drive(page, by_key(answers), until=lambda s: s.locator("[data-cb-question=pra2-2]:visible").count() == 1)
        page.close()
        lrs.wait_for(lambda: "terminated" in _verbs(lrs))
        page = _open(learner, content, endpoint, course, None)
        page.locator("[data-cb-question=pra2-2]:visible").wait_for()
        drive(page, by_key(answers))
        page.locator(".cb-finished").wait_for()
        lrs.wait_for(lambda: _verbs(lrs).count("terminated") == 2)
    sent = [each["sent"] for each in lrs.statements]
    assert interaction_ids(sent) == expected_ids(course)
    assert objectives(sent) == expected_objectives(course, answers)
    check_answers(course, sent, answers)
    _is_sound(lrs)
