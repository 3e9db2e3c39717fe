"""A publication as one HTML page: head, bodies of evidence, method, provenance."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

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
from foundation.text import EN, ZH, LangText

_SECTIONS = (gain_section, progress_section, fit_section, respondents_section, questions_section)


@dataclass(frozen=True)
class BodyPage:
    """What the page says of one body of evidence."""

    id: str
    name: LangText
    map_line: LangText
    headline: LangText
    tiles: tuple[Tile, ...]
    sections: tuple[Section, ...]


def report_page(subject: Subject) -> str:
    """Return the page: one HTML document that needs no other file and no network."""
    template = _environment().get_template("report.html.j2")
    return template.render(
        subject=subject,
        style=Markup(files("evidence.report").joinpath("templates/report.css").read_text("utf-8")),  # noqa: S704 - ours
        overview=overview_table(subject.bodies),
        bodies=[_body_page(body, subject.comments) for body in subject.bodies],
        method=method_notes(subject),
        provenance=provenance_tables(subject),
    )


def _body_page(body: Body, comments: tuple[Comment, ...]) -> BodyPage:
    sections = [section for section in (make(body) for make in _SECTIONS) if section is not None]
    listed = _comments_section(body, comments)
    return BodyPage(
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


def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("evidence.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["two"] = in_both
    return environment


def in_both(text: Text) -> Markup:
    """Return a text in both languages, Chinese first; where there is one language, or both say the same, that one."""
    if isinstance(text, str):
        return Markup("").join([text])
    zh, en = text.get(ZH), text.get(EN)
    if not zh or not en or zh == en:
        return Markup("<span>{}</span>").format(text.best())
    return Markup('<span class="zh" lang="zh-CN">{}</span> <span class="en" lang="en">{}</span>').format(zh, en)
