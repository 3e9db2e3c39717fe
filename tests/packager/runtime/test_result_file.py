"""The result file as the player writes it: its digest is the one that is worked out where it is taken in."""

from __future__ import annotations

import json

import pytest

from foundation.digest import canonical_json, sha256_hex
from tests.packager.runtime.conftest import Run

pytestmark = pytest.mark.browser

_JOURNAL = """
  const about = { course: { id: "c", version: "1", card: "0", title: "课" }, map: { iri: "i", version: "1" },
    part: null, simulated: false, adapter: "scorm12" };
  const answer = (id, n, response) => ({ id, objective: "pre.i", type: "choice", correct: ["b"], weighting: 1, response,
    result: "wrong", latencyMs: 10.6, at: 1000 * (n + 1), text: { en: "long" } });
"""


@pytest.mark.parametrize("length", [0, 1, 55, 56, 63, 64, 119, 1000])
def test_the_digest_is_sha256_of_utf8(run: Run, length: int) -> None:
    text = ("质量é𠀀a" * 200)[:length]
    assert run("return cb.sha256Hex(text);", text=text) == sha256_hex(text.encode())


def test_what_is_digested_is_the_canonical_json_that_is_worked_out_when_it_is_taken_in(run: Run) -> None:
    value = {
        "b": [1, 83.33, 0.0001, True, None],
        "a": {"z": '换行\n"引号" \u2028 \x7f', "y": -0.5, "x": 100.0},
        "c": "",
    }
    text = run("return cb.resultFile.canonical(value);", value=value)
    assert text.encode() == canonical_json(json.loads(text))
    assert json.loads(text) == value


def test_an_answer_given_again_replaces_the_older_one_and_carries_no_question_text(run: Run) -> None:
    page = run(
        _JOURNAL
        + """const journal = new cb.journal.Journal(about, "key", null);
      journal.answered(0, answer("q", 0, "a"), 500); journal.answered(0, answer("q", 1, "b"), 900);
      return journal.page;"""
    )
    (entry,) = page["interactions"]
    assert (entry["response"], entry["latency_ms"], "text" in entry, page["spent_ms"]) == ("b", 11, False, 900)


def test_time_of_earlier_sessions_is_added_and_another_attempt_begins_its_own_journal(run: Run) -> None:
    found = run(
        _JOURNAL
        + """const first = new cb.journal.Journal(about, "key", null);
      first.answered(0, answer("q", 0, "a"), 500);
      const kept = JSON.parse(JSON.stringify(first.page));
      const second = new cb.journal.Journal(about, "key", kept);
      second.answered(1, answer("r", 1, "a"), 200);
      const other = new cb.journal.Journal(about, "other", kept);
      return [second.page.spent_ms, second.page.interactions.length, other.page.interactions.length, other.isEmpty];"""
    )
    assert found == [700, 2, 0, True]


def test_an_lms_that_has_the_first_answers_is_told_the_later_ones_and_the_result(run: Run) -> None:
    calls = run(
        _JOURNAL
        + """const journal = new cb.journal.Journal(about, "key", null);
      [0, 1, 2].forEach((n) => journal.answered(n, answer(`q${n}`, n, "a"), 1));
      journal.scored({ raw: 50, scaled: 0.5 }, 9, 1);
      journal.ended("failed", 9, 1);
      return journal.callsAfter(2);"""
    )
    assert [(call[0], call[1]) for call in calls[:1]] == [("answer", 2)]
    assert [call[0] for call in calls] == ["answer", "score", "outcome"]
    assert calls[0][2]["latencyMs"] == 11


def test_a_file_is_named_after_the_course_and_the_minute(run: Run) -> None:
    name = run("return cb.resultFile.nameOf('quality-basics', new Date(2026, 3, 5, 9, 7));")
    assert name == "coursebridge-result-quality-basics-202604050907.json"


def test_a_frame_or_an_element_that_is_called_api_is_no_api(run: Run) -> None:
    script = """
      const top = { API: { name: "top" }, opener: null }; top.parent = top;
      const foreign = new Proxy({}, { get() { throw new Error("blocked"); } });
      const found = (value) => cb.lmsApi.find({ opener: null, parent: top, API: value }, "API").name;
      return [found(foreign), found(document.createElement("div")), found(window)];
    """
    assert run(script) == ["top", "top", "top"]
