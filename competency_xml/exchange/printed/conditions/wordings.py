"""What a standard asks around the work itself: training hours, entry conditions and exam parts, out of its wording.

Only what stands there clearly is taken. A wording that is not understood is left to a person.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from competency_xml.exchange.printed.title import LEVEL_WORD
from competency_xml.exchange.printed.weights.parts import REVIEW, part_named

_LEVELS = rf"{LEVEL_WORD}(?:\s*(?:、|，|,|和|与|及|以及|或)\s*{LEVEL_WORD})*"
_AMOUNT = r"(?P<amount>[0-9]{1,5}(?:\.[0-9]+)?)"
_HOURS_UNIT = r"\s*(?:个)?(?:标准)?(?:学时|课时)"
#: Words that may stand between a level and its hours; anything else makes it another statement.
_BETWEEN = r"(?:培训|期限|时间|总|标准学时|学时|均|各|应|为|是|不少于|不低于|不得少于|至少|约|共|[\s:：()（）—–-])*"
_LEVEL_HOURS = re.compile(rf"(?P<levels>{_LEVELS}){_BETWEEN}{_AMOUNT}{_HOURS_UNIT}(?P<shares>\s*[（(][^（）()]*[)）])?")
_ALL_HOURS = re.compile(
    rf"(?:^|培训|学时|课时|期限|时间){_BETWEEN}{_AMOUNT}{_HOURS_UNIT}(?P<shares>\s*[（(][^（）()]*[)）])?"
)
_SHARES = {
    "theory": "理论[^0-9，,；;]{0,8}([0-9]{1,5})",
    "practice": "(?:实操|实践|实训|技能|操作|实习)[^0-9，,；;]{0,8}([0-9]{1,5})",
}
_APPLIES = re.compile(rf"(?:申报|报考)\s*(?P<levels>{_LEVELS})")
_LED_BY_LEVEL = re.compile(rf"\s*[—–-]*\s*(?P<levels>{_LEVELS})(?:[（(][^（）()]*[)）])?\s*[:：]?\s*")
_LEAD = re.compile("[:：]\\s*$|(?:以下|下列)条件|条件(?:之一)?者?\\s*[,，]?")
_ORDINAL = re.compile(
    r"\s*(?:[（(]\s*([0-9０-９]{1,2})\s*[)）]|([0-9０-９]{1,2})\s*[)）、.．](?![0-9０-９])|([①-⑳]))[、.．]?\s*"
)
_INNER_ORDINAL = re.compile(r"(?<=[。；;:：])\s*(?=[（(]\s*[0-9０-９]{1,2}\s*[)）])")
_PART_WORDS = "理论知识|专业能力|职业能力|操作技能|专业技能|技能操作|技能|实际操作|实操|综合评审|能力"
_EXAM = re.compile(rf"({_PART_WORDS})(?:要求)?(?:考试|考核|评审|鉴定|测试|评价)?")
_TIMED = re.compile(
    rf"(?P<parts>(?:{_PART_WORDS})(?:要求)?(?:考试|考核|评审|鉴定|测试|评价)?"
    rf"(?:\s*(?:、|和|与|及)\s*(?:{_PART_WORDS})(?:要求)?(?:考试|考核|评审|鉴定|测试|评价)?)*)"
    rf"(?:的)?(?:时间|时长)?{_BETWEEN}(?P<amount>[0-9]{{1,4}})\s*(?P<unit>min|分钟|小时|h)",
    re.IGNORECASE,
)
_PASSING = re.compile(r"(?:成绩|得分|分数)[^0-9。；;]{0,12}?(?:达到?|不低于|≥)\s*([0-9]{1,3})\s*分")
_HUNDRED = re.compile(r"百分制|满分(?:均)?(?:为)?\s*100\s*分")


@dataclass(frozen=True)
class LevelHours:
    """Training hours of a level, '' for every level."""

    level: str
    component: str
    value: Decimal


@dataclass(frozen=True)
class LevelEntry:
    """An entry condition of a level, '' for every level; its number, and its text without."""

    level: str
    code: str | None
    text: str


@dataclass(frozen=True)
class LevelExam:
    """An exam part of a level, '' for every level."""

    level: str
    part: str
    label: str
    minutes: int | None = None
    maximum: Decimal | None = None
    passing: Decimal | None = None


@dataclass
class Conditions:
    """All of them that one role has."""

    hours: list[LevelHours] = field(default_factory=list)
    entries: list[LevelEntry] = field(default_factory=list)
    exams: list[LevelExam] = field(default_factory=list)
    definition: str = ""

    def levels(self) -> list[str]:
        """Return the levels that they name, each once."""
        named = [
            *(one.level for one in self.hours),
            *(one.level for one in self.entries),
            *(one.level for one in self.exams),
        ]
        return [level for level in dict.fromkeys(named) if level]


def hours_in(text: str) -> list[LevelHours]:
    """Return the hours that a wording gives: 初级 64 标准学时（理论 40，实操 24）；中级不少于 80 标准学时."""
    plain = unicodedata.normalize("NFKC", text)
    found = [
        LevelHours(level, component, value)
        for match in _LEVEL_HOURS.finditer(plain)
        for level in levels_in(match["levels"])
        for component, value in _components(match)
    ]
    if found or levels_in(plain):
        return found
    match = _ALL_HOURS.search(plain)
    return [] if match is None else [LevelHours("", component, value) for component, value in _components(match)]


def entries_in(lines: list[str]) -> list[LevelEntry]:
    """Return the entry conditions in the lines of a clause: a line that ends in a colon says which level follows."""
    entries: list[LevelEntry] = []
    levels: list[str] = []
    for line in (piece for raw in lines for piece in _INNER_ORDINAL.split(raw)):
        if not line.strip():
            continue
        ordinal = _ORDINAL.match(line)
        applies = _APPLIES.search(line) or (None if ordinal else _LED_BY_LEVEL.match(line))
        if ordinal is None and applies is not None and _LEAD.search(line):
            levels = levels_in(applies["levels"])
            continue
        own = levels_in(applies["levels"]) if ordinal is None and applies is not None else levels
        code = next(filter(None, ordinal.groups()), None) if ordinal else None
        text = line[ordinal.end() :] if ordinal else line
        if not ordinal and not own and not entries:
            continue
        if not ordinal and applies is None and entries:
            last = entries[-1]
            entries[-1] = LevelEntry(last.level, last.code, f"{last.text}\n{text.strip()}")
            continue
        entries.extend(LevelEntry(level, _digits(code), text.strip()) for level in own or [""])
    return entries


def exams_in(text: str) -> list[LevelExam]:
    """Return the exam parts that a wording names, with their time, full and passing marks where it says so.

    Times that differ by level are not told apart: they are left out.
    """
    plain = unicodedata.normalize("NFKC", text)
    labels: dict[str, str] = {}
    for match in _EXAM.finditer(plain):
        part = part_named(match[1])
        if part is not None and (match[0] != match[1] or part == REVIEW):
            labels.setdefault(part, match[1])
    minutes = dict(_minutes(plain))
    maximum = Decimal(100) if _HUNDRED.search(plain) else None
    passing = _PASSING.search(plain)
    return [
        LevelExam("", part, label, minutes.get(part), maximum, Decimal(passing[1]) if passing else None)
        for part, label in labels.items()
    ]


def levels_in(text: str) -> list[str]:
    """Return the levels that a text names, in order."""
    return re.findall(LEVEL_WORD, unicodedata.normalize("NFKC", text))


def _components(match: re.Match[str]) -> Iterator[tuple[str, Decimal]]:
    yield "total", Decimal(match["amount"])
    for component, pattern in _SHARES.items():
        found = re.search(pattern, match["shares"] or "")
        if found is not None:
            yield component, Decimal(found[1])


def _minutes(plain: str) -> Iterator[tuple[str, int]]:
    for match in _TIMED.finditer(plain):
        sentence_start = max(plain.rfind(mark, 0, match.start()) for mark in "。；;\n") + 1
        if levels_in(plain[sentence_start : match.start()]):
            continue
        amount = int(match["amount"]) * (1 if match["unit"].lower() in ("min", "分钟") else 60)
        for found in _EXAM.finditer(match["parts"]):
            part = part_named(found[1])
            if part is not None:
                yield part, amount


def _digits(code: str | None) -> str | None:
    return None if code is None else unicodedata.normalize("NFKC", code)
