"""What a report says, in its order, whatever it is written as: overview, bodies of evidence, method, provenance."""

from __future__ import annotations

from dataclasses import dataclass

from evidence.measures.comments import Comment
from evidence.report.model import Body, Section, Table, Text, Tile
from evidence.report.sections.fit import ASPECTS, fit_section
from evidence.report.sections.gain import gain_section, headline
from evidence.report.sections.method import method_notes
from evidence.report.sections.overview import map_line, overview_table, tiles
from evidence.report.sections.progress import progress_section
from evidence.report.sections.provenance import provenance_tables
from evidence.report.sections.questions import questions_section
from evidence.report.sections.respondents import respondents_section
from evidence.report.subject import Subject
from evidence.report.words import words
from foundation.text import LangText

_SECTIONS = (gain_section, progress_section, fit_section, respondents_section, questions_section)


@dataclass(frozen=True)
class BodyContents:
    """What is said of one body of evidence."""

    id: str
    name: LangText
    map_line: LangText
    headline: LangText
    tiles: tuple[Tile, ...]
    sections: tuple[Section, ...]


@dataclass(frozen=True)
class Contents:
    """Everything that is said. `overview` is None where there is one body."""

    overview: Table | None
    bodies: tuple[BodyContents, ...]
    method: tuple[LangText, ...]
    provenance: tuple[Table, ...]


def contents(subject: Subject) -> Contents:
    """Return what a report on `subject` says."""
    return Contents(
        overview=overview_table(subject.bodies),
        bodies=tuple(_body(body, subject.comments) for body in subject.bodies),
        method=method_notes(subject),
        provenance=provenance_tables(subject),
    )


def _body(body: Body, comments: tuple[Comment, ...]) -> BodyContents:
    sections = [section for section in (make(body) for make in _SECTIONS) if section is not None]
    listed = _comments_section(body, comments)
    return BodyContents(
        id=body.id,
        name=body.name(),
        map_line=map_line(body),
        headline=headline(body),
        tiles=tuple(tiles(body)),
        sections=(*sections, *([listed] if listed else [])),
    )


def _comments_section(body: Body, comments: tuple[Comment, ...]) -> Section | None:
    """Return the open comments, which internal copies list and no other copy has."""
    own = [c for c in comments if (c.map, c.role, c.level) == (body.map, body.role, body.level)]
    if not own:
        return None
    rows: list[tuple[Text, ...]] = [
        (ASPECTS.get(c.aspect, LangText(c.aspect)), body.labels.centre(c.centre), c.response) for c in own
    ]
    headings = (words("问题", "Question"), words("试点单位", "Centre"), words("原文", "Text"))
    return Section(
        id=f"{body.id}-comments",
        heading=words("开放意见原文（内部资料）", "Open comments, verbatim (internal)"),
        tables=(Table(words("不得对外引用", "Not to be quoted outside"), headings, tuple(rows)),),
    )
