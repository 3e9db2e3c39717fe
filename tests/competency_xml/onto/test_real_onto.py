"""The real table, reworded, renumbered and moved about as an editor does, laid onto its own import."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from competency_xml.exchange.printed import read_printed
from competency_xml.model import CompetencyMap
from competency_xml.onto import lay_onto
from competency_xml.places import placed_parts
from competency_xml.xml import map_bytes
from tests.competency_xml.onto.maps import active, translated
from tests.competency_xml.workbooks import changed_copy


@pytest.fixture(scope="module")
def printed(shared: Path) -> Path:
    return shared / "data" / "occupational-standard-2-02-30-11" / "requirements-as-printed.xlsx"


@pytest.fixture
def old(printed: Path) -> CompetencyMap:
    competency_map, _ = read_printed(printed)
    return translated(competency_map)


def test_the_table_onto_its_own_import_changes_nothing(printed: Path, old: CompetencyMap) -> None:
    found = lay_onto(old, read_printed(printed)[0])
    assert found.map is not None
    assert map_bytes(found.map) == map_bytes(old)


def _revise(workbook: Any) -> None:
    """Reword two items, drop one and close the gap, swap two works, move one item to another work."""
    junior = workbook["工作要求-初级"]
    lines = junior["C3"].value.split("\n")
    moved = lines.pop(2)
    lines[0] = lines[0].replace(
        "能根据数字化平台通讯录的标准格式，处理组织信息", "能根据数字化平台通讯录的标准格式，导入并处理组织信息"
    )
    junior["C3"] = "\n".join(f"1.1.{number} {line.partition(' ')[2]}" for number, line in enumerate(lines, start=1))
    knowledge = [line.partition(" ")[2] for line in junior["D3"].value.split("\n")][1:]
    junior["D3"] = "\n".join(f"1.1.{number} {text}" for number, text in enumerate(knowledge, start=1))
    junior["C4"] = f"{junior['C4'].value}\n1.2.9 {moved.partition(' ')[2]}"
    senior = workbook["工作要求-高级"]
    for column in "BCD":
        first, second = senior[f"{column}3"].value, senior[f"{column}4"].value
        senior[f"{column}3"] = second.replace("1.2", "1.1")
        senior[f"{column}4"] = first.replace("1.1", "1.2")


def test_a_revised_edition_keeps_every_id(printed: Path, old: CompetencyMap, tmp_path: Path) -> None:
    new, _ = read_printed(changed_copy(printed, tmp_path / "修订.xlsx", _revise))
    found = lay_onto(old, new)
    assert found.map is not None, found.doubtful
    before, now = active(old, _is_item), active(found.map, _is_item)
    reworded = now.keys() - before.keys()
    assert reworded == {"能根据数字化平台通讯录的标准格式，导入并处理组织信息"}
    assert before["能根据数字化平台通讯录的标准格式，处理组织信息"] == now[reworded.pop()]
    assert {text: now[text] for text in before.keys() & now.keys()} == {
        text: before[text] for text in before.keys() & now.keys()
    }
    assert before.keys() - now.keys() == {"数字化组织管理原理", "能根据数字化平台通讯录的标准格式，处理组织信息"}
    parts = {place.id: place.part for place in placed_parts(found.map)}
    assert all(parts[place.id].uuid == place.part.uuid for place in placed_parts(old))
    assert [part.id for part in parts.values() if part.status == "retired"] == [before["数字化组织管理原理"]]
    assert (found.matched.new, found.matched.retired) == (0, 1)
    assert [finding.id for finding in found.findings] == ["MAP-ONTO-CARRIED"]


def _is_item(part: Any) -> bool:
    return hasattr(part, "kind")
