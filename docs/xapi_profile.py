"""Write docs/xapi-profile.jsonld, the machine-readable xAPI profile, from the player's own vocabulary: `make docs`.

Spec: xAPI Profiles 1.0 Part 2. What the player calls a thing stands in packager/runtime/vocabulary.json alone.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from packager.player import vocabulary

TARGET = Path(__file__).resolve().parent / "xapi-profile.jsonld"
_WORDS = vocabulary()
_PROFILE: str = _WORDS["profile"]
_VERSION = f"{_PROFILE}:1.0.0"
_VERBS: dict[str, str] = {name: verb["id"] for name, verb in _WORDS["verbs"].items()}
_TYPES: dict[str, str] = _WORDS["types"]
_EXTENSIONS: dict[str, str] = _WORDS["extensions"]

_TEXT = {"type": "string"}
_COUNT = {"type": "integer", "minimum": 1}
_PHASES = {"enum": ["pre", "practice", "post", "survey"]}
_ASPECTS = ["importance", "frequency", "own-ability", "post", "experience-years", "employer-kind"]
_MORE_ASPECTS = ["role-exists", "role-title", "missing"]

#: Extension → what it is in both languages, and the JSON Schema of its value.
_SCHEMAS: dict[str, tuple[str, str, dict[str, Any]]] = {
    "course": (
        "语句所属的课程与能力图谱，连同版本",
        "The course and the competency map that a statement is about, with their versions",
        {
            "type": "object",
            "required": ["id", "version", "role", "simulated", "map", "map_version"],
            "properties": {
                "id": _TEXT,
                "version": _TEXT,
                "role": _TEXT,
                "level": _TEXT,
                "simulated": {"type": "boolean"},
                "map": _TEXT,
                "map_version": _TEXT,
            },
        },
    ),
    "question": (
        "一次作答的位置：阶段.试卷.题目.版本.次数，以及所测的能力项",
        "Which answer it is: phase.form.question.version.try, and the map item that is tested",
        {
            "type": "object",
            "required": ["id", "phase", "form", "form_version", "question", "question_version", "try"],
            "properties": {
                "id": {"type": "string", "pattern": r"^(pre|practice|post|survey)(\.[A-Za-z0-9_-]+){2}\.\d+\.\d+$"},
                "phase": _PHASES,
                "form": _TEXT,
                "form_version": _COUNT,
                "question": _TEXT,
                "question_version": _COUNT,
                "try": _COUNT,
                "item": _TEXT,
                "work": _TEXT,
                "aspect": {"enum": [*_ASPECTS, *_MORE_ASPECTS]},
                "value": {"type": "number"},
            },
        },
    ),
    "objective": (
        "得分所属的阶段与能力项",
        "The phase and the map item that a score is of",
        {
            "type": "object",
            "required": ["phase", "item", "form_version"],
            "properties": {"phase": _PHASES, "item": _TEXT, "form": _TEXT, "form_version": _COUNT},
        },
    ),
    "session": (
        "一次启动的标识（cmi5 之外）",
        "Identifies one launch, where cmi5 does not",
        {"type": "string", "format": "uuid"},
    ),
    "happened": (
        "事情发生的时间；仅当语句在之后的会话中补交时才有",
        "When it happened; only where the statement is told in a later session",
        {"type": "string", "format": "date-time"},
    ),
}


def main() -> None:
    """Write the file, or the one that is named as an argument."""
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else TARGET
    target.write_text(document(), encoding="utf-8")


def document() -> str:
    """Return the profile as JSON-LD."""
    return json.dumps(_profile(), ensure_ascii=False, indent=1) + "\n"


def _profile() -> dict[str, Any]:
    return {
        "@context": "https://w3id.org/xapi/profiles/context",
        "id": _PROFILE,
        "type": "Profile",
        "conformsTo": "https://w3id.org/xapi/profiles#1.0",
        "prefLabel": _words("coursebridge 课程的 xAPI 应用规范", "xAPI profile of coursebridge courses"),
        "definition": _words(
            "依据能力图谱的课程：每次作答、每个能力项的得分、课文、会话",
            "Courses made from a competency map: every answer, the score of every map item, lessons, sessions",
        ),
        "author": {"type": "Organization", "name": "coursebridge"},
        "versions": [{"id": _VERSION, "generatedAtTime": "2026-11-24T00:00:00Z"}],
        "concepts": [_extension(name) for name in _EXTENSIONS],
        "templates": [*_session_templates(), *_content_templates()],
        "patterns": _patterns(),
    }


def _words(zh: str, en: str) -> dict[str, str]:
    return {"zh-CN": zh, "en": en}


def _extension(name: str) -> dict[str, Any]:
    zh, en, schema = _SCHEMAS[name]
    return {
        "id": _EXTENSIONS[name],
        "type": "ContextExtension",
        "inScheme": _VERSION,
        "prefLabel": _words(name, name),
        "definition": _words(zh, en),
        "inlineSchema": json.dumps(schema, ensure_ascii=False, sort_keys=True),
    }


def _template(name: str, zh: str, en: str, **more: Any) -> dict[str, Any]:
    return {
        "id": f"{_PROFILE}:template:{name}",
        "type": "StatementTemplate",
        "inScheme": _VERSION,
        "prefLabel": _words(zh, en),
        "definition": _words(zh, en),
        **more,
        "rules": [*_COMMON_RULES, *more.get("rules", [])],
    }


def _included(*locations: str) -> list[dict[str, Any]]:
    return [{"location": location, "presence": "included"} for location in locations]


def _excluded(*locations: str) -> list[dict[str, Any]]:
    return [{"location": location, "presence": "excluded"} for location in locations]


def _only(location: str, *values: Any) -> dict[str, Any]:
    return {"location": location, "presence": "included", "all": list(values)}


def _any(location: str, value: str) -> dict[str, Any]:
    return {"location": location, "presence": "included", "any": [value]}


def _extension_at(name: str, *path: str) -> str:
    return ".".join([f"$.context.extensions['{_EXTENSIONS[name]}']", *path])


_COMMON_RULES: list[dict[str, Any]] = [
    *_included("$.id", "$.timestamp", "$.actor", "$.verb.display"),
    {"location": "$.context.contextActivities.category[*].id", "presence": "included", "any": [_PROFILE]},
    _any("$.context.contextActivities.category[*].definition.type", _TYPES["profile"]),
    _any("$.context.contextActivities.grouping[*].definition.type", _TYPES["course"]),
    *_included(*(_extension_at("course", name) for name in ("id", "version", "role", "map", "map_version"))),
    _only(_extension_at("course", "simulated"), True, False),
]


def _session_templates() -> list[dict[str, Any]]:
    """What begins, ends and judges a session: under cmi5 its defined statements, else the same by our own session."""
    scaled = "$.result.score.scaled"
    return [
        _template(
            "initialized", "会话开始", "A session began", verb=_VERBS["initialized"], rules=_excluded("$.result")
        ),
        _template(
            "completed",
            "看完全部课文、答完全部试题",
            "Every lesson was seen and every question of the tests answered",
            verb=_VERBS["completed"],
            rules=[_only("$.result.completion", True), *_included("$.result.duration"), *_excluded(scaled)],
        ),
        _template(
            "passed",
            "后测合格",
            "The post-test was passed",
            verb=_VERBS["passed"],
            rules=[_only("$.result.success", True), *_included(scaled, "$.result.duration")],
        ),
        _template(
            "failed",
            "后测未合格",
            "The post-test was failed",
            verb=_VERBS["failed"],
            rules=[_only("$.result.success", False), *_included(scaled, "$.result.duration")],
        ),
        _template(
            "terminated",
            "会话结束",
            "A session ended",
            verb=_VERBS["terminated"],
            rules=[*_included("$.result.duration"), *_excluded(scaled, "$.result.success")],
        ),
    ]


def _content_templates() -> list[dict[str, Any]]:
    interaction = "$.object.definition.interactionType"
    tested = [_extension_at("question", name) for name in ("id", "form", "form_version", "question_version", "try")]
    return [
        _template(
            "experienced",
            "第一次打开一课",
            "A lesson was opened for the first time",
            verb=_VERBS["experienced"],
            objectActivityType=_TYPES["lesson"],
            rules=[{"location": "$.context.contextActivities.other[*].definition.type", "all": [_TYPES["objective"]]}],
        ),
        _template(
            "answered",
            "回答了一道题",
            "A question of a test or of practice was answered",
            verb=_VERBS["answered"],
            objectActivityType=_TYPES["interaction"],
            contextParentActivityType=[_TYPES["assessment"]],
            rules=[
                _only(interaction, "choice", "true-false"),
                _only(_extension_at("question", "phase"), "pre", "practice", "post"),
                *_included("$.object.definition.correctResponsesPattern", *tested, _extension_at("question", "item")),
                *_included("$.result.response", "$.result.duration", "$.result.score.raw", "$.result.score.max"),
                _only("$.result.success", True, False),
                _only("$.context.contextActivities.other[*].definition.type", _TYPES["objective"]),
            ],
        ),
        _template(
            "surveyed",
            "回答了岗位调查的一个问题",
            "A question of the job survey was answered",
            verb=_VERBS["answered"],
            objectActivityType=_TYPES["interaction"],
            contextParentActivityType=[_TYPES["assessment"]],
            rules=[
                _only(interaction, "likert", "choice", "long-fill-in"),
                _only(_extension_at("question", "phase"), "survey"),
                *_included(*tested, _extension_at("question", "aspect"), "$.result.response", "$.result.duration"),
                *_excluded("$.result.success", "$.result.score", "$.object.definition.correctResponsesPattern"),
            ],
        ),
        _template(
            "scored",
            "一个能力项在一个阶段的得分",
            "The score of one map item in one phase",
            verb=_VERBS["scored"],
            objectActivityType=_TYPES["objective"],
            rules=[
                *_included("$.result.score.scaled", *(_extension_at("objective", n) for n in ("item", "form_version"))),
                _only(_extension_at("objective", "phase"), "pre", "practice", "post"),
                _only("$.result.success", True, False),
            ],
        ),
    ]


def _patterns() -> list[dict[str, Any]]:
    """One session: begun, then whatever happened, ended."""
    template = f"{_PROFILE}:template:"
    middle = ("experienced", "answered", "surveyed", "scored", "completed", "passed", "failed")
    return [
        _pattern(
            "session",
            "一次会话：先开始，最后结束",
            "One session: it begins first and ends last",
            primary=True,
            sequence=[f"{template}initialized", f"{_PROFILE}:pattern:contents", f"{template}terminated"],
        ),
        _pattern(
            "contents",
            "会话中发生的一切",
            "All that happened in a session",
            primary=False,
            zeroOrMore=f"{_PROFILE}:pattern:content",
        ),
        _pattern(
            "content",
            "会话中的一条语句",
            "One statement within a session",
            primary=False,
            alternates=[template + name for name in middle],
        ),
    ]


def _pattern(name: str, zh: str, en: str, **more: Any) -> dict[str, Any]:
    return {
        "id": f"{_PROFILE}:pattern:{name}",
        "type": "Pattern",
        "inScheme": _VERSION,
        "prefLabel": _words(zh, en),
        "definition": _words(zh, en),
        **more,
    }


if __name__ == "__main__":
    main()
