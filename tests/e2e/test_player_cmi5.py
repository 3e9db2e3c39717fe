"""The player as an assignable unit of cmi5, on another site than the LMS: what the learner does arrives, in order."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page
from starlette.requests import Request
from starlette.responses import Response

from course_templates.model import Course
from packager.build import build_package
from packager.formats.cmi5 import Cmi5
from packager.iris import part_iri
from packager.options import BuildOptions
from tests.e2e.driver import Screen, by_key, drive, right_answers, wrong_answers
from tests.e2e.expected import interaction_ids as expected_ids
from tests.e2e.expected import objectives as expected_objectives
from tests.e2e.xapi_arrived import COURSE, check_answers, interaction_ids, objectives, verb_of
from tests.packager.xapi.lms import Launch, Lms, Unit
from tests.packager.xapi.profile_match import uncovered
from tests.packager.xapi.serving import serving, unpacked

pytestmark = [pytest.mark.browser, pytest.mark.timeout(180)]


@dataclass
class Site:
    """A running LMS, and where the package's files are: on another site."""

    lms: Lms
    content: str
    unit: Unit

    def open(self, learner: BrowserContext, launch: Launch) -> Page:
        """Open a launch in a new tab."""
        page = learner.new_page()
        page.goto(launch.url)
        page.locator("[data-cb-action]:visible").first.wait_for()
        return page

    def wait_for(self, is_so: Callable[[], bool]) -> None:
        """Wait until the LMS has seen something."""
        self.lms.lrs.wait_for(is_so)

    def is_sound(self, launch: Launch) -> None:
        """Check that no rule of xAPI or cmi5 was broken, and that the profile covers every statement."""
        assert self.lms.problems == []
        assert self.lms.lrs.violations == []
        assert [uncovered(each) for each in launch.session.statements] == [""] * len(launch.session.statements)


@pytest.fixture(scope="module")
def content(course: Course, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("cmi5")
    package = build_package(course, "cmi5", folder / "out")
    with serving(unpacked(package.path, folder / "files")) as url:
        yield url


@pytest.fixture
def site(content: str, course: Course) -> Iterator[Site]:
    lms = Lms()
    unit = Unit(part_iri(course, "au", "1"), "index.html", "CompletedAndPassed", 0.6)
    with serving(lms.app()) as url:
        lms.url = url
        yield Site(lms, content, unit)


def _shows(question_id: str) -> Callable[[Screen], bool]:
    return lambda screen: screen.locator(f"[data-cb-question={question_id}]:visible").count() == 1


_MOVE_ON = ["Passed", "Completed", "CompletedAndPassed", "CompletedOrPassed", "NotApplicable"]


def _satisfied(site: Site, launch: Launch) -> list[str]:
    """Return every moveOn by which the unit would be satisfied now."""
    return [each for each in _MOVE_ON if site.lms.is_satisfied(launch.session.registration, each)]


def _ended(launch: Launch) -> Callable[[], bool]:
    return lambda: "terminated" in launch.session.verbs


def test_every_answer_arrives_and_the_unit_is_satisfied_and_the_learner_led_back(
    learner: BrowserContext, site: Site, course: Course
) -> None:
    answers = right_answers(course)
    launch = site.lms.launch(site.content, site.unit, return_url=f"{site.content}/coursebridge.json", languages="en-GB")
    page = site.open(learner, launch)
    assert page.locator("html").get_attribute("lang") == "en"  # 11.1: the LMS's preference
    drive(page, by_key(answers))
    page.wait_for_url("**/coursebridge.json")

    statements = launch.session.statements
    assert launch.session.verbs == ["initialized", "completed", "passed", "terminated"]
    assert interaction_ids(statements) == expected_ids(course)
    check_answers(course, statements, answers)
    assert objectives(statements) == expected_objectives(course, answers)
    assert [verb_of(each) for each in statements].count("experienced") == 2
    (passed,) = [each for each in statements if verb_of(each) == "passed"]
    assert passed["result"]["score"] == {"scaled": 1}
    for each in statements:
        told = each["context"]["extensions"][COURSE]
        assert (told["id"], told["version"], told["map"], told["map_version"]) == (
            course.id,
            course.version,
            course.map.iri,
            course.map.version,
        )
    assert _satisfied(site, launch) == _MOVE_ON
    site.is_sound(launch)


def test_a_failed_try_is_told_at_the_end_of_its_session_and_a_later_session_may_pass(
    learner: BrowserContext, site: Site, course: Course
) -> None:
    first = site.lms.launch(site.content, site.unit)
    page = site.open(learner, first)
    drive(page, by_key(wrong_answers(course)), until=lambda screen: screen.locator("[data-cb-retake]").count() == 1)
    site.wait_for(lambda: "completed" in first.session.verbs)
    assert "failed" not in first.session.verbs
    page.close()
    site.wait_for(_ended(first))
    assert first.session.verbs == ["initialized", "completed", "failed", "terminated"]
    assert _satisfied(site, first) == ["Completed", "CompletedOrPassed", "NotApplicable"]
    site.is_sound(first)

    second = site.lms.launch(site.content, site.unit, registration=first.session.registration)
    page = site.open(learner, second)
    page.locator("[data-cb-retake]").click()
    drive(page, by_key(right_answers(course)))
    page.locator(".cb-finished").wait_for()
    site.wait_for(_ended(second))
    assert second.session.verbs == ["initialized", "passed", "terminated"]
    tries = [each.rsplit(".", 1)[1] for each in interaction_ids(second.session.statements) if each.startswith("post.")]
    assert tries == ["2"] * 6
    assert site.lms.is_satisfied(first.session.registration, "CompletedAndPassed")
    site.is_sound(second)


def test_failing_and_passing_in_one_session_is_told_as_passed(
    learner: BrowserContext, site: Site, course: Course
) -> None:
    launch = site.lms.launch(site.content, site.unit)
    page = site.open(learner, launch)
    drive(page, by_key(wrong_answers(course)), until=lambda screen: screen.locator("[data-cb-retake]").count() == 1)
    page.locator("[data-cb-retake]").click()
    drive(page, by_key(right_answers(course)))
    site.wait_for(_ended(launch))
    assert launch.session.verbs == ["initialized", "completed", "passed", "terminated"]
    site.is_sound(launch)


def test_a_closed_tab_ends_its_session_and_resumes_with_all_answers(
    learner: BrowserContext, site: Site, course: Course
) -> None:
    answers = right_answers(course)
    first = site.lms.launch(site.content, site.unit)
    page = site.open(learner, first)
    drive(page, by_key(answers), until=_shows("pra2-2"))
    page.close()
    site.wait_for(_ended(first))
    assert first.session.verbs == ["initialized", "terminated"]

    second = site.lms.launch(site.content, site.unit, registration=first.session.registration)
    page = site.open(learner, second)
    page.locator("[data-cb-question=pra2-2]:visible").wait_for()
    drive(page, by_key(answers))
    site.wait_for(_ended(second))
    arrived = interaction_ids([*first.session.statements, *second.session.statements])
    assert arrived == expected_ids(course)
    assert second.session.verbs == ["initialized", "completed", "passed", "terminated"]
    site.is_sound(first)
    site.is_sound(second)


def test_what_was_answered_without_a_network_arrives_in_order_when_it_is_back(
    learner: BrowserContext, site: Site, course: Course
) -> None:
    answers = right_answers(course)
    launch = site.lms.launch(site.content, site.unit)
    page = site.open(learner, launch)
    drive(page, by_key(answers), until=_shows("pre1-2"))
    site.wait_for(lambda: len(interaction_ids(launch.session.statements)) == 1)
    learner.set_offline(True)
    drive(page, by_key(answers), until=_shows("pra1-2"))
    page.locator(".cb-trouble").wait_for()
    assert len(interaction_ids(launch.session.statements)) == 1
    learner.set_offline(False)
    site.wait_for(lambda: len(interaction_ids(launch.session.statements)) == 7)
    page.locator(".cb-trouble").wait_for(state="detached")
    drive(page, by_key(answers))
    site.wait_for(_ended(launch))
    assert interaction_ids(launch.session.statements) == expected_ids(course)
    site.is_sound(launch)


def test_answers_that_the_lms_took_and_did_not_confirm_are_no_second_answers(
    learner: BrowserContext, site: Site, course: Course
) -> None:
    answers = right_answers(course)
    launch = site.lms.launch(site.content, site.unit)
    page = site.open(learner, launch)
    lost: list[str] = []
    original = site.lms.lrs._store

    def store_and_break(listed: list[object]) -> None:
        original(listed)
        if len(lost) < 3:
            lost.append("answer")
            raise RuntimeError("the line breaks after the statement was stored")

    site.lms.lrs._store = store_and_break  # type: ignore[method-assign]
    drive(page, by_key(answers), until=_shows("pre2-1"))
    page.locator(".cb-trouble").get_by_role("button", name="立即重试").click()
    drive(page, by_key(answers))
    site.wait_for(_ended(launch))
    assert len(lost) == 3
    assert interaction_ids(launch.session.statements) == expected_ids(course)
    site.is_sound(launch)


@pytest.mark.parametrize("mode", ["Browse", "Review"])
def test_browsing_and_reviewing_are_begun_and_ended_and_nothing_else(
    learner: BrowserContext, site: Site, course: Course, mode: str
) -> None:
    launch = site.lms.launch(site.content, site.unit, mode=mode)
    page = site.open(learner, launch)
    drive(page, by_key(right_answers(course)))
    site.wait_for(_ended(launch))
    assert [verb_of(each) for each in launch.session.statements] == ["initialized", "terminated"]
    site.is_sound(launch)


def test_a_reloaded_page_says_that_its_session_is_over_and_the_next_launch_hands_in_its_answers(
    learner: BrowserContext, site: Site, course: Course
) -> None:
    answers = right_answers(course)
    first = site.lms.launch(site.content, site.unit)
    page = site.open(learner, first)
    drive(page, by_key(answers), until=_shows("pre1-2"))
    page.reload()
    site.wait_for(_ended(first))
    page.locator("#cb-banner", has_text="已经结束").wait_for()
    drive(page, by_key(answers), until=_shows("pre1-3"))
    page.close()
    assert len(interaction_ids(first.session.statements)) == 1

    second = site.lms.launch(site.content, site.unit, registration=first.session.registration)
    page = site.open(learner, second)
    site.wait_for(lambda: len(interaction_ids(second.session.statements)) == 1)
    drive(page, by_key(answers))
    site.wait_for(_ended(second))
    arrived = interaction_ids([*first.session.statements, *second.session.statements])
    assert arrived == expected_ids(course)
    site.is_sound(second)


def test_an_lms_that_cannot_be_reached_is_told_and_gets_the_answers_with_the_next_launch(
    learner: BrowserContext, site: Site, course: Course
) -> None:
    answers = right_answers(course)
    site.lms.lrs.fault = lambda request: Response(status_code=503) if isinstance(request, Request) else None
    first = site.lms.launch(site.content, site.unit)
    page = site.open(learner, first)
    page.locator("#cb-banner", has_text="连不上教学平台").wait_for()
    drive(page, by_key(answers), until=_shows("pre1-3"))
    told = page.locator("#cb-banner").inner_text()
    assert ("重新打开课程" in told, "将自动重试" in told, "立即重试" in told) == (True, False, False)
    page.close()
    site.lms.lrs.fault = lambda request: None
    second = site.lms.launch(site.content, site.unit, registration=first.session.registration)
    page = site.open(learner, second)
    page.locator("[data-cb-question=pre1-3]:visible").wait_for()
    drive(page, by_key(answers))
    site.wait_for(_ended(second))
    assert first.session.statements == []
    assert interaction_ids(second.session.statements) == expected_ids(course)
    site.is_sound(second)


def test_a_course_of_several_units_is_satisfied_unit_by_unit(
    learner: BrowserContext, site: Site, course: Course, tmp_path: Path
) -> None:
    options = BuildOptions(division="multi")
    package = build_package(course, "cmi5", tmp_path / "out", options=options)
    assert Cmi5().plan(course, options).scos == package.scos == 5
    with serving(unpacked(package.path, tmp_path / "files")) as content:
        registration = None
        units = [
            ("pre", "pre.html", "Completed", None),
            ("module-m1", "module-m1.html", "Completed", None),
            ("module-m2", "module-m2.html", "Completed", None),
            ("post", "post.html", "CompletedAndPassed", 0.6),
            ("survey", "survey.html", "NotApplicable", None),
        ]
        arrived: list[str] = []
        for key, page_name, move_on, mastery in units:
            unit = Unit(part_iri(course, "au", key), page_name, move_on, mastery)
            launch = site.lms.launch(content, unit, registration=registration)
            registration = launch.session.registration
            page = site.open(learner, launch)
            drive(page, by_key(right_answers(course)))
            site.wait_for(_ended(launch))
            arrived += interaction_ids(launch.session.statements)
            assert set(launch.session.verbs) >= ({"completed", "passed"} if mastery else {"completed"})
        assert arrived == expected_ids(course)
        site.is_sound(launch)
