"""The player's core in a real Chromium, without a course on screen."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from course_templates.model import Course
from packager.player import RUNTIME, SCRIPTS
from packager.player_course import player_course
from tests.packager.runtime.xapi_page import xapi_page_of

Run = Callable[..., Any]


@pytest.fixture(scope="module")
def core_page(chromium: Browser) -> Iterator[Page]:
    page = chromium.new_page()
    page.set_content("<!DOCTYPE html><title>core</title>")
    for name in SCRIPTS:
        if name.startswith(("core/", "adapters/")):
            for adapter in ("scorm12", "scorm2004") if "{adapter}" in name else ("",):
                page.add_script_tag(content=(RUNTIME / name.format(adapter=adapter)).read_text(encoding="utf-8"))
    page.add_script_tag(content=_HELPERS)
    yield page
    page.close()


@pytest.fixture
def run(core_page: Page) -> Run:
    """Return a function that runs a script body with `cb` and the given values in scope."""

    def call(body: str, **values: Any) -> Any:
        names = ", ".join(values)
        scope = f"const cb = CourseBridge; const {{ {names} }} = given;"
        return core_page.evaluate(f"(given) => {{ {scope} {body} }}", values)

    return call


@pytest.fixture(scope="module")
def xapi_page(chromium: Browser) -> Iterator[Page]:
    """Give a page with the adapters of xAPI."""
    with xapi_page_of(chromium) as page:
        yield page


@pytest.fixture
def run_xapi(xapi_page: Page) -> Run:
    """Return a function that runs an asynchronous script body there, as `run` does."""

    def call(body: str, **values: Any) -> Any:
        scope = f"const cb = CourseBridge; const {{ {', '.join(values)} }} = given;"
        return xapi_page.evaluate(f"async (given) => {{ {scope} {body} }}", values)

    return call


def data_of(course: Course) -> dict[str, Any]:
    """Return a course as the player gets it."""
    document: dict[str, Any] = json.loads(player_course(course).model_dump_json())
    return document


_HELPERS = """
/* A listener that notes what it is told, and a session walked from JavaScript. */
window.noted = () => {
  const log = [];
  const note = (name) => (value) => log.push(value === undefined ? [name] : [name, value]);
  const names = ["seen", "answered", "objective", "scored", "ended", "moved"];
  return Object.assign({ log }, Object.fromEntries(names.map((name) => [name, note(name)])));
};
window.sessionOf = (data, options, state) => {
  const cb = CourseBridge;
  const course = new cb.CourseIndex(data);
  const listener = noted();
  const all = Object.assign({ mastery: null, free: false }, options);
  const session = new cb.session.Session(course, state || cb.session.freshState(data.version), listener, all);
  return { course, session, listener };
};
window.wrongKey = (question) => question.choices.map((c) => c.key).find((key) => !question.answer.includes(key));
/* Walk to the step with this id, answering on the way; `right` says whether a question is answered right. */
window.walkTo = ({ course, session }, id, right) => {
  for (let guard = 0; session.current.id !== id && guard < 5000; guard += 1) {
    const step = session.current;
    if (step.kind === "question" && !session.isAnswered(step)) {
      const question = course.question(step.question);
      session.submit(step, right(question, step) ? question.answer : [wrongKey(question)], 1500);
    }
    if (step.kind === "survey") {
      session.submitSurvey(step.questions.map((question) => question.kind === "text"
        ? { question, text: "需要补充供应商管理".repeat(28) }
        : { question, keys: [question.options[0].key] }), 900);
    }
    if (!session.next()) return false;
  }
  return session.current.id === id;
};
/* An LMS's API that answers by script: `faults` maps an element or function to an error code or a throw. */
window.scriptedApi = (values, faults) => {
  const calls = [];
  let code = "0";
  const answer = (name, element) => {
    const fault = faults[element] || faults[name];
    if (fault === "throw") throw new Error("LMS down");
    code = fault || "0";
    return fault ? "false" : "true";
  };
  return {
    calls, values, faults,
    LMSInitialize: () => answer("LMSInitialize"),
    LMSFinish: () => { calls.push(["finish"]); return answer("LMSFinish"); },
    LMSCommit: () => { calls.push(["commit"]); return answer("LMSCommit"); },
    LMSGetValue: (element) => (element in values ? values[element] : ""),
    LMSSetValue: (element, value) => {
      const result = answer("LMSSetValue", element);
      if (result === "true") { values[element] = value; calls.push(["set", element, value]); }
      return result;
    },
    LMSGetLastError: () => code,
    LMSGetErrorString: () => "",
    Initialize: () => answer("Initialize"),
    Terminate: () => { calls.push(["finish"]); return answer("Terminate"); },
    Commit: () => { calls.push(["commit"]); return answer("Commit"); },
    GetValue: (element) => (element in values ? values[element] : ""),
    SetValue: (element, value) => {
      const result = answer("SetValue", element);
      if (result === "true") { values[element] = value; calls.push(["set", element, value]); }
      return result;
    },
    GetLastError: () => code,
    GetErrorString: () => "",
  };
};
"""
