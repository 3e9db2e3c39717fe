"""Times, texts and interactions in the forms that SCORM 1.2 allows: others are refused by strict LMSs."""

from __future__ import annotations

import pytest

from tests.packager.runtime.conftest import Run

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(
    ("milliseconds", "text"),
    [
        (0, "0000:00:00.00"),
        (12_340, "0000:00:12.34"),
        (59_996, "0000:01:00.00"),
        (3_600_000, "0001:00:00.00"),
        (90_061_010, "0025:01:01.01"),
        (-5, "0000:00:00.00"),
        (10**12, "9999:59:59.99"),
    ],
)
def test_a_duration_is_hours_minutes_seconds_and_hundredths(run: Run, milliseconds: int, text: str) -> None:
    assert run("return cb.time.timespan12(milliseconds);", milliseconds=milliseconds) == text


@pytest.mark.parametrize(
    ("milliseconds", "text"),
    [
        (0, "PT0S"),
        (12_340, "PT12.34S"),
        (59_996, "PT1M"),
        (3_600_000, "PT1H"),
        (90_061_010, "PT25H1M1.01S"),
        (-5, "PT0S"),
        (4_530, "PT4.53S"),
        (1_140, "PT1.14S"),
        (3_661_070, "PT1H1M1.07S"),
    ],
)
def test_a_2004_duration_is_an_iso_interval(run: Run, milliseconds: int, text: str) -> None:
    assert run("return cb.time.interval2004(milliseconds);", milliseconds=milliseconds) == text


def test_a_2004_timestamp_is_utc_with_a_fraction_of_a_second(run: Run) -> None:
    """The specification has the zone follow a fraction, never whole seconds: `[.s[TZD]]`."""
    moment = "new Date(Date.UTC(2026, 3, 10, 7, 5, 9, 870))"
    assert run(f"return cb.time.timestamp2004({moment});") == "2026-04-10T07:05:09.87Z"


def test_time_of_day_has_two_digits_each(run: Run) -> None:
    assert run("return cb.time.timeOfDay12(new Date(2026, 3, 10, 7, 5, 9));") == "07:05:09"


def test_a_stopwatch_counts_only_while_the_page_is_seen(run: Run) -> None:
    script = """
      let now = 0;
      const watch = new cb.time.Stopwatch(() => now);
      now = 50; watch.start(); now = 150; watch.pause(); now = 900; watch.start(); watch.start(); now = 1000;
      return watch.elapsed();
    """
    assert run(script) == 200


def test_open_text_is_one_line_of_at_most_250_units_and_no_half_character(run: Run) -> None:
    text = run("return cb.interactions.oneLine('一行\\n\\t另一行' + '👷'.repeat(200));")
    assert text.startswith("一行 另一行👷")
    assert len(text.encode("utf-16-le")) // 2 in (249, 250)
    assert text.encode("utf-8").decode("utf-8") == text
    assert "\n" not in text


def test_a_true_false_question_with_other_keys_is_told_as_a_choice(run: Run) -> None:
    script = """
      const question = (keys) => ({ type: "true-false", choices: keys.map((key) => ({ key })), id: "q", version: 2,
        item: "i", answer: [keys[0]], points: 1 });
      const place = { phase: "pre", form: "f", attempt: 1 };
      const type = (keys) => cb.interactions.ofTest(place, question(keys), ["t"], 0).type;
      return [type(["t", "f"]), type(["a", "b"])];
    """
    assert run(script) == ["true-false", "choice"]


def test_an_interaction_tells_phase_form_question_version_and_try(run: Run) -> None:
    script = """
      const question = { type: "multiple", id: "q7", version: 3, item: "quality.a1", points: 2, answer: ["a", "c"],
        choices: [{ key: "a" }, { key: "b" }, { key: "c" }] };
      const one = cb.interactions.ofTest({ phase: "post", form: "post-a", attempt: 2 }, question, ["a", "b"], 1234);
      delete one.at;
      delete one.text;
      return one;
    """
    assert run(script) == {
        "id": "post.post-a.q7.3.2",
        "objective": "post.quality.a1",
        "type": "choice",
        "correct": ["a", "c"],
        "weighting": 2,
        "response": "a,b",
        "result": "wrong",
        "latencyMs": 1234,
    }
