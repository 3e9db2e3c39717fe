"""A learner at a real Moodle in Chromium: pages, quizzes, the SCORM player, a feedback."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

from playwright.sync_api import Browser, Frame, Locator, Page

from course_templates.model import Course
from tests.e2e.driver import Journey, by_key, drive, step
from tests.live.site import Learner, LiveSite

Answers = Mapping[str, Sequence[str]]
TEXT = "实际工作中还要做供应商审核。"
_TIMEOUT_MS = 30_000
_TRIES = 5
#: A site shows the review, or the quiz again where learners may not review it.
_HANDED_IN = re.compile(r"/mod/quiz/(review|view)\.php")
_CONFIRM = ".modal.show [data-action=save]"


class AtMoodle:
    """One learner who has logged in."""

    def __init__(self, site: LiveSite, page: Page) -> None:
        self._site = site
        self.page = page

    def log_in(self, learner: Learner) -> None:
        """Log in by the form; a form whose session was not yet there is refused once, and filled in again."""
        for _ in range(_TRIES):
            self._go("/login/index.php")
            self.page.wait_for_load_state("networkidle")
            self.page.fill("#username", learner.username)
            self.page.fill("#password", learner.password)
            with self.page.expect_navigation():
                self.page.click("#loginbtn")
            if "/login/" not in self.page.url:
                break
        self.page.locator(".usermenu").first.wait_for()

    def read_page(self, cm: int) -> str:
        """Read a lesson; return its text."""
        self._go(f"/mod/page/view.php?id={cm}")
        return self.page.locator("[role=main]").inner_text()

    def begin_quiz(self, cm: int) -> None:
        """Begin an attempt at a quiz, or go on with one."""
        self._go(f"/mod/quiz/view.php?id={cm}")
        self.page.locator("form[action*='startattempt.php'] [type=submit]").first.click()
        self.page.locator(".que").first.wait_for()

    def answer_page(self, answers: Answers) -> list[str]:
        """Answer the questions on this page and go on to the next; return their ids."""
        found = []
        for block in self.page.locator(".que").all():
            question = block.locator(".qtext").inner_text().strip().partition("：")[0]
            for key in answers[question]:
                row = block.locator(f".answer > div:has([data-cb-choice='{key}'])")
                row.locator("input:not([type=hidden])").check()
            found.append(question)
        self.page.locator("input[name=next]").click()
        self.page.wait_for_load_state()
        return found

    def take_quiz(self, cm: int, answers: Answers) -> list[str]:
        """Take a quiz from the first page to the last and hand it in; return the ids of its questions."""
        self.begin_quiz(cm)
        found: list[str] = []
        while "/mod/quiz/attempt.php" in self.page.url:
            found += self.answer_page(answers)
        self.page.locator("form[action*='processattempt.php'] [type=submit]").last.click()
        self.page.locator(_CONFIRM).click()
        self.page.wait_for_url(_HANDED_IN)
        return found

    def enter_scorm(self, cm: int) -> Frame:
        """Enter a SCORM activity; return the frame of its SCO once it shows something."""
        self._go(f"/mod/scorm/view.php?id={cm}")
        self.page.locator("#scormviewform [type=submit][value=normal]").click()
        handle = self.page.wait_for_selector("#scorm_object", state="attached")
        frame = handle.content_frame() if handle else None
        assert frame is not None
        frame.locator("[data-cb-action]:visible").first.wait_for()
        return frame

    def take_scorm(self, cm: int, answers: Answers) -> list[str]:
        """Take a package to its end and leave; return the questions that were answered."""
        journey = drive(self.enter_scorm(cm), by_key(answers))
        self.leave()
        return list(journey.answers)

    def begin_package(self, frame: Frame, answers: Answers, count: int) -> list[str]:
        """Answer a number of questions of a package, each handed in; return them."""
        journey = Journey()
        while len(journey.answers) < count or journey.actions[-1] != "submit":
            assert step(frame, by_key(answers), journey) != "finish"
        return list(journey.answers)

    def leave(self) -> None:
        """Leave an activity: what it keeps until then, it sends now."""
        self._go("/my/")

    def answer_feedback(self, cm: int, course: Course, answers: Answers) -> None:
        """Answer a survey question by question and hand it in."""
        assert course.survey is not None
        self._go(f"/mod/feedback/complete.php?id={cm}")
        groups = list(_feedback_groups(self.page))
        assert len(groups) == len(course.survey.questions)
        for question, group in zip(course.survey.questions, groups, strict=True):
            if question.kind == "text":
                group.fill(TEXT)
                continue
            place = [option.key for option in question.options].index(answers[question.id][0]) + 1
            group.and_(self.page.locator(f"[value='{place}']")).check()
        self.page.locator("[name=savevalues]").click()
        self.page.locator(".alert-success, .feedback_is_completed, [role=main] .continuebutton").first.wait_for()

    def _go(self, path: str) -> None:
        self.page.goto(self._site.url + path)


def _feedback_groups(page: Page) -> Iterator[Locator]:
    """Yield what is to be filled in, in the order of the page: buttons of one name, or a field."""
    names = page.locator("input[type=radio], textarea, form input[type=text]").evaluate_all(
        "fields => [...new Set(fields.map(one => one.name))].filter(name => /^(multichoice|text)/.test(name))"
    )
    for name in names:
        yield page.locator(f"[name='{name}']:not([type=hidden])")


@contextmanager
def learner_at(chromium: Browser, site: LiveSite, learner: Learner) -> Iterator[AtMoodle]:
    """Give a learner who has logged in, in a browser of their own."""
    context = chromium.new_context(locale="zh-CN", viewport={"width": 1280, "height": 900})
    context.set_default_timeout(_TIMEOUT_MS)
    try:
        at = AtMoodle(site, context.new_page())
        at.log_in(learner)
        yield at
    finally:
        context.close()
