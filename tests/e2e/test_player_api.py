"""Where the LMS keeps its API, and what happens when the LMS fails: nothing is lost in silence.

The LMS here is scorm-again, as an LMS would load it, on pages that the browser is given by route: other frames,
other sites, pop-ups and late APIs take no server.
"""

from __future__ import annotations

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from course_templates.model import Course
from packager.build import BuiltPackage
from tests.e2e.driver import by_key, drive, right_answers
from tests.e2e.expected import interaction_ids
from tests.e2e.standin_lms import CDN, FRAME, LMS, sco, serve

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]

_NEW_API = "window.API = new Scorm12API({ autocommit: false, logLevel: 5 });"
_API = f"<script src='/scorm12.js'></script><script>{_NEW_API}</script>"


@pytest.fixture
def web(learner: BrowserContext, package: BuiltPackage) -> dict[str, str]:
    """Give pages by address; `/x/…` of every site is the package."""
    return serve(learner, package.path)


def _status(page: Page) -> str:
    value: str = page.evaluate("API.cmi.core.lesson_status")
    return value


def test_an_api_in_the_parent_of_the_parent_is_found(learner: BrowserContext, web: dict[str, str]) -> None:
    web[f"{LMS}/"] = _API + FRAME.format(src="/middle").replace("sco", "middle")
    web[f"{LMS}/middle"] = FRAME.format(src="/x/index.html")
    page = learner.new_page()
    page.goto(f"{LMS}/")
    page.frame_locator("#middle").frame_locator("#sco").locator("[data-cb-action]").first.wait_for()
    assert _status(page) == "incomplete"


def test_an_api_in_the_window_that_opened_the_course_is_found(learner: BrowserContext, web: dict[str, str]) -> None:
    web[f"{LMS}/"] = _API + "<a href='/x/index.html' target='course' rel='opener'>open</a>"
    page = learner.new_page()
    page.goto(f"{LMS}/")
    with page.expect_popup() as popup:
        page.get_by_text("open").click()
    popup.value.locator("[data-cb-action]:visible").first.wait_for()
    expect(popup.value.locator("#cb-banner")).to_be_hidden()
    assert _status(page) == "incomplete"


def test_an_api_that_comes_late_is_waited_for(learner: BrowserContext, web: dict[str, str]) -> None:
    web[f"{LMS}/"] = FRAME.format(src="/x/index.html") + "<script src='/scorm12.js'></script>"
    page = learner.new_page()
    page.goto(f"{LMS}/")
    page.frame_locator("#sco").locator("template").first.wait_for(state="attached")
    page.evaluate(_NEW_API)
    sco(page)
    assert _status(page) == "incomplete"


def test_an_api_that_comes_when_nobody_waits_any_more_is_used_while_nothing_is_lost_by_it(
    learner: BrowserContext, web: dict[str, str], course: Course
) -> None:
    web[f"{LMS}/"] = FRAME.format(src="/x/index.html") + "<script src='/scorm12.js'></script>"
    page = learner.new_page()
    page.goto(f"{LMS}/")
    frame = sco(page)
    expect(frame.locator("#cb-banner")).to_contain_text("没有找到教学平台")
    page.evaluate(_NEW_API)
    expect(frame.locator("#cb-banner")).to_be_hidden(timeout=15_000)
    drive(sco(page), by_key(right_answers(course)))
    assert _status(page) == "passed"


def test_a_parent_of_another_site_does_no_harm_and_the_learner_is_told(
    learner: BrowserContext, web: dict[str, str], course: Course
) -> None:
    web[f"{LMS}/"] = _API + FRAME.format(src=f"{CDN}/x/index.html")
    page = learner.new_page()
    page.goto(f"{LMS}/")
    frame = sco(page)
    expect(frame.locator("#cb-banner")).to_contain_text("没有找到教学平台")
    drive(frame, by_key(right_answers(course)))
    expect(frame.locator("h1")).to_have_text("学习已结束")


def test_an_api_above_a_frame_of_another_site_is_out_of_reach_but_nothing_breaks(
    learner: BrowserContext, web: dict[str, str]
) -> None:
    """The course's own parent is its site, the LMS above is another: parents are climbed without throwing."""
    web[f"{LMS}/"] = _API + FRAME.format(src=f"{CDN}/middle").replace("sco", "middle")
    web[f"{CDN}/middle"] = _API + FRAME.format(src="/x/index.html")
    page = learner.new_page()
    page.goto(f"{LMS}/")
    inner = page.frame_locator("#middle").frame_locator("#sco")
    inner.locator("[data-cb-action]").first.wait_for()
    expect(inner.locator("#cb-banner")).to_be_hidden()


def _down(page: Page, *, is_down: bool) -> None:
    """Let the LMS refuse commits, or take them again."""
    page.evaluate(
        """(isDown) => {
          window.sound = window.sound || API.LMSCommit;
          const down = () => { API.LMSGetLastError = () => "101"; return "false"; };
          window.lastError = window.lastError || API.LMSGetLastError;
          API.LMSCommit = isDown ? down : window.sound;
          if (!isDown) API.LMSGetLastError = window.lastError;
        }""",
        is_down,
    )


@pytest.fixture
def in_lms(learner: BrowserContext, web: dict[str, str]) -> Page:
    web[f"{LMS}/"] = _API + FRAME.format(src="/x/index.html")
    page = learner.new_page()
    page.goto(f"{LMS}/")
    return page


def test_a_commit_that_fails_is_told_and_retried(in_lms: Page, course: Course) -> None:
    frame = sco(in_lms)
    _down(in_lms, is_down=True)
    answers = by_key(right_answers(course))
    drive(frame, answers, until=lambda _: frame.locator("[data-cb-question=pre1-2]:visible").count() == 1)
    expect(frame.locator(".cb-trouble")).to_contain_text("教学平台暂时没有保存您的记录")
    _down(in_lms, is_down=False)
    frame.get_by_role("button", name="立即重试").click()
    expect(frame.locator(".cb-trouble")).to_have_count(0)
    drive(frame, answers)
    assert _status(in_lms) == "passed"


def test_a_page_that_is_hidden_is_saved_at_once_and_its_time_stands_still(in_lms: Page) -> None:
    """Phones end hidden pages without a word."""
    frame = sco(in_lms)
    in_lms.evaluate("commits = 0; sound = API.LMSCommit.bind(API); null")
    in_lms.evaluate("API.LMSCommit = (parameter) => { commits += 1; return sound(parameter); }; null")
    frame.locator("[data-cb-action=next]").click()
    assert in_lms.evaluate("[commits, API.LMSGetValue('cmi.core.lesson_location')]") == [0, ""]
    hide = "(state) => { Object.defineProperty(document, 'visibilityState', { value: state, configurable: true });"
    frame.evaluate(hide + "document.dispatchEvent(new Event('visibilitychange')); }", "hidden")
    assert in_lms.evaluate("[commits, API.LMSGetValue('cmi.core.lesson_location')]") == [1, "pre"]
    stopped = [frame.evaluate("CourseBridge.app.recorder.stopwatch.elapsed()") for _ in range(2)]
    assert stopped[0] == stopped[1] > 0
    frame.evaluate(hide + "document.dispatchEvent(new Event('visibilitychange')); }", "visible")
    in_lms.wait_for_function(
        "(since) => frames[0].CourseBridge.app.recorder.stopwatch.elapsed() > since", arg=stopped[0]
    )


def test_the_course_is_not_over_while_the_lms_refuses(in_lms: Page, course: Course) -> None:
    frame = sco(in_lms)
    answers = by_key(right_answers(course))
    drive(frame, answers, until=lambda _: frame.locator("[data-cb-action=finish]:visible").count() == 1)
    _down(in_lms, is_down=True)
    frame.locator("[data-cb-action=finish]").click()
    expect(frame.locator(".cb-trouble")).to_be_visible()
    expect(frame.locator("[data-cb-action=finish]")).to_be_visible()
    _down(in_lms, is_down=False)
    frame.get_by_role("button", name="立即重试").click()
    expect(frame.locator("h1")).to_have_text("学习记录已提交")
    assert in_lms.evaluate("JSON.parse(JSON.stringify(API.cmi)).core.exit") == ""


def test_work_that_the_lms_never_took_is_brought_by_the_next_launch(in_lms: Page, course: Course) -> None:
    frame = sco(in_lms)
    _down(in_lms, is_down=True)
    drive(
        frame,
        by_key(right_answers(course)),
        until=lambda _: frame.locator("[data-cb-question=pre2-1]:visible").count() == 1,
    )
    in_lms.reload()
    frame = sco(in_lms)
    expect(frame.locator("[data-cb-question=pre2-1]")).to_be_visible()
    drive(frame, by_key(right_answers(course)))
    assert _status(in_lms) == "passed"
    assert _interaction_ids(in_lms) == interaction_ids(course)


def _interaction_ids(page: Page) -> list[str]:
    """Return the ids of the interactions that scorm-again holds, in order."""
    ids: list[str] = page.evaluate(
        "Object.values(JSON.parse(JSON.stringify(API.cmi)).interactions).map((one) => one.id)"
    )
    return ids


@pytest.mark.parametrize(("mode", "notice"), [("browse", "浏览模式"), ("review", "复习模式")])
def test_browsing_and_reviewing_record_nothing_and_say_so(
    learner: BrowserContext, web: dict[str, str], course: Course, mode: str, notice: str
) -> None:
    given = f"{{ 'cmi.core.lesson_mode': '{mode}', 'cmi.core.lesson_status': 'not attempted' }}"
    web[f"{LMS}/"] = _API + f"<script>API.loadFromFlattenedJSON({given});</script>" + FRAME.format(src="/x/index.html")
    page = learner.new_page()
    page.goto(f"{LMS}/")
    frame = sco(page)
    expect(frame.locator("#cb-banner")).to_contain_text(notice)
    drive(frame, by_key(right_answers(course)))
    assert _status(page) == ("browsed" if mode == "browse" else "not attempted")
    assert page.evaluate("API.cmi.core.score.raw") == ""
    assert page.evaluate("API.cmi.interactions.childArray.length") == 0


def test_without_credit_no_score_and_no_status_is_reported(
    learner: BrowserContext, web: dict[str, str], course: Course
) -> None:
    given = "{ 'cmi.core.credit': 'no-credit', 'cmi.core.lesson_status': 'not attempted' }"
    web[f"{LMS}/"] = _API + f"<script>API.loadFromFlattenedJSON({given});</script>" + FRAME.format(src="/x/index.html")
    page = learner.new_page()
    page.goto(f"{LMS}/")
    frame = sco(page)
    expect(frame.locator("#cb-banner")).to_contain_text("不计成绩")
    drive(frame, by_key(right_answers(course)))
    assert page.evaluate("API.cmi.core.score.raw") == ""
    assert _status(page) == "incomplete"
    assert page.evaluate("API.cmi.interactions.childArray.length") == len(interaction_ids(course))


def test_the_mastery_score_of_the_lms_decides(learner: BrowserContext, web: dict[str, str], course: Course) -> None:
    given = "{ 'cmi.student_data.mastery_score': '100', 'cmi.core.lesson_status': 'not attempted' }"
    web[f"{LMS}/"] = _API + f"<script>API.loadFromFlattenedJSON({given});</script>" + FRAME.format(src="/x/index.html")
    page = learner.new_page()
    page.goto(f"{LMS}/")
    frame = sco(page)
    answers = right_answers(course) | {"pos2-3": ("f",)}
    drive(frame, by_key(answers), until=lambda _: frame.locator("[data-cb-retake]").count() == 1)
    assert page.evaluate("API.cmi.core.score.raw") == "83.33"
    assert _status(page) == "failed"
    expect(frame.locator(".cb-score")).to_contain_text("合格线 100 分")
