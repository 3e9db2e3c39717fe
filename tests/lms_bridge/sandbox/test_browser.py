"""A hand-made SCO in a real Chromium: what the learner did arrives, and is there again the next time."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from anyio import to_thread
from playwright.sync_api import Browser, BrowserContext, Frame, Page
from starlette.types import ASGIApp, Receive, Scope, Send

from lms_bridge.sandbox.app import create_app
from lms_bridge.sandbox.desk import Desk
from lms_bridge.sandbox.model import Attempt, Turn
from lms_bridge.sandbox.server import RunningSandbox
from lms_bridge.sandbox.store import SandboxStore
from tests.browser_sessions import forget, of_a_learner
from tests.lms_bridge.sandbox import samples

pytestmark = pytest.mark.browser

SCO = (Path(__file__).parent / "sco.html").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def browser_session(chromium: Browser) -> Iterator[BrowserContext]:
    context = of_a_learner(chromium)
    yield context
    context.close()


@pytest.fixture
def context(browser_session: BrowserContext) -> Iterator[BrowserContext]:
    yield browser_session
    forget(browser_session)


@pytest.fixture
def course(sandbox: RunningSandbox, tmp_path: Path) -> RunningSandbox:
    """Give a sandbox with the SCO and one learner, both of id 1."""
    sandbox.store.add_package(samples.write(tmp_path, samples.package_bytes(page=SCO)), samples.AT)
    sandbox.store.add_learner("王小明", samples.AT)
    return sandbox


def launched(context: BrowserContext, course: RunningSandbox) -> tuple[Page, Frame]:
    page = context.new_page()
    page.goto(f"{course.url}/launch/1?learner=1")
    page.frame_locator("#sco").get_by_text("ready").wait_for()
    frame = page.frames[1]
    return page, frame


def only(course: RunningSandbox) -> Attempt:
    (attempt,) = course.store.attempts(1, 1)
    return attempt


def arrived(course: RunningSandbox, page: Page, until: Callable[[Attempt], bool]) -> Attempt:
    """Wait until what the browser sent while leaving is there."""
    for _ in range(200):
        attempt = only(course)
        if until(attempt):
            return attempt
        page.wait_for_timeout(25)
    raise AssertionError({name: value.value for name, value in only(course).cmi.items()})


def set_values(frame: Frame, values: dict[str, str]) -> None:
    for element, value in values.items():
        assert frame.evaluate("([e, v]) => set(e, v)", [element, value]) == "true", element


def test_the_course_is_told_who_learns_and_how(context: BrowserContext, course: RunningSandbox) -> None:
    _, frame = launched(context, course)
    assert frame.evaluate("first") == {
        "began": "true",
        "entry": "ab-initio",
        "status": "not attempted",
        "location": "",
        "suspended": "",
        "total": "00:00:00",
        "name": "王小明",
        "mode": "normal",
        "credit": "credit",
        "mastery": "60",
        "interactions": "0",
        "objectives": "0",
    }


def test_every_value_of_a_commit_arrives(context: BrowserContext, course: RunningSandbox) -> None:
    _, frame = launched(context, course)
    values = {
        "cmi.core.lesson_status": "incomplete",
        "cmi.core.lesson_location": "page-3",
        "cmi.suspend_data": '{"页":3,"字":"数字化 & <b>"}',
        "cmi.interactions.0.id": "pre.form.q1.1.1",
        "cmi.interactions.0.type": "choice",
        "cmi.interactions.0.student_response": "a",
        "cmi.interactions.0.correct_responses.0.pattern": "a",
        "cmi.interactions.0.result": "correct",
        "cmi.interactions.0.latency": "0000:00:12.50",
        "cmi.objectives.0.id": "pre.item-1",
        "cmi.objectives.0.score.raw": "100",
        "cmi.objectives.0.status": "passed",
        "cmi.core.session_time": "0000:01:05.25",
    }
    set_values(frame, values)
    assert frame.evaluate("commit()") == "true"
    kept = {element: found.value for element, found in only(course).cmi.items()}
    assert kept == {**values, "cmi.core.total_time": "0000:01:05.25"}


def test_closing_the_tab_loses_nothing_and_the_next_visit_resumes(
    context: BrowserContext, course: RunningSandbox
) -> None:
    page, frame = launched(context, course)
    set_values(
        frame,
        {
            "cmi.core.lesson_status": "incomplete",
            "cmi.core.exit": "suspend",
            "cmi.core.lesson_location": "page-2",
            "cmi.suspend_data": "第二页",
            "cmi.interactions.0.id": "q1",
            "cmi.objectives.0.id": "o1",
        },
    )
    frame.evaluate("spent = '0000:02:00.00'")
    page.close()
    watcher = context.new_page()
    arrived(course, watcher, lambda attempt: attempt.value("cmi.core.total_time") == "0000:02:00.00")

    page, frame = launched(context, course)
    first = frame.evaluate("first")
    assert first["entry"] == "resume"
    assert (first["location"], first["suspended"], first["status"]) == ("page-2", "第二页", "incomplete")
    assert (first["total"], first["interactions"], first["objectives"]) == ("00:02:00", "1", "1")
    frame.evaluate("spent = '0000:03:00.00'")
    page.close()
    attempt = arrived(course, watcher, lambda attempt: attempt.value("cmi.core.total_time") == "0000:05:00.00")
    assert attempt.finished_at is None


def reloaded_without_a_commit(context: BrowserContext, course: RunningSandbox) -> Page:
    """Set a value, reload the page at once, and give it back with the value kept."""
    page, frame = launched(context, course)
    frame.evaluate("careless = true")
    set_values(frame, {"cmi.core.lesson_location": "page-7"})
    page.reload()
    page.frame_locator("#sco").get_by_text("ready").wait_for()
    assert page.frames[1].evaluate("first.location") == "page-7"
    return page


def test_reloading_the_page_keeps_what_was_set_without_a_commit(
    context: BrowserContext, course: RunningSandbox
) -> None:
    reloaded_without_a_commit(context, course)


class HeldCommits:
    """Stands before the sandbox as a slow network does: no commit gets through before the next session is asked for.

    They get through once the sandbox has looked for the one it waits for, or has answered without waiting.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._sessions = 0
        self.let_through = threading.Event()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["path"].endswith("/commit"):
            await to_thread.run_sync(self.let_through.wait)
        await self._app(scope, receive, send)
        if scope["path"].endswith("/session"):
            self._sessions += 1
            if self._sessions > 1:
                self.let_through.set()


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[HeldCommits]]:
    """Hold the commits of sandboxes that are started from now on."""
    made: list[HeldCommits] = []

    def create_held(desk: Desk) -> HeldCommits:
        made.append(HeldCommits(create_app(desk)))
        return made[-1]

    looks = SandboxStore.is_missing

    def look(store: SandboxStore, attempt_id: int, turn: Turn) -> bool:
        found = looks(store, attempt_id, turn)
        made[-1].let_through.set()
        return found

    monkeypatch.setattr("lms_bridge.sandbox.server.create_app", create_held)
    monkeypatch.setattr(SandboxStore, "is_missing", look)
    yield made
    for each in made:
        each.let_through.set()


def test_a_page_reloaded_over_a_slow_network_keeps_what_was_set_without_a_commit(
    context: BrowserContext, held: list[HeldCommits], course: RunningSandbox
) -> None:
    page = reloaded_without_a_commit(context, course)
    assert page.frames[1].evaluate("first.entry") == "resume"
    assert page.evaluate("localStorage.length") == 0  # the next visit has nothing to wait for
    assert held[0].let_through.is_set()


def test_opening_and_closing_is_neither_passed_nor_failed_nor_completed(
    context: BrowserContext, course: RunningSandbox
) -> None:
    page, frame = launched(context, course)
    assert frame.evaluate("finish()") == "true"
    assert only(course).value("cmi.core.lesson_status") in (None, "incomplete")
    page.close()


@pytest.mark.parametrize(("raw", "status"), [("60", "passed"), ("59", "failed")])
def test_the_manifests_mastery_score_decides_when_the_course_only_scores(
    context: BrowserContext, course: RunningSandbox, raw: str, status: str
) -> None:
    page, frame = launched(context, course)
    set_values(frame, {"cmi.core.score.raw": raw, "cmi.core.lesson_status": "completed"})
    assert frame.evaluate("finish()") == "true"
    page.get_by_text("本次学习已结束").wait_for()
    attempt = only(course)
    assert attempt.value("cmi.core.lesson_status") == status
    assert attempt.finished_at is not None


def test_a_second_window_takes_over_and_the_first_is_told(context: BrowserContext, course: RunningSandbox) -> None:
    first_page, first_frame = launched(context, course)
    _, second_frame = launched(context, course)
    set_values(second_frame, {"cmi.core.lesson_location": "second"})
    assert second_frame.evaluate("commit()") == "true"
    set_values(first_frame, {"cmi.core.lesson_location": "first"})
    assert first_frame.evaluate("commit()") == "false"
    first_page.get_by_text("另一窗口").wait_for()
    assert only(course).value("cmi.core.lesson_location") == "second"


def test_suspend_data_over_4096_characters_is_refused_as_a_strict_lms_does(
    context: BrowserContext, course: RunningSandbox
) -> None:
    _, frame = launched(context, course)
    assert frame.evaluate("set('cmi.suspend_data', '字'.repeat(4097))") == "false"
    assert frame.evaluate("lastError()") == "405"
    assert frame.evaluate("set('cmi.suspend_data', '字'.repeat(4096))") == "true"
    assert frame.evaluate("commit()") == "true"
    assert len(only(course).value("cmi.suspend_data") or "") == 4096


_TRIES: dict[str, str] = {
    "form": """async (desk) => {
        const form = document.createElement('form');
        form.action = desk + '/learn'; form.method = 'post'; form.target = 'away';
        form.innerHTML = '<input name=package value=1><input name=name value=evil>';
        document.body.append(form); form.submit(); return 'sent';
    }""",
    "fetch": """(desk) => fetch(desk + '/api/learners', {method: 'POST', body: '{"name":"evil"}'})
        .then((r) => 'read ' + r.status, () => 'blocked')""",
    "opaque fetch": """(desk) => {
        const options = {method: 'POST', mode: 'no-cors', body: '{"name":"evil"}'};
        return fetch(desk + '/api/learners', options).then((r) => 'read ' + r.status, () => 'blocked');
    }""",
    "beacon": """(desk) => String(navigator.sendBeacon(desk + '/api/learners', '{"name":"evil"}'))""",
    "read": "(desk) => fetch(desk + '/api/attempts').then((r) => 'read ' + r.status, () => 'blocked')",
    "frame": """(desk) => new Promise((done) => {
        const frame = document.createElement('iframe'); frame.src = desk + '/';
        frame.onload = () => { try { done('read ' + frame.contentDocument.title); } catch (e) { done('blocked'); } };
        document.body.append(frame);
    })""",
}


@pytest.mark.parametrize("way", list(_TRIES))
def test_a_hostile_course_cannot_reach_the_desk(context: BrowserContext, course: RunningSandbox, way: str) -> None:
    page, frame = launched(context, course)
    found: Any = frame.evaluate(_TRIES[way], course.url)
    assert not str(found).startswith("read 2"), found
    page.goto(course.url)  # whatever was under way has been answered, or refused, by now
    assert [learner.name for learner in course.store.learners()] == ["王小明"]


def test_launch_and_content_raise_no_errors_in_the_console(context: BrowserContext, course: RunningSandbox) -> None:
    page = context.new_page()
    problems: list[str] = []
    page.on("console", lambda message: problems.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.goto(f"{course.url}/launch/1?learner=1")
    page.frame_locator("#sco").get_by_text("ready").wait_for()
    assert problems == []
