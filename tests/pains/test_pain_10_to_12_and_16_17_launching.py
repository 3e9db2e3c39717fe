"""Pains of launching and going on: the API, resuming, identifiers of answers, launch parameters, chatty courses."""

from __future__ import annotations

import pytest
from playwright.sync_api import BrowserContext, Frame, Page, expect

from course_templates.model import Choice, Course
from foundation.text import LangText
from packager.options import BuildOptions
from tests.e2e.driver import by_key, drive, right_answers
from tests.e2e.expected import grouped
from tests.packager.courses import make_course
from tests.pains.conftest import MakeLms
from tests.pains.lms import OTHER_SITE, SITE, Launched
from tests.pains.walking import answers, walk

pytestmark = [pytest.mark.browser, pytest.mark.timeout(120)]

_SMALL = make_course(works=1, per_work=1)
_INNER = "<iframe id='sco' src='{src}'></iframe>"


def _status(lms_page: Page) -> str:
    return str(lms_page.evaluate("core.cmi.core.lesson_status"))


def _started(where: Page | Frame) -> None:
    where.locator("[data-cb-action]:visible").first.wait_for()


def test_pain_10_the_api_is_found_beyond_a_frame_of_another_site(make_lms: MakeLms) -> None:
    """Portals put a frame of their own between LMS and course; asking such a window for an API throws."""
    lms = make_lms(_SMALL)
    lms.pages[f"{OTHER_SITE}/portal"] = _INNER.format(src=f"{SITE}/x/index.html")
    page = lms.open({"src": f"{OTHER_SITE}/portal", "width": 900, "height": 600})
    expect(page.frame_locator("#sco").frame_locator("#sco").locator("[data-cb-action]").first).to_be_visible()
    assert _status(page) == "incomplete"


def test_pain_10_the_api_is_found_in_the_window_that_opened_the_course(make_lms: MakeLms) -> None:
    lms = make_lms(_SMALL)
    page = lms.open({})
    with page.expect_popup() as popup:
        page.evaluate("window.open('/x/index.html'); null")
    _started(popup.value)
    assert _status(page) == "incomplete"


def test_pain_10_the_api_is_found_in_the_course_s_own_window(make_lms: MakeLms) -> None:
    """Apps for telephones put it there."""
    lms = make_lms(_SMALL)
    api = lms.html({}).partition("<body")[2].partition(">")[2].partition("</body>")[0]
    lms.pages[f"{SITE}/x/index.html"] = lms.text("index.html").replace("<head>", f"<head>{api}", 1)
    page = lms.page_of(f"{SITE}/x/index.html")
    _started(page)
    assert _status(page) == "incomplete"


def test_pain_10_without_an_api_the_course_is_shown_and_says_that_nothing_is_reported(make_lms: MakeLms) -> None:
    lms = make_lms(_SMALL)
    lms.pages[f"{OTHER_SITE}/"] = _INNER.format(src=f"{SITE}/x/index.html")
    page = lms.page_of(f"{OTHER_SITE}/")
    expect(page.frame_locator("#sco").locator("#cb-banner")).to_contain_text("没有找到教学平台")


def test_pain_11_an_lms_that_always_says_ab_initio_gets_its_learner_back_where_they_were(make_lms: MakeLms) -> None:
    lms = make_lms(_SMALL)
    first = lms.launch()
    walk(first.frame, "practice.pra1-1")
    before = answers(first.frame)
    first.leave()
    again = lms.launch(first, given={"cmi.core.entry": "ab-initio"})
    assert answers(again.frame) == before
    assert again.frame.locator("[data-cb-question=pra1-1]:visible").count() == 1


@pytest.mark.parametrize("form", ["scorm12", "scorm2004"])
def test_pain_11_an_lms_that_goes_by_the_book_is_told_that_there_is_something_to_resume(
    make_lms: MakeLms, form: str
) -> None:
    """Without `exit` = suspend the next launch would be a new attempt."""
    lms = make_lms(_SMALL, form)
    first = lms.launch()
    walk(first.frame, "practice.pra1-1")
    before = answers(first.frame)
    first.leave()
    again = lms.launch(first)
    assert answers(again.frame) == before


def _with_twelve_choices() -> Course:
    """Return a course whose post-test asks a question of 12 choices, 10 of them right."""
    keys = "abcdefghijkl"
    post = next(question for question in _SMALL.questions if question.id.startswith("pos"))
    choices = tuple(Choice(key=key, text=LangText.of(f"选项 {key}", f"Choice {key}")) for key in keys)
    changed = post.model_copy(update={"type": "multiple", "choices": choices, "answer": tuple(keys[:10])})
    others = tuple(question for question in _SMALL.questions if question.id != post.id)
    return _SMALL.model_copy(update={"questions": (*others, changed)})


@pytest.mark.parametrize(
    ("form", "response", "between"),
    [("scorm12", "student_response", ","), ("scorm2004", "learner_response", "[,]")],
)
def test_pain_12_ten_keys_long_texts_and_a_second_try_all_arrive_under_their_own_ids(
    make_lms: MakeLms, form: str, response: str, between: str
) -> None:
    """The field bounds what is typed, but not what input methods and extensions put into it."""
    course = _with_twelve_choices()
    launched = make_lms(course, form).launch()
    frame = launched.frame
    walk(frame, "post.outcome", wrong=("pos1-1",))
    frame.locator("[data-cb-retake]").click()
    drive(frame, by_key(right_answers(course)), until=lambda _: frame.locator("textarea:visible").count() > 0)
    frame.locator("textarea:visible").first.evaluate("(area) => area.removeAttribute('maxlength')")
    frame.locator("textarea:visible").first.fill("质量" * 200)
    frame.locator("[data-cb-action=submit]:visible").click()
    drive(frame, by_key(right_answers(course)))
    assert launched.refused == []
    rows = grouped(launched.kept, "interactions")
    assert len({row["id"] for row in rows}) == len(rows)
    tries = [row[response] for row in rows if row["id"].startswith("post.")]
    assert len(tries) == 2
    assert tries[1].split(between) == list("abcdefghij")
    assert max(len(value) for row in rows for value in row.values()) <= 255


def test_pain_16_every_part_opens_by_its_own_page_where_the_lms_drops_parameters(make_lms: MakeLms) -> None:
    lms = make_lms(_SMALL, options=BuildOptions(division="multi"))
    for href, shown in (("module-m1.html", "模块1"), ("post.html", "后测"), ("survey.html", "调查")):
        launched = lms.launch(href=href)
        assert shown in launched.frame.locator("h1").inner_text()
        assert launched.value("cmi.core.lesson_status") == "incomplete"


@pytest.mark.parametrize("form", ["cmi5", "xapi"])
def test_pain_16_opened_without_its_parameters_a_course_is_shown_and_says_that_nothing_is_reported(
    make_lms: MakeLms, form: str
) -> None:
    frame = make_lms(_SMALL, form).launch().frame
    expect(frame.locator("#cb-banner")).to_contain_text("没有找到教学平台")
    drive(frame, by_key(right_answers(_SMALL)))
    assert frame.locator("[data-cb-action]:visible").count() == 0


def test_pain_17_turning_pages_costs_one_commit_in_the_end_and_an_answer_one_at_once(
    make_lms: MakeLms, timed: BrowserContext
) -> None:
    """Where every call is a synchronous request of half a second, a course that commits page by page freezes."""
    launched = make_lms(make_course(works=8, per_work=1), within=timed).launch()
    walk(launched.frame, "lesson.l1")
    assert _calls_of(launched, lambda: _turn_pages(launched.frame)) == []
    assert [name for name, *_ in _calls_of(launched, lambda: timed.clock.fast_forward(5000))].count("commit") == 1


def _turn_pages(frame: Frame) -> None:
    """Go back and forth through what is open."""
    for _ in range(6):
        frame.evaluate("CourseBridge.app.previous()")
    for _ in range(6):
        frame.evaluate("CourseBridge.app.next()")


def _calls_of(launched: Launched, run: object) -> list[list[str]]:
    before = len(launched.calls)
    assert callable(run)
    run()
    return launched.calls[before:]
