"""Simulated learners: what they do must be plausible, repeatable, and written as a real player writes it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from statistics import mean

import pytest

from course_templates.model import Course
from coursebridge.demo.learner import Journey
from coursebridge.demo.model import Assumptions, ResponseModel
from coursebridge.demo.player import PlayerSession
from coursebridge.demo.scorm import Scorm12Writer, number, raw_score, timespan
from coursebridge.demo.screens import CourseScreens
from coursebridge.demo.suspend import Answer, PlayerState, pack, tag_table
from coursebridge.demo.world import CENTRES, PILOT_FROM, PILOT_TO, Person, people_of
from tests.coursebridge.demo.sample import WORKS, sample_course

NOW = datetime(2026, 4, 20, 1, 0, tzinfo=UTC)


class NotedApi:
    """An LMS that notes every call."""

    def __init__(self, values: Mapping[str, str] | None = None) -> None:
        self.values = dict(values or {})
        self.calls: list[tuple[str, ...]] = []
        self.times: list[datetime] = []

    def initialize(self, at: datetime) -> None:
        self._note("initialize", at)

    def get_value(self, element: str) -> str:
        return self.values.get(element, "")

    def set_value(self, element: str, value: str) -> None:
        self.values[element] = value
        self.calls.append((element, value))

    def commit(self, at: datetime) -> None:
        self._note("commit", at)

    def finish(self, at: datetime) -> None:
        self._note("finish", at)

    def _note(self, call: str, at: datetime) -> None:
        self.calls.append((call,))
        self.times.append(at)


@pytest.fixture(scope="module")
def course() -> Course:
    return sample_course()


def _session(course: Course, api: NotedApi) -> PlayerSession:
    return PlayerSession(CourseScreens(course), PlayerState(version="1.0.0"), Scorm12Writer(api), NOW)


def _answer_all(session: PlayerSession, *, right: bool, until: str) -> None:
    while session.current.id != until:
        if session.current.kind == "question":
            question = session.screens.asked(session.current)
            wrong = [choice.key for choice in question.choices if choice.key not in question.answer][:1]
            session.wait(10)
            session.submit(question.answer if right else wrong)
        session.next()


def test_opening_and_closing_marks_nothing(course: Course) -> None:
    api = NotedApi()
    _session(course, api).leave()
    assert api.values["cmi.core.lesson_status"] == "incomplete"
    assert api.values["cmi.core.exit"] == "suspend"
    assert "cmi.core.score.raw" not in api.values
    assert api.calls[-1] == ("finish",)


def test_an_answer_is_told_element_by_element_and_committed_at_once(course: Course) -> None:
    api = NotedApi()
    session = _session(course, api)
    session.go(session.screens.step("pre.pre-2"))
    session.wait(3.5)
    del api.calls[:]
    session.submit(("c", "a"))
    assert api.calls == [
        ("cmi.interactions.0.id", "pre.form-pre.pre-2.1.1"),
        ("cmi.interactions.0.objectives.0.id", "pre.q.w1.a"),
        ("cmi.interactions.0.time", "09:00:03"),
        ("cmi.interactions.0.type", "choice"),
        ("cmi.interactions.0.correct_responses.0.pattern", "a,c"),
        ("cmi.interactions.0.weighting", "2"),
        ("cmi.interactions.0.student_response", "a,c"),
        ("cmi.interactions.0.result", "correct"),
        ("cmi.interactions.0.latency", "0000:00:03.50"),
        ("cmi.core.lesson_location", "pre.pre-2"),
        ("cmi.suspend_data", api.values["cmi.suspend_data"]),
        ("cmi.core.session_time", "0000:00:03.50"),
        ("cmi.core.exit", "suspend"),
        ("commit",),
    ]
    assert json.loads(api.values["cmi.suspend_data"])["b"] == "pre.pre-2"


@pytest.mark.parametrize(("right", "status", "raw"), [(True, "passed", "100"), (False, "failed", "0")])
def test_answers_decide_what_the_lms_is_told(course: Course, right: bool, status: str, raw: str) -> None:
    api = NotedApi()
    session = _session(course, api)
    _answer_all(session, right=right, until="post.outcome")
    assert (api.values["cmi.core.lesson_status"], api.values["cmi.core.score.raw"]) == (status, raw)
    told = {api.values[f"cmi.objectives.{n}.id"]: api.values[f"cmi.objectives.{n}.status"] for n in range(6)}
    assert set(told) == {f"{phase}.{work}.a" for phase in ("pre", "practice", "post") for work in WORKS}
    assert set(told.values()) == {status}


def test_the_lms_mastery_score_goes_before_the_forms_pass_mark(course: Course) -> None:
    api = NotedApi({"cmi.student_data.mastery_score": "0"})
    _answer_all(_session(course, api), right=False, until="post.outcome")
    assert api.values["cmi.core.lesson_status"] == "passed"


def test_a_second_try_is_told_as_one_and_can_pass(course: Course) -> None:
    api = NotedApi()
    session = _session(course, api)
    _answer_all(session, right=False, until="post.outcome")
    session.retake()
    _answer_all(session, right=True, until="result")
    session.finish()
    ids = [call[1] for call in api.calls if call[0].endswith(".id") and call[0].count(".") == 3]
    assert ids.count("post.form-post.post-1.1.1") == ids.count("post.form-post.post-1.1.2") == 1
    assert api.values["cmi.core.lesson_status"] == "passed"
    assert api.values["cmi.core.exit"] == ""


def test_a_page_change_is_saved_after_four_seconds_and_not_before(course: Course) -> None:
    api = NotedApi()
    session = _session(course, api)
    commits = api.calls.count(("commit",))
    session.next()
    session.wait(3.9)
    assert api.calls.count(("commit",)) == commits
    session.wait(10)
    assert api.calls.count(("commit",)) == commits + 1
    assert (api.times[-1] - NOW).total_seconds() == 4.0


def test_a_later_session_goes_on_where_the_first_was_left(course: Course) -> None:
    api, screens, state = NotedApi(), CourseScreens(course), PlayerState(version="1.0.0")
    first = PlayerSession(screens, state, Scorm12Writer(api), NOW)
    _answer_all(first, right=True, until="lesson.l2")
    first.leave()
    api.values |= {"cmi.interactions._count": "5", "cmi.objectives._count": "3"}
    second = PlayerSession(screens, state, Scorm12Writer(api), NOW)
    assert second.current.id == "lesson.l2"
    _answer_all(second, right=True, until="post.outcome")
    assert api.values["cmi.interactions.5.id"] == "practice.form-practice.practice-2.1.1"
    assert api.values["cmi.objectives.3.id"] == "practice.q.w2.a"


def test_suspend_data_stays_within_4096_bytes_and_spares_tests_last() -> None:
    names = ["lesson/l1", *(f"{phase}/q{n}/1" for phase in ("pre", "practice", "post", "survey") for n in range(300))]
    state = PlayerState(version="1.0.0", bookmark="post", seen=["l1"], totals={"pre": (3, 8)})
    state.answers = {name: Answer(keys=("a",)) for name in names[1:]} | {"survey/q1/1": Answer(text="长" * 250)}
    text = pack(state, tag_table(names))
    document = json.loads(text)
    assert len(text.encode()) <= 4096
    assert (document["b"], document["d"], document["p"]) == ("post", ["practice", "survey"], {"pre": [3, 8]})
    assert len(set(tag_table(names).values())) == len(names)


def test_times_and_scores_are_written_as_scorm_and_javascript_write_them() -> None:
    assert timespan(3725.5) == "0001:02:05.50"
    assert [number(raw_score(won, of)) for won, of in ((0, 8), (8, 8), (5, 8), (2, 3), (1, 3))] == [
        "0",
        "100",
        "62.5",
        "66.67",
        "33.33",
    ]


def _play(course: Course, seed: int, count: int = 40) -> list[tuple[Person, NotedApi]]:
    model, screens, played = ResponseModel(course, seed), CourseScreens(course), []
    for centre in CENTRES:
        for person in people_of(centre, count, seed, course, model):
            api = CountingApi()
            if person.stops != "start":
                Journey(person, screens, model, lambda api=api: api).run()  # type: ignore[misc]
            played.append((person, api))
    return played


class CountingApi(NotedApi):
    """A NotedApi that counts as an LMS does."""

    def get_value(self, element: str) -> str:
        if element.endswith("._count"):
            prefix = element.removesuffix("_count")
            return str(len({name.split(".")[2] for name in self.values if name.startswith(prefix)}))
        return super().get_value(element)


def _share_right(played: list[tuple[Person, NotedApi]], phase: str) -> float:
    results = []
    for _, api in played:
        for n in range(int(api.get_value("cmi.interactions._count"))):
            if api.values[f"cmi.interactions.{n}.id"].startswith(f"{phase}."):
                results.append(api.values[f"cmi.interactions.{n}.result"] == "correct")
    return mean(results)


def test_the_same_seed_gives_the_same_learners_and_another_seed_others(course: Course) -> None:
    first, again, other = (_play(course, seed, 6) for seed in (1, 1, 2))
    assert [(person, api.calls, api.times) for person, api in first] == [
        (person, api.calls, api.times) for person, api in again
    ]
    assert [api.calls for _, api in first] != [api.calls for _, api in other]


def test_more_learners_leave_the_first_ones_as_they_were(course: Course) -> None:
    model = ResponseModel(course, 1)
    assert people_of(CENTRES[0], 5, 1, course, model) == people_of(CENTRES[0], 9, 1, course, model)[:5]


def test_learners_gain_drop_out_fail_and_try_again(course: Course) -> None:
    played = _play(course, 7)
    assert _share_right(played, "pre") + 0.1 < _share_right(played, "post") < 1
    endings = [api.values.get("cmi.core.lesson_status") for _, api in played]
    assert {None, "incomplete", "passed", "failed"} == set(endings)
    assert endings.count("passed") > len(endings) / 3
    written = [value for _, api in played for value in api.values.values()]
    tries = {value.rsplit(".", 1)[1] for value in written if value.startswith("post.form-post.")}
    assert {"1", "2"} <= tries


def test_everything_happens_within_the_stated_pilot_period(course: Course) -> None:
    times = [at for _, api in _play(course, 3, 20) for at in api.times]
    assert PILOT_FROM <= min(times).date() <= max(times).date() <= PILOT_TO


def test_ability_and_difficulty_decide_and_guessing_is_the_floor(course: Course) -> None:
    model = ResponseModel(course, 1)
    question = course.question("pre-1")
    chances = [model.chance(question, ability) for ability in (-30.0, -1.0, 0.0, 1.0, 30.0)]
    assert chances == sorted(chances)
    assert (round(chances[0], 6), round(chances[-1], 6)) == (0.25, 1.0)


def test_what_is_stated_is_what_is_played(course: Course) -> None:
    nobody_learns = Assumptions(gain_by_lessons=(0.0,), gain_by_practice_question=0.0, never_starts=0.0)
    model = ResponseModel(course, 1, nobody_learns)
    assert all(gain == 0 for lesson in course.lessons() for gain in model.gain_of(lesson).values())
    assert [work.work for work in model.works] == list(WORKS)
    assert {person.stops for person in people_of(CENTRES[0], 200, 1, course, model)} == {None, "pre", "lessons", "post"}
