"""A map as a whole as a document of CASE."""

from __future__ import annotations

from competency_xml.exchange.case.package import UNKNOWN_CREATOR, Document
from competency_xml.exchange.case.residue import Told, case_fields, laid_over
from competency_xml.exchange.case.statements import Statements, document_identifier
from competency_xml.exchange.case.values import one_line
from competency_xml.exchange.framework.language import told_wording
from competency_xml.exchange.uris import as_uri
from competency_xml.model import CompetencyMap, MapStatus
from foundation.text import both

DOCUMENT = "CFDocument."
ADOPTION: dict[MapStatus, str] = {
    "draft": "Draft",
    "illustrative": "Draft",
    "published": "Adopted",
    "withdrawn": "Deprecated",
}


def document_of(statements: Statements) -> Told[Document]:
    """Return the document of a map."""
    competency_map, lang = statements.competency_map, statements.language
    identifier = document_identifier(competency_map)
    document = Document(
        identifier=identifier,
        uri=as_uri(competency_map.base) or f"urn:uuid:{identifier}",
        creator=_publisher(competency_map, lang) or UNKNOWN_CREATOR,
        title=_title(competency_map, lang) or identifier,
        last_change_date_time=statements.moment,
        publisher=_publisher(competency_map, lang),
        language=lang,
        version=one_line(competency_map.version).strip() or None,
        adoption_status=ADOPTION[competency_map.status],
        notes=_inspiration(competency_map),
    )
    kept = case_fields(competency_map.foreign)
    residue = {name.removeprefix(DOCUMENT): value for name, value in kept.items() if name.startswith(DOCUMENT)}
    return Told(document, laid_over(document, residue))


def _title(competency_map: CompetencyMap, lang: str) -> str | None:
    standard = competency_map.standard
    titles = (competency_map.title, *(() if standard is None else (standard.title,)))
    told = next(filter(None, (told_wording(title, lang) for title in titles)), None)
    return None if told is None else one_line(told[1]).strip()


def _publisher(competency_map: CompetencyMap, lang: str) -> str | None:
    standard = competency_map.standard
    told = None if standard is None else told_wording(standard.publisher, lang)
    return None if told is None else one_line(told[1]).strip()


def _inspiration(competency_map: CompetencyMap) -> str | None:
    if competency_map.inspired_by is None:
        return None
    title = competency_map.inspired_by.title.best()
    return both(
        f"示例内容，取材于《{title}》，不代表该标准",
        f"Illustrative content that takes after {title}; not that standard",
    )
