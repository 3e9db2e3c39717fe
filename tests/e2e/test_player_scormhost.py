"""The player under an LMS that we did not write: what the learner does arrives, and nothing else."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Frame, Page

from course_templates.model import Course
from packager.build import BuiltPackage, build_package
from packager.options import BuildOptions
from packager.parts import course_parts
from tests.e2e.driver import Screen, by_key, course_in, drive, right_answers, wrong_answers
from tests.e2e.expected import arrived_ids, grouped, interaction_ids, objectives
from tests.e2e.scormhost import ScormHost, running_scormhost

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]

_TIMESPAN = re.compile(r"^\d{4}:\d{2}:\d{2}\.\d{2}$")


@pytest.fixture(scope="module")
def host(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ScormHost]:
    with running_scormhost(tmp_path_factory.mktemp("scormhost")) as running:
        yield running


@pytest.fixture(scope="module")
def package_id(host: ScormHost, package: BuiltPackage) -> str:
    return host.add_package(package.path)


def _launch(learner: BrowserContext, host: ScormHost, package_id: str) -> tuple[Page, Frame]:
    page = learner.new_page()
    page.goto(f"{host.url}/launch/{package_id}")
    frame = course_in(page, "#scormhost-content")
    return page, frame


def _arrived(
    learner: BrowserContext,
    host: ScormHost,
    package_id: str,
    until: Callable[[dict[str, str]], bool],
    launch: str = "index.html",
) -> dict[str, str]:
    """Wait until what was sent has arrived: scormhost saves behind the player's back."""
    for _ in range(2_000):
        cmi = host.cmi(learner, package_id, launch)
        if until(cmi):
            return cmi
    raise AssertionError(cmi)


def _is(element: str, value: str) -> Callable[[dict[str, str]], bool]:
    return lambda cmi: cmi.get(element) == value


@pytest.mark.proves(
    "scorm12", by="scormhost 0.1", shows=("同上，断点续学和重考也对", "the same, with resume and retake")
)
def test_right_answers_pass_and_every_value_arrives(
    learner: BrowserContext, host: ScormHost, package_id: str, course: Course
) -> None:
    answers = right_answers(course)
    _, frame = _launch(learner, host, package_id)
    journey = drive(frame, by_key(answers))
    frame.locator(".cb-finished").wait_for()
    cmi = _arrived(learner, host, package_id, _is("cmi.core.lesson_status", "passed"))

    assert (cmi["cmi.core.score.raw"], cmi["cmi.core.score.min"], cmi["cmi.core.score.max"]) == ("100", "0", "100")
    assert _TIMESPAN.match(cmi["cmi.core.session_time"])
    rows = grouped(cmi, "interactions")
    assert [row["id"] for row in rows] == interaction_ids(course)
    for row in rows:
        question_id = row["id"].split(".")[2]
        if row["id"].startswith("survey."):
            assert row["result"] == "neutral"
            continue
        question = course.question(question_id)
        assert row["student_response"] == row["correct_responses.0.pattern"] == ",".join(question.answer)
        assert (row["result"], row["weighting"]) == ("correct", str(question.points))
        assert row["type"] == ("true-false" if question.type == "true-false" else "choice")
        assert row["objectives.0.id"] == f"{row['id'].split('.')[0]}.{question.item}"
        assert _TIMESPAN.match(row["latency"])
        assert re.match(r"^\d{2}:\d{2}:\d{2}$", row["time"])
    told = {row["id"]: (float(row["score.raw"]), row["status"]) for row in grouped(cmi, "objectives")}
    assert told == objectives(course, answers)
    assert journey.actions[-1] == "finish"


def test_wrong_answers_fail(learner: BrowserContext, host: ScormHost, package_id: str, course: Course) -> None:
    answers = wrong_answers(course)
    _, frame = _launch(learner, host, package_id)
    drive(frame, by_key(answers))
    cmi = _arrived(learner, host, package_id, _is("cmi.core.lesson_status", "failed"))
    assert cmi["cmi.core.score.raw"] == "0"
    results = {row["result"] for row in grouped(cmi, "interactions") if not row["id"].startswith("survey.")}
    assert results == {"wrong"}
    told = {row["id"]: (float(row["score.raw"]), row["status"]) for row in grouped(cmi, "objectives")}
    assert told == objectives(course, answers)
    assert set(told.values()) == {(0.0, "failed")}


def test_opening_and_closing_is_neither(learner: BrowserContext, host: ScormHost, package_id: str) -> None:
    page, _ = _launch(learner, host, package_id)
    page.close()
    cmi = _arrived(learner, host, package_id, lambda cmi: "cmi.core.lesson_status" in cmi)
    assert cmi["cmi.core.lesson_status"] == "incomplete"
    assert grouped(cmi, "interactions") == []
    assert cmi["cmi.core.score.raw"] == "0"  # scormhost's own default: the player set none.


def test_a_closed_tab_resumes_where_it_was_with_all_answers(
    learner: BrowserContext, host: ScormHost, package_id: str, course: Course
) -> None:
    answers = right_answers(course)
    page, frame = _launch(learner, host, package_id)
    drive(frame, by_key(answers), until=_shows("pra2-2"))
    page.close()
    before = _arrived(learner, host, package_id, _is("cmi.core.lesson_location", "practice.pra2-2"))

    page, frame = _launch(learner, host, package_id)
    assert frame.locator("[data-cb-question=pra2-2]:visible").count() == 1
    journey = drive(frame, by_key(answers))
    assert "pre1-1" not in journey.answers
    cmi = _arrived(learner, host, package_id, _is("cmi.core.lesson_status", "passed"))
    rows = grouped(cmi, "interactions")
    assert [row["id"] for row in rows] == interaction_ids(course)
    assert rows[: len(grouped(before, "interactions"))] == grouped(before, "interactions")


def _shows(question_id: str) -> Callable[[Screen], bool]:
    return lambda screen: screen.locator(f"[data-cb-question={question_id}]:visible").count() == 1


def test_a_failed_test_taken_again_passes_as_try_two(
    learner: BrowserContext, host: ScormHost, package_id: str, course: Course
) -> None:
    _, frame = _launch(learner, host, package_id)
    drive(frame, by_key(wrong_answers(course)), until=lambda screen: screen.locator("[data-cb-retake]").count() == 1)
    _arrived(learner, host, package_id, _is("cmi.core.lesson_status", "failed"))
    frame.locator("[data-cb-retake]").click()
    drive(frame, by_key(right_answers(course)))
    cmi = _arrived(learner, host, package_id, _is("cmi.core.lesson_status", "passed"))
    tries = [row["id"].rsplit(".", 1)[1] for row in grouped(cmi, "interactions") if row["id"].startswith("post.")]
    assert tries == ["1"] * 6 + ["2"] * 6
    assert cmi["cmi.core.score.raw"] == "100"


@pytest.mark.proves(
    "scorm2004", by="scormhost 0.1", shows=("作答、成绩和两种状态如数到达", "answers, score and both statuses arrive")
)
def test_a_scorm_2004_package_arrives_whole(
    learner: BrowserContext, host: ScormHost, course: Course, tmp_path: Path
) -> None:
    package_id = host.add_package(build_package(course, "scorm2004", tmp_path).path)
    answers = right_answers(course)
    _, frame = _launch(learner, host, package_id)
    drive(frame, by_key(answers))
    frame.locator(".cb-finished").wait_for()
    cmi = _arrived(learner, host, package_id, _is("cmi.success_status", "passed"))
    assert (cmi["cmi.completion_status"], cmi["cmi.score.raw"], cmi["cmi.score.scaled"]) == ("completed", "100", "1")
    rows = grouped(cmi, "interactions")
    assert [row["id"] for row in rows] == interaction_ids(course)
    assert {row["result"] for row in rows if not row["id"].startswith("survey.")} == {"correct"}
    told = {row["id"]: (float(row["score.raw"]), row["success_status"]) for row in grouped(cmi, "objectives")}
    assert told == objectives(course, answers)
    assert frame.locator("#cb-banner:visible").count() == 0


def test_each_part_of_a_divided_course_arrives_apart(
    learner: BrowserContext, host: ScormHost, course: Course, tmp_path: Path
) -> None:
    """This LMS lists the parts and knows no prerequisites: each is taken and stored by itself."""
    built = build_package(course, "scorm12", tmp_path, options=BuildOptions(division="multi"))
    package_id = host.add_package(built.path)
    answers = by_key(right_answers(course))
    arrived: list[str] = []
    for part in [one for one in course_parts(course, "multi") if one.kind != "module"]:
        page = learner.new_page()
        page.goto(f"{host.url}/launch/{package_id}?launch={part.launch}")
        frame = course_in(page, "#scormhost-content")
        drive(frame, answers)
        frame.locator(".cb-finished").wait_for()
        status = _is("cmi.core.lesson_status", "passed" if part.kind == "post" else "completed")
        cmi = _arrived(learner, host, package_id, status, part.launch)
        arrived += arrived_ids(cmi)
        page.close()
    assert arrived == [each for each in interaction_ids(course) if not each.startswith("practice.")]
