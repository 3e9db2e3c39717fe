"""YAML as people write it in a course folder: plain values, and the line and column each of them stands at.

Spec: YAML 1.2.2 core schema, without anchors, aliases and tags, which no course needs and bombs are made of.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode
from ruamel.yaml.reader import ReaderError

from course_templates.findings import finding
from foundation.findings import Finding

YamlPath = tuple[str | int, ...]

_TAG = "tag:yaml.org,2002:"
_PLAIN_TAGS = {_TAG + kind for kind in ("str", "int", "float", "bool", "null", "timestamp", "seq", "map", "merge")}
_INTEGER = re.compile(r"[-+]?[0-9]{1,18}")
_DECIMAL = re.compile(r"[-+]?[0-9]{1,18}\.[0-9]{1,18}")


@dataclass(frozen=True)
class YamlDocument:
    """A YAML file as plain data. `marks` gives `line:col`, both from 1, of each value by its path."""

    file: Path
    value: Any
    marks: Mapping[YamlPath, str]

    def place(self, path: YamlPath) -> str | None:
        """Return where a path stands, or the nearest thing around it."""
        for length in range(len(path), -1, -1):
            if path[:length] in self.marks:
                return self.marks[path[:length]]
        return None

    def finding(self, finding_id: str, zh: str, en: str, path: YamlPath = ()) -> Finding:
        """Return a finding about what stands at a path."""
        return finding(finding_id, zh, en, file=self.file, place=self.place(path))


def parse_yaml(text: str, file: Path, *, first_line: int = 1) -> tuple[YamlDocument | None, list[Finding]]:
    """Return a YAML text as data, and what is wrong with it; an empty text gives None as its value.

    `first_line` is the line of the file on which `text` begins. A text that is no YAML gives no document.
    """
    try:
        root = YAML(typ="safe", pure=True).compose(text)
    except (YAMLError, RecursionError) as error:
        return None, [_syntax_finding(error, text, file, first_line)]
    if root is None:
        return YamlDocument(file, None, {(): f"{first_line}:1"}), []
    reader = _Reader(file, first_line)
    value = reader.value(root, ())
    return YamlDocument(file, value, reader.marks), reader.findings


def _syntax_finding(error: YAMLError | RecursionError, text: str, file: Path, first_line: int) -> Finding:
    place, problem = None, "nested too deeply"
    if isinstance(error, MarkedYAMLError):
        mark = error.problem_mark or error.context_mark
        place = f"{mark.line + first_line}:{mark.column + 1}" if mark else None
        problem = error.problem or "syntax"
    elif isinstance(error, ReaderError):
        before = text[: error.position]
        place = f"{before.count(chr(10)) + first_line}:{len(before) - before.rfind(chr(10))}"
        problem = "special characters are not allowed"
    return finding("CT-YAML", f"YAML 格式错误：{problem}", f"Not valid YAML: {problem}", file=file, place=place)


@dataclass
class _Reader:
    file: Path
    first_line: int
    marks: dict[YamlPath, str] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    _values: dict[int, Any] = field(default_factory=dict)

    def value(self, node: Node, path: YamlPath) -> Any:
        """Return a node as plain data; what is refused is read all the same, so that it is told of once only."""
        self.marks.setdefault(path, self._place(node))
        if id(node) in self._values:
            self._refuse(node, "不支持锚点与别名（& *）", "Anchors and aliases (& *) are not supported")
            value = self._values[id(node)]
            return type(value)() if isinstance(value, list | dict) else value  # repeated lists are how bombs are made
        self._values[id(node)] = None
        if node.tag not in _PLAIN_TAGS:
            self._refuse(node, f"不支持标签 {str(node.tag)[:60]}", f"The tag {str(node.tag)[:60]} is not supported")
        self._values[id(node)] = value = self._plain(node, path)
        return value

    def _plain(self, node: Node, path: YamlPath) -> Any:
        if isinstance(node, MappingNode):
            return self._mapping(node, path)
        if isinstance(node, SequenceNode):
            return [self.value(child, (*path, index)) for index, child in enumerate(node.value)]
        return _scalar(str(node.tag).removeprefix(_TAG), str(node.value))

    def _mapping(self, node: MappingNode, path: YamlPath) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for key_node, value_node in node.value:
            if not isinstance(key_node, ScalarNode):
                self._refuse(key_node, "字段名必须是文字", "A field's name must be text")
                continue
            key = str(key_node.value)
            if key in values:
                zh, en = f"字段 “{key}” 重复", f"The field “{key}” is there twice"
                self.findings.append(finding("CT-KEY-TWICE", zh, en, file=self.file, place=self._place(key_node)))
                continue
            self.marks[(*path, key)] = self._place(key_node)
            values[key] = self.value(value_node, (*path, key))
        return values

    def _refuse(self, node: Node, zh: str, en: str) -> None:
        self.findings.append(finding("CT-YAML", zh, en, file=self.file, place=self._place(node)))

    def _place(self, node: Node) -> str:
        return f"{node.start_mark.line + self.first_line}:{node.start_mark.column + 1}"


def _scalar(kind: str, text: str) -> Any:
    match kind:
        case "null":
            return None
        case "bool":
            return text.lower() == "true"
        case "int" if _INTEGER.fullmatch(text):
            return int(text)
        case "float" if _DECIMAL.fullmatch(text):
            return Decimal(text)
    return text
