"""Mutants of how statements reach an LRS: each once, in order, none believed to be there that is not."""

from __future__ import annotations

from tests.mutants.model import Edit, Mutant

#: All of them bring back lost work, but for those that report what is not so.
_LOST, _STATUS = 2, 7
_LRS = "tests/packager/runtime/test_hostile_lrs.py"
_XAPI = "tests/packager/runtime/test_xapi.py"
_CMI5 = "tests/e2e/test_player_cmi5.py"
_OUTBOX, _CLIENT, _ADAPTER = "adapters/xapi_outbox.js", "adapters/xapi_client.js", "adapters/xapi_adapter.js"


def _of(wrong: str, place: tuple[str, str, str], *tests: str, pain: int = _LOST) -> Mutant:
    """Return a mutant of one place of the player."""
    file, before, after = place
    return Mutant(pain, wrong, (Edit(f"packager/runtime/{file}", before, after),), tests)


_TAKEN = f"{_LRS}::test_statements_that_nobody_says_to_have_taken_are_sent_again"

PLAYER_STATEMENTS = (
    _of(
        "whoever answers in the LRS's place is believed",
        (_CLIENT, "return isForeign(answer, options.method) ? NO_ANSWER :", "return"),
        _TAKEN,
    ),
    _of(
        "whatever an LRS says of statements is a receipt",
        (_OUTBOX, "return Array.isArray(JSON.parse(text));", "return true;"),
        _TAKEN,
    ),
    _of(
        "an answer is waited for without end",
        (_CLIENT, "const TIMEOUT_MS = 20000;", "const TIMEOUT_MS = 3600000;"),
        f"{_LRS}::test_an_answer_that_does_not_come_is_waited_for_20_seconds_and_its_statements_kept",
    ),
    _of(
        "statements that could not be sent are dropped",
        (
            _OUTBOX,
            "else if (verdict === LATER || !(await this._oneByOne(batch))) return false;",
            "else return this._drop(batch) === 0;",
        ),
        f"{_XAPI}::test_a_line_that_is_down_keeps_everything_for_later",
    ),
    _of(
        "what the LRS has already is sent for ever",
        (_OUTBOX, "if (status === 409) return THERE;", ""),
        f"{_XAPI}::test_what_the_lrs_has_already_is_not_sent_for_ever",
    ),
    _of(
        "one statement that is refused holds up all others",
        (_OUTBOX, "else if (verdict === REFUSED) this._drop([entry]);", "else if (verdict === REFUSED) return false;"),
        f"{_XAPI}::test_one_statement_that_is_refused_holds_up_no_other_and_is_counted",
    ),
    _of(
        "a session that is over loses its statements",
        (_OUTBOX, "if (taken === 0) return false;", ""),
        f"{_XAPI}::test_a_forbidden_session_loses_nothing_and_a_forbidden_statement_holds_up_nothing",
    ),
    _of(
        "a login that ran out is an LRS that is down",
        (
            _OUTBOX,
            "if (answer.status !== 0) this.isLockedOut = answer.status === 401 || verdict === FORBIDDEN;",
            "",
        ),
        f"{_LRS}::test_an_lrs_that_lets_nobody_in_any_more_is_told_from_one_that_is_down",
    ),
    _of(
        "a result that the LRS refuses is one of many details",
        (_OUTBOX, "this.refusesResult = this.refusesResult || entries.some((entry) => entry.isResult);", ""),
        f"{_LRS}::test_a_result_that_the_lrs_will_never_take_is_told_as_such",
    ),
    _of(
        "the last request leaves out what is not sent yet",
        (_OUTBOX, "const batch = fits.concat(ends);", "const batch = ends;"),
        f"{_XAPI}::test_the_last_request_holds_what_is_left_and_outlives_the_page",
    ),
    _of(
        "the last request is longer than what browsers let outlive a page",
        (_OUTBOX, "filter((entry) => (room -= entry.sizeBytes + 1) >= 0);", "filter(() => (room -= 1));"),
        f"{_XAPI}::test_the_last_request_keeps_to_what_browsers_let_outlive_a_page",
    ),
    _of(
        "no request outlives its page",
        (_CLIENT, 'const keepalive = options.method !== "GET" && size <= this.roomBytes;', "const keepalive = false;"),
        f"{_XAPI}::test_the_last_request_holds_what_is_left_and_outlives_the_page",
    ),
    _of(
        "a new state goes over one that could not be read",
        (_ADAPTER, "if (!isUnknown(answer.status)) return answer;", "return answer;"),
        f"{_LRS}::test_what_an_lrs_has_and_cannot_say_now_is_not_written_over",
        f"{_LRS}::test_an_lrs_that_can_say_it_a_moment_later_is_asked_again",
    ),
    _of(
        "a state that somebody else changed is never written again",
        (_ADAPTER, "if (CONFLICTS.includes(status)) {", "if (false) {"),
        f"{_LRS}::test_a_state_that_somebody_else_changed_is_read_again_and_written",
    ),
    _of(
        "the last state comes after the end of the session",
        (
            _ADAPTER,
            "if (this._isStateNew) this._writeState();\n      this._end(this._outbox.farewell(last), 0);",
            "this._end(this._outbox.farewell(last), 0);\n      if (this._isStateNew) this._writeState();",
        ),
        f"{_LRS}::test_the_last_state_goes_before_the_word_that_the_session_is_over",
    ),
    _of(
        "an LMS that is down for a moment has refused the token",
        (_CLIENT, 'answer.status >= 500 ? "network" : "refused"', '"refused"'),
        f"{_LRS}::test_a_token_is_asked_for_again_only_where_the_lms_did_not_answer",
    ),
    _of(
        "a name that was encoded twice is no launch",
        ("adapters/xapi_launch.js", "of [String, decodeURIComponent]) {", "of [String]) {"),
        f"{_LRS}::test_a_chinese_name_arrives_however_often_the_lms_encoded_it",
    ),
    _of(
        "an answer that is sent again is another statement",
        ("adapters/xapi_statements.js", "id: cb.uuid.named(space, `${who} ${key}`),", "id: cb.uuid.random(),"),
        f"{_LRS}::test_the_same_answer_has_the_same_id_in_every_session",
    ),
    _of(
        "a failed try is never told",
        ("adapters/cmi5.js", "return held.concat([", "return [].concat(["),
        f"{_CMI5}::test_a_failed_try_is_told_at_the_end_of_its_session_and_a_later_session_may_pass",
        pain=_STATUS,
    ),
    _of(
        "what may be told once is told in every session",
        (_ADAPTER, "if (this._isTold(verb)) return;", ""),
        f"{_CMI5}::test_a_failed_try_is_told_at_the_end_of_its_session_and_a_later_session_may_pass",
        pain=_STATUS,
    ),
    _of(
        "browsing is reported as learning",
        ("main.js", 'recording: opening.mode === "normal",', "recording: true,"),
        f"{_CMI5}::test_browsing_and_reviewing_are_begun_and_ended_and_nothing_else",
        pain=_STATUS,
    ),
)
