"""What the player says to a SCORM 1.2 API, and what it does when the API misbehaves."""

from __future__ import annotations

import pytest

from tests.packager.courses import make_course
from tests.packager.runtime.conftest import Run, data_of

pytestmark = pytest.mark.browser

_OPEN = """
  const api = scriptedApi(values, faults);
  const adapter = cb.adapters.scorm12.connect({ API: api });
  const opening = adapter.open();
"""
_INTERACTION = """
  const interaction = { id: "pre.f.q.1.1", objective: "pre.i", type: "choice", correct: ["b"], weighting: 1,
    response: "b", result: "correct", latencyMs: 1000, at: 0 };
"""


def test_a_first_launch_says_incomplete_and_suspend_and_commits(run: Run) -> None:
    values = {"cmi.core.lesson_status": "not attempted"}
    assert run(_OPEN + "return api.calls;", values=values, faults={}) == [
        ["set", "cmi.core.lesson_status", "incomplete"],
        ["set", "cmi.core.exit", "suspend"],
        ["commit"],
    ]


@pytest.mark.parametrize("status", ["incomplete", "passed", "failed", "completed"])
def test_a_later_launch_leaves_the_status_alone(run: Run, status: str) -> None:
    calls = run(_OPEN + "return api.calls;", values={"cmi.core.lesson_status": status}, faults={})
    assert calls == [["set", "cmi.core.exit", "suspend"], ["commit"]]


def test_an_lms_that_keeps_its_status_to_itself_does_not_lose_a_pass_by_the_next_launch(run: Run) -> None:
    """So does the SCORM module of Open edX: what says that this is no first launch are the resume data."""
    calls = run(_OPEN + "return api.calls;", values={"cmi.suspend_data": '{"v":1}'}, faults={})
    assert calls == [["set", "cmi.core.exit", "suspend"], ["commit"]]


def test_browsing_is_told_and_reviewing_writes_nothing(run: Run) -> None:
    browse = {"cmi.core.lesson_mode": "browse", "cmi.core.lesson_status": "not attempted"}
    calls = run(_OPEN + "return api.calls;", values=browse, faults={})
    assert ["set", "cmi.core.lesson_status", "browsed"] in calls
    review = {"cmi.core.lesson_mode": "review", "cmi.core.lesson_status": "passed"}
    assert run(_OPEN + "return api.calls;", values=review, faults={}) == []


def test_an_lms_that_knows_nothing_is_taken_as_normal_and_for_credit(run: Run) -> None:
    opening = run(_OPEN + "return opening;", values={}, faults={})
    assert (opening["mode"], opening["credit"], opening["mastery"], opening["interactions"]) == (
        "normal",
        True,
        None,
        0,
    )


@pytest.mark.parametrize(
    ("text", "mastery"), [("80", 80), ("0", 0), ("62.5", 62.5), ("", None), ("abc", None), ("-1", None), ("101", None)]
)
def test_the_mastery_score_is_read_if_it_is_one(run: Run, text: str, mastery: float | None) -> None:
    values = {"cmi.student_data.mastery_score": text}
    assert run(_OPEN + "return opening.mastery;", values=values, faults={}) == mastery


def test_an_interaction_is_written_in_order_with_every_value(run: Run) -> None:
    script = _OPEN + _INTERACTION + "adapter.answer(4, interaction); return api.calls.slice(-9).map((c) => c.slice(1));"
    calls = run(script, values={"cmi.core.lesson_status": "incomplete"}, faults={})
    names = [name.removeprefix("cmi.interactions.4.") for name, _ in calls]
    assert names == [
        *("id", "objectives.0.id", "time", "type", "correct_responses.0.pattern", "weighting"),
        *("student_response", "result", "latency"),
    ]
    assert dict(calls)["cmi.interactions.4.latency"] == "0000:00:01.00"
    assert all(isinstance(value, str) and len(value) <= 255 for _, value in calls)


def test_an_lms_without_interactions_is_asked_once_and_left_alone(run: Run) -> None:
    script = (
        _OPEN
        + _INTERACTION
        + """
      const results = [adapter.answer(0, interaction), adapter.answer(1, interaction)];
      return [results, api.calls.filter(([, element]) => /interactions/.test(element)), adapter.refused];
    """
    )
    faults = {"cmi.interactions.0.id": "401", "cmi.interactions.1.id": "401"}
    assert run(script, values={}, faults=faults) == [[True, True], [], 0]


def test_a_refused_value_is_counted_and_not_tried_for_ever(run: Run) -> None:
    script = _OPEN + _INTERACTION + "return [adapter.answer(0, interaction), adapter.refused];"
    assert run(script, values={}, faults={"cmi.interactions.0.student_response": "405"}) == [True, 1]


@pytest.mark.parametrize("fault", ["101", "301", "throw"])
def test_a_passing_failure_asks_to_be_tried_again(run: Run, fault: str) -> None:
    script = (
        _OPEN
        + _INTERACTION
        + """
      api.faults["cmi.interactions.0.result"] = fault;
      const first = adapter.answer(0, interaction);
      delete api.faults["cmi.interactions.0.result"];
      return [first, adapter.answer(0, interaction), api.values["cmi.interactions.0.result"]];
    """
    )
    assert run(script, values={}, faults={}, fault=fault) == [False, True, "correct"]


def test_an_lms_that_counts_interactions_anew_gets_them_where_it_wants_them(run: Run) -> None:
    script = (
        _OPEN
        + _INTERACTION
        + """
      const second = Object.assign({}, interaction, { id: "pre.f.q.2.1" });
      const first = adapter.answer(7, interaction);
      delete api.faults["cmi.interactions.7.id"];
      return [first, adapter.answer(8, second), api.values["cmi.interactions.0.id"],
        api.values["cmi.interactions.1.id"], adapter.refused];
    """
    )
    found = run(script, values={"cmi.interactions._count": "0"}, faults={"cmi.interactions.7.id": "201"})
    assert found == [True, True, "pre.f.q.1.1", "pre.f.q.2.1", 0]


def test_objectives_keep_their_places_from_session_to_session(run: Run) -> None:
    script = (
        _OPEN
        + """
      adapter.objective({ text: {}, id: "post.i", raw: 50, passed: false });
      adapter.objective({ id: "pre.i", raw: 100, passed: true });
      return [api.values["cmi.objectives.1.id"], api.values["cmi.objectives.0.score.raw"],
        api.values["cmi.objectives.0.status"]];
    """
    )
    counted = {"cmi.objectives._count": "1", "cmi.objectives.0.id": "pre.i"}
    uncounted = {"cmi.objectives.0.id": "pre.i"}
    for values in (counted, uncounted):
        assert run(script, values=values, faults={}) == ["post.i", "100", "passed"]


def test_an_api_that_answers_with_booleans_or_nothing_is_believed(run: Run) -> None:
    script = """
      const guard = (result, code) => new cb.lmsApi.GuardedApi(
        { f: () => result, LMSGetLastError: () => code, LMSGetErrorString: () => "" },
        { lastError: "LMSGetLastError", errorText: "LMSGetErrorString" }).succeeds("f", "");
      return [guard(true, "0"), guard("true", "0"), guard(1, "0"), guard(undefined, "0"), guard(undefined, "101"),
        guard(false, "0"), guard("false", "0")];
    """
    assert run(script) == [True, True, True, True, False, False, False]


def test_an_api_with_functions_missing_throws_nothing(run: Run) -> None:
    script = """
      const adapter = cb.adapters.scorm12.connect({ API: {} });
      return [adapter.open(), adapter.commit(), adapter.place("welcome", "", 0)];
    """
    assert run(script) == [None, False, False]


def test_the_session_ends_once(run: Run) -> None:
    script = _OPEN + "adapter.close(); adapter.close(); return api.calls.filter(([name]) => name === 'finish').length;"
    assert run(script, values={}, faults={}) == 1


# ---- the recorder


_RECORDER = """
  const api = scriptedApi({ "cmi.core.lesson_status": "not attempted" }, {});
  const adapter = cb.adapters.scorm12.connect({ API: api });
  adapter.open();
  const timers = [];
  const kept = [];
  const recorder = new cb.Recorder({
    adapter, recording: true, credit: true, stopwatch: { elapsed: () => 61000 },
    local: { write: (copy) => kept.push(copy) > 0, clear: () => kept.push(null) },
    timers: { set: (run, ms) => timers.push([run, ms]), clear: () => timers.pop() },
  });
  const course = new cb.CourseIndex(data);
  const state = cb.session.freshState("1.0.0");
  const session = new cb.session.Session(course, state, recorder, { mastery: null, free: false });
  recorder.begin(session.state, course.tags, { queue: [], accepted: false });
  const commits = () => api.calls.filter(([name]) => name === "commit").length;
"""


@pytest.fixture
def course_data() -> object:
    return data_of(make_course(works=1, per_work=1))


def test_page_changes_are_committed_together_and_answers_at_once(run: Run, course_data: object) -> None:
    script = (
        _RECORDER
        + """
      const before = commits();
      session.next(); session.next();
      const waiting = [commits() - before, timers.length, timers[0][1]];
      session.submit(session.current, ["a"], 1000); recorder.save();
      return [waiting, commits() - before, timers.length, api.values["cmi.core.lesson_location"],
        api.values["cmi.core.session_time"], api.values["cmi.interactions.0.id"]];
    """
    )
    waiting, after, timers, location, time, interaction = run(script, data=course_data)
    assert waiting == [0, 1, 4000]
    assert (after, timers) == (1, 0)
    assert (location, time, interaction) == ("pre.pre1-1", "0000:01:01.00", "pre.pre-a.pre1-1.1.1")


def test_what_the_lms_did_not_take_is_kept_told_and_sent_later(run: Run, course_data: object) -> None:
    script = (
        _RECORDER
        + """
      session.next(); session.next();
      api.faults.LMSSetValue = "throw"; api.faults.LMSCommit = "101";
      session.submit(session.current, ["a"], 1000);
      const first = recorder.save();
      const copy = kept[kept.length - 1];
      const during = [first, recorder.troubled, copy.unsaved, copy.queue.length, timers[0][1]];
      recorder.save();
      const waits = timers[0][1];
      api.faults.LMSSetValue = null; api.faults.LMSCommit = null;
      timers[0][0]();
      return [during, waits, recorder.troubled, kept[kept.length - 1].unsaved,
        api.values["cmi.interactions.0.student_response"], timers.length];
    """
    )
    during, waits, troubled, unsaved, response, timers = run(script, data=course_data)
    assert during == [False, True, True, 2, 3000]
    assert waits == 10000
    assert (troubled, unsaved, response, timers) == (False, False, "a", 0)


def test_one_answer_that_the_lms_cannot_take_holds_up_no_score(run: Run, course_data: object) -> None:
    script = (
        _RECORDER
        + """
      api.faults["cmi.interactions.0.id"] = "101";
      session.next(); session.next(); session.submit(session.current, ["a"], 1);
      recorder.scored({ raw: 10 }); recorder.ended("failed");
      const saved = recorder.save();
      const during = [saved, api.values["cmi.core.lesson_status"], kept[kept.length - 1].queue.length];
      recorder.scored({ raw: 90 }); recorder.ended("passed"); recorder.ended("failed");
      delete api.faults["cmi.interactions.0.id"];
      return [during, recorder.save(), api.values["cmi.core.score.raw"], api.values["cmi.core.lesson_status"]];
    """
    )
    assert run(script, data=course_data) == [[False, "failed", 1], True, "90", "failed"]


def test_an_outcome_that_waits_is_replaced_by_the_next_one(run: Run, course_data: object) -> None:
    script = (
        _RECORDER
        + """
      api.faults["cmi.core.lesson_status"] = "101";
      recorder.ended("failed"); recorder.save(); recorder.ended("passed");
      delete api.faults["cmi.core.lesson_status"];
      recorder.save();
      return api.calls.filter(([, element]) => element === "cmi.core.lesson_status").map(([, , value]) => value);
    """
    )
    assert run(script, data=course_data) == ["incomplete", "passed"]


def test_leaving_saves_and_ends_the_session_once_and_stays_open_for_resume(run: Run, course_data: object) -> None:
    script = (
        _RECORDER
        + """
      session.next();
      recorder.leave(); recorder.leave(); recorder.save();
      return [api.calls.slice(-2), api.calls.filter(([name]) => name === "finish").length, api.values["cmi.core.exit"],
        api.values["cmi.core.lesson_status"]];
    """
    )
    assert run(script, data=course_data) == [[["commit"], ["finish"]], 1, "suspend", "incomplete"]


def test_finishing_exits_normally_once(run: Run, course_data: object) -> None:
    script = (
        _RECORDER
        + """
      const saved = recorder.finish(); recorder.finish(); recorder.leave();
      const ends = api.calls.filter(([name]) => name === "finish").length;
      return [saved, ends, api.values["cmi.core.exit"], kept[kept.length - 1].unsaved];
    """
    )
    assert run(script, data=course_data) == [True, 1, "", False]


def test_finishing_waits_until_the_lms_has_everything(run: Run, course_data: object) -> None:
    script = (
        _RECORDER
        + """
      api.faults.LMSCommit = "101";
      const first = recorder.finish();
      const open = api.calls.filter(([name]) => name === "finish").length;
      api.faults.LMSCommit = null;
      return [first, open, recorder.finish(), api.calls.filter(([name]) => name === "finish").length];
    """
    )
    assert run(script, data=course_data) == [False, 0, True, 1]


def test_unchanged_resume_data_is_not_written_again(run: Run, course_data: object) -> None:
    script = (
        _RECORDER
        + """
      session.next(); recorder.save();
      const count = () => api.calls.filter(([, element]) => element === "cmi.suspend_data").length;
      const after = count();
      adapter.place("pre", api.values["cmi.suspend_data"], 0);
      return [after, count()];
    """
    )
    assert run(script, data=course_data) == [1, 1]


# ---- finding the API


def test_the_api_is_found_here_above_and_in_the_opener(run: Run) -> None:
    script = """
      const top = { opener: null }; top.parent = top;
      const win = (parts) => { const w = Object.assign({ opener: null }, parts); w.parent = w.parent || w; return w; };
      const found = (w) => { const api = cb.lmsApi.find(w, "API"); return api && api.name; };
      const here = win({ API: { name: "here" } });
      const above = win({ parent: win({ parent: win({ API: { name: "above" } }) }) });
      const opener = win({ opener: win({ parent: win({ API: { name: "opener" } }) }) });
      const deep = win({ parent: win({ opener: win({ API: { name: "parent's opener" } }) }) });
      return [found(here), found(above), found(opener), found(deep), found(win({})), cb.lmsApi.mayHaveApi(win({})),
        cb.lmsApi.mayHaveApi(above), cb.lmsApi.mayHaveApi(opener)];
    """
    assert run(script) == ["here", "above", "opener", "parent's opener", None, False, True, True]


def test_a_window_of_another_site_is_passed_over(run: Run) -> None:
    script = """
      const top = { API: { name: "top" }, opener: null }; top.parent = top;
      const foreign = {
        get API() { throw new Error("blocked"); }, get opener() { throw new Error("blocked"); }, parent: top };
      return cb.lmsApi.find({ opener: null, parent: foreign }, "API").name;
    """
    assert run(script) == "top"


def test_windows_that_open_each_other_end_the_search(run: Run) -> None:
    script = """
      const a = { closed: false }; a.parent = a;
      const b = { closed: false, opener: a }; b.parent = b; a.opener = b;
      return cb.lmsApi.find(a, "API");
    """
    assert run(script) is None
