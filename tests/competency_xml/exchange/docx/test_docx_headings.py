"""Headings, captions and the cover say which standard, role, level and direction a Word table is about."""

from __future__ import annotations

from pathlib import Path

import pytest

from competency_xml.model import CompetencyMap
from tests.competency_xml.exchange.docx.samples import read, requirements
from tests.competency_xml.exchange.docx.word_files import W, para, word_file


def _read(path: Path, body: str, **more: dict[str, str]) -> CompetencyMap:
    competency_map, findings = read(word_file(path, body, **more))  # type: ignore[arg-type]
    assert findings == []
    return competency_map


def _levels(competency_map: CompetencyMap) -> list[tuple[str, str, str]]:
    return [(level.id, level.label.best(), level.direction.best()) for level in competency_map.levels()]


def test_styled_headings_name_levels_and_directions(tmp_path: Path) -> None:
    body = (
        para("质量管理人员能力评价规范", style="1")
        + para("4 工作要求", style="1")
        + para("4.1 初级", style="2")
        + requirements()
        + para("4.2 中级", style="2")
        + para("4.2.1 职业方向：过程质量", style="3")
        + requirements()
        + para("4.2.2 职业方向：供应商质量", style="3")
        + para("表 5 质量管理人员工作要求")
        + requirements()
    )
    assert _levels(_read(tmp_path / "a.docx", body)) == [
        ("quality.junior", "初级", ""),
        ("quality.intermediate.d1", "中级", "过程质量"),
        ("quality.intermediate.d2", "中级", "供应商质量"),
    ]


def test_numbered_headings_without_styles(tmp_path: Path) -> None:
    body = "".join(
        (
            para("T/CEAMI 005-2025 质量管理人员"),
            para("4 工作要求"),
            para("本标准对五级、四级的要求依次递进，高级别涵盖低级别的要求。"),
            para("4.1 五级/初级工"),
            requirements(),
            para("4.2 四级/中级工"),
            requirements(),
        )
    )
    assert _levels(_read(tmp_path / "a.docx", body)) == [
        ("quality.L5", "五级/初级工", ""),
        ("quality.L4", "四级/中级工", ""),
    ]


def test_captions_alone(tmp_path: Path) -> None:
    body = "".join(
        (
            para("表 1 质量管理人员（T/CEAMI 005-2025）初级工作要求"),
            requirements(),
            para("表 2 质量管理人员（T/CEAMI 005-2025）中级工作要求"),
            requirements(),
        )
    )
    competency_map = _read(tmp_path / "a.docx", body)
    assert competency_map.standard is not None
    assert competency_map.standard.title.best() == "智能制造数字应用人员能力评价规范"
    assert [one[0] for one in _levels(competency_map)] == ["quality.junior", "quality.intermediate"]


def test_level_of_a_section_holds_for_all_its_tables(tmp_path: Path) -> None:
    other = [["3. 质量改进", "3.1 改进过程", "3.1.1 能改进过程", "3.1.1 改进的方法"]]
    body = "".join(
        (
            para("质量管理人员 工作要求"),
            para("初级"),
            requirements(),
            para("表 2 改进部分"),
            requirements(other),
            para("中级"),
            requirements(),
        )
    )
    competency_map = _read(tmp_path / "a.docx", body)
    assert [(level.label.best(), len(level.functions)) for level in competency_map.levels()] == [
        ("初级", 3),
        ("中级", 2),
    ]


def test_several_roles_by_chapter(tmp_path: Path) -> None:
    body = "".join(
        (
            *(para("附录A 质量管理人员能力要求", style="1"), para("A.1 初级", style="2"), requirements()),
            *(para("附录B 仓储管理人员能力要求", style="1"), para("B.1 初级", style="2"), requirements()),
        )
    )
    competency_map = _read(tmp_path / "a.docx", body)
    assert [role.id for role in competency_map.roles] == ["quality", "warehousing"]
    assert [level.id for level in competency_map.levels()] == ["quality.junior", "warehousing.junior"]


def test_contents_and_prose_name_no_level(tmp_path: Path) -> None:
    body = "".join(
        (
            para("4.2 高级\t7", style="TOC1"),
            para("4.2 高级……………………7"),
            para("质量管理人员 工作要求"),
            para("取得中级证书后可申报高级。"),
            para("本表适用于初级、中级"),
            requirements(),
        )
    )
    assert _levels(_read(tmp_path / "a.docx", body)) == [("quality.level", "", "")]


def test_number_of_the_standard_in_the_page_header(tmp_path: Path) -> None:
    header = f'<w:hdr xmlns:w="{W}">{para("T/CEAMI 005—2025")}</w:hdr>'
    body = para("质量管理人员 工作要求") + requirements()
    competency_map = _read(tmp_path / "a.docx", body, parts={"header1.xml": header})
    assert competency_map.standard is not None
    assert competency_map.standard.number == "T/CEAMI 005-2025"


def test_cover_of_a_national_standard(tmp_path: Path) -> None:
    body = "".join(
        (
            para("国家职业标准"),
            para("职业编码：2-02-30-11"),
            para("数字化管理师"),
            para("（2021年版）"),
            para("1 职业概况", style="1"),
            para("1.1 职业名称", style="2"),
            para("数字化管理师"),
            para("1.2 职业编码", style="2"),
            para("2-02-30-11"),
            para("3 工作要求", style="1"),
            para("3.1 初级", style="2"),
            requirements(),
        )
    )
    competency_map = _read(tmp_path / "a.docx", body)
    assert competency_map.standard is not None
    assert (competency_map.standard.number, competency_map.standard.title.best()) == ("2-02-30-11", "数字化管理师")
    assert (competency_map.roles[0].id, competency_map.roles[0].label.best()) == ("role-2-02-30-11", "数字化管理师")


@pytest.mark.parametrize("title", ["", "起草说明", "本部分由秘书处负责解释。"])
def test_table_of_nobody_is_told(tmp_path: Path, title: str) -> None:
    _, findings = read(word_file(tmp_path / "a.docx", para(title) + requirements()))
    assert findings == [("MAP-TITLE", "Table1!A1")]
