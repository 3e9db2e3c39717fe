"""Statements that the player sends, at a Learning Record Store that others run: it takes and gives back every one."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from playwright.sync_api import BrowserContext

from course_templates.model import Course
from packager.build import build_package
from packager.iris import course_iri, part_iri
from tests.e2e.driver import by_key, drive, right_answers, wrong_answers
from tests.e2e.expected import interaction_ids as expected_ids
from tests.e2e.expected import objectives as expected_objectives
from tests.e2e.ralph import AUTHORIZATION, Ralph, objections, running_ralph
from tests.e2e.xapi_arrived import check_answers, interaction_ids, objectives, verb_of
from tests.packager.xapi.lms import Lms, Unit
from tests.packager.xapi.serving import serving, unpacked

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

_ACTOR = {"objectType": "Agent", "account": {"homePage": "https://lms.example.org", "name": "7"}}


@pytest.fixture
def content(request: pytest.FixtureRequest, course: Course, tmp_path: Path) -> Iterator[str]:
    package = build_package(course, request.param, tmp_path / "out")
    with serving(unpacked(package.path, tmp_path / "files")) as url:
        yield url


@pytest.fixture
def ralph(content: str, tmp_path: Path) -> Iterator[Ralph]:
    folder = tmp_path / "ralph"
    folder.mkdir()
    with running_ralph(folder, site=content) as running:
        yield running


def _about_the_course(statements: list[dict[str, Any]]) -> list[str]:
    return [verb for each in statements if (verb := verb_of(each)) not in ("answered", "scored", "experienced")]


def _until(ralph: Ralph, is_so: Callable[[list[dict[str, Any]]], bool]) -> list[dict[str, Any]]:
    """Ask until something has arrived: the last words of a page are on their way when it closes."""
    for _ in range(400):
        found = ralph.statements()
        if is_so(found):
            return found
    raise AssertionError(_about_the_course(found))


@pytest.mark.proves(
    "xapi",
    by="Ralph LRS 5.1",
    shows=(
        "一个正式的 LRS 收下并原样给出每条语句，逐题作答与学员所答一致",
        "an LRS in use takes and gives back every statement; the answers are those that the learner gave",
    ),
)
@pytest.mark.parametrize("content", ["xapi"], indirect=True)
def test_an_lrs_in_use_has_a_failed_and_a_passed_try_of_a_tin_can_activity(
    learner: BrowserContext, content: str, ralph: Ralph, course: Course
) -> None:
    parameters = {
        "endpoint": ralph.endpoint,
        "auth": AUTHORIZATION,
        "actor": json.dumps(_ACTOR),
        "activity_id": course_iri(course),
        "registration": str(uuid.uuid4()),
    }
    page = learner.new_page()
    page.goto(f"{content}/index.html?{urlencode(parameters)}")
    drive(page, by_key(wrong_answers(course)), until=lambda screen: screen.locator("[data-cb-retake]").count() == 1)
    wrong = _until(ralph, lambda found: "failed" in _about_the_course(found))
    page.locator("[data-cb-retake]").click()
    drive(page, by_key(right_answers(course)))
    page.locator(".cb-finished").wait_for()
    page.close()
    every = _until(ralph, lambda found: "terminated" in _about_the_course(found))
    assert _about_the_course(every) == ["initialized", "completed", "failed", "passed", "terminated"]
    check_answers(course, wrong, wrong_answers(course))
    check_answers(course, every[len(wrong) :], right_answers(course))
    assert {each["context"]["registration"] for each in every} == {parameters["registration"]}
    assert objections(every) == []


@pytest.mark.proves(
    "cmi5",
    by="Ralph LRS 5.1",
    shows=(
        "一个正式的 LRS 收下并原样给出每条语句，逐题作答与学员所答一致",
        "an LRS in use takes and gives back every statement; the answers are those that the learner gave",
    ),
)
@pytest.mark.parametrize("content", ["cmi5"], indirect=True)
def test_an_lrs_in_use_has_every_statement_of_a_cmi5_session_in_its_order(
    learner: BrowserContext, content: str, ralph: Ralph, course: Course
) -> None:
    answers = right_answers(course)
    lms = Lms()
    judged = lms.lrs.accepts
    lms.lrs.accepts = lambda statement: judged(statement) or ralph.refusal(statement)
    with serving(lms.app()) as url:
        lms.url = url
        launch = lms.launch(content, Unit(part_iri(course, "au", "1"), "index.html", "CompletedAndPassed", 0.6))
        page = learner.new_page()
        page.goto(launch.url)
        drive(page, by_key(answers))
        lms.lrs.wait_for(lambda: "terminated" in launch.session.verbs)
    assert (lms.problems, lms.lrs.violations) == ([], [])
    every = ralph.statements()
    assert [each["id"] for each in every] == [each["id"] for each in launch.session.statements]
    assert _about_the_course(every) == ["initialized", "completed", "passed", "terminated"]
    assert interaction_ids(every) == expected_ids(course)
    assert objectives(every) == expected_objectives(course, answers)
    check_answers(course, every, answers)
    assert objections(launch.session.statements) == []


def test_that_judge_does_refuse_what_is_no_statement() -> None:
    verb = {"id": "http://adlnet.gov/expapi/verbs/initialized"}
    sound = {"id": str(uuid.uuid4()), "actor": _ACTOR, "verb": verb, "object": {"id": "https://example.org/course"}}
    spoiled: list[dict[str, object]] = [
        {"verb": {"id": "not an iri"}},
        {"result": {"score": {"scaled": 2}}},
        {"result": {"duration": "a minute"}},
        {"context": {"registration": "7"}},
        {"timestamp": "yesterday"},
        {"context": {"contextActivities": {"parent": "x"}}},
        {"object": {"id": "https://example.org/q", "definition": {"interactionType": "guess"}}},
        {"mood": "good"},
    ]
    refused = objections([sound, *({**sound, **each} for each in spoiled)])
    assert [line.split()[0] for line in refused] == ["1", "2", "3", "4", "5", "6", "7", "8"]
