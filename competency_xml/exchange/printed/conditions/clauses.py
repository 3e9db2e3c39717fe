"""Clauses of a standard outside of its tables (培训期限, 申报条件, 鉴定方式 …): where each begins, and what it says."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Literal

from competency_xml.exchange.printed.conditions.wordings import Conditions, entries_in, exams_in, hours_in

ClauseKind = Literal["hours", "entry", "exams", "name", "code", "definition", "basic", "other"]
_TESTS = "(?:职业技能|专业能力|职业能力|技能|能力|结业)?(?:鉴定|评价|考核|考试)"
_LABELS: dict[ClauseKind, str] = {
    "hours": "(?:晋级|职业)?培训(?:期限|时间|学时|课时)(?:要求)?|(?:标准|培训|基本)学时(?:要求)?|学时要求",
    "entry": "(?:申报|报考|申请|报名|准入)条件",
    "exams": f"{_TESTS}(?:方式|时间|时长|形式|方法)(?:[与和及、].{{1,8}})?",
    "name": "职业名称|岗位名称|角色名称|职业(?:[（(]工种[)）])?名称",
    "code": "职业编码|职业代码",
    "definition": "职业定义|岗位定义|角色说明|岗位说明|角色定义",
    "basic": "基本要求",
    "other": (
        "职业(?:环境条件|能力特征|方向|概况|培训要求)|(?:普通)?受教育程度|培训(?:教师|场所|场地|设备|要求).*|"
        f"(?:职业技能|专业技术|职业)?等级|监考.*|考评.*|{_TESTS}(?:场所|场地|设备|要求).*|工作要求|"
        "权重表|参考文献|范围|规范性引用文件|术语和定义|前言|引言|编写说明"
    ),
}
_NUMBERED = (
    r"\s*(?:第[一二三四五六七八九十0-9]+[章节条]|[0-9０-９]+(?:[.．][0-9０-９]+)*[.．、]?"
    r"|[（(]?[一二三四五六七八九十]+[)）、.．])?\s*"
)
_CLAUSES = {
    kind: re.compile(rf"{_NUMBERED}(?:{label})(?:\s*[（(][^（）()]*[)）])?\s*(?:[:：]\s*|\s+|$)")
    for kind, label in _LABELS.items()
}
#: Every label holds one of these: a quick look before the patterns.
_HINT = re.compile(
    "职业|岗位|角色|培训|学时|条件|鉴定|评价|考[核试评]|要求|教育|等级|监考|权重|附录|文献|范围|文件|术语|[前引]言|说明"
)
#: Clauses whose content is taken; the others only end them.
_TAKEN: frozenset[ClauseKind] = frozenset(("hours", "entry", "exams", "name", "code", "definition"))
_MAX_LABEL = 60


@dataclass(frozen=True)
class Passage:
    """A line of text outside of tables, and its place. A heading ends the clause before it."""

    text: str
    place: str
    is_heading: bool = False


@dataclass
class Clause:
    """One clause: its kind, its place, and its lines."""

    kind: ClauseKind
    place: str
    lines: list[str] = field(default_factory=list)


def clause_start(text: str) -> tuple[ClauseKind, str] | None:
    """Return the kind of clause that a line begins, and what follows the label on the same line."""
    if not _HINT.search(text, 0, _MAX_LABEL):
        return None
    for kind, pattern in _CLAUSES.items():
        found = pattern.match(text)
        if found is not None and found.end() <= _MAX_LABEL:
            return kind, text[found.end() :]
    return None


def starts_clause(text: str) -> bool:
    """Return whether a line begins a clause whose content is taken."""
    found = clause_start(text)
    return found is not None and found[0] in _TAKEN


class ClauseReader:
    """Gathers passages into clauses, in reading order."""

    def __init__(self) -> None:
        self.clauses: list[Clause] = []
        self._open: Clause | None = None

    def take(self, passage: Passage) -> bool:
        """Take the next passage, and return whether it belongs to a clause."""
        found = clause_start(passage.text)
        if found is not None:
            kind, rest = found
            self._open = Clause(kind, passage.place, [rest] if rest.strip() else [])
            self.clauses.append(self._open)
            return kind in _TAKEN
        if passage.is_heading:
            self._open = None
        if self._open is None:
            return False
        self._open.lines.append(passage.text)
        return self._open.kind in _TAKEN

    def close(self) -> None:
        """End the clause that is open: a table or another sheet follows."""
        self._open = None


def conditions_of(clauses: list[Clause]) -> tuple[Conditions, list[Clause]]:
    """Return what clauses say, and those that say nothing that was understood."""
    conditions = Conditions()
    unread: list[Clause] = []
    exams: list[str] = []
    for clause in clauses:
        text = "\n".join(clause.lines)
        if clause.kind == "exams":
            exams.append(text)
            if not text.strip() or exams_in(text):
                continue
        taken = _take(clause, text, conditions)
        if not taken and text.strip() and clause.kind in _TAKEN:
            unread.append(clause)
    conditions.exams.extend(exams_in("\n".join(exams)))
    return conditions, unread


def _take(clause: Clause, text: str, conditions: Conditions) -> bool:
    if clause.kind == "hours":
        found = hours_in(text)
        conditions.hours.extend(found)
        return bool(found)
    if clause.kind == "entry":
        entries = entries_in(clause.lines)
        conditions.entries.extend(entries)
        return bool(entries)
    if clause.kind == "definition":
        conditions.definition = conditions.definition or text.strip()
        return True
    return clause.kind in ("name", "code")
