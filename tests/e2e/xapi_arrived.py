"""What arrived at an LRS, read back as the tests compare it: with what the learner did."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from course_templates.model import Course

QUESTION = "urn:x-coursebridge:xapi:extension:question"
OBJECTIVE = "urn:x-coursebridge:xapi:extension:objective"
COURSE = "urn:x-coursebridge:xapi:extension:course"
Json = Mapping[str, Any]


def verb_of(statement: Json) -> str:
    """Return the last word of a verb's IRI."""
    return str(statement["verb"]["id"]).rsplit("/", 1)[-1]


def answered(statements: Iterable[Json]) -> list[Json]:
    """Return the answers, in the order of their arrival."""
    return [each for each in statements if verb_of(each) == "answered"]


def interaction_ids(statements: Iterable[Json]) -> list[str]:
    """Return `phase.form.question.version.try` of the answers."""
    return [each["context"]["extensions"][QUESTION]["id"] for each in answered(statements)]


def objectives(statements: Iterable[Json]) -> dict[str, tuple[float, str]]:
    """Return score from 0 to 100 and status per objective id, `phase.item`."""
    found = {}
    for each in statements:
        if verb_of(each) == "scored":
            about, result = each["context"]["extensions"][OBJECTIVE], each["result"]
            status = "passed" if result["success"] else "failed"
            found[f"{about['phase']}.{about['item']}"] = (round(result["score"]["scaled"] * 100, 2), status)
    return found


def check_answers(course: Course, statements: Iterable[Json], answers: Mapping[str, Sequence[str]]) -> None:
    """Compare every answer, question type by question type, with the keys that the learner chose."""
    surveyed = {each.id: each for each in (course.survey.questions if course.survey else ())}
    for each in answered(statements):
        told, result = each["context"]["extensions"][QUESTION], each["result"]
        definition = each["object"]["definition"]
        keys = list(answers[told["question"]])
        if told["phase"] == "survey":
            question = surveyed[told["question"]]
            kinds = {"rating": "likert", "choice": "choice", "text": "long-fill-in"}
            assert definition["interactionType"] == kinds[question.kind]
            assert "success" not in result
            assert "correctResponsesPattern" not in definition
            if question.kind == "rating":
                assert (result["response"], told["value"]) == (keys[0], int(keys[0]))
                assert told["work"] == question.work
            elif question.kind == "choice":
                assert result["response"] == keys[0]
            else:
                assert result["response"] == "实际工作中还要做供应商审核。"
            continue
        asked = course.question(told["question"])
        is_truth = asked.type == "true-false"
        words = {"t": "true", "f": "false"}
        assert definition["interactionType"] == ("true-false" if is_truth else "choice")
        assert result["response"] == (words[keys[0]] if is_truth else "[,]".join(sorted(keys)))
        right = words[asked.answer[0]] if is_truth else "[,]".join(asked.answer)
        assert definition["correctResponsesPattern"] == [right]
        assert result["success"] is (set(keys) == set(asked.answer))
        assert result["score"] == {
            "scaled": int(result["success"]),
            "raw": asked.points * result["success"],
            "min": 0,
            "max": asked.points,
        }
        assert told["item"] == asked.item
        listed = [activity["id"] for activity in each["context"]["contextActivities"]["other"]]
        assert listed == [course.map.iri + asked.item]
