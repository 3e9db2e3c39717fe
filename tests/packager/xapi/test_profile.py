"""The xAPI profile says what the player sends, and would notice if it sent something else."""

from __future__ import annotations

import copy
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from packager.player import vocabulary
from tests.packager.xapi.profile_match import PROFILE, profile, uncovered

_ROOT = Path(__file__).resolve().parents[3]
_WORDS = vocabulary()
_EXT = _WORDS["extensions"]
_TYPES = _WORDS["types"]


def _answer() -> dict[str, Any]:
    """Return an answer as the player tells it."""
    question = {
        "id": "pre.f.q.1.1",
        "phase": "pre",
        "form": "f",
        "form_version": 1,
        "question": "q",
        "question_version": 1,
        "try": 1,
        "item": "i",
    }
    course = {"id": "c", "version": "1", "role": "quality", "simulated": False, "map": "urn:m:", "map_version": "1"}
    return {
        "id": "e86c92bc-b7e0-58a8-89fa-8df7762b8d13",
        "actor": {"mbox": "mailto:a@example.org"},
        "verb": _WORDS["verbs"]["answered"],
        "object": {
            "id": "urn:q",
            "definition": {
                "type": _TYPES["interaction"],
                "interactionType": "choice",
                "correctResponsesPattern": ["a"],
            },
        },
        "result": {"response": "a", "success": True, "duration": "PT1.00S", "score": {"raw": 1, "max": 1}},
        "context": {
            "contextActivities": {
                "category": [{"id": _WORDS["profile"], "definition": {"type": _TYPES["profile"]}}],
                "grouping": [{"id": "urn:c", "definition": {"type": _TYPES["course"]}}],
                "parent": [{"id": "urn:f", "definition": {"type": _TYPES["assessment"]}}],
                "other": [{"id": "urn:i", "definition": {"type": _TYPES["objective"]}}],
            },
            "extensions": {_EXT["course"]: course, _EXT["question"]: question},
        },
        "timestamp": "2026-11-24T08:59:43.385Z",
    }


def test_an_answer_is_covered() -> None:
    assert uncovered(_answer()) == ""


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("verb", "id"), "http://adlnet.gov/expapi/verbs/attempted"),
        (("object", "definition", "interactionType"), "sequencing"),
        (("object", "definition", "correctResponsesPattern"), None),
        (("object", "definition", "type"), "urn:x-other"),
        (("result", "response"), None),
        (("result", "success"), None),
        (("context", "contextActivities", "category"), None),
        (("context", "contextActivities", "parent"), None),
        (("context", "extensions", _EXT["course"]), None),
        (("context", "extensions", _EXT["question"], "item"), None),
        (("context", "extensions", _EXT["question"], "phase"), "exam"),
        (("context", "extensions", "urn:x-unknown"), 1),
    ],
    ids=str,
)
def test_a_statement_that_tells_something_else_is_not_covered(path: tuple[str, ...], value: object) -> None:
    statement = copy.deepcopy(_answer())
    *way, last = path
    place = statement
    for name in way:
        place = place[name]
    if value is None:
        del place[last]
    else:
        place[last] = value
    assert uncovered(statement)


def test_the_profile_in_the_docs_is_that_of_the_player(tmp_path: Path) -> None:
    written = tmp_path / "profile.jsonld"
    subprocess.run([sys.executable, _ROOT / "docs/xapi_profile.py", written], check=True, timeout=60)
    assert written.read_text(encoding="utf-8") == PROFILE.read_text(encoding="utf-8")


def test_the_profile_names_every_verb_of_the_player_once_and_ids_are_unique() -> None:
    verbs = {each["verb"] for each in profile()["templates"]}
    assert verbs == {each["id"] for each in _WORDS["verbs"].values()}
    ids = [each["id"] for part in ("concepts", "templates", "patterns") for each in profile()[part]]
    assert len(ids) == len(set(ids))
    known = set(ids)
    for pattern in profile()["patterns"]:
        named = [*pattern.get("sequence", []), *pattern.get("alternates", []), pattern.get("zeroOrMore")]
        assert {each for each in named if each} <= known
    for concept in profile()["concepts"]:
        assert json.loads(concept["inlineSchema"])["type"]


def test_the_documentation_tells_every_verb_and_extension() -> None:
    text = (_ROOT / "docs/xapi-profile.md").read_text(encoding="utf-8")
    for iri in [*(each["id"] for each in _WORDS["verbs"].values()), *_TYPES.values(), *_EXT.values()]:
        assert f"`{iri}`" in text, iri
