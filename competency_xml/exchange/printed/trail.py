"""The headings and captions above a table in a Word file: the section that it stands in, and what they say of it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from competency_xml.exchange.docx.document import Paragraph
from competency_xml.exchange.printed.conditions.clauses import clause_start
from competency_xml.exchange.printed.conditions.wordings import levels_in
from competency_xml.exchange.printed.standard import Before
from competency_xml.exchange.printed.tables import is_continuation
from competency_xml.exchange.printed.title import SILENT, TitleFacts, title_facts
from competency_xml.exchange.printed.weights.parts import says_weights

_MAX_TITLE = 60
_CODE = re.compile(r"^\s*([0-9０-９]{1,2}(?:[.．][0-9０-９]{1,2}){0,5})[.．、]?(?![0-9０-９%％])[\s\u3000]*")
_CHAPTER = re.compile(
    r"\s*(?:第[一二三四五六七八九十0-9]+[章部分]+|附\s*录\s*[A-ZＡ-Ｚ]?|[一二三四五六七八九十]+、)[\s\u3000]*"
)
_CONTENTS_LINE = re.compile(r".*(?:[.．…·]{2,}|\t)\s*[0-9０-９]{1,3}\s*")
_SENTENCE = re.compile("[。；;！？]|[，,、:：]\\s*$")
#: Where a line names a role that is none of the sixteen: it speaks of requirements, or is an occupation's name.
_NAMES_ROLE = re.compile("(?:工作|能力|技能)要求|能力图谱|权重表|(?:职业|能力).{0,6}(?:标准|规范)")
_OCCUPATION = re.compile("[\u4e00-\u9fff]{2,14}(?:师|员|工|官)")
#: Depths of lines that are no headings but act like them, below every heading; captions go with their table.
_ROLE_DEPTH, _LEVEL_DEPTH, _DIRECTION_DEPTH, _CAPTION_DEPTH = 20, 21, 22, 23


@dataclass(frozen=True)
class _Step:
    depth: int
    text: str
    facts: TitleFacts


class HeadingTrail:
    """Follows the paragraphs of a file. `outlined`: its headings have outline levels, so that numbers make none."""

    def __init__(self, headers: tuple[str, ...], *, outlined: bool) -> None:
        self._outlined = outlined
        self._steps: list[_Step] = []
        self._front = SILENT
        self._is_front = True
        self._adjoins = False
        self._known: Before | None = None
        for line in headers:
            facts = title_facts(line)
            self._front = self._front.over(TitleFacts(number=facts.number, occupation=facts.occupation))

    def take(self, paragraph: Paragraph) -> bool:
        """Take the next paragraph, and return whether it is a heading."""
        text = paragraph.text.strip()
        if not text or paragraph.is_contents or is_continuation(text):
            return False
        self._adjoins = False
        is_title = _is_title(text)
        depth = self._heading_depth(paragraph, is_title=is_title)
        if not _CONTENTS_LINE.fullmatch(text) and (is_title or depth is not None):
            self._take_title(text, depth)
        return depth is not None

    def before_table(self) -> Before:
        """Return what stands before the table that comes next.

        Where a line of its own names the role, the level on the cover is another table's.
        """
        if self._known is None:
            names_role = any(step.depth == _ROLE_DEPTH for step in self._steps)
            facts = replace(self._front, level="", direction="") if names_role else self._front
            for step in self._steps:
                facts = step.facts.over(facts)
            self._known = Before(facts, tuple(step.text for step in reversed(self._steps)))
        return replace(self._known, adjoins=True) if self._adjoins else self._known

    def table_read(self) -> None:
        """Go on below a table: its captions were its own."""
        self._cut(_CAPTION_DEPTH)
        self._adjoins = True

    def _take_title(self, text: str, depth: int | None) -> None:
        facts = _facts_of(text, is_heading=depth is not None)
        self._is_front = self._is_front and not (depth is not None and _is_numbered(text))
        if self._is_front and facts != SILENT:
            self._front = (facts if depth is None else replace(facts, level="", direction="")).over(self._front)
            self._known = None
        depth = _soft_depth(text, facts) if depth is None else depth
        if depth is not None:
            self._cut(depth)
            self._steps.append(_Step(depth, text, facts))
            self._known = None

    def _cut(self, depth: int) -> None:
        """Leave the sections and captions that are not above this depth."""
        self._steps = [step for step in self._steps if step.depth < depth]
        self._known = None

    def _heading_depth(self, paragraph: Paragraph, *, is_title: bool) -> int | None:
        """Return how deep a heading is, by its number or else its outline level; None for any other line."""
        text = paragraph.text
        if paragraph.outline is None and (self._outlined or not is_title):
            return None
        code = _CODE.match(text)
        if code is not None and code.end() < len(text):
            return len(re.split("[.．]", code[1]))
        if _CHAPTER.match(text):
            return 1
        return None if paragraph.outline is None else min(paragraph.outline + 1, _ROLE_DEPTH - 1)


def _is_numbered(text: str) -> bool:
    return bool(_CODE.match(text) or _CHAPTER.match(text))


def _is_title(text: str) -> bool:
    """Whether a line may be a title: short, no sentence, not about several levels at once."""
    return len(text) <= _MAX_TITLE and not _SENTENCE.search(text) and len(set(levels_in(text))) <= 1


def _facts_of(text: str, *, is_heading: bool) -> TitleFacts:
    """Return what a line says; a role that is none of the sixteen only where the line is about one."""
    bare = _CHAPTER.sub("", _CODE.sub("", text, count=1), count=1)
    facts = title_facts(bare)
    if clause_start(text) is not None:
        return SILENT if facts == SILENT else replace(facts, role="", known_role=None, standard_title="")
    if facts.role and facts.known_role is None:
        about_one = bool(facts.number or facts.occupation or _NAMES_ROLE.search(bare))
        if not about_one and not (is_heading and _OCCUPATION.fullmatch(facts.role)):
            return replace(facts, role="")
    return facts


def _soft_depth(text: str, facts: TitleFacts) -> int | None:
    if facts.role:
        return _ROLE_DEPTH
    if facts.level:
        return _LEVEL_DEPTH
    if facts.direction:
        return _DIRECTION_DEPTH
    return _CAPTION_DEPTH if says_weights(text) else None
