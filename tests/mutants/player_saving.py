"""Mutants of how the player saves: what an LMS did not take is kept, tried again, told and can be taken along."""

from __future__ import annotations

from tests.mutants.model import Edit, Mutant

#: All of them bring back lost work.
_LOST = 2
_RUNTIME, _E2E = "tests/packager/runtime", "tests/e2e"
_ADAPTER, _API = f"{_RUNTIME}/test_adapter.py", f"{_RUNTIME}/test_hostile_api.py"
_FILE, _LAUNCH, _HOSTILE = (
    f"{_RUNTIME}/test_result_file.py",
    f"{_E2E}/test_hostile_launch.py",
    f"{_E2E}/test_hostile_lms.py",
)
_RECORDER, _RESTORING, _LOCAL = "core/recorder.js", "core/restoring.js", "core/local.js"


def _of(wrong: str, place: tuple[str, str, str], *tests: str) -> Mutant:
    """Return a mutant of one place of the player."""
    file, before, after = place
    return Mutant(_LOST, wrong, (Edit(f"packager/runtime/{file}", before, after),), tests)


_KEPT_AND_SENT = f"{_ADAPTER}::test_what_the_lms_did_not_take_is_kept_told_and_sent_later"
_BROUGHT = f"{_HOSTILE}::test_work_that_did_not_reach_the_lms_is_told_kept_and_brought_by_the_next_launch"
_TWO_WINDOWS = f"{_API}::test_of_two_windows_the_one_opened_last_goes_on_and_the_other_writes_over_nothing"

PLAYER_SAVING = (
    _of(
        "what the LMS did not take is dropped",
        (
            _RECORDER,
            "(isMade(call) ? this._uncommitted : this._queue).push(call);",
            "if (isMade(call)) this._uncommitted.push(call);",
        ),
        f"{_ADAPTER}::test_one_answer_that_the_lms_cannot_take_holds_up_no_score",
    ),
    _of(
        "a failure is not tried again",
        (_RECORDER, "this._timer = this.timers.set(() => this.save(), wait);", "this.timers.set(() => {}, wait);"),
        _KEPT_AND_SENT,
    ),
    _of(
        "retries come as fast as the first one",
        (
            _RECORDER,
            "const wait = RETRY_MS[Math.min(this._failures, RETRY_MS.length) - 1];",
            "const wait = RETRY_MS[0];",
        ),
        _KEPT_AND_SENT,
    ),
    _of(
        "trouble is not told",
        (_RECORDER, "this.troubled = !saved || this.isDoubted;", "this.troubled = false;"),
        _KEPT_AND_SENT,
    ),
    _of(
        "the copy on this machine says that all is saved",
        (_RECORDER, "this.keepLocally(this._isUnsaved(saved));", "this.keepLocally(false);"),
        _KEPT_AND_SENT,
    ),
    _of(
        "the session ends before the LMS has all of it",
        (_RECORDER, "if (saved && !this._closed) this._close();", "if (!this._closed) this._close();"),
        f"{_ADAPTER}::test_finishing_waits_until_the_lms_has_everything",
    ),
    _of(
        "an older outcome comes after a newer one",
        (_RECORDER, "this._queue = this._queue.filter(isKept);", ""),
        f"{_ADAPTER}::test_an_outcome_that_waits_is_replaced_by_the_next_one",
    ),
    _of(
        "what the LMS says to have is not read back",
        (
            "core/confirmation.js",
            "if (text === null || isOf(text, wanted)) return this._end(SURE);",
            "return this._end(SURE);",
        ),
        f"{_HOSTILE}::test_an_lms_that_lies_to_the_end_is_not_said_to_have_the_record",
    ),
    _of(
        "a copy that the LMS never took is not brought",
        (_RESTORING, "if (fromLms === null) return !copy.accepted ||", "if (fromLms === null) return"),
        f"{_E2E}/test_player_api.py::test_work_that_the_lms_never_took_is_brought_by_the_next_launch",
    ),
    _of(
        "calls that were never made are forgotten by the next launch",
        (_RESTORING, "const queue = copy.queue || [];", "const queue = [];"),
        _BROUGHT,
    ),
    _of(
        "an LMS that went back to an older state is believed",
        (_RESTORING, "fromCopy.revision > fromLms.revision;", "false;"),
        f"{_API}::test_an_older_state_of_the_lms_gives_way_to_the_copy_and_what_it_lacks_is_told_again",
    ),
    _of(
        "an LMS that forgot the attempt is believed",
        (_RESTORING, "(!opening.fresh && isOpen(copy))", "false"),
        f"{_HOSTILE}::test_an_lms_that_forgets_what_it_had_gets_it_again",
    ),
    _of(
        "a new attempt goes over work that nobody else has",
        (
            _RESTORING,
            "isLeftOut(fromCopy, copy, fromLms)) local.putAside();",
            "isLeftOut(fromCopy, copy, fromLms)) local.clear();",
        ),
        f"{_HOSTILE}::test_work_of_an_attempt_that_the_lms_does_not_know_can_be_saved_as_a_file",
    ),
    _of(
        "an LMS that lost later answers is not told them again",
        ("core/journal.js", "interactions.filter((entry) => entry.n >= written);", "[];"),
        f"{_FILE}::test_an_lms_that_has_the_first_answers_is_told_the_later_ones_and_the_result",
    ),
    _of(
        "a digest is made of the order in which things were written",
        ("core/result_file.js", "Object.keys(value).sort();", "Object.keys(value);"),
        f"{_FILE}::test_what_is_digested_is_the_canonical_json_that_is_worked_out_when_it_is_taken_in",
    ),
    _of(
        "a file without an account is handed out",
        ("views/saving.js", 'if (given.id === "") {', "if (false) {"),
        f"{_HOSTILE}::test_without_a_platform_the_learner_says_who_it_is_and_takes_the_file",
    ),
    _of(
        "leaving is not asked about where nobody can keep the work",
        ("app.js", "if (!this._wouldBeLost()) return;", "return;"),
        f"{_HOSTILE}::test_where_nobody_can_keep_the_work_leaving_is_asked_about_and_the_file_is_there",
    ),
    _of(
        "a score that the LMS refuses is one of many details",
        ("adapters/scorm.js", "if (isOver && RESULT.test(element)) this.refusesResult = true;", ""),
        f"{_HOSTILE}::test_a_score_that_the_lms_refuses_is_told_with_the_way_out",
    ),
    _of(
        "a function that throws ends the course",
        (
            "adapters/lms_api.js",
            'this.problem = { call: `${name}(${values.slice(0, 1)})`, code: "", text: String(error) };\n',
            "throw error;\n",
        ),
        _BROUGHT,
    ),
    _of(
        "no answer counts as yes whatever the error",
        ("adapters/lms_api.js", 'if (result === "" && code === "0") return true;', 'if (result === "") return true;'),
        f"{_API}::test_a_value_is_taken_if_the_lms_says_so_in_whatever_words",
    ),
    _of(
        "an LMS that is not ready is one that has nothing",
        ("adapters/scorm.js", "const MOST_ASKED = 4;", "const MOST_ASKED = 0;"),
        f"{_API}::test_an_lms_that_throws_at_first_is_asked_again_before_a_new_state_goes_over_what_it_has",
    ),
    _of(
        "an LMS that begins late is none",
        ("main.js", "const AGAIN_MS = [200, 500, 1000];", "const AGAIN_MS = [];"),
        f"{_LAUNCH}::test_an_lms_that_begins_at_the_third_call_only_gets_everything",
    ),
    _of(
        "an API that comes later still is passed over",
        ("main.js", "if (wanted.mayConnect(window)) look(LOOKING_MS);", ""),
        f"{_E2E}/test_player_api.py"
        "::test_an_api_that_comes_when_nobody_waits_any_more_is_used_while_nothing_is_lost_by_it",
    ),
    _of(
        "resume data are as long as they are",
        ("adapters/scorm.js", "this.limitBytes = cb.resume.sizeBytes(text);", ""),
        f"{_API}::test_resume_data_that_the_lms_cuts_off_are_made_to_fit",
    ),
    _of(
        "damaged resume data are passed over in silence",
        (_RESTORING, 'fromLms === null && opening.state !== "";', "false;"),
        f"{_API}::test_resume_data_that_say_nothing_are_told_to_whoever_hoped_to_go_on",
        f"{_LAUNCH}::test_damaged_resume_data_on_another_machine_are_told",
    ),
    _of(
        "a launch that reached no LMS says that it tries again",
        ("views/frame.js", "if (isLocal && recorder.isKept) return notices[0];", ""),
        f"{_E2E}/test_player_cmi5.py"
        "::test_an_lms_that_cannot_be_reached_is_told_and_gets_the_answers_with_the_next_launch",
    ),
    _of(
        "two windows write over each other",
        (_RECORDER, "if (this._closed || !this.recording || !this.local.isTaken) return false;", "return false;"),
        _TWO_WINDOWS,
    ),
    _of(
        "the older window does not say that it is",
        ("app.js", "(recorder.hasGivenWay ? this._giveWay() : this.frame.refresh());", "this.frame.refresh();"),
        f"{_LAUNCH}::test_of_two_windows_the_one_opened_last_goes_on_and_the_other_says_so",
    ),
)
