"""The course changes under learners who have begun: they lose nothing, not a second, and go on where they were."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser

from course_templates.model import Course
from course_templates.source import read_course
from tests.e2e.driver import by_key, drive, right_answers, wrong_answers
from tests.live.browser import learner_at
from tests.live.conftest import Run
from tests.live.course import edit
from tests.live.expected import facts, form_facts
from tests.live.ledger import count, lost, read_from, read_ledger
from tests.live.workplace import by_op

pytestmark = [pytest.mark.live, pytest.mark.timeout(300), pytest.mark.browser]

_LESSON = "质量管理人员每天要看的不是一个平均数"
_NEW_LESSON = "质量管理人员每天先看的不是一个平均数"
_STEM = "pos1-1：均值图上有一点超出上控制限"
_NEW_STEM = "pos1-1：均值图上有一点落在上控制限之外"


def test_change_of_a_lesson_and_a_question(run: Run, chromium: Browser, figure: Callable[[str], None]) -> None:
    """Only they change, and the package that shows the lesson; all that learners hold is as it was to the second."""
    before = read_ledger(run.site, run.name)
    edit(run.folder, "*.md", _LESSON, _NEW_LESSON)
    edit(run.folder, "*.yaml", _STEM, _NEW_STEM)
    _raise_versions(run)
    planned = by_op(run.work.run("push", "plan", "course", "--target", "live").sound())
    done = by_op(run.work.run("push", "apply", "course", "--target", "live").sound(), "applied", "failed")
    after = read_ledger(run.site, run.name)
    figure(f"{len(done['update'])} updated; {count(before)} values and times of 3 learners equal, from {read_from()}")
    changed = {
        f"course:{run.name}",
        "question:pos1-1",
        f"page:{run.name}.page.l1",
        f"scorm:{run.name}.scorm.CB-{run.name}",
    }
    assert {op: set(names) for op, names in done.items()} == {"update": changed}
    assert set(planned["update"]) == changed
    assert set(planned) == {"update", "unchanged"}
    assert lost(before, after) == {}
    assert count(after) == count(before) > 100
    with learner_at(chromium, run.site, run.learners["passes"]) as at:
        assert _NEW_LESSON in at.read_page(run.site.modules(run.name)["page.l1"])


def test_half_done_attempts_go_on(run: Run, chromium: Browser, figure: Callable[[str], None]) -> None:
    """Whoever had stopped in the middle of the package, or of a quiz, ends that attempt under the new version."""
    course = run.course
    right, wrong = right_answers(course), wrong_answers(course)
    cm = run.site.modules(run.name)
    quiz, package = run.learners["half-quiz"], run.learners["half-package"]
    with learner_at(chromium, run.site, quiz) as at:
        rest = at.take_quiz(cm["pre.pre-a"], right)
    with learner_at(chromium, run.site, package) as at:
        journey = drive(at.enter_scorm(cm[f"scorm.CB-{run.name}"]), by_key(wrong))
        at.leave()
    passed = facts(run.work.records_of(run.learners["passes"]))
    told = run.work.run("harvest", "run", "live").sound()
    figure(f"{len(rest)} + {len(journey.answers)} answers more, {told['sources'][0]['records']} records")
    assert told["sources"][0]["refused"] == 0
    assert facts(run.work.records_of(quiz)) == form_facts(course, "pre", right)
    expected = form_facts(course, "pre", wrong) + form_facts(course, "practice", wrong)
    assert facts(run.work.records_of(package)) == expected
    assert facts(run.work.records_of(run.learners["passes"])) == passed
    attempts = Counter(row["attempt"] for row in run.work.records_of(package) if row["kind"] == "response")
    assert set(attempts) == {1}


def test_retire(run: Run, figure: Callable[[str], None]) -> None:
    """A survey that is taken out is hidden only once that is allowed; its answers stay; it comes back."""
    before = read_ledger(run.site, run.name)
    name = f"feedback:{run.name}.survey.jobfit"
    survey, aside = run.folder / "survey.yaml", run.work.root / "survey.yaml"
    push = ("push", "apply", "course", "--target", "live")
    survey.rename(aside)
    refused = run.work.run(*push)
    still = _visible(run, "survey.jobfit")
    allowed = by_op(run.work.run(*push, "--allow", name).sound(), "applied")
    hidden = not _visible(run, "survey.jobfit")
    aside.rename(survey)
    back = by_op(run.work.run(*push).sound(), "applied")
    figure(f"hidden and back; {count(before)} values and times equal, from {read_from()}")
    assert (by_op(refused.told, "skipped")["decide"], refused.code, still) == ([name], 1, True)
    assert (name in allowed["update"], hidden) == (True, True)
    assert (name in back["update"], _visible(run, "survey.jobfit")) == (True, True)
    assert lost(before, read_ledger(run.site, run.name)) == {}


def _raise_versions(run: Run) -> None:
    edit(run.folder, "course.yaml", f"id: {run.name}\nversion: 1.0.0", f"id: {run.name}\nversion: 1.1.0")
    edit(run.folder, "*.yaml", "id: pos1-1\n    version: 1", "id: pos1-1\n    version: 2")
    changed = read_course(run.folder)
    assert _version(changed, "pos1-1") == 2
    run.course = changed


def _version(course: Course, question: str) -> int:
    return course.question(question).version


def _visible(run: Run, activity: str) -> bool:
    objects = run.site.state(run.name)["objects"]
    return bool(next(one["visible"] for one in objects if one["idnumber"] == f"{run.name}.{activity}"))
