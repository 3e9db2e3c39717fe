"""What the player says to a SCORM 2004 API, and what it does when the API misbehaves."""

from __future__ import annotations

import pytest

from tests.packager.runtime.conftest import Run

pytestmark = pytest.mark.browser

_OPEN = """
  const api = scriptedApi(values, faults);
  const adapter = cb.adapters.scorm2004.connect({ API_1484_11: api });
  const opening = adapter.open();
  const interaction = (changes) => Object.assign({ id: "pre.f.q.1.1", objective: "pre.i", type: "choice",
    correct: ["a", "c"], weighting: 2, response: "a,c", result: "correct", latencyMs: 61500, at: 0,
    text: { "zh-CN": "题干" } }, changes);
  const written = (n) => Object.fromEntries(api.calls.filter(([call, name]) => call === "set" &&
    name.startsWith(`cmi.interactions.${n}.`)).map(([, name, value]) => [name.split(".").slice(3).join("."), value]));
"""


def test_a_first_launch_says_incomplete_and_suspend_and_commits(run: Run) -> None:
    assert run(_OPEN + "return api.calls;", values={"cmi.completion_status": "unknown"}, faults={}) == [
        ["set", "cmi.completion_status", "incomplete"],
        ["set", "cmi.exit", "suspend"],
        ["commit"],
    ]


@pytest.mark.parametrize("status", ["incomplete", "completed"])
def test_a_later_launch_leaves_completion_and_success_alone(run: Run, status: str) -> None:
    calls = run(_OPEN + "return api.calls;", values={"cmi.completion_status": status}, faults={})
    assert calls == [["set", "cmi.exit", "suspend"], ["commit"]]


@pytest.mark.parametrize("mode", ["browse", "review"])
def test_browsing_and_reviewing_write_nothing(run: Run, mode: str) -> None:
    assert run(_OPEN + "return api.calls;", values={"cmi.mode": mode}, faults={}) == []


@pytest.mark.parametrize(
    ("text", "mastery"), [("0.8", 80), ("0", 0), ("1", 100), ("", None), ("abc", None), ("-0.5", None), ("80", None)]
)
def test_the_scaled_passing_score_is_read_if_it_is_one(run: Run, text: str, mastery: float | None) -> None:
    assert run(_OPEN + "return opening.mastery;", values={"cmi.scaled_passing_score": text}, faults={}) == mastery


def test_a_choice_is_told_by_its_keys_after_id_and_type(run: Run) -> None:
    script = _OPEN + "adapter.answer(3, interaction({})); return written(3);"
    told = run(script, values={}, faults={})
    assert list(told)[:2] == ["id", "type"]
    assert told == {
        "id": "pre.f.q.1.1",
        "type": "choice",
        "objectives.0.id": "pre.i",
        "timestamp": "1970-01-01T00:00:00.00Z",
        "correct_responses.0.pattern": "a[,]c",
        "weighting": "2",
        "learner_response": "a[,]c",
        "result": "correct",
        "latency": "PT1M1.5S",
        "description": "{lang=zh-CN}题干",
    }


@pytest.mark.parametrize(
    ("type_", "correct", "response", "expected"),
    [
        ("true-false", ["t"], "f", ("true-false", "true", "false", "incorrect")),
        ("true-false", ["0"], "1", ("choice", "0", "1", "incorrect")),
        ("likert", None, "4", ("likert", None, "4", "neutral")),
        ("fill-in", None, "供应商,审核", ("fill-in", None, "供应商,审核", "neutral")),
    ],
)
def test_every_type_is_told_in_the_words_of_2004(
    run: Run, type_: str, correct: list[str] | None, response: str, expected: tuple[object, ...]
) -> None:
    more = {"type": type_, "correct": correct, "response": response, "result": "wrong" if correct else "neutral"}
    told = run(_OPEN + "adapter.answer(0, interaction(more)); return written(0);", values={}, faults={}, more=more)
    names = ("type", "correct_responses.0.pattern", "learner_response", "result")
    assert tuple(told.get(name) for name in names) == expected


def test_objectives_tell_success_score_completion_and_description(run: Run) -> None:
    script = (
        _OPEN
        + """
      adapter.objective({ id: "post.i", raw: 66.67, passed: false, text: { en: "Judge by chart" } });
      const told = api.calls.filter(([, name]) => /objectives/.test(name));
      return Object.fromEntries(told.map(([, name, value]) => [name, value]));
    """
    )
    values = {"cmi.objectives._count": "2", "cmi.objectives.0.id": "done", "cmi.objectives.1.id": "post.i"}
    told = run(script, values=values, faults={})
    assert told == {
        "cmi.objectives.1.score.scaled": "0.6667",
        "cmi.objectives.1.score.raw": "66.67",
        "cmi.objectives.1.score.min": "0",
        "cmi.objectives.1.score.max": "100",
        "cmi.objectives.1.success_status": "failed",
        "cmi.objectives.1.completion_status": "completed",
        "cmi.objectives.1.progress_measure": "1",
        "cmi.objectives.1.description": "{lang=en}Judge by chart",
    }


def test_an_objective_whose_id_was_not_taken_gets_it_with_the_next_try(run: Run) -> None:
    script = (
        _OPEN
        + """
      const one = { id: "post.i", raw: 50, passed: false, text: {} };
      const first = adapter.objective(one);
      delete api.faults["cmi.objectives.0.id"];
      const second = adapter.objective(one);
      return [first, second, api.values["cmi.objectives.0.id"], api.values["cmi.objectives.0.score.raw"]];
    """
    )
    assert run(script, values={}, faults={"cmi.objectives.0.id": "101"}) == [False, True, "post.i", "50"]


@pytest.mark.parametrize(("outcome", "success"), [("passed", "passed"), ("failed", "failed"), ("completed", None)])
def test_completion_and_success_are_two_things(run: Run, outcome: str, success: str | None) -> None:
    script = (
        _OPEN
        + """
      adapter.outcome(outcome);
      return [api.values["cmi.completion_status"], api.values["cmi.success_status"] || null,
        api.values["cmi.progress_measure"], api.values["cmi.objectives.1.success_status"]];
    """
    )
    values = {"cmi.objectives._count": "2", "cmi.objectives.0.id": "result", "cmi.objectives.1.id": "done"}
    assert run(script, values=values, faults={}, outcome=outcome) == ["completed", success, "1", "passed"]


def test_the_learners_place_is_kept_with_time_and_progress(run: Run) -> None:
    script = (
        _OPEN
        + """
      api.calls.length = 0;
      const kept = adapter.place("lesson.l1", "{}", 3723450, 0.33333);
      adapter.place("lesson.l1", "{}", 3723450, 0.33333);
      return [kept, api.calls.filter(([, name]) => name === "cmi.suspend_data").length,
        ["location", "session_time", "exit", "progress_measure"].map((name) => api.values[`cmi.${name}`])];
    """
    )
    assert run(script, values={}, faults={}) == [True, 1, ["lesson.l1", "PT1H2M3.45S", "suspend", "0.3333"]]


def test_a_long_course_keeps_every_answer_that_1_2_has_no_room_for(run: Run) -> None:
    script = (
        _OPEN
        + """
      const names = Array.from({ length: 2000 }, (_, n) => `practice/q${n}/1`);
      const tags = cb.resume.tagTable(names, []);
      const state = cb.session.freshState("1");
      for (const name of names) state.answers.set(name, { keys: ["a", "c"] });
      return [cb.resume.pack(state, tags, adapter.limitBytes).level, cb.resume.pack(state, tags).level > 0];
    """
    )
    assert run(script, values={}, faults={}) == [0, True]


@pytest.mark.parametrize(("valid", "wish"), [("true", "continue"), ("false", "exitAll"), ("", "exitAll")])
def test_at_the_end_the_lms_is_asked_to_go_on_where_it_can(run: Run, valid: str, wish: str) -> None:
    script = (
        _OPEN
        + """
      adapter.leaveForGood(); adapter.place("result", "{}", 0, 1); adapter.close(); adapter.close();
      const ends = api.calls.filter(([name]) => name === "finish").length;
      return [api.values["cmi.exit"], api.values["adl.nav.request"], ends];
    """
    )
    found = run(script, values={"adl.nav.request_valid.continue": valid}, faults={})
    assert found == ["normal", wish, 1]


def test_a_page_that_only_goes_away_asks_for_no_navigation(run: Run) -> None:
    script = _OPEN + "adapter.place('x', '{}', 0, 0.5); adapter.close(); return api.values['adl.nav.request'] || null;"
    assert run(script, values={"adl.nav.request_valid.continue": "true"}, faults={}) is None


def test_an_lms_whose_2004_api_has_the_function_names_of_1_2_is_spoken_to(run: Run) -> None:
    script = """
      const api = scriptedApi({}, {});
      for (const name of ["Initialize", "Terminate", "GetValue", "SetValue", "Commit"]) delete api[name];
      const adapter = cb.adapters.scorm2004.connect({ API_1484_11: api });
      return [adapter.open() !== null, api.values["cmi.completion_status"]];
    """
    assert run(script) == [True, "incomplete"]


def test_a_general_failure_to_keep_the_place_is_tried_again_and_any_other_is_not(run: Run) -> None:
    script = (
        _OPEN
        + """
      return [adapter.place("x", "{}", 0, 0), adapter.answer(0, interaction({})), adapter.refused];
    """
    )
    faults = {"cmi.suspend_data": "351", "cmi.interactions.0.latency": "351"}
    assert run(script, values={}, faults=faults) == [False, True, 1]


@pytest.mark.parametrize("code", ["401", "402"])
def test_an_lms_without_interactions_is_asked_once_and_left_alone(run: Run, code: str) -> None:
    script = (
        _OPEN
        + """
      return [adapter.answer(0, interaction({})), adapter.answer(1, interaction({})), adapter.refused];
    """
    )
    faults = {"cmi.interactions.0.id": code, "cmi.interactions.1.id": code}
    assert run(script, values={}, faults=faults) == [True, True, 0]


def test_an_lms_that_keeps_its_status_to_itself_does_not_lose_a_completion_by_the_next_launch(run: Run) -> None:
    script = """
      const api = scriptedApi({ "cmi.suspend_data": '{"v":1}' }, {});
      cb.adapters.scorm2004.connect({ API_1484_11: api }).open();
      return api.calls;
    """
    assert run(script) == [["set", "cmi.exit", "suspend"], ["commit"]]


def test_an_api_with_functions_missing_throws_nothing(run: Run) -> None:
    script = """
      const adapter = cb.adapters.scorm2004.connect({ API_1484_11: {} });
      return [adapter.open(), adapter.commit(), adapter.place("welcome", "", 0, 0)];
    """
    assert run(script) == [None, False, False]
