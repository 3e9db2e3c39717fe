"""Mutants of how the player is launched, goes on and is shown."""

from __future__ import annotations

from tests.mutants.model import Edit, Mutant

_LAUNCHING = "tests/pains/test_pain_10_to_12_and_16_17_launching.py"
_SCREENS = "tests/pains/test_pain_18_21_screens.py"
_RECORDER = "core/recorder.js"
_12, _2004, _API = "adapters/scorm12.js", "adapters/scorm2004.js", "adapters/lms_api.js"


def _of(pain: int, wrong: str, place: tuple[str, str, str], *tests: str) -> Mutant:
    """Return a mutant of one place of the player."""
    return Mutant(pain, wrong, (_edit(*place),), tests)


def _edit(file: str, before: str, after: str) -> Edit:
    return Edit(f"packager/runtime/{file}", before, after)


PLAYER_SCREENS = (
    _of(
        10,
        "a window of another site ends the search",
        (_API, "return null; // A window of another site: its properties throw.", "throw error;"),
        f"{_LAUNCHING}::test_pain_10_the_api_is_found_beyond_a_frame_of_another_site",
    ),
    _of(
        10,
        "the window that opened the course is not asked",
        (_API, "!visited.has(win); win = openerOf(win)) {", "!visited.has(win); win = null) {"),
        f"{_LAUNCHING}::test_pain_10_the_api_is_found_in_the_window_that_opened_the_course",
    ),
    _of(
        10,
        "the course's own window is not asked",
        (_API, "const api = apiOf(win, name);", "const api = win === window ? null : apiOf(win, name);"),
        f"{_LAUNCHING}::test_pain_10_the_api_is_found_in_the_course_s_own_window",
    ),
    _of(
        10,
        "that nothing is reported is not said",
        ("main.js", "else if (!opening.recorded) notices.push(", "else if (false) notices.push("),
        f"{_LAUNCHING}::test_pain_10_without_an_api_the_course_is_shown_and_says_that_nothing_is_reported",
    ),
    _of(
        11,
        "work is resumed where the LMS says `resume` alone",
        (
            _12,
            'state: this._get("cmi.suspend_data"),',
            'state: this._get("cmi.core.entry") === "resume" ? this._get("cmi.suspend_data") : "",',
        ),
        f"{_LAUNCHING}::test_pain_11_an_lms_that_always_says_ab_initio_gets_its_learner_back_where_they_were",
    ),
    _of(
        11,
        "leaving is not told as a suspension (1.2)",
        (_12, 'this._exit = "suspend";', 'this._exit = "";'),
        f"{_LAUNCHING}::test_pain_11_an_lms_that_goes_by_the_book_is_told_that_there_is_something_to_resume",
    ),
    _of(
        11,
        "leaving is not told as a suspension (2004)",
        (_2004, 'this._exit = "suspend";', 'this._exit = "";'),
        f"{_LAUNCHING}::test_pain_11_an_lms_that_goes_by_the_book_is_told_that_there_is_something_to_resume",
    ),
    _of(
        12,
        "a second try has the ids of the first",
        ("core/interactions.js", "question.version, attempt].join", "question.version].join"),
        f"{_LAUNCHING}::test_pain_12_ten_keys_long_texts_and_a_second_try_all_arrive_under_their_own_ids",
    ),
    _of(
        12,
        "several keys are one (2004)",
        (_2004, 'response: isKeys ? keys.join("[,]") : response,', "response,"),
        f"{_LAUNCHING}::test_pain_12_ten_keys_long_texts_and_a_second_try_all_arrive_under_their_own_ids",
    ),
    Mutant(
        12,
        "texts are as long as they are",
        (
            _edit("core/interactions.js", "const MAX_CHARACTERS = 250;", "const MAX_CHARACTERS = 4000;"),
            _edit(_12, "const MAX_CHARACTERS = 255;", "const MAX_CHARACTERS = 4000;"),
        ),
        (f"{_LAUNCHING}::test_pain_12_ten_keys_long_texts_and_a_second_try_all_arrive_under_their_own_ids",),
    ),
    _of(
        16,
        "a page without launch parameters stays empty",
        (
            "adapters/xapi_launch.js",
            "if (launch === null) return null;\n    const registration",
            "const registration",
        ),
        f"{_LAUNCHING}::test_pain_16_opened_without_its_parameters_a_course_is_shown_and_says_that_nothing_is_reported",
    ),
    _of(
        17,
        "every page is committed at once",
        (
            _RECORDER,
            "if (this._timer === null) this._timer = this.timers.set(() => this.save(), PAGE_CHANGE_MS);",
            "this.save();",
        ),
        f"{_LAUNCHING}::test_pain_17_turning_pages_costs_one_commit_in_the_end_and_an_answer_one_at_once",
    ),
    _of(
        18,
        "head and foot stand still in a low frame",
        ("style/frame.css", "@media (max-height: 22rem) {", "@media (max-height: 0) {"),
        f"{_SCREENS}::test_pain_18_in_a_frame_of_any_size_nothing_is_cut_off_and_there_is_room_to_read",
    ),
    _of(
        18,
        "a wide table makes the page wide",
        ("style/reading.css", "max-inline-size: 100%;\n  overflow-x: auto;", ""),
        f"{_SCREENS}::test_pain_18_in_a_frame_of_any_size_nothing_is_cut_off_and_there_is_room_to_read",
    ),
    _of(
        18,
        "a wide picture makes the page wide",
        ("style/reading.css", "max-inline-size: 100%;\n  block-size: auto;", ""),
        f"{_SCREENS}::test_pain_18_in_a_frame_of_any_size_nothing_is_cut_off_and_there_is_room_to_read",
    ),
    _of(
        21,
        "the focus stays where the button was",
        ("views/frame.js", 'screen.querySelector("[data-cb-heading]").focus({ preventScroll: true });', ""),
        f"{_SCREENS}::test_pain_21_a_screen_reader_is_led_through_the_course_by_the_course_itself",
    ),
    _of(
        21,
        "what the learner must know is not read out",
        ("index.html", 'role="status" aria-live="polite" hidden', "hidden"),
        f"{_SCREENS}::test_pain_21_what_went_wrong_and_what_was_right_is_read_out",
    ),
    _of(
        21,
        "a tool of another site is to read aloud",
        (
            "index.html",
            '<script src="player/player.js"></script>',
            '<script src="https://cdn.example/read-aloud.js"></script>\n<script src="player/player.js"></script>',
        ),
        f"{_SCREENS}::test_pain_21_the_course_asks_for_nothing_that_is_not_in_the_package",
        f"{_SCREENS}::test_pain_21_no_page_of_a_package_names_a_script_or_style_of_another_site",
    ),
)
