"""The player without an LMS, opened from a file: what a learner sees, by mouse, keyboard and phone."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from course_templates.model import Course
from foundation.text import LangText
from packager.build import BuiltPackage, build_package
from tests.e2e.driver import Journey, by_key, drive, right_answers, step, wrong_answers
from tests.packager.courses import make_course

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]


@pytest.fixture(scope="module")
def unpacked(package: BuiltPackage, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("解压 的课件")
    with zipfile.ZipFile(package.path) as archive:
        archive.extractall(folder)
    return folder


@pytest.fixture
def page(learner: BrowserContext, unpacked: Path) -> Iterator[Page]:
    page = learner.new_page()
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("console", lambda message: problems.append(message.text) if message.type == "error" else None)
    page.goto((unpacked / "index.html").as_uri())
    yield page
    assert problems == []


def _until(question_id: str) -> Callable[[object], bool]:
    def shown(screen: object) -> bool:
        assert isinstance(screen, Page)
        return screen.locator(f"[data-cb-question='{question_id}']:visible").count() == 1

    return shown


def test_without_an_lms_the_learner_is_told_and_can_go_to_the_end(page: Page, course: Course) -> None:
    expect(page.locator("#cb-banner")).to_contain_text("没有找到教学平台")
    journey = drive(page, by_key(right_answers(course)))
    expect(page.locator("h1")).to_have_text("学习已结束")
    assert page.locator("[data-cb-action]:visible").count() == 0
    asked = [question for form in course.forms for question in form.questions]
    assert [key for key in journey.answers if key in asked].__len__() == len(asked)


def test_the_copy_on_this_machine_resumes_and_can_be_cleared(page: Page, course: Course) -> None:
    drive(page, by_key(right_answers(course)), until=_until("pra1-1"))
    page.reload()
    expect(page.locator("[data-cb-question=pra1-1]")).to_be_visible()
    page.evaluate("CourseBridge.app.go(CourseBridge.app.course.step('welcome'))")
    page.get_by_role("button", name="清除本机记录").click()
    expect(page.get_by_role("button", name="开始学习")).to_be_visible()
    assert page.evaluate("CourseBridge.app.session.state.answers.size") == 0


def test_pre_and_post_test_give_no_key_away_and_practice_explains(page: Page, course: Course) -> None:
    answers = by_key(wrong_answers(course))
    journey = Journey()
    seen = set()
    while "post" not in seen:
        phase = page.evaluate("CourseBridge.app.session.current.phase || ''")
        kind = page.evaluate("CourseBridge.app.session.current.kind")
        if step(page, answers, journey) == "submit" and kind == "question":
            marked = page.locator(".cb-choice-right, .cb-choice-wrong, .cb-explanation, .cb-verdict").count()
            assert (marked > 0) == (phase == "practice")
            seen.add(phase)
    assert seen == {"pre", "practice", "post"}


def test_practice_shows_the_feedback_of_the_choice_that_was_made(page: Page, course: Course) -> None:
    drive(page, by_key(right_answers(course)), until=_until("pra1-1"))
    chosen = course.question("pra1-1").choices[3]
    page.locator(f"[data-cb-choice={chosen.key}]").click()
    page.locator("[data-cb-action=submit]").click()
    live = page.locator("[aria-live=polite].cb-feedback")
    expect(live).to_contain_text(chosen.feedback.best("zh-CN"))
    expect(live).to_contain_text("回答有误")
    expect(page.locator(".cb-choice-right")).to_contain_text("正确答案")


def test_submit_never_advances_and_next_comes_only_after_it(page: Page, course: Course) -> None:
    drive(page, by_key(right_answers(course)), until=_until("pre1-1"))
    assert page.locator("[data-cb-action=next]").count() == 0
    page.locator("[data-cb-action=submit]").click()
    expect(page.locator(".cb-feedback")).to_contain_text("请先选择答案")
    page.locator("[data-cb-choice=b]").click()
    page.locator("[data-cb-action=submit]").click()
    expect(page.locator("[data-cb-question=pre1-1]")).to_be_visible()
    assert page.locator("[data-cb-action=submit]").count() == 0
    assert page.locator("[data-cb-question=pre1-1] input:enabled").count() == 0
    expect(page.locator("[data-cb-action=next]")).to_be_focused()


def test_the_whole_pre_test_can_be_taken_by_keyboard(page: Page) -> None:
    for key in ("Tab",) * 12:
        page.keyboard.press(key)
        if page.evaluate("document.activeElement.dataset.cbAction") == "next":
            break
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_be_focused()
    _press_to(page, "next")
    page.keyboard.press("Enter")
    for expected in ("pre1-1", "pre1-2"):
        expect(page.locator(f"[data-cb-question={expected}]")).to_be_visible()
        page.keyboard.press("Tab")
        page.keyboard.press("Space")
        assert page.locator("input:checked").count() == 1
        _press_to(page, "submit")
        page.keyboard.press("Enter")
        expect(page.locator("[data-cb-action=next]")).to_be_focused()
        page.keyboard.press("Enter")


def _press_to(page: Page, action: str) -> None:
    for _ in range(12):
        if page.evaluate("document.activeElement.dataset.cbAction") == action:
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{action} cannot be reached by keyboard")


def test_the_language_switch_turns_interface_and_content(page: Page, course: Course) -> None:
    drive(page, by_key(right_answers(course)), until=lambda _: page.locator(".cb-lesson:visible").count() == 1)
    expect(page.locator(".cb-lesson")).to_contain_text("质量管理人员每天要看的")
    page.locator("[data-cb-language=en]").click()
    expect(page.locator(".cb-lesson")).to_contain_text("A quality manager does not watch one mean")
    assert page.locator("html").get_attribute("lang") == "en"
    expect(page.locator("[data-cb-action=next]")).to_have_text("Continue")
    page.reload()
    expect(page.locator(".cb-lesson")).to_contain_text("A quality manager")


def test_what_was_chosen_but_not_submitted_outlives_the_language_switch(page: Page, course: Course) -> None:
    drive(page, by_key(right_answers(course)), until=_until("pre1-2"))
    for key in "ad":
        page.locator(f"[data-cb-choice={key}]").click()
    page.locator("[data-cb-language=en]").click()
    expect(page.locator("[data-cb-language=zh-CN]")).to_be_focused()
    assert page.evaluate("Array.from(document.querySelectorAll('input:checked'), (one) => one.value)") == ["a", "d"]
    assert page.locator(".cb-chosen").count() == 2
    page.locator("[data-cb-action=submit]").click()
    drive(page, by_key(right_answers(course)), until=lambda _: page.locator("textarea:visible").count() > 0)
    page.locator("textarea").first.fill("计划员")
    page.locator("[data-cb-language=zh-CN]").click()
    assert page.locator("textarea").first.input_value() == "计划员"
    expect(page.locator("[data-cb-action=submit]")).to_be_visible()


def test_a_save_behind_the_scenes_does_not_take_the_focus(page: Page) -> None:
    page.get_by_role("button", name="目录").focus()
    page.evaluate("CourseBridge.app.recorder.save()")
    expect(page.get_by_role("button", name="目录")).to_be_focused()


def test_a_lesson_without_a_translation_says_so(learner: BrowserContext, work: Path) -> None:
    course = make_course(works=1, per_work=1, body=LangText.of("只有中文的课文。")).model_copy(update={"forms": ()})
    page = _opened(learner, course, work)
    page.locator("[data-cb-language=en]").click()
    page.locator("[data-cb-action=next]").click()
    expect(page.locator(".cb-note")).to_contain_text("in Chinese only")
    assert page.locator(".cb-lesson").get_attribute("lang") == "zh-CN"


def test_the_survey_is_voluntary_and_each_page_can_be_skipped(page: Page, course: Course) -> None:
    answers = {**right_answers(course)}
    survey = course.survey
    assert survey is not None
    for question in survey.questions:
        del answers[question.id]
    journey = drive(page, by_key(answers))
    assert journey.actions[-1] == "finish"
    recorded = page.evaluate("Array.from(CourseBridge.app.session.state.answers.keys())")
    assert not [name for name in recorded if name.startswith("survey/")]


def test_open_text_is_counted_and_bounded(page: Page, course: Course) -> None:
    drive(page, by_key(right_answers(course)), until=lambda _: page.locator("textarea:visible").count() > 0)
    area = page.locator("textarea").first
    area.fill("岗" * 245)
    expect(page.locator(".cb-counter").first).to_have_text("还可输入 5 字")
    area.press_sequentially("位" * 9)
    assert len(area.input_value()) == 250


def test_marks_tell_simulated_draft_and_illustrative(learner: BrowserContext, work: Path) -> None:
    course = make_course(works=1, per_work=1, simulated=True)
    lesson = course.modules[0].lessons[0].model_copy(update={"draft": True})
    module = course.modules[0].model_copy(update={"lessons": (lesson,)})
    page = _opened(learner, course.model_copy(update={"modules": (module,)}), work)
    for text in ("模拟数据", "草稿", "示意图谱"):
        expect(page.locator(".cb-title")).to_contain_text(text)
    expect(page.locator(".cb-notes")).to_contain_text("不是任何标准的内容")
    page.locator("[data-cb-language=en]").click()
    expect(page.locator(".cb-title")).to_contain_text("Simulated")
    drive(page, by_key(right_answers(course)), until=lambda _: page.locator(".cb-lesson:visible").count() == 1)
    expect(page.locator(".cb-note-warning")).to_contain_text("not yet final")


def test_contents_lead_anywhere_that_is_open_and_nowhere_else(page: Page, course: Course) -> None:
    page.get_by_role("button", name="目录").click()
    dialog = page.locator("dialog")
    expect(dialog.get_by_role("button", name="第1课 看懂控制图")).to_be_disabled()
    page.keyboard.press("Escape")
    drive(page, by_key(right_answers(course)), until=_until("pra2-1"))
    page.get_by_role("button", name="目录").click()
    expect(dialog.get_by_role("button", name="第1课 看懂控制图 已完成")).to_be_enabled()
    dialog.get_by_role("button", name="第1课 看懂控制图").click()
    expect(page.locator("h1")).to_have_text("第1课 看懂控制图")
    expect(page.locator("dialog")).to_be_hidden()


@pytest.mark.parametrize("width", [320, 390])
def test_no_screen_is_wider_than_a_phone(chromium: Browser, unpacked: Path, course: Course, width: int) -> None:
    context = chromium.new_context(viewport={"width": width, "height": 700}, has_touch=True, is_mobile=True)
    page = context.new_page()
    page.goto((unpacked / "index.html").as_uri())
    answers, journey, action = by_key(right_answers(course)), Journey(), ""
    while action != "finish":
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        small = page.evaluate(
            "Array.from(document.querySelectorAll('button, .cb-choice, .cb-option'))"
            ".filter((e) => e.offsetParent && e.getBoundingClientRect().height < 40).map((e) => e.outerHTML)"
        )
        assert small == []
        action = step(page, answers, journey)
    context.close()


def test_chinese_is_drawn_and_not_as_empty_boxes(page: Page) -> None:
    script = """() => {
      const ink = (text) => {
        const canvas = document.createElement("canvas");
        const context = canvas.getContext("2d");
        context.font = "40px " + getComputedStyle(document.body).fontFamily;
        context.fillText(text, 10, 60);
        return canvas.toDataURL();
      };
      return [ink("中") !== ink("\\u{10FFFD}"), ink("中") !== ink("国")];
    }"""
    assert page.evaluate(script) == [True, True]


def test_no_page_asks_the_network_for_anything(learner: BrowserContext, unpacked: Path, course: Course) -> None:
    page = learner.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto((unpacked / "index.html").as_uri())
    drive(page, by_key(right_answers(course)))
    assert {url.split(":", 1)[0] for url in asked} <= {"file", "data"}
    assert len(asked) >= 4


def _opened(learner: BrowserContext, course: Course, folder: Path) -> Page:
    built = build_package(course, "scorm12", folder, allow_drafts=True)
    with zipfile.ZipFile(built.path) as archive:
        archive.extractall(folder / "x")
    page = learner.new_page()
    page.goto((folder / "x" / "index.html").as_uri())
    return page
