"""Any standard gives one map, whether it was printed from Excel or Word; and that map says what was printed."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings

from competency_xml.exchange.printed import read_printed
from competency_xml.model import CompetencyMap
from tests.competency_xml.exchange.docx.samples import without_places
from tests.competency_xml.exchange.printed_sheets import PrintedStandard, printed_standards
from tests.competency_xml.exchange.sheets import docx_file, python_docx_file, xlsx_file


def _shown(competency_map: CompetencyMap) -> list[object]:
    names = {
        part.id: f"{part.code}. {part.label.best()}" for level in competency_map.levels() for part in level.functions
    }
    names |= {item.id: item.label.best() for item in competency_map.basic}
    return [
        (
            role.label.best(),
            level.label.best(),
            level.direction.best(),
            [
                (names[function.id], f"{work.code} {work.label.best()}", *_items(work.items))
                for function in level.functions
                for work in function.works
            ],
            {table.part: {names[one.ref]: one.percent for one in table.weights} for table in level.weights},
        )
        for role in competency_map.roles
        for level in role.levels
    ]


def _items(items: object) -> tuple[list[str], list[str]]:
    texts: dict[str, list[str]] = {"ability": [], "knowledge": []}
    for item in items:  # type: ignore[attr-defined]
        texts[item.kind].append(f"{item.code} {item.label.best()}")
    return texts["ability"], texts["knowledge"]


def _wanted(standard: PrintedStandard) -> list[object]:
    return [(level.role, level.label, level.direction, level.works, level.weights) for level in standard.levels]


@settings(max_examples=40)
@given(printed_standards())
def test_one_map_from_excel_and_from_word(tmp_path_factory: pytest.TempPathFactory, standard: PrintedStandard) -> None:
    folder: Path = tmp_path_factory.mktemp("standard")
    workbook, findings = read_printed(xlsx_file(folder / "标准.xlsx", standard.sheets))
    assert [finding for finding in findings if finding.severity != "note"] == []
    assert _shown(workbook) == _wanted(standard)
    for document in (
        docx_file(folder / "标准.docx", standard.sheets),
        python_docx_file(folder / "b.docx", standard.sheets),
    ):
        competency_map, document_findings = read_printed(document)
        assert without_places(competency_map) == without_places(workbook)
        assert [finding.id for finding in document_findings] == [finding.id for finding in findings]
