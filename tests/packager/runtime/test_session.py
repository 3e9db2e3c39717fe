"""The rules of the way through a course: order, marking, objectives, trying again."""

from __future__ import annotations

import json

import pytest

from packager.parts import course_parts
from packager.player_course import player_course
from tests.packager.courses import make_course
from tests.packager.runtime.conftest import Run, data_of

pytestmark = pytest.mark.browser


def test_the_order_is_welcome_pre_lessons_with_practice_post_survey_result(run: Run) -> None:
    ids = run("return new cb.CourseIndex(data).steps.map((step) => step.id);", data=data_of(make_course(per_work=1)))
    assert ids == [
        *("welcome", "pre", "pre.pre1-1", "pre.pre2-1"),
        *("lesson.l1", "practice.pra1-1", "lesson.l2", "practice.pra2-1"),
        *("post", "post.pos1-1", "post.pos2-1", "post.outcome"),
        *("survey", "survey.imp-1", "survey.imp-2", "survey.post", "result"),
    ]


def test_lessons_wait_for_the_pre_test_and_the_post_test_for_every_lesson(run: Run) -> None:
    script = """
      const walk = sessionOf(data);
      const open = () => ["lesson.l1", "post", "post.outcome", "survey", "result"]
        .map((id) => walk.session.canEnter(walk.course.step(id)));
      const states = [open()];
      walkTo(walk, "lesson.l1", () => true); states.push(open());
      walkTo(walk, "lesson.l2", () => true); states.push(open());
      walkTo(walk, "post.outcome", () => true); states.push(open());
      return states;
    """
    assert run(script, data=data_of(make_course())) == [
        [False, False, False, False, False],
        [True, False, False, False, False],
        [True, True, False, False, False],
        [True, True, True, True, True],
    ]


def test_practice_that_no_lesson_names_comes_after_the_last_lesson(run: Run) -> None:
    course = make_course(works=1, per_work=2)
    lesson = course.modules[0].lessons[0].model_copy(update={"practice": ("pra1-2",)})
    module = course.modules[0].model_copy(update={"lessons": (lesson,)})
    data = data_of(course.model_copy(update={"modules": (module,)}))
    ids = run("return new cb.CourseIndex(data).steps.map((s) => s.id).filter((id) => /practice/.test(id));", data=data)
    assert ids == ["practice.pra1-2", "practice.pra1-1"]


def test_an_exam_form_never_travels_in_a_package(run: Run) -> None:
    course = make_course(per_work=1)
    exam = course.forms[0].model_copy(update={"phase": "exam", "id": "exam", "questions": ("secret",)})
    secret = course.questions[0].model_copy(update={"id": "secret"})
    data = data_of(course.model_copy(update={"forms": (*course.forms, exam), "questions": (*course.questions, secret)}))
    assert "exam" not in data["forms"]
    assert "secret" not in str(data)


@pytest.mark.parametrize(
    ("passing", "mastery", "right_of_4", "outcome", "raw"),
    [
        ("0.6", None, 3, "passed", 75),
        ("0.6", None, 2, "failed", 50),
        ("0.75", None, 3, "passed", 75),
        ("0.6", 80, 3, "failed", 75),
        ("0.6", 75, 3, "passed", 75),
        ("0.6", 0, 0, "passed", 0),
        (None, None, 0, "completed", 0),
        (None, 50, 1, "failed", 25),
    ],
)
def test_the_pass_mark_is_the_lms_own_else_the_forms(
    run: Run, passing: str | None, mastery: int | None, right_of_4: int, outcome: str, raw: float
) -> None:
    script = """
      const walk = sessionOf(data, { mastery });
      walkTo(walk, "post.outcome", (question, step) => step.phase !== "post" || step.number <= right);
      return walk.listener.log.filter(([name]) => name === "scored" || name === "ended");
    """
    course = make_course(works=2, per_work=2, passing=passing)
    found = run(script, data=data_of(course), mastery=mastery, right=right_of_4)
    assert found == [["scored", {"raw": raw, "scaled": right_of_4 / 4}], ["ended", outcome]]


def test_points_weigh_and_partly_right_is_wrong(run: Run) -> None:
    course = make_course(works=1, per_work=2, with_survey=False)
    questions = tuple(q.model_copy(update={"points": 3}) if q.id == "pos1-2" else q for q in course.questions)
    script = """
      const walk = sessionOf(data);
      walkTo(walk, "post.pos1-2", () => true);
      walk.session.submit(walk.session.current, ["c"], 0);
      return walk.listener.log.filter(([name]) => name === "scored").map(([, score]) => score.raw);
    """
    assert run(script, data=data_of(course.model_copy(update={"questions": questions}))) == [25]


def test_a_third_is_told_with_two_decimals(run: Run) -> None:
    assert run("return [cb.scoring.rawScore({ won: 1, max: 3 }), cb.scoring.rawScore({ won: 0, max: 0 })];") == [
        33.33,
        0,
    ]


def test_an_answer_counts_once(run: Run) -> None:
    script = """
      const walk = sessionOf(data);
      walkTo(walk, "pre.pre1-1", () => true);
      const step = walk.session.current;
      const results = [[], ["d"], ["a"]].map((keys) => walk.session.submit(step, keys, 0));
      return [results.map((one) => one !== null), walk.session.keysOf(step)];
    """
    assert run(script, data=data_of(make_course())) == [[False, True, False], ["d"]]


def test_an_objective_is_told_per_item_and_phase_once_all_its_questions_are_answered(run: Run) -> None:
    script = """
      const walk = sessionOf(data);
      walkTo(walk, "result", (question, step) => step.phase !== "post" || question.id === "pos1-1");
      return walk.listener.log.filter(([name]) => name === "objective")
        .map(([, { id, raw, passed }]) => ({ id, raw, passed }));
    """
    one, two = "quality.a1-1-1", "quality.a1-2-1"
    assert run(script, data=data_of(make_course())) == [
        {"id": f"pre.{one}", "raw": 100, "passed": True},
        {"id": f"pre.{two}", "raw": 100, "passed": True},
        {"id": f"practice.{one}", "raw": 100, "passed": True},
        {"id": f"practice.{two}", "raw": 100, "passed": True},
        {"id": f"post.{one}", "raw": 50, "passed": False},
        {"id": f"post.{two}", "raw": 0, "passed": False},
    ]


def test_a_failed_post_test_may_be_taken_again_as_try_two(run: Run) -> None:
    script = """
      const walk = sessionOf(data);
      walkTo(walk, "post.outcome", (question, step) => step.phase !== "post");
      const may = walk.session.retake();
      const where = walk.session.current.id;
      walkTo(walk, "post.outcome", () => true);
      const ids = walk.listener.log.filter(([name]) => name === "answered").map(([, one]) => one.id);
      return { may, where, ids: ids.filter((id) => id.startsWith("post.")), again: walk.session.retake(),
        ends: walk.listener.log.filter(([name]) => name === "ended").map(([, end]) => end) };
    """
    found = run(script, data=data_of(make_course(works=1, per_work=2)))
    assert found["ids"] == [f"post.post-a.pos1-{n}.1.{attempt}" for attempt in (1, 2) for n in (1, 2)]
    assert found["ends"] == ["failed", "passed"]
    assert (found["may"], found["where"], found["again"]) == (True, "post", False)


def test_a_course_without_post_test_is_completed_by_seeing_it_all(run: Run) -> None:
    course = make_course(works=1, per_work=1, with_survey=False)
    data = data_of(course.model_copy(update={"forms": tuple(f for f in course.forms if f.phase != "post")}))
    script = """
      const walk = sessionOf(data);
      const first = walk.session.outcome();
      walkTo(walk, "result", () => true);
      return [first, walk.listener.log.filter(([name]) => name === "ended").map(([, end]) => end)];
    """
    assert run(script, data=data) == ["incomplete", ["completed"]]


def test_opening_and_leaving_through_pages_never_ends_the_course(run: Run) -> None:
    script = """
      const walk = sessionOf(data);
      walk.session.next();
      walk.session.previous();
      return walk.listener.log.filter(([name]) => name !== "moved");
    """
    assert run(script, data=data_of(make_course())) == []


def test_browsing_lifts_every_lock(run: Run) -> None:
    script = """
      const walk = sessionOf(data, { free: true });
      return walk.course.steps.every((step) => walk.session.canEnter(step));
    """
    assert run(script, data=data_of(make_course())) is True


def test_a_bookmark_that_is_gone_leads_to_the_first_open_step(run: Run) -> None:
    script = """
      const walk = sessionOf(data);
      walkTo(walk, "lesson.l2", () => true);
      const state = walk.session.state;
      return ["lesson.gone", "result", "lesson.l2"].map((id) => {
        state.bookmark = id;
        return sessionOf(data, {}, state).session.current.id;
      });
    """
    assert run(script, data=data_of(make_course())) == ["practice.pra2-1", "practice.pra2-1", "lesson.l2"]
    # The last walk begins anew: nothing is answered yet.
    assert run("return sessionOf(data).session.firstOpen().id;", data=data_of(make_course())) == "pre"


def test_survey_answers_are_neutral_and_name_their_work(run: Run) -> None:
    script = """
      const walk = sessionOf(data);
      walkTo(walk, "result", () => true);
      return walk.listener.log.filter(([name, one]) => name === "answered" && one.id.startsWith("survey."))
        .map(([, one]) => [one.id, one.type, one.objective, one.result, one.correct, one.response.length]);
    """
    found = run(script, data=data_of(make_course(works=1)))
    assert found == [
        ["survey.jobfit.imp-1.1.1", "likert", "survey.quality.w1-1", "neutral", None, 1],
        ["survey.jobfit.freq-1.1.1", "likert", "survey.quality.w1-1", "neutral", None, 1],
        ["survey.jobfit.own-1.1.1", "likert", "survey.quality.w1-1", "neutral", None, 1],
        ["survey.jobfit.post.1.1", "fill-in", None, "neutral", None, 250],
        ["survey.jobfit.years.1.1", "choice", None, "neutral", None, 1],
        ["survey.jobfit.missing.1.1", "fill-in", None, "neutral", None, 250],
    ]


def _part(key: str) -> dict[str, object]:
    part = next(each for each in course_parts(make_course(), "multi") if each.key == key)
    document: dict[str, object] = json.loads(player_course(part.course, part).model_dump_json())
    return document


@pytest.mark.parametrize(
    ("key", "ends"),
    [
        ("pre", ["completed"]),
        ("module-m1", ["completed"]),
        ("post", ["passed"]),
        ("survey", ["completed"]),
    ],
)
def test_each_part_of_a_divided_course_is_completed_by_its_own_work_and_not_before(
    run: Run, key: str, ends: list[str]
) -> None:
    script = """
      const walk = sessionOf(data);
      const ended = () => walk.listener.log.filter(([name]) => name === "ended").map(([, value]) => value);
      const atOnce = ended();
      const open = walk.session.outcome();
      walkTo(walk, "result", () => true);
      const again = sessionOf(data, {}, walk.session.state);
      again.session.go(again.course.step("welcome"));
      const told = again.listener.log.filter(([name]) => name === "ended");
      return [atOnce, open, ended(), told, walk.session.progress()];
    """
    assert run(script, data=_part(key)) == [[], "incomplete", ends, [], 1]


def test_a_survey_that_is_skipped_is_completed_all_the_same_and_begins_at_its_beginning(run: Run) -> None:
    script = """
      const walk = sessionOf(data);
      const progress = [walk.session.progress()];
      const first = walk.session.firstOpen().id;
      while (walk.session.next()) progress.push(walk.session.progress());
      return [first, progress[0], progress[progress.length - 1], walk.session.outcome()];
    """
    assert run(script, data=_part("survey")) == ["welcome", 0, 1, "completed"]
