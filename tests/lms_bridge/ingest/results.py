"""Result files as the player writes them, made by hand, about the course of the bridge's tests."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

from course_templates.card import CourseCard
from foundation.digest import canonical_json, sha256_hex
from lms_bridge.cards import card_sha256
from tests.lms_bridge.scenes import START, card


def moment(minutes: float) -> str:
    """Return a time after START as browsers write it."""
    return (START + timedelta(minutes=minutes)).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def answer(n: int, name: str, response: str, result: str, *, minutes: float, **more: Any) -> dict[str, Any]:
    """Return an answered question."""
    values = {"type": "choice", "objective": None, "correct": None, "weighting": 1, "latency_ms": 12500}
    return {"n": n, "id": name, "response": response, "result": result, "at": moment(minutes), **values, **more}


def pre_test(right: int, minutes: float = 1) -> list[dict[str, Any]]:
    """Return the answers of a pre-test, 0 to 2 of them right, as `scenes.pre_test` does."""
    return [
        answer(n, f"pre.pre-a.{q}.1.1", "a", "correct" if n < right else "wrong", minutes=minutes)
        for n, q in enumerate(("q1", "q2"))
    ]


def post_test(right: int, minutes: float = 2) -> list[dict[str, Any]]:
    """Return the answers of a post-test, as `scenes.post_test` does."""
    return [
        answer(n + 2, f"post.post-a.{q}.1.1", "b", "correct" if n < right else "wrong", minutes=minutes)
        for n, q in enumerate(("q3", "q4"))
    ]


def survey(minutes: float = 3) -> list[dict[str, Any]]:
    """Return the answers to the survey, open text in Chinese."""
    text = "缺少供应商质量管理"
    return [
        answer(4, "survey.fit.s1.1.1", "b", "neutral", minutes=minutes, type="likert", weighting=None),
        answer(5, "survey.fit.s2.1.1", "a", "neutral", minutes=minutes, weighting=None),
        answer(6, "survey.fit.s3.2.1", text, "neutral", minutes=minutes, type="fill-in", weighting=None),
    ]


def result(interactions: list[dict[str, Any]], of: CourseCard | None = None, **changes: Any) -> dict[str, Any]:
    """Return a result: an attempt that goes on, or one that was passed where `status` says so."""
    course = of or card()
    last = max((each["at"] for each in interactions), default=moment(0))
    found = {
        "written_at": moment(60),
        "course": {"id": course.id, "version": course.version, "card": card_sha256(course), "title": "质量管理入门"},
        "map": {"iri": course.map.iri, "version": course.map.version},
        "part": None,
        "simulated": False,
        "adapter": "scorm12",
        "learner": {"id": "1", "name": "欧阳质检", "home_page": None, "entered": False},
        "attempt": "abcd1234",
        "registration": None,
        "started_at": moment(0),
        "last_at": last,
        "duration_ms": 180_000,
        "status": "incomplete",
        "status_at": None,
        "score": None,
        "undelivered": 3,
        "elsewhere": 0,
        "lessons": [{"id": "l1", "at": moment(1)}],
        "objectives": [{"id": "pre.a1", "raw": 100, "passed": True, "at": moment(1)}],
        "interactions": interactions,
    }
    return {**found, **changes}


def passed(minutes: float = 2) -> dict[str, Any]:
    """Return the values of a result whose post-test was passed."""
    score = {"raw": 100, "scaled": 1, "at": moment(minutes)}
    return {"status": "passed", "status_at": moment(minutes), "score": score}


def document(found: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """Return a result as a file holds it, digest and all."""
    sha256 = sha256_hex(canonical_json(found))
    return {"format": "coursebridge-result", "version": 1, "sha256": sha256, "result": found, **changes}


def write(path: Path, found: dict[str, Any], **changes: Any) -> Path:
    """Write a result file."""
    text = json.dumps(document(found, **changes), ensure_ascii=False, indent=1)
    path.write_text(text + "\n", encoding="utf-8")
    return path


def edited(path: Path, old: str, new: str) -> Path:
    """Change a file by hand, as somebody would who wants a better score."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    return path
