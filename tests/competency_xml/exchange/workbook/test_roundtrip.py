"""Out into a workbook and back: the same map to the byte, whatever stands in it."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from competency_xml.exchange.workbook import read_authoring, write_authoring
from competency_xml.exchange.workbook.revisions import Revision
from competency_xml.exchange.workbook.texts import meant, plain_code, shown, trimmed, verbatim
from competency_xml.model import CompetencyMap, Foreign
from competency_xml.xml import map_bytes
from foundation.findings import Finding
from tests.competency_xml.exchange.workbook.maps import full_map, with_texts
from tests.competency_xml.generated import competency_maps, texts

_OWN_FINDINGS = ("MAP-WORKBOOK", "MAP-CELL", "MAP-SHEET", "MAP-COLUMN")
#: Texts that a spreadsheet changes, that mean something to this format, or look as if they did.
_AWKWARD = r"""
"" " "a" " "\u0041" "\"\"" "\" [] ["a"] — － １．１ 1.1. 1。1 1.10 =1+1 +86 -5 @x 'x _x000D_ _x000D_x000D_ _x005F_x000D_
TRUE #N/A 2026-04-10 1/2 5% 是 否 yes apply 应用 ability 职业功能 图谱 map basic 基本要求 q q.s 高级 1.1.1 1 策划 %
coursebridge-map 项目 标识 isRelatedTo [zh-CN] （不存在） q.s（不存在） \ 𠮷 xlsx revision
"""
_WHITE = st.sampled_from((" ", "　", "\n", "\t", "\r", "\u2028", "\u2029", "\x7f", "\x85", "\ufeff", "", "_x000D", "_"))
awkward_texts = st.lists(st.one_of(st.sampled_from(_AWKWARD.split()), _WHITE), max_size=3).map("".join)


def _there_and_back(competency_map: CompetencyMap) -> tuple[CompetencyMap, list[Finding]]:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "图谱.xlsx"
        write_authoring(competency_map, path)
        back, findings = read_authoring(path)
    return back, [finding for finding in findings if finding.id.startswith(_OWN_FINDINGS)]


@settings(max_examples=40)
@given(competency_maps())
def test_any_map_comes_back_to_the_byte_and_nothing_is_doubted(competency_map: CompetencyMap) -> None:
    back, findings = _there_and_back(competency_map)
    assert map_bytes(back) == map_bytes(competency_map)
    assert findings == []


@settings(max_examples=30)
@given(st.data())
def test_any_text_comes_back_in_every_field(data: st.DataObject) -> None:
    competency_map = with_texts(full_map(), lambda: data.draw(awkward_texts))
    back, findings = _there_and_back(competency_map)
    assert map_bytes(back) == map_bytes(competency_map)
    assert findings == []


def test_ids_that_look_like_anything_come_back() -> None:
    ids = ("_x000D_", '""', '["q"]', "=1+1", "x,y", "1.1.1", "basic", "map", "TRUE", "#N/A", '"\\u005fx000D_"')
    item = full_map().basic[0]
    basic = tuple(
        item.model_copy(update={"id": part_id, "supports": (part_id, *ids, "nowhere", "no,where")}) for part_id in ids
    )
    competency_map = full_map().model_copy(update={"basic": basic})
    back, findings = _there_and_back(competency_map)
    assert back == competency_map
    assert findings == []


@settings(max_examples=700)
@given(awkward_texts | texts)
def test_a_cell_gives_back_its_text(text: str) -> None:
    for plain in (verbatim, trimmed, plain_code):
        cell = shown(text, plain, ("—",))
        assert cell.strip()
        assert cell != "—"
        assert meant(cell, plain, ("—",)) == text


def test_revisions_come_back_in_their_order_among_fields_of_other_formats() -> None:
    revisions = [Revision("1.0.0", "2026-01-01", "初版"), Revision("", "", "改"), Revision("1.2.0", "", "现版")]
    odd = [
        Foreign(format="xlsx", name="revision", value='{"note": "x"}'),
        Foreign(format="xlsx", name="revision", value='{"version":"1.2.0"}'),
        Foreign(format="xlsx", name="revision", value="[" * 2000),
        Foreign(format="xlsx", name="else", value="{}"),
    ]
    kept = [revision.foreign() for revision in revisions]
    for foreign in (kept, [*odd, *kept], [*kept, *odd], [kept[0], odd[0], kept[1]], odd):
        competency_map = full_map().model_copy(update={"foreign": tuple(foreign)})
        assert _there_and_back(competency_map)[0] == competency_map
