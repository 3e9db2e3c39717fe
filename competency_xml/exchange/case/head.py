"""The document of a CASE package → the map without its parts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from pydantic import ValidationError

from competency_xml.exchange.base import ImportOptions
from competency_xml.exchange.case.extension import MAP_FIELDS
from competency_xml.exchange.case.mending import UNKNOWN_MOMENT, Mending
from competency_xml.exchange.case.nodes import tell_unsound
from competency_xml.exchange.case.package import Document
from competency_xml.exchange.case.residue import extension_of
from competency_xml.exchange.case.values import one_line
from competency_xml.exchange.framework.language import told_wording
from competency_xml.model import CompetencyMap
from foundation.text import LangText


def head_of(document: Document, lang: str, mending: Mending, options: ImportOptions) -> CompetencyMap:
    """Return the map of a document, without its parts; `lang` is the document's language."""
    changed = document.last_change_date_time
    fields: dict[str, Any] = {
        "base": f"urn:x-competency-map:case:{document.identifier}:",
        "version": document.version or options.version,
        "status": options.status,
        "modified": None if _same_moment(None, changed) else datetime.fromisoformat(changed.upper()),
        "title": LangText.model_validate({lang: document.title}),
    }
    fields |= _kept(extension_of(document.extensions), document, lang, mending)
    if options.base:
        fields["base"] = options.base
    return CompetencyMap(**fields)


def _kept(extension: Mapping[str, Any], document: Document, lang: str, mending: Mending) -> dict[str, Any]:
    """Return what an export of ours kept beside the document, but for what was changed in the document since."""
    kept: dict[str, Any] = {}
    for name in MAP_FIELDS:
        if name not in extension:
            continue
        try:
            stand_in = {"base": "urn:x:", name: extension[name]}
            kept[name] = getattr(CompetencyMap.model_validate(stand_in), name)
        except ValidationError:
            tell_unsound(mending, name, document.identifier)
    if "title" in kept and _title(kept["title"], lang) not in (document.title, None):
        kept["title"] = _retitled(kept["title"], document.title, lang)
    if "version" in kept and (one_line(kept["version"]).strip() or None) != document.version:
        del kept["version"]
    if "modified" in kept and not _same_moment(kept["modified"], document.last_change_date_time):
        del kept["modified"]
    return kept


def _title(title: LangText, lang: str) -> str | None:
    told = told_wording(title, lang)
    return None if told is None else one_line(told[1]).strip()


def _retitled(title: LangText, wording: str, lang: str) -> LangText:
    told = told_wording(title, lang)
    return LangText.model_validate({**dict(title.root), lang if told is None else told[0]: wording})


def _same_moment(kept: datetime | None, changed: str) -> bool:
    unknown = datetime.fromisoformat(UNKNOWN_MOMENT)
    return (unknown if kept is None else kept) == datetime.fromisoformat(changed.upper())
