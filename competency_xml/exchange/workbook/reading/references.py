"""What refers to parts: supports, replacements, weights, alignments and fields of other formats."""

from __future__ import annotations

import re

from competency_xml.exchange.workbook import words
from competency_xml.exchange.workbook.reading.draft import Draft, DraftMap, DraftWeights
from competency_xml.exchange.workbook.reading.index import Kinds, PartIndex
from competency_xml.exchange.workbook.reading.notes import WorkbookNotes
from competency_xml.exchange.workbook.reading.record import Record, records
from competency_xml.exchange.workbook.reading.tables import Table
from competency_xml.exchange.workbook.texts import folded, id_meant, id_words, reference_name
from competency_xml.model import ID_PATTERN, ITEM_KINDS, Alignment, Foreign, Weight
from foundation.text import both

_ID = re.compile(ID_PATTERN)
_ABILITIES: Kinds = frozenset(("ability",))
_ITEMS: Kinds = frozenset(ITEM_KINDS)
_WEIGHTED: Kinds = frozenset(("function", "work", *ITEM_KINDS))
_LEVELS: Kinds = frozenset(("level",))
_ALL: Kinds = frozenset(("role", "level", *_WEIGHTED))
#: What people write where a weight does not apply.
_DASHES = frozenset(map(folded, ("—", "–", "-", "－", "―", "——", "/", "不适用", "n/a")))


class ReferenceReader:
    """Finds the parts that cells refer to. Ids of no part are kept as they are: `map check` tells of them.

    Attributes:
        weight_places: cells of weights, by level, exam part and what is weighed; None there is a table's first cell.
    """

    def __init__(self, index: PartIndex, notes: WorkbookNotes) -> None:
        self._index = index
        self._notes = notes
        self._tables: dict[tuple[int, str], DraftWeights] = {}
        self.weight_places: dict[tuple[str, str, str | None], str] = {}

    def read_parts(self, made: DraftMap) -> None:
        """Take what the parts' own rows refer to."""
        for draft in made.parts():
            replaced_by = self._ids("replaced_by", draft, frozenset((draft.kind,)), _ALL)
            if replaced_by:
                draft.fields["replaced_by"] = replaced_by
            if draft.type == "item":
                draft.fields["supports"] = self._ids("supports", draft, _ABILITIES, _ITEMS)

    def read_weights(self, table: Table) -> None:
        """Take the rows of 权重表. A row with level and part alone begins a table."""
        level: Draft | None = None
        part = ""
        for record in records(table, self._notes):
            if not any(map(record.has, ("level", "part", "ref", "percent"))):
                continue
            level = self._level(record, level)
            part = part if (told := record.token("part")) is None else told
            if level is None:
                continue
            if record.has("ref") or record.has("percent"):
                weight = self._weight(record, level)
                if weight is not None:
                    weights = self._tables.get((id(level), part)) or self._begun(level, part)
                    weights.weights.append(weight)
                    self._note_place(level, part, record, weight.ref)
            elif _is_typed(record, "part"):
                self._begun(level, part)
                self._note_place(level, part, record, None)

    def read_alignments(self, table: Table) -> None:
        """Take the rows of 对照."""
        for record in records(table, self._notes):
            if not record.says_something and not record.has("ref"):
                continue
            draft = self._part(record)
            target = record.token("target")
            if target is None:
                record.missing("target")
            relation = record.token("relation")
            alignment = Alignment(
                target=target or "",
                relation="isRelatedTo" if relation is None else relation,
                framework=record.token("framework"),
                code=record.token("code"),
                title=record.lang_text("title"),
            )
            if draft is not None and target is not None:
                draft.align(alignment)

    def read_foreign(self, table: Table) -> list[Foreign]:
        """Take the rows of 其他格式, and return the fields of the map itself."""
        of_map: list[Foreign] = []
        for record in records(table, self._notes):
            if not record.says_something and not record.has("ref"):
                continue
            foreign = _foreign(record)
            word = record.words_of("ref")
            whole_map = self._index.with_id(word) is None and words.names(words.WHOLE_MAP, word)
            draft = None if whole_map else self._part(record)
            if foreign is not None and (whole_map or draft is not None):
                if draft is None:
                    of_map.append(foreign)
                else:
                    draft.keep(foreign)
        return of_map

    def _level(self, record: Record, above: Draft | None) -> Draft | None:
        word = record.words_of("level")
        if not word:
            if above is None:
                record.missing("level")
            return above
        level = self._index.meant(word, _LEVELS)
        if level is None:
            self._not_found(record, "level", word)
        return level

    def _note_place(self, level: Draft, part: str, record: Record, ref: str | None) -> None:
        self.weight_places.setdefault((level.id, part, None), record.place("percent"))
        self.weight_places[level.id, part, ref] = record.place("percent")

    def _begun(self, level: Draft, part: str) -> DraftWeights:
        """Return a new table of a level, which further rows of this part belong to."""
        table = self._tables[id(level), part] = DraftWeights(part)
        if level.details is not None:
            level.details.weights.append(table)
        return table

    def _weight(self, record: Record, level: Draft) -> Weight | None:
        ref = self._weighted(record, level)
        cell = record.cell("percent")
        if cell is None:
            record.missing("percent")
            return None
        does_not_apply = folded(cell.text) in _DASHES
        percent = None if does_not_apply else record.number("percent")
        if ref is None or (percent is None and not does_not_apply):
            return None
        return Weight(ref=ref, percent=percent)

    def _weighted(self, record: Record, level: Draft) -> str | None:
        word = record.words_of("ref")
        if not word:
            record.missing("ref")
            return None
        draft = self._index.with_id(word) or self._index.meant(word, _WEIGHTED, level)
        if draft is None:
            return self._kept(record, "ref", word)
        self._compare_name(record, draft)
        return draft.id

    def _part(self, record: Record) -> Draft | None:
        word = record.words_of("ref")
        if not word:
            record.missing("ref")
            return None
        draft = self._index.with_id(word) or self._index.meant(word, _ALL)
        if draft is None:
            self._not_found(record, "ref", word)
        else:
            self._compare_name(record, draft)
        return draft

    def _ids(self, key: str, draft: Draft, first: Kinds, then: Kinds) -> tuple[str, ...]:
        """Return the ids in a cell; codes and names are looked for among the kinds `first`, then among `then`."""
        cell_text = draft.record.words_of(key)
        if not cell_text:
            return ()
        level = draft.above("level")
        found: list[str] = []
        for word in id_words(cell_text, self._index.ids):
            part = self._index.with_id(word)
            part = part or self._index.meant(word, first, level) or self._index.meant(word, then, level)
            part_id = part.id if part is not None else self._kept(draft.record, key, word)
            if part_id is not None:
                found.append(part_id)
        return tuple(found)

    def _kept(self, record: Record, key: str, word: str) -> str | None:
        """Return the id that a word is, though no part has it; what is no id is noted."""
        part_id, _ = id_meant(word)
        if _ID.fullmatch(part_id):
            return part_id
        self._not_found(record, key, word)
        return None

    def _not_found(self, record: Record, key: str, word: str) -> None:
        remedy = both("请写标识，或只有一个部分用的编号或名称", "Write an id, or a code or name that only one part has")
        told = word if len(word) <= 30 else word[:30] + "…"
        record.wrong(key, f"找不到“{told}”，或不止一个", f"{told} is not there, or more than once", remedy)

    def _compare_name(self, record: Record, draft: Draft) -> None:
        cell = record.cell("name")
        if cell is not None and cell.text.strip() != reference_name(draft.label).strip():
            self._notes.reference_name(record.place("name"))


def _foreign(record: Record) -> Foreign | None:
    told = {"format": record.token("format"), "field": record.token("field"), "content": record.text("content")}
    for key, text in told.items():
        if text is None:
            record.missing(key)
    if None in told.values():
        return None
    return Foreign(format=told["format"] or "", name=told["field"] or "", value=told["content"] or "")


def _is_typed(record: Record, key: str) -> bool:
    """Whether a cell stands in the row itself, not in a merged range that covers it."""
    cell = record.cell(key)
    return cell is not None and cell.row == record.row
