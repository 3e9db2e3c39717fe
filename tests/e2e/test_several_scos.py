"""The course in every SCORM and division, taken to its end under scorm-again: order kept by the LMS, nothing lost.

The player has no lock between SCOs. What bars the way here is the LMS: `adlcp:prerequisites`, or sequencing and rollup.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Frame, Page

from course_templates.model import Course
from lms_bridge.sandbox.as12 import as_12
from lms_bridge.sandbox.model import Attempt
from lms_bridge.sandbox.server import RunningSandbox, running_sandbox
from packager.build import build_package
from packager.options import BuildOptions, Division
from tests.e2e.driver import by_key, drive, right_answers, wrong_answers
from tests.e2e.expected import grouped, interaction_ids, objectives
from tests.lms_bridge.scenes import Site, newest

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]

_PARTS = ("pre", "module-m1", "module-m2", "post", "survey")
_COMPARED = (
    *("kind", "phase", "form", "form_version", "question", "question_version", "attempt", "item", "work", "aspect"),
    *("response", "value", "score_scaled", "success", "completed", "marked_by", "course", "course_version", "role"),
)


class Class:
    """A site with one package and one learner."""

    def __init__(self, root: Path, course: Course, form: str, division: Division) -> None:
        self.site = Site(root)
        built = build_package(course, form, root, options=BuildOptions(division=division))
        self.site.store.add_package(built.path, self.site.at())
        self.learner = self.site.store.add_learner("王小明", self.site.at())

    def values(self) -> dict[str, dict[str, str]]:
        """Return each SCO's values in the words of 1.2, by the key of its part."""
        return {_key(attempt): _told(attempt) for attempt in self.site.store.attempts(1, self.learner)}

    def records(self) -> Counter[tuple[object, ...]]:
        """Return what is compared of the harvested records; the whole attempt of a SCO is that SCO's own."""
        self.site.harvest()
        rows = [row for row in newest(self.site.home) if row["kind"] != "attempt" or row["phase"] in ("pre", "post")]
        return Counter(tuple(row[name] for name in _COMPARED) for row in rows)


def _key(attempt: Attempt) -> str:
    return attempt.sco.rpartition("-ITEM-")[2]


def _told(attempt: Attempt) -> dict[str, str]:
    return {element: found.value for element, found in as_12(attempt.cmi).items()}


@pytest.fixture
def answers(course: Course) -> dict[str, Sequence[str]]:
    """Return answers of a learner who fails the pre-test, and errs once in practice and post-test."""
    wrong = wrong_answers(course)
    erring = {question for form in course.forms if form.phase == "pre" for question in form.questions}
    erring |= {"pra1-1", "pos2-2"}
    return {key: wrong[key] if key in erring else keys for key, keys in right_answers(course).items()}


@pytest.fixture(scope="module")
def whole(course: Course, tmp_path_factory: pytest.TempPathFactory) -> Class:
    """Return the class that took the course as one SCO of SCORM 1.2; it is filled by the first test."""
    return Class(tmp_path_factory.mktemp("整门"), course, "scorm12", "single")


def _sandbox(taught: Class) -> Iterator[RunningSandbox]:
    with running_sandbox(taught.site.data) as running:
        yield running


def _frame(page: Page) -> Frame:
    page.frame_locator("#sco").locator("[data-cb-action]:visible").first.wait_for()
    element = page.wait_for_selector("#sco")
    frame = element.content_frame() if element else None
    assert frame is not None
    return frame


def _take(page: Page, answers: dict[str, Sequence[str]]) -> None:
    """Take what is on the stage to its end, and wait until the LMS says that it is saved."""
    drive(_frame(page), by_key(answers))
    page.locator("#notice.done").wait_for()


def _menu(page: Page) -> dict[str, bool]:
    """Return whether each SCO may be opened from the LMS's list, by the key of its part."""
    page.locator("#parts button").first.wait_for()
    buttons = page.locator("#parts button").all()
    return {(each.get_attribute("data-sco") or "").rpartition("-ITEM-")[2]: each.is_enabled() for each in buttons}


def _arrived(taught: Class, course: Course, answers: dict[str, Sequence[str]]) -> None:
    """What arrived is what the learner did: every answer in order, objectives, score."""
    values = taught.values()
    rows = [row for part in values.values() for row in grouped(part, "interactions")]
    assert [row["id"] for row in rows] == interaction_ids(course)
    for row in rows:
        _, _, question, _, _ = row["id"].split(".")
        if row["type"] not in ("fill-in", "likert"):
            assert row["student_response"] == ",".join(sorted(answers[question]))
    told = {
        row["id"]: (float(row["score.raw"]), row["status"])
        for part in values.values()
        for row in grouped(part, "objectives")
        if "score.raw" in row
    }
    assert {key: value for key, value in told.items() if not key.startswith("practice.")} == {
        key: value for key, value in objectives(course, answers).items() if not key.startswith("practice.")
    }
    decisive = values.get("post") or values["1"]
    assert decisive["cmi.core.lesson_status"] == "passed"
    assert float(decisive["cmi.core.score.raw"]) == pytest.approx(83.33)


def _taken_whole(
    learner: BrowserContext, taught: Class, course: Course, answers: dict[str, Sequence[str]]
) -> Counter[tuple[object, ...]]:
    if not taught.values():
        for sandbox in _sandbox(taught):
            page = learner.new_page()
            page.goto(f"{sandbox.url}/launch/1?learner={taught.learner}")
            _take(page, answers)
            page.close()
    _arrived(taught, course, answers)
    return taught.records()


@pytest.mark.parametrize("form", ["scorm2004", "scorm2004-3rd"])
def test_one_sco_of_2004_brings_what_one_of_1_2_brings(
    learner: BrowserContext, whole: Class, course: Course, answers: dict[str, Sequence[str]], tmp_path: Path, form: str
) -> None:
    taught = Class(tmp_path, course, form, "single")
    for sandbox in _sandbox(taught):
        page = learner.new_page()
        page.goto(f"{sandbox.url}/launch/1?learner={taught.learner}")
        _take(page, answers)
        assert page.locator("#parts button:visible").count() == 0
    _arrived(taught, course, answers)
    assert taught.records() == _taken_whole(learner, whole, course, answers)


@pytest.mark.proves(
    "scorm12",
    by="scorm-again 3.4.3",
    shows=(
        "几个 SCO 依次做完，学习记录与一个 SCO 相同",
        "several SCOs one after the other give the records that one SCO gives",
    ),
)
def test_prerequisites_of_1_2_open_one_sco_after_the_other(
    learner: BrowserContext, whole: Class, course: Course, answers: dict[str, Sequence[str]], tmp_path: Path
) -> None:
    taught = Class(tmp_path, course, "scorm12", "multi")
    for sandbox in _sandbox(taught):
        page = learner.new_page()
        launch = f"{sandbox.url}/launch/1?learner={taught.learner}"
        assert page.goto(f"{launch}&sco=CB-quality-ITEM-post").status == 409  # type: ignore[union-attr]
        assert taught.values() == {}
        for number, key in enumerate(_PARTS):
            page.goto(launch)
            assert page.locator("[aria-current=step]").get_attribute("data-sco") == f"CB-quality-ITEM-{key}"
            closed = {"module-m1": number < 1, "post": number < 3, "survey": number < 4}
            menu = _menu(page)
            assert {name: not menu[name] for name in closed if name != key} == {
                name: is_closed for name, is_closed in closed.items() if name != key
            }
            _take(page, answers)
    _arrived(taught, course, answers)
    assert taught.records() == _taken_whole(learner, whole, course, answers)


@pytest.mark.proves(
    "scorm2004",
    "scorm2004-3rd",
    by="scorm-again 3.4.3",
    shows=(
        "平台按顺序规则管住后测，逐题作答如数到达",
        "its sequencing bars the post-test until the modules are done; answers arrive as given",
    ),
)
@pytest.mark.parametrize("form", ["scorm2004", "scorm2004-3rd"])
def test_sequencing_bars_the_post_test_until_the_modules_roll_up_and_leads_through_the_course(
    learner: BrowserContext, whole: Class, course: Course, answers: dict[str, Sequence[str]], tmp_path: Path, form: str
) -> None:
    taught = Class(tmp_path, course, form, "multi")
    for sandbox in _sandbox(taught):
        page = learner.new_page()
        launch = f"{sandbox.url}/launch/1?learner={taught.learner}"
        page.goto(f"{launch}&sco=CB-quality-ITEM-post")
        page.locator("#notice.trouble").wait_for()
        assert page.locator("#sco").get_attribute("src") is None
        page.goto(launch)
        for number, key in enumerate(_PARTS):
            page.locator(f"[data-sco=CB-quality-ITEM-{key}][aria-current=step]").wait_for()
            menu = _menu(page)
            assert (menu["module-m2"], menu["post"]) == (number in (1, 3, 4), number == 4)
            if key == "module-m2":  # Sequencing goes on where it was, also in another window.
                page.close()
                page = learner.new_page()
                page.goto(launch)
                page.locator(f"[data-sco=CB-quality-ITEM-{key}][aria-current=step]").wait_for()
                assert not _menu(page)["post"]
            drive(_frame(page), by_key(answers))  # At its end the SCO asks for the next one itself.
        page.locator("#notice.done").wait_for()
    assert {key: part["cmi.core.lesson_status"] for key, part in taught.values().items()} == {
        **dict.fromkeys(_PARTS, "completed"),
        "post": "passed",
    }
    _arrived(taught, course, answers)
    assert taught.records() == _taken_whole(learner, whole, course, answers)
