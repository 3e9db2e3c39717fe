"""Parts of a course together with the place they were read from, so that every finding can point at it."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from course_templates.folder.yaml import YamlDocument, YamlPath
from foundation.findings import Finding

ModelT = TypeVar("ModelT", bound=BaseModel)

#: So many problems of one part, and so many wrong parts of one file, are told; a file with more is another file.
MAX_PROBLEMS = 100

#: Fields that hold a text in one language or several.
TEXT_FIELDS = frozenset({"title", "description", "stem", "text", "feedback", "prompt", "intro"})


@dataclass(frozen=True)
class Placed(Generic[ModelT]):
    """A part of a course, the YAML document it stands in, and its path there."""

    value: ModelT
    document: YamlDocument
    path: YamlPath = ()

    @property
    def file(self) -> Path:
        """The file it stands in."""
        return self.document.file

    def finding(self, finding_id: str, zh: str, en: str, *sub: str | int) -> Finding:
        """Return a finding about this part, or about what lies below it at `sub`."""
        return self.document.finding(finding_id, zh, en, (*self.path, *sub))


def place_part(
    model: type[ModelT], document: YamlDocument, path: YamlPath, value: Any
) -> tuple[Placed[ModelT] | None, list[Finding]]:
    """Return the part that stands at `path`, or the reasons why it is none."""
    try:
        return Placed(model.model_validate(value), document, path), []
    except ValidationError as error:
        problems = error.errors(include_url=False, include_input=False)[:MAX_PROBLEMS]
        return None, [_validation_finding(model, document, path, details) for details in problems]


def _validation_finding(
    model: type[BaseModel], document: YamlDocument, path: YamlPath, details: ErrorDetails
) -> Finding:
    location = _up_to_text(details["loc"])
    name = ".".join(str(part) for part in location) or str(document.file.name)
    finding_id, zh, en = _in_plain_words(model, details, name, is_text=bool(location) and location[-1] in TEXT_FIELDS)
    return document.finding(finding_id, zh, en, (*path, *location))


def _up_to_text(location: YamlPath) -> YamlPath:
    """Cut what lies below a text field: how texts are validated is nobody's business outside."""
    for index, part in enumerate(location):
        if part in TEXT_FIELDS:
            return location[: index + 1]
    return location


def _in_plain_words(model: type[BaseModel], details: ErrorDetails, name: str, *, is_text: bool) -> tuple[str, str, str]:
    kind, context = details["type"], details.get("ctx", {})
    if kind == "missing":
        return "CT-KEY-MISSING", f"缺少字段 “{name}”", f"The field “{name}” is missing"
    if kind == "extra_forbidden":
        return _unknown_key(model, name)
    if is_text:
        wanted_zh, wanted_en = "应为文字，或 {zh-CN: …, en: …}", "must be text, or {zh-CN: …, en: …}"
    else:
        wanted_zh, wanted_en = _wanted(kind, context, details["msg"])
    return "CT-VALUE", f"“{name}” {wanted_zh}", f"“{name}” {wanted_en}"


def _unknown_key(model: type[BaseModel], name: str) -> tuple[str, str, str]:
    close = difflib.get_close_matches(name.rpartition(".")[2], _field_names(model), n=1)
    hint_zh, hint_en = (f"，是不是 “{close[0]}”？", f"; did you mean “{close[0]}”?") if close else ("", "")
    return "CT-KEY-UNKNOWN", f"不认识字段 “{name}”{hint_zh}", f"The field “{name}” is unknown{hint_en}"


def _field_names(model: type[BaseModel]) -> list[str]:
    names = list(model.model_fields)
    for info in model.model_fields.values():
        for part in getattr(info.annotation, "__args__", ()):
            if isinstance(part, type) and issubclass(part, BaseModel):
                names.extend(part.model_fields)
    return names


def _wanted(kind: str, context: dict[str, Any], message: str) -> tuple[str, str]:
    simple = {
        "string_type": ("应为文字（数字请加引号）", "must be text (put numbers in quotes)"),
        "bool_type": ("应为 true 或 false", "must be true or false"),
        "bool_parsing": ("应为 true 或 false", "must be true or false"),
        "tuple_type": ("应为列表", "must be a list"),
        "model_type": ("应为字段的集合（键: 值）", "must be a mapping (key: value)"),
        "model_attributes_type": ("应为字段的集合（键: 值）", "must be a mapping (key: value)"),
        "string_pattern_mismatch": (f"不合格式 {context.get('pattern')}", f"must match {context.get('pattern')}"),
        "literal_error": (f"应为其中之一：{context.get('expected')}", f"must be one of: {context.get('expected')}"),
        "too_short": (f"至少要有 {context.get('min_length')} 项", f"needs at least {context.get('min_length')}"),
        "greater_than_equal": (f"不得小于 {context.get('ge')}", f"must be {context.get('ge')} or more"),
        "less_than_equal": (f"不得大于 {context.get('le')}", f"must be {context.get('le')} or less"),
    }
    if kind in simple:
        return simple[kind]
    if kind.startswith(("int_", "decimal_")):
        return "应为数字", "must be a number"
    return f"无效：{message}", f"is not valid: {message}"
