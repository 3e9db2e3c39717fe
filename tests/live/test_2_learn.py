"""Learners take the course in a real browser; what is harvested is what they did."""

from __future__ import annotations

import signal
from collections import Counter
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser

from tests.e2e.driver import right_answers, wrong_answers
from tests.live.browser import learner_at
from tests.live.conftest import Run
from tests.live.expected import facts, form_facts, survey_facts
from tests.live.relay import relay_to
from tests.lms_bridge.scenes import multiset

pytestmark = [pytest.mark.live, pytest.mark.timeout(300), pytest.mark.browser]

#: Rows of a page, so that a harvest of three learners takes about ten.
_PAGE_ROWS = 4
#: Each run keeps the pages before the one at which it is killed.
_KILL_AT = 3
_MOST_RUNS = 40


def test_learners_in_chromium(run: Run, chromium: Browser, figure: Callable[[str], None]) -> None:
    """One passes everything; one stops in the middle of the package, one in the middle of a quiz."""
    names = ("passes", "half-package", "half-quiz")
    run.learners = {name: run.site.add_learner(f"{run.name}-{name}") for name in names}
    run.site.enrol(run.site.course_id(run.name), list(run.learners.values()))
    _pass(run, chromium)
    _half_a_package(run, chromium)
    _half_a_quiz(run, chromium)
    answers = sum(len(answered) for answered in run.answered.values())
    figure(f"{len(names)} learners, {answers} answers")
    assert [len(run.answered[name]) for name in names] == [29, 8, 5]


def test_harvest_equals_what_they_did(run: Run, figure: Callable[[str], None]) -> None:
    """Scores, answers question by question, completion: of everybody, nothing else, and a second time nothing new."""
    told = run.work.run("harvest", "run", "live").sound()
    again = run.work.run("harvest", "run", "live").sound()
    (first,), (second,) = told["sources"], again["sources"]
    figure(f"{first['rows']} rows, {first['records']} records; again {second['records']}")
    assert (first["refused"], second["rows"], second["records"]) == (0, 0, 0)
    course = run.course
    passed, package, quiz = (run.answered[name] for name in ("passes", "half-package", "half-quiz"))
    expected = {
        "passes": sum((form_facts(course, p, passed) for p in ("pre", "practice", "post", "exam")), Counter())
        + survey_facts(course, passed),
        "half-package": form_facts(course, "pre", package) + form_facts(course, "practice", package),
        "half-quiz": form_facts(course, "pre", quiz, marked=False),
    }
    for name, learner in run.learners.items():
        assert facts(run.work.records_of(learner)) == expected[name], name
    assert _course_done(run) == {"passes": True, "half-package": False, "half-quiz": False}


def test_harvest_without_the_plugin(run: Run, figure: Callable[[str], None]) -> None:
    """By Moodle's own functions alone: the same facts of whoever has handed in, and the course done by the same."""
    told = run.work.run("harvest", "run", "core", home="core").sound()
    again = run.work.run("harvest", "run", "core", home="core").sound()
    (first,), (second,) = told["sources"], again["sources"]
    figure(f"{first['rows']} rows, {first['records']} records; again {second['records']}")
    assert (first["refused"], second["records"]) == (0, 0)
    for name in ("passes", "half-package"):
        learner = run.learners[name]
        assert facts(run.work.records_of(learner, "core")) == facts(run.work.records_of(learner)), name
    assert _course_done(run, "core") == {"passes": True, "half-package": False, "half-quiz": False}


def test_harvest_killed_again_and_again(run: Run, figure: Callable[[str], None]) -> None:
    """Killed at its first request, its second, then every few pages: the records are those of one left alone."""
    settings = run.work.root / "coursebridge.toml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(text.replace('courses = "', f'page_rows = {_PAGE_ROWS}\ncourses = "'), encoding="utf-8")
    harvest = ("harvest", "run", "live")
    with relay_to(run.site.url) as relay:
        for kills in range(_MOST_RUNS):
            code = relay.watch(run.work.start(*harvest, home="killed-home", via=relay.url), min(kills + 1, _KILL_AT))
            if code != -signal.SIGKILL:
                break
    run.work.run(*harvest, home="undisturbed").sound()
    settings.write_text(text, encoding="utf-8")
    figure(f"killed {kills} times, {sum(multiset(run.work.root / 'killed-home').values())} records")
    assert (code, kills >= 4) == (0, True)
    assert multiset(run.work.root / "killed-home") == multiset(run.work.root / "undisturbed")


def _pass(run: Run, chromium: Browser) -> None:
    right = right_answers(run.course)
    cm = run.site.modules(run.name)
    with learner_at(chromium, run.site, run.learners["passes"]) as at:
        done = at.take_quiz(cm["pre.pre-a"], right)
        for lesson in ("page.l1", "page.l2"):
            at.read_page(cm[lesson])
        done += at.take_scorm(cm[f"scorm.CB-{run.name}"], right)
        done += at.take_quiz(cm["post.post-a"], right) + at.take_quiz(cm["exam.exam-a"], right)
        at.answer_feedback(cm["survey.jobfit"], run.course, right)
    assert run.course.survey is not None
    done += [question.id for question in run.course.survey.questions]
    run.answered["passes"] = {question: tuple(right[question]) for question in done}


def _half_a_package(run: Run, chromium: Browser) -> None:
    wrong = wrong_answers(run.course)
    cm = run.site.modules(run.name)
    with learner_at(chromium, run.site, run.learners["half-package"]) as at:
        done = at.take_quiz(cm["pre.pre-a"], wrong)
        frame = at.enter_scorm(cm[f"scorm.CB-{run.name}"])
        done += at.begin_package(frame, wrong, 2)
        at.leave()
    run.answered["half-package"] = {question: tuple(wrong[question]) for question in done}


def _half_a_quiz(run: Run, chromium: Browser) -> None:
    right = right_answers(run.course)
    with learner_at(chromium, run.site, run.learners["half-quiz"]) as at:
        at.begin_quiz(run.site.modules(run.name)["pre.pre-a"])
        done = at.answer_page(right)
        at.leave()
    run.answered["half-quiz"] = {question: tuple(right[question]) for question in done}


def _course_done(run: Run, home: str = "home") -> dict[str, bool]:
    found = {}
    for name, learner in run.learners.items():
        rows = [row for row in run.work.records_of(learner, home) if row["kind"] == "completion"]
        found[name] = any(row["completed"] for row in rows)
    return found
