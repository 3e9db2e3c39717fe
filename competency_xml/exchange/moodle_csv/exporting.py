"""A map → rows that Moodle takes without dropping, cutting or joining any, and what cannot be said there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from competency_xml.exchange.framework.language import main_language, told_wording
from competency_xml.exchange.framework.notes import FrameworkNotes, Remark
from competency_xml.exchange.framework.outline import OutlineEntry, outline
from competency_xml.exchange.framework.slots import MapPart, Slot, slot_of
from competency_xml.exchange.moodle_csv.descriptions import paragraph
from competency_xml.exchange.moodle_csv.framework_row import framework_row
from competency_xml.exchange.moodle_csv.keeping import ROW_FIELDS, kept_fields, laid_over
from competency_xml.exchange.moodle_csv.losses import tell_losses
from competency_xml.exchange.moodle_csv.naming import nodes_of
from competency_xml.exchange.moodle_csv.rows import CompetencyRow, ReadRow, related_cell
from competency_xml.exchange.moodle_csv.takes import IdNumbers, harmless, short_name
from competency_xml.exchange.moodle_csv.tree import tree_of
from competency_xml.model import CompetencyMap, Item
from foundation.text import both


@dataclass
class MapRows:
    """The rows of a map.

    Attributes:
        language: the main language.
        entries: the parts that have a row, parents first.
        framework: the framework row.
        derived: part id → its row as the map gives it by itself.
        rows: part id → its row, with what the map keeps for Moodle.
    """

    language: str
    entries: list[OutlineEntry]
    framework: CompetencyRow
    derived: dict[str, CompetencyRow]
    rows: dict[str, CompetencyRow]

    def all(self) -> Iterator[CompetencyRow]:
        """Yield every row, the framework first."""
        yield self.framework
        for entry in self.entries:
            yield self.rows[entry.part.id]


def rows_of(competency_map: CompetencyMap, notes: FrameworkNotes) -> MapRows:
    """Return the rows of a map; retired parts are left out, for Moodle would show them like all others."""
    entries = list(_active(competency_map, notes))
    lang = main_language(competency_map)
    rows = MapRows(lang, entries, framework_row(competency_map, entries, lang), {}, {})
    rows.framework = laid_over(rows.framework, kept_fields(competency_map))
    _fill(rows, competency_map, notes)
    tell_losses(competency_map, entries, notes)
    return rows


def harmless_cells(row: CompetencyRow, notes: FrameworkNotes) -> tuple[str, ...]:
    """Return the cells of a row, none of which a spreadsheet runs as a formula; what is changed for that is told."""
    cells = row.cells()
    safe = tuple(map(harmless, cells))
    if safe != cells:
        message = both(
            "表格软件会把以 =、+、-、@ 开头的文字当公式，已改为全角",
            "Spreadsheets run a text that begins with =, +, - or @; the sign was written in full width",
        )
        notes.add(Remark("MAP-MOODLE-FORMULA", message), row.idnumber)
    return safe


def full_text(part: MapPart, lang: str) -> str:
    """Return code and label of a part as one text, its id where it has neither."""
    told = told_wording(part.label, lang)
    words = (part.code or "", "" if told is None else told[1])
    return " ".join(word for word in words if word.strip()) or part.id


def description_of(part: MapPart, lang: str, *, in_full: bool = False) -> str:
    """Return the description of a part: its label where the short name does not tell it alone, and its own.

    `in_full`: the label in any case, for the short name would be read as another.
    """
    text = full_text(part, lang)
    languages = [tag for tag, wording in part.label.root if wording.strip()]
    tells_code = part.code is None or slot_of(part) > Slot.LEVEL
    held = short_name(text) == text and languages in ([lang], []) and tells_code and not in_full
    label = "" if held else paragraph(part.label, lang, bold=True)
    return label + paragraph(part.description, lang)


def _fill(rows: MapRows, competency_map: CompetencyMap, notes: FrameworkNotes) -> None:
    kept = {entry.part.id: kept_fields(entry.part) for entry in rows.entries}
    wanted = {part_id: str(fields.get("idnumber", part_id)) for part_id, fields in kept.items()}
    numbers = IdNumbers(wanted.values())
    idnumbers = {part_id: numbers.give(one) for part_id, one in wanted.items()}
    related = _related(competency_map, rows.entries)
    for entry in rows.entries:
        part = entry.part
        if idnumbers[part.id] != wanted[part.id]:
            _tell_renamed(notes, wanted[part.id], idnumbers[part.id], part.id)
        derived = CompetencyRow(
            parent="" if entry.above is None else idnumbers[entry.above.id],
            idnumber=idnumbers[part.id],
            shortname=short_name(full_text(part, rows.language)),
            description=description_of(part, rows.language),
            related=related_cell([idnumbers[other] for other in related[part.id]]),
        )
        rows.derived[part.id] = derived
    _tell_codes(rows, notes)
    for part_id, derived in rows.derived.items():
        rows.rows[part_id] = laid_over(
            derived, {name: kept[part_id][name] for name in ROW_FIELDS & kept[part_id].keys()}
        )


def _tell_codes(rows: MapRows, notes: FrameworkNotes) -> None:
    """Put the label into the description of rows whose short name would be read as another code and label."""
    misread = list(_misread(rows, rows.entries))
    for entry in misread:
        told = description_of(entry.part, rows.language, in_full=True)
        rows.derived[entry.part.id] = replace(rows.derived[entry.part.id], description=told)
    for entry in _misread(rows, misread):
        message = both("Moodle 的 CSV 分不清编号和文字", "Moodle's CSV cannot tell code and text apart")
        notes.count("codes", Remark("MAP-MOODLE-LOST", message, severity="note"), entry.part.id)


def _misread(rows: MapRows, entries: list[OutlineEntry]) -> Iterator[OutlineEntry]:
    """Yield those of some parts whose code is not read in their row."""
    if not entries:
        return
    read = [ReadRow(row, number) for number, row in enumerate(rows.derived.values(), 2)]
    _, nodes = nodes_of(tree_of(read, FrameworkNotes()), rows.framework.taxonomy, rows.language)
    for entry in entries:
        node = nodes[rows.derived[entry.part.id].idnumber]
        if (node.code or "").strip() != (entry.part.code or "").strip():
            yield entry


def _active(competency_map: CompetencyMap, notes: FrameworkNotes) -> Iterator[OutlineEntry]:
    left_out: set[str] = set()
    for entry in outline(competency_map):
        inside = entry.parent is not None and entry.parent.id in left_out
        if entry.part.status == "retired" or inside:
            left_out.add(entry.part.id)
            message = both("停用的部分没有导出", "Retired parts were not exported")
            notes.count("retired", Remark("MAP-MOODLE-RETIRED", message, severity="note"), entry.part.id)
        elif entry.told:
            yield entry


def _related(competency_map: CompetencyMap, entries: list[OutlineEntry]) -> dict[str, list[str]]:
    """Return part → the parts it is related to. Moodle relates both ways, so each pair is told once."""
    by_iri = {competency_map.iri(entry.part.id): entry.part.id for entry in entries}
    ids = set(by_iri.values())
    pairs: set[frozenset[str]] = set()
    related: dict[str, list[str]] = {}
    for entry in entries:
        part = entry.part
        supported = part.supports if isinstance(part, Item) else ()
        aligned = (by_iri.get(alignment.target) for alignment in part.alignments)
        related[part.id] = []
        for other in (*supported, *aligned):
            if other in ids and other != part.id and frozenset((part.id, other)) not in pairs:
                pairs.add(frozenset((part.id, other)))
                related[part.id].append(other)
    return related


def _tell_renamed(notes: FrameworkNotes, wanted: str, given: str, place: str) -> None:
    message = both(
        f"Moodle 不能照原样接受标识 {wanted[:60]}，改为 {given}",
        f"Moodle does not take {wanted[:60]} as it is; {given} was written",
    )
    notes.add(Remark("MAP-MOODLE-ID", message, severity="note"), place)
