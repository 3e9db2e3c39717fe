"""A map → the rows of the workbook's sheets: what every cell holds, without its looks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from competency_xml.check.doubts import MapPart, parts_in
from competency_xml.exchange.framework.slots import type_of
from competency_xml.exchange.workbook import part_sheets, sheets, words
from competency_xml.exchange.workbook.form import Sheet
from competency_xml.exchange.workbook.revisions import Revision, told_apart
from competency_xml.exchange.workbook.statement import STATEMENT, WORKBOOK_FORMAT
from competency_xml.exchange.workbook.texts import (
    DASH,
    id_shown,
    ids_shown,
    plain_code,
    reference_name,
    shown,
    trimmed,
)
from competency_xml.model import CompetencyMap, Foreign, Function, Item, Level, Role, Source, Weight, Work
from foundation.text import LANGUAGES, LangText

_EXACT_DIGITS = 15


@dataclass(frozen=True, slots=True)
class Number:
    """A number that a cell holds as one, and with how many decimals it is shown."""

    value: float
    decimals: int = 0


CellValue = str | Number
#: Field and language ('' for none) → what the cell holds; what is not there is a blank cell.
SheetRow = dict[tuple[str, str], CellValue]


@dataclass
class MapRows:
    """The rows of every sheet by its key, and the languages that have columns, in order."""

    tables: dict[str, list[SheetRow]] = field(default_factory=dict)
    used_languages: set[str] = field(default_factory=set)

    @property
    def languages(self) -> tuple[str, ...]:
        """zh-CN and en always, then others that the map has."""
        return (*LANGUAGES, *sorted(self.used_languages.difference(LANGUAGES)))


def map_rows(competency_map: CompetencyMap) -> MapRows:
    """Return the rows of all sheets of a map but 词表."""
    return _Builder(competency_map).rows()


def number_shown(value: Decimal | int) -> CellValue:
    """Return a number as a cell holds it: as a number where a spreadsheet keeps every digit of it, else as text."""
    text = format(value, "f")
    decimals = len(text.partition(".")[2])
    digits = text.lstrip("-").replace(".", "")
    if len(digits.lstrip("0")) > _EXACT_DIGITS or decimals > _EXACT_DIGITS or (value == 0 and text.startswith("-")):
        return text
    return Number(float(text) if decimals else int(text), decimals)


class _Builder:
    def __init__(self, competency_map: CompetencyMap) -> None:
        self._map = competency_map
        self._parts = parts_in(competency_map)
        self._names = {part.id: part.label for part in self._parts}
        self._rows = MapRows({sheet.key: [] for sheet in (STATEMENT, *sheets.TABLES)})

    def rows(self) -> MapRows:
        self._statement()
        for item in self._map.basic:
            self._item(item, level=words.BASIC.shown, parent=None)
        for role in self._map.roles:
            self._role(role)
        foreign, revisions = told_apart(self._map)
        self._foreign(words.WHOLE_MAP.shown, foreign)
        for part in self._parts:
            self._alignments(part)
            self._foreign(_id(part.id), part.foreign)
        self._revisions(revisions)
        self._exported()
        return self._rows

    def _add(self, sheet: Sheet, row: SheetRow) -> None:
        self._rows.tables[sheet.key].append(row)

    def _statement(self) -> None:
        made = self._map
        self._stated("format", WORKBOOK_FORMAT)
        self._stated("base", shown(made.base, trimmed))
        self._stated("version", shown(made.version, trimmed))
        self._stated("status", words.MAP_STATUS.shown(made.status))
        self._stated("modified", None if made.modified is None else made.modified.isoformat())
        self._stated("title", made.title)
        standard = made.standard
        self._stated("number", None if standard is None else shown(standard.number, trimmed))
        self._stated("standard_version", None if standard is None else _token(standard.version))
        self._stated("standard_title", None if standard is None else standard.title)
        self._stated("publisher", None if standard is None else standard.publisher)
        self._inspiration()

    def _inspiration(self) -> None:
        inspired_by = self._map.inspired_by
        said = inspired_by is not None and (inspired_by.title.root or inspired_by.note.root)
        title: LangText | str | None = None if inspired_by is None else inspired_by.title
        self._stated("inspired_title", title if said or inspired_by is None else DASH)
        self._stated("inspired_note", None if inspired_by is None else inspired_by.note)

    def _stated(self, key: str, value: LangText | str | None) -> None:
        row: SheetRow = {("item", ""): key}
        if isinstance(value, LangText):
            self._texts(row, "value", value, reserved=(DASH,) if key == "inspired_title" else ())
        elif value is not None:
            row["value", LANGUAGES[0]] = value
        self._add(STATEMENT, row)

    def _role(self, role: Role) -> None:
        row = self._named(role, "role", words.ROLE_ROWS)
        _set(row, "category", _token(role.category))
        self._add(part_sheets.ROLES, row)
        for duty in role.duty:
            self._add(part_sheets.ROLES, self._below(role.id, words.ROLE_ROWS.shown("duty"), duty))
        for level in role.levels:
            self._level(level, role.id)

    def _level(self, level: Level, role_id: str) -> None:
        row = self._named(level, "level", words.LEVEL_ROWS)
        row["parent", ""] = _id(role_id)
        self._texts(row, "direction", level.direction)
        self._add(part_sheets.LEVELS, row)
        self._conditions(level)
        for function in level.functions:
            self._function(function, level.id)
        self._weights(level)

    def _conditions(self, level: Level) -> None:
        kinds = words.LEVEL_ROWS
        for entry in level.entry:
            row = self._below(level.id, kinds.shown("entry"), entry.text)
            _set(row, "code", _code(entry.code))
            self._add(part_sheets.LEVELS, row)
        for hours in level.hours:
            row = self._below(level.id, kinds.shown("hours"), LangText())
            row["part", ""] = shown(hours.component, trimmed)
            row["hours", ""] = number_shown(hours.value)
            self._add(part_sheets.LEVELS, row)
        for exam in level.exams:
            row = self._below(level.id, kinds.shown("exam"), exam.label)
            row["part", ""] = shown(exam.part, trimmed)
            for key, value in (("minutes", exam.minutes), ("maximum", exam.maximum), ("passing", exam.passing)):
                _set(row, key, None if value is None else number_shown(value))
            self._add(part_sheets.LEVELS, row)

    def _function(self, function: Function, level_id: str) -> None:
        row = self._named(function, "function", words.REQUIREMENT_ROWS)
        row["level", ""] = _id(level_id)
        self._add(part_sheets.REQUIREMENTS, row)
        for work in function.works:
            self._work(work, level_id, function.id)

    def _work(self, work: Work, level_id: str, function_id: str) -> None:
        row = self._named(work, "work", words.REQUIREMENT_ROWS)
        row["level", ""] = _id(level_id)
        row["parent", ""] = _id(function_id)
        self._add(part_sheets.REQUIREMENTS, row)
        for item in work.items:
            self._item(item, level=_id(level_id), parent=_id(work.id))

    def _item(self, item: Item, *, level: str, parent: str | None) -> None:
        row = self._named(item, item.kind, words.REQUIREMENT_ROWS)
        row["level", ""] = level
        _set(row, "bloom", None if item.bloom is None else words.BLOOM.shown(item.bloom))
        _set(row, "assess", _token(item.assess))
        _set(row, "critical", words.CRITICAL.shown("yes") if item.critical else None)
        _set(row, "supports", ids_shown(item.supports, self._names) or None)
        _set(row, "parent", parent)
        self._add(part_sheets.REQUIREMENTS, row)

    def _named(self, part: MapPart, kind: str, kinds: words.Vocabulary) -> SheetRow:
        row: SheetRow = {("id", ""): _id(part.id), ("uuid", ""): str(part.uuid), ("kind", ""): kinds.shown(kind)}
        _set(row, "code", _code(part.code))
        self._texts(row, "label", part.label)
        _set(row, "status", None if part.status == "active" else words.STATUS.shown(part.status))
        _set(row, "replaced_by", ids_shown(part.replaced_by, self._names) or None)
        self._texts(row, "description", part.description)
        if part.source is not None:
            _put_source(row, part.source)
        return row

    def _below(self, parent_id: str, kind: str, label: LangText) -> SheetRow:
        row: SheetRow = {("parent", ""): _id(parent_id), ("kind", ""): kind}
        self._texts(row, "label", label)
        return row

    def _texts(self, row: SheetRow, key: str, text: LangText, reserved: Sequence[str] = ()) -> None:
        for lang, wording in text.root:
            self._rows.used_languages.add(lang)
            row[key, lang] = shown(wording, reserved=reserved)

    def _weights(self, level: Level) -> None:
        begun: set[str] = set()
        for table in level.weights:
            start: SheetRow = {("level", ""): _id(level.id), ("part", ""): shown(table.part, trimmed)}
            if table.part in begun or not table.weights:
                self._add(sheets.WEIGHTS, start)
            begun.add(table.part)
            for weight in table.weights:
                self._add(sheets.WEIGHTS, start | self._weight(weight))

    def _weight(self, weight: Weight) -> SheetRow:
        percent = DASH if weight.percent is None else number_shown(weight.percent)
        row: SheetRow = {("ref", ""): id_shown(weight.ref, self._names), ("percent", ""): percent}
        self._name(row, weight.ref)
        return row

    def _name(self, row: SheetRow, part_id: str) -> None:
        label = self._names.get(part_id)
        if label:
            row["name", ""] = reference_name(label)

    def _alignments(self, part: MapPart) -> None:
        for alignment in part.alignments:
            row: SheetRow = {("ref", ""): _id(part.id)}
            self._name(row, part.id)
            relation = alignment.relation
            _set(row, "relation", None if relation == "isRelatedTo" else _token(relation))
            row["target", ""] = shown(alignment.target, trimmed)
            _set(row, "framework", _token(alignment.framework))
            _set(row, "code", _token(alignment.code))
            self._texts(row, "title", alignment.title)
            self._add(sheets.ALIGNMENTS, row)

    def _foreign(self, ref: str, foreign: Iterable[Foreign]) -> None:
        for one in foreign:
            row: SheetRow = {("ref", ""): ref, ("format", ""): shown(one.format, trimmed)}
            row["field", ""] = shown(one.name, trimmed)
            row["content", ""] = shown(one.value)
            self._add(sheets.FOREIGN, row)

    def _revisions(self, revisions: Sequence[Revision]) -> None:
        lines = list(revisions)
        if all(revision.version != self._map.version for revision in lines):
            modified = "" if self._map.modified is None else self._map.modified.isoformat()
            lines.append(Revision(self._map.version, modified))
        for line in lines:
            row: SheetRow = {("version", ""): shown(line.version, trimmed)} if line.version or not line.note else {}
            _set(row, "modified", shown(line.modified, trimmed) if line.modified else None)
            _set(row, "note", shown(line.note) if line.note else None)
            self._add(sheets.REVISIONS, row)

    def _exported(self) -> None:
        for part in self._parts:
            row: SheetRow = {("id", ""): _id(part.id), ("kind", ""): type_of(part).zh}
            _set(row, "code", _code(part.code))
            self._add(sheets.EXPORTED, row)


def _put_source(row: SheetRow, source: Source) -> None:
    empty = source == Source()
    _set(row, "clause", DASH if empty else _token(source.clause, (DASH,)))
    _set(row, "row", None if source.row is None else number_shown(source.row))
    _set(row, "document", _token(source.document))
    _set(row, "place", _token(source.place))


def _set(row: SheetRow, key: str, value: CellValue | None) -> None:
    if value is not None:
        row[key, ""] = value


def _token(text: str | None, reserved: Sequence[str] = ()) -> str | None:
    return None if text is None else shown(text, trimmed, reserved)


def _code(code: str | None) -> str | None:
    return None if code is None else shown(code, plain_code)


def _id(part_id: str) -> str:
    return shown(part_id, trimmed)
