"""Title rows and sheet names of a printed table → standard, role, level and direction."""

from __future__ import annotations

import re
from dataclasses import dataclass

from competency_xml.exchange.printed.weights.parts import part_named
from competency_xml.roles import KnownRole, role_named_in
from competency_xml.standard_numbers import cited_numbers

#: Characters of a title that count: a longer one is a page of text.
_MAX_TITLE = 400
_QUOTED_TITLE = re.compile("《([^》]+)》")
_DIRECTION = re.compile(r"(?:职业|专业)?方向[：:]\s*([^\s（）()]+)|([^\s（）()《》，,、：:]{2,20}?)方向")
_SEPARATORS = re.compile(r"[\s（）()【】\[\]—–_·|｜：:，,、-]+")
_SUFFIX = re.compile(
    r"(?:的)?(?:工作要求|专业能力要求|职业能力要求|能力要求|技能要求|能力图谱|能力标准|能力表|要求表|要求|等级|级别|表|岗位)$"
    r"|(?:work |job )?requirements?$|competency map$|^(?:levels?|grades?|work|job)$",
    re.IGNORECASE,
)
_STANDARD_WORD = re.compile("(?:规范|标准|指南|standard)$", re.IGNORECASE)
#: A kind of standard, which titles none: 团体标准; after an occupation it titles that one's.
_KIND_OF_STANDARD = re.compile("(.{0,20}?)(?:国家|行业|地方|企业|团体)(?:职业|专业)?(?:技术|技能)*标准")
_NUMBERING = re.compile(r"(?:表|附表|附录|图)?\s?[A-Z]?\.?[0-9]+(?:\.[0-9]+)*")
_LEVEL_PART = "[一二三四五]级|初级工|中级工|高级工|高级技师|技师|初级|中级|高级"
#: A level as standards write it: 初级, 三级/高级工.
LEVEL_WORD = rf"(?:{_LEVEL_PART})(?:/(?:{_LEVEL_PART}))?"
_LEVEL = re.compile(rf"{LEVEL_WORD}|L[1-9]|junior|intermediate|senior", re.IGNORECASE)
_LEVEL_AT_END = re.compile(rf"(.+?)({LEVEL_WORD})")


@dataclass(frozen=True)
class TitleFacts:
    """What a title says. '' and None where it is silent; texts as printed."""

    number: str | None = None
    occupation: str | None = None
    standard_title: str = ""
    role: str = ""
    known_role: KnownRole | None = None
    level: str = ""
    direction: str = ""

    def says_something(self) -> bool:
        """Whether it names a level, a direction or one of the sixteen roles."""
        return bool(self.level or self.direction or self.known_role)

    def over(self, farther: TitleFacts) -> TitleFacts:
        """Return what this title says, and where it is silent what one farther away says."""
        role = self if self.role else farther
        return TitleFacts(
            number=self.number or farther.number,
            occupation=self.occupation or farther.occupation,
            standard_title=self.standard_title or farther.standard_title,
            role=role.role,
            known_role=role.known_role,
            level=self.level or farther.level,
            direction=self.direction or farther.direction,
        )


#: What a title says that is not there.
SILENT = TitleFacts()


def title_facts(title: str, sheet_name: str = "") -> TitleFacts:
    """Return what a table's title says; where it names no level or direction, what the sheet's name says."""
    facts = _facts(title[:_MAX_TITLE])
    if not sheet_name or (facts.level and facts.direction):
        return facts
    by_sheet = _facts(sheet_name[:_MAX_TITLE])
    return TitleFacts(
        number=facts.number or by_sheet.number,
        occupation=facts.occupation or by_sheet.occupation,
        standard_title=facts.standard_title,
        role=facts.role or (by_sheet.known_role.zh if by_sheet.known_role else ""),
        known_role=facts.known_role or (None if facts.role else by_sheet.known_role),
        level=facts.level or by_sheet.level,
        direction=facts.direction or by_sheet.direction,
    )


def is_level(word: str) -> bool:
    """Return whether a word is the name of a level and nothing else."""
    return _LEVEL.fullmatch(word) is not None


def _facts(title: str) -> TitleFacts:
    cited = cited_numbers(title)
    plain = cited.rest
    quoted = _QUOTED_TITLE.search(plain)
    plain = _QUOTED_TITLE.sub(" ", plain)
    found_direction = _DIRECTION.search(plain)
    plain = _DIRECTION.sub(" ", plain)
    known_role = role_named_in(plain)
    if known_role is not None:
        plain = plain.replace(known_role.zh, " ")
    level, standard_title, names = _sorted_words(plain)
    return TitleFacts(
        number=cited.standard,
        occupation=cited.occupation,
        standard_title=quoted[1] if quoted else standard_title,
        role=known_role.zh if known_role else " ".join(names),
        known_role=known_role,
        level=level,
        direction=(found_direction[1] or found_direction[2]) if found_direction else "",
    )


def _sorted_words(text: str) -> tuple[str, str, list[str]]:
    level = standard_title = ""
    names: list[str] = []
    for raw_word in _SEPARATORS.split(text):
        word = _without_suffix(raw_word)
        found = _LEVEL_AT_END.fullmatch(word)
        if _LEVEL.fullmatch(word):
            level = level or word
        elif not word or _NUMBERING.fullmatch(word) or "权重" in word or part_named(word) is not None:
            continue
        elif kind := _KIND_OF_STANDARD.fullmatch(word):
            names.extend([kind[1]] if kind[1] else [])
        elif _STANDARD_WORD.search(word):
            standard_title = standard_title or word
        elif found and not level:
            names.append(found[1])
            level = found[2]
        else:
            names.append(word)
    return level, standard_title, names


def _without_suffix(word: str) -> str:
    while (shorter := _SUFFIX.sub("", word).strip()) != word:
        word = shorter
    return word
