"""What of a map Moodle's CSV has no column for, told once per kind of thing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from competency_xml.check.doubts import parts_in
from competency_xml.exchange.framework.notes import FrameworkNotes, Remark
from competency_xml.exchange.framework.outline import OutlineEntry
from competency_xml.exchange.framework.slots import MapPart
from competency_xml.exchange.moodle_csv.keeping import FORMAT
from competency_xml.exchange.moodle_csv.own_ids import own_id
from competency_xml.identity import minted_uuid
from competency_xml.model import CompetencyMap, Item, Level, Role
from foundation.text import both

_Words = tuple[str, str]


def tell_losses(competency_map: CompetencyMap, entries: Sequence[OutlineEntry], notes: FrameworkNotes) -> None:
    """Note what is lost when a map goes to Moodle."""
    for words in _lost_of_map(competency_map):
        _tell(words, None, notes)
    inside = {competency_map.iri(entry.part.id) for entry in entries}
    for part in parts_in(competency_map):
        for words in _lost(part, competency_map, inside):
            _tell(words, part.id, notes)


def _tell(words: _Words, place: str | None, notes: FrameworkNotes) -> None:
    message = both(f"Moodle 的 CSV 写不下{words[0]}", f"Moodle's CSV cannot say {words[1]}")
    notes.count(words[1], Remark("MAP-MOODLE-LOST", message, severity="note"), place)


def _lost_of_map(competency_map: CompetencyMap) -> Iterator[_Words]:
    """Yield what the framework row cannot say; a standard's number and what inspired a map stand in its description."""
    if len([wording for _, wording in competency_map.title.root if wording.strip()]) > 1:
        yield "图谱标题的其他语言", "the title in other languages"
    if competency_map.standard is not None:
        yield "标准的标题、版本和发布者", "title, version and publisher of the standard"
    if competency_map.modified is not None or competency_map.status != "draft":
        yield "状态和修改时间", "status and time of change"
    if _foreign(competency_map):
        yield "为其他格式保留的内容", "what is kept for other formats"


def _foreign(part: MapPart | CompetencyMap) -> bool:
    return any(field.format != FORMAT for field in part.foreign)


def _lost(part: MapPart, competency_map: CompetencyMap, inside: set[str]) -> Iterator[_Words]:
    if part.uuid != minted_uuid(competency_map.base, part.id):
        yield "UUID", "UUIDs"
    if _foreign(part):
        yield "为其他格式保留的内容", "what is kept for other formats"
    if part.source is not None:
        yield "出处", "sources"
    if part.replaced_by:
        yield "由什么取代", "what replaces a part"
    if any(alignment.target not in inside for alignment in part.alignments):
        yield "与外部框架的对应关系", "alignments with other frameworks"
    if isinstance(part, Item):
        yield from _lost_of_item(part)
    elif isinstance(part, Level):
        yield from _lost_of_level(part)
    elif isinstance(part, Role) and (part.duty or part.category):
        yield "岗位职责和类别", "duties and categories of roles"


def _lost_of_item(item: Item) -> Iterator[_Words]:
    if item.bloom is not None:
        yield "认知层次", "Bloom levels"
    if item.assess is not None:
        yield "考核方式", "ways of assessment"
    if item.critical:
        yield "关键项", "which items are critical"
    own = own_id(item.id)
    if item.kind != ("ability" if own is None else own.kind):
        yield "标识看不出类别的条目属于哪一类", "the kind of items whose id does not say it"


def _lost_of_level(level: Level) -> Iterator[_Words]:
    if level.direction:
        yield "职业方向", "directions"
    if level.weights:
        yield "权重", "weights"
    if level.hours or level.exams or level.entry:
        yield "学时、考核安排和申报条件", "training hours, exam parts and entry conditions"
