"""Mutants of what the player keeps and reports."""

from __future__ import annotations

from tests.mutants.model import Edit, Mutant

_SAVING = "tests/pains/test_pain_01_to_04_saving.py"
_MANIFESTS = "tests/pains/test_pain_05_13_to_16_packages.py"
_REPORTING = "tests/pains/test_pain_06_to_09_reporting.py"
_APP, _RECORDER, _RESUME, _SESSION = "app.js", "core/recorder.js", "core/resume.js", "core/session.js"
_12, _2004, _SCORM = "adapters/scorm12.js", "adapters/scorm2004.js", "adapters/scorm.js"


def _of(pain: int, wrong: str, place: tuple[str, str, str], *tests: str) -> Mutant:
    """Return a mutant of one place of the player."""
    return Mutant(pain, wrong, (_edit(*place),), tests)


def _edit(file: str, before: str, after: str) -> Edit:
    return Edit(f"packager/runtime/{file}", before, after)


_NEVER_CLOSED = _edit(_RECORDER, "this._closed = true;\n      this.adapter.close();", "this.adapter.close();")

PLAYER_RECORDS = (
    _of(
        1,
        "all answers are written, however long",
        (_RESUME, "if (sizeBytes(text) <= most) return { text, level };", "return { text, level };"),
        f"{_SAVING}::test_pain_01_a_course_of_1000_questions_stays_within_4096_characters_and_resumes",
    ),
    _of(
        2,
        "an answer waits for the next save",
        (
            _APP,
            "this.session.submit(step, keys, this._latencyMs());\n      this.recorder.save();",
            "this.session.submit(step, keys, this._latencyMs());",
        ),
        f"{_SAVING}::test_pain_02_an_answer_is_with_the_lms_before_anything_else_happens",
    ),
    _of(
        2,
        "a hidden page is not saved",
        (_APP, "stopwatch.pause();\n        this.recorder.save();", "stopwatch.pause();"),
        f"{_SAVING}::test_pain_02_a_page_that_is_hidden_is_saved_since_it_may_never_be_seen_again",
    ),
    _of(
        2,
        "leaving is not noticed",
        (_APP, "else this.recorder.leave();", ""),
        f"{_SAVING}::test_pain_02_leaving_within_a_second_keeps_the_place",
    ),
    _of(
        2,
        "leaving is heard by `unload`",
        (_APP, 'window.addEventListener("pagehide",', 'window.addEventListener("unload",'),
        f"{_SAVING}::test_pain_02_nothing_rests_on_what_browsers_took_away",
    ),
    _of(
        3,
        "a first session sets no status (1.2)",
        (
            _12,
            'if (opening.fresh) this._settle("cmi.core.lesson_status",',
            'if (false) this._settle("cmi.core.lesson_status",',
        ),
        f"{_SAVING}::test_pain_03_opening_and_closing_is_neither_passed_nor_completed",
    ),
    _of(
        3,
        "a first session sets no status (2004)",
        (_2004, 'if (opening.fresh) this._settle("cmi.completion_status", "incomplete");', ""),
        f"{_SAVING}::test_pain_03_opening_and_closing_is_neither_passed_nor_completed",
    ),
    Mutant(
        4,
        "what comes after the end is sent all the same",
        (_NEVER_CLOSED,),
        (f"{_SAVING}::test_pain_04_the_session_ends_once_and_nothing_comes_after_or_in_between",),
    ),
    Mutant(
        4,
        "the session ends once more on leaving",
        (_NEVER_CLOSED, _edit(_SCORM, "if (this._closed) return;\n      this._closed = true;", "")),
        (f"{_SAVING}::test_pain_04_the_session_ends_once_and_nothing_comes_after_or_in_between",),
    ),
    _of(
        5,
        "answers are kept by the position of their question",
        (_RESUME, "let tag = tagOf(name);", "let tag = tagOf(String(byName.size));"),
        f"{_MANIFESTS}::test_pain_05_work_begun_with_the_version_before_goes_on_with_the_new_one",
    ),
    _of(
        6,
        "hours have two digits",
        ("core/time.js", "pad(hours, 4)", "pad(hours, 2)"),
        f"{_REPORTING}::test_pain_06_101_hours_of_training_arrive_as_such_and_hidden_hours_do_not_count",
    ),
    _of(
        6,
        "2004 is told the time of 1.2",
        (_2004, "cb.time.interval2004(sessionMs)", "cb.time.timespan12(sessionMs)"),
        f"{_REPORTING}::test_pain_06_101_hours_of_training_arrive_as_such_and_hidden_hours_do_not_count",
    ),
    _of(
        6,
        "a forgotten tab counts as training",
        (_APP, "stopwatch.pause();", ""),
        f"{_REPORTING}::test_pain_06_101_hours_of_training_arrive_as_such_and_hidden_hours_do_not_count",
    ),
    _of(
        6,
        "the moment of an answer has a zone and no fraction (2004)",
        ("core/time.js", "date.toISOString().slice(0, 22)", "date.toISOString().slice(0, 19)"),
        f"{_REPORTING}::test_pain_06_the_moment_of_an_answer_arrives",
    ),
    _of(
        7,
        "1.2 is told the success of 2004",
        (
            _12,
            'return this._settle("cmi.core.lesson_status", outcome);',
            'return this._settle("cmi.success_status", outcome);',
        ),
        f"{_REPORTING}::test_pain_07_in_1_2_no_element_and_no_word_of_2004_is_used",
    ),
    _of(
        7,
        "2004 is told completion alone",
        (_2004, 'if (outcome !== "completed") settled.push(this._settle("cmi.success_status", outcome));', ""),
        f"{_REPORTING}::test_pain_07_in_2004_a_failed_learner_has_completed_and_not_succeeded",
    ),
    _of(
        8,
        "a course without a test never ends",
        (_SESSION, 'this._listener.ended("completed");', ""),
        f"{_REPORTING}::test_pain_08_a_course_without_a_test_is_completed_by_its_last_page",
    ),
    _of(
        9,
        "the mastery score of the LMS is not read (1.2)",
        (_12, 'mastery: masteryOf(this._get("cmi.student_data.mastery_score")),', "mastery: null,"),
        f"{_REPORTING}::test_pain_09_the_pass_mark_of_the_lms_decides",
    ),
    _of(
        9,
        "the passing score of the LMS is not read (2004)",
        (_2004, 'mastery: masteryOf(this._get("cmi.scaled_passing_score")),', "mastery: null,"),
        f"{_REPORTING}::test_pain_09_the_pass_mark_of_the_lms_decides",
    ),
    _of(
        9,
        "a mode that the LMS does not tell is no normal one",
        (_12, 'mode: mode === "browse" || mode === "review" ? mode : "normal",', "mode,"),
        f"{_REPORTING}::test_pain_09_an_lms_that_has_no_lesson_mode_gets_the_score_all_the_same",
    ),
)
