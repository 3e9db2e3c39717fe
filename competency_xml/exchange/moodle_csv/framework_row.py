"""A map as a whole as the framework row of Moodle: name, scale, taxonomies, and what people must know of it."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Sequence

from competency_xml.exchange.framework.language import told_wording
from competency_xml.exchange.framework.outline import OutlineEntry
from competency_xml.exchange.framework.slots import Slot
from competency_xml.exchange.moodle_csv.descriptions import paragraph
from competency_xml.exchange.moodle_csv.rows import CompetencyRow
from competency_xml.exchange.moodle_csv.takes import IdNumbers, short_name
from competency_xml.model import CompetencyMap
from foundation.text import EN, ZH, LangText, both

_SCALES = {ZH: "尚未达到,达到", EN: "Not yet competent,Competent"}
#: The second value is the default and counts as proficient. The site puts in the number of its own scale.
SCALE_CONFIGURATION = '[{"scaleid":"1"},{"id":2,"scaledefault":1,"proficient":1}]'
_TAXONOMIES = {
    Slot.ROLE: "domain",
    Slot.LEVEL: "level",
    Slot.FUNCTION: "domain",
    Slot.WORK: "practice",
    Slot.ITEM: "competency",
}
_LEVELS = 4
_VERSION = re.compile("^图谱版本 / Map version: (.+)$")


def framework_row(competency_map: CompetencyMap, entries: Sequence[OutlineEntry], lang: str) -> CompetencyRow:
    """Return the framework row of a map whose told parts are `entries`."""
    told = told_wording(competency_map.title, lang)
    idnumber = IdNumbers(()).give(competency_map.base)
    return CompetencyRow(
        idnumber=idnumber,
        shortname=short_name(told[1] if told else "") or short_name(competency_map.base) or idnumber,
        description=_description(competency_map, lang),
        scalevalues=_SCALES.get(lang, _SCALES[EN]),
        scaleconfiguration=SCALE_CONFIGURATION,
        isframework="1",
        taxonomy=taxonomies(entries),
    )


def version_in(paragraphs: Iterable[LangText]) -> str | None:
    """Return the map's version in the description of a framework that came from a map."""
    for text in paragraphs:
        found = _VERSION.match(text.best())
        if found:
            return found[1]
    return None


def taxonomies(entries: Sequence[OutlineEntry]) -> str:
    """Return Moodle's term for every level of the tree: that of what stands there and has others below it."""
    depths: dict[str, int] = {}
    slots: dict[int, Counter[Slot]] = {}
    for entry in entries:
        depth = 1 if entry.above is None else depths[entry.above.id] + 1
        depths[entry.part.id] = depth
        if not entry.basic:
            slots.setdefault(depth, Counter())[entry.slot] += 1
    terms = [_TAXONOMIES[min(slots[depth])] for depth in sorted(slots)]
    return ",".join([*terms, *["competency"] * (_LEVELS - len(terms))])


def scale_without_site(configuration: str) -> str:
    """Return the configuration of a scale without the number that the scale has on its site, which import replaces."""
    try:
        values = json.loads(configuration)
    except (ValueError, RecursionError):
        return configuration
    if not isinstance(values, list) or not values or not isinstance(values[0], dict) or "scaleid" not in values[0]:
        return configuration
    values[0]["scaleid"] = "1"
    return json.dumps(values, ensure_ascii=False, separators=(",", ":"))


def _description(competency_map: CompetencyMap, lang: str) -> str:
    """Return what people see of the map: what it takes after, its standard and its version."""
    lines = [f"图谱版本 / Map version: {competency_map.version}"] if competency_map.version.strip() else []
    standard, inspired_by = competency_map.standard, competency_map.inspired_by
    if standard is not None and standard.number.strip():
        lines.insert(0, f"标准 / Standard: {standard.number}")
    if inspired_by is not None:
        title = inspired_by.title.best()
        lines.insert(
            0, both(f"示例内容，取材于《{title}》，不代表该标准", f"Illustrative, after {title}; not that standard")
        )
    return "".join(paragraph(LangText.model_validate({lang: line}), lang) for line in lines)
