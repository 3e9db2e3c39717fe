"""SCORM APIs that answer strangely, cut off, or are not ready: nothing is believed, thrown or gone over by mistake."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.packager.courses import make_course
from tests.packager.runtime.conftest import data_of

pytestmark = pytest.mark.browser

Run = Callable[..., Any]


@pytest.fixture
def data() -> object:
    return data_of(make_course(works=1, per_work=1))


@pytest.mark.parametrize(
    ("answer", "code", "is_taken"),
    [
        ("true", "throw", True),
        ("false", "throw", False),
        ('"true"', "throw", True),
        ('"0"', '"0"', False),
        ("0", '"0"', False),
        ("undefined", '"0"', True),
        ("undefined", "0", True),
        ("undefined", "throw", False),
        ("undefined", "undefined", False),
        ("null", '"101"', False),
        ("({})", '"0"', False),
    ],
)
def test_a_value_is_taken_if_the_lms_says_so_in_whatever_words(
    run: Run, answer: str, code: str, is_taken: bool
) -> None:
    script = """
      const lastError = code === "throw" ? () => { throw new Error("down"); } : () => eval(code);
      const api = { LMSSetValue: () => eval(answer), LMSGetLastError: lastError,
        LMSGetErrorString: () => { throw new Error("down"); } };
      return cb.adapters.scorm12.connect({ API: api }).place("pre", "{}", 1000);
    """
    assert run(script, answer=answer, code=code) is is_taken


@pytest.mark.parametrize("version", ["scorm12", "scorm2004"])
def test_an_lms_that_throws_at_first_is_asked_again_before_a_new_state_goes_over_what_it_has(
    run: Run, version: str
) -> None:
    script = """
      const api = scriptedApi({ "cmi.suspend_data": "kept" }, {});
      const read = api.LMSGetValue;
      let throws = 2;
      const get = (element) => {
        if (element === "cmi.suspend_data" && throws-- > 0) throw new Error("not ready");
        return read(element);
      };
      Object.assign(api, { LMSGetValue: get, GetValue: get });
      const adapter = cb.adapters[version].connect({ API: api, API_1484_11: api });
      return [adapter.open(), adapter.open(), api.calls.length, adapter.open().state];
    """
    assert run(script, version=version) == [None, None, 0, "kept"]


def test_an_lms_that_always_throws_is_gone_on_with_after_a_while(run: Run) -> None:
    script = """
      const api = scriptedApi({}, {});
      api.LMSGetValue = () => { throw new Error("down"); };
      const adapter = cb.adapters.scorm12.connect({ API: api });
      return [1, 2, 3, 4].map(() => adapter.open() !== null);
    """
    assert run(script) == [False, False, False, True]


def test_resume_data_that_the_lms_cuts_off_are_made_to_fit(run: Run) -> None:
    """So the learner comes back to their place on another machine, too."""
    data = data_of(make_course(works=12, per_work=3))
    script = """
      const api = scriptedApi({}, {});
      const set = api.LMSSetValue;
      api.LMSSetValue = (element, value) => set(element, element === "cmi.suspend_data" ? value.slice(0, 600) : value);
      const adapter = cb.adapters.scorm12.connect({ API: api });
      adapter.open();
      const timers = [];
      const recorder = new cb.Recorder({ adapter, recording: true, credit: true, stopwatch: { elapsed: () => 0 },
        local: { write: () => true }, timers: { set: (run) => timers.push(run), clear: () => timers.pop() } });
      const course = new cb.CourseIndex(data);
      const session = new cb.session.Session(course, cb.session.freshState("1.0.0"), recorder, { mastery: null });
      recorder.begin(session.state, course.tags, { queue: [], accepted: false });
      walkTo({ course, session }, "result", () => true);
      recorder.save();
      for (let turn = 0; turn < 40 && timers.length > 0; turn += 1) timers.pop()();
      const kept = cb.resume.unpack(api.values["cmi.suspend_data"], course.tags);
      return [recorder.level > 0, recorder.troubled, kept && kept.bookmark, kept && kept.totals.post];
    """
    level, troubled, bookmark, total = run(script, data=data)
    assert (level, troubled, bookmark) == (True, False, "result")
    assert total[0] == total[1] > 0


@pytest.mark.parametrize(
    ("kept", "is_told"), [("", False), ('{"v":1,"b":"pre"}', False), ('{"v":1,"b":"pr', True), ("乱码%%%", True)]
)
def test_resume_data_that_say_nothing_are_told_to_whoever_hoped_to_go_on(
    run: Run, data: object, kept: str, is_told: bool
) -> None:
    script = """
      const course = new cb.CourseIndex(data);
      const opening = { recorded: true, state: kept, location: "", fresh: false };
      const restored = cb.restore(course, opening, { read: () => null, aside: () => [], putAside: () => {} });
      return Boolean(restored.isUnreadable);
    """
    assert run(script, data=data, kept=kept) is is_told


def test_resume_data_that_say_nothing_give_way_to_the_copy_on_this_machine(run: Run, data: object) -> None:
    script = """
      const course = new cb.CourseIndex(data);
      const copy = { state: JSON.stringify({ v: 1, k: "abcdefgh", b: "post", r: 7 }), queue: [], unsaved: false,
        finished: false, accepted: true, journal: new cb.journal.Journal({}, "abcdefgh", null).page };
      const opening = { recorded: true, state: "cut o", location: "pre", fresh: false };
      const restored = cb.restore(course, opening, { read: () => copy, aside: () => [], putAside: () => {} });
      return [restored.state.bookmark, Boolean(restored.isUnreadable)];
    """
    assert run(script, data=data) == ["post", False]


@pytest.mark.parametrize("is_unsaved", [True, False])
def test_an_older_state_of_the_lms_gives_way_to_the_copy_and_what_it_lacks_is_told_again(
    run: Run, data: object, is_unsaved: bool
) -> None:
    script = """
      const course = new cb.CourseIndex(data);
      const stateOf = (bookmark, r, n) => JSON.stringify({ v: 1, k: "abcdefgh", b: bookmark, r, n });
      const { page } = new cb.journal.Journal({}, "abcdefgh", null);
      page.interactions = [{ n: 0, id: "a", at: 1, latency_ms: 1 }, { n: 1, id: "b", at: 2, latency_ms: 1 }];
      const call = ["answer", 1, { id: "b" }];
      const copy = { state: stateOf("post", 7, 2), queue: is_unsaved ? [call] : [], unsaved: is_unsaved,
        finished: false, accepted: true, journal: page };
      const local = { read: () => copy, aside: () => [], putAside: () => {} };
      const restored = (r) => cb.restore(course, { recorded: true, state: stateOf("pre", r, 1), location: "" }, local);
      return [6, 8].map(restored).map(({ state, queue }) => [state.bookmark, queue.map(([, n]) => n)]);
    """
    assert run(script, data=data, is_unsaved=is_unsaved) == [["post", [1]], ["pre", []]]


_WINDOW = """
  const window_ = (local, api) => {
    const adapter = cb.adapters.scorm12.connect({ API: api });
    adapter.open();
    const recorder = new cb.Recorder({ adapter, local, recording: true, credit: true, stopwatch: { elapsed: () => 0 },
      timers: { set: () => 1, clear: () => {} } });
    recorder.begin(cb.session.freshState("1.0.0"), new cb.CourseIndex(data).tags, { queue: [], accepted: false });
    local.takeUp();
    return recorder;
  };
  const store = {};
  const storage = { getItem: (key) => store[key] ?? null, setItem: (key, value) => { store[key] = value; },
    removeItem: (key) => { delete store[key]; } };
  Object.defineProperty(window, "localStorage", { value: storage, configurable: true });
  const copies = [1, 2].map(() => new cb.LocalCopy({ id: "quality" }, "7"));
"""


def test_of_two_windows_the_one_opened_last_goes_on_and_the_other_writes_over_nothing(run: Run, data: object) -> None:
    script = (
        _WINDOW
        + """
      const api = scriptedApi({}, {});
      const first = window_(copies[0], api);
      first.save();
      const second = window_(copies[1], api);
      second.state.bookmark = "post";
      second.save();
      const kept = JSON.stringify(store);
      const commits = api.calls.length;
      first.state.bookmark = "pre";
      first.moved(); first.save(); first.leave();
      return [first.hasGivenWay, second.hasGivenWay, api.calls.length - commits, JSON.stringify(store) === kept,
        api.values["cmi.core.lesson_location"]];
    """
    )
    assert run(script, data=data) == [True, False, 0, True, "post"]


def test_another_learner_or_course_or_part_is_another_window_altogether(run: Run, data: object) -> None:
    script = (
        _WINDOW
        + """
      const others = [["7", { id: "other" }], ["8", { id: "quality" }], ["7", { id: "quality", part: { key: "m1" } }]];
      copies[0].takeUp();
      others.forEach(([learner, course]) => new cb.LocalCopy(course, learner).takeUp());
      return copies[0].isTaken;
    """
    )
    assert run(script, data=data) is False


def test_windows_that_may_store_nothing_go_on_side_by_side(run: Run, data: object) -> None:
    script = (
        _WINDOW
        + """
      const get = () => { throw new Error("forbidden"); };
      Object.defineProperty(window, "localStorage", { get, configurable: true });
      copies.forEach((copy) => copy.takeUp());
      return copies.map((copy) => copy.isTaken);
    """
    )
    assert run(script, data=data) == [False, False]
