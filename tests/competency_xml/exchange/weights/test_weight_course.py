"""A standard with its weight tables, printed in Word or Excel, becomes a course that asks by those weights."""

from __future__ import annotations

from pathlib import Path

import pytest

from competency_xml.exchange.registry import reader_for
from competency_xml.xml import write_map
from course_templates.skeleton import new_course
from tests.competency_xml.exchange.sheets import Sheet, docx_file, xlsx_file
from tests.competency_xml.exchange.weights.samples import (
    PRACTICAL,
    THEORY,
    practical_rows,
    requirement_sheets,
    theory_rows,
)


@pytest.mark.parametrize("name", ["标准.docx", "标准.xlsx"])
def test_course_takes_weights_and_hours(tmp_path: Path, name: str) -> None:
    first, second = requirement_sheets()
    sheets = [
        Sheet("学时", ("培训期限", "初级不少于 64 标准学时；中级不少于 80 标准学时。"), ()),
        Sheet("能力权重", (PRACTICAL,), practical_rows()),
        first,
        Sheet("知识权重", (THEORY,), theory_rows()),
        second,
    ]
    path = (docx_file if name.endswith("docx") else xlsx_file)(tmp_path / name, sheets)
    competency_map, findings = reader_for(path).read(path)
    assert list(findings) == []
    write_map(competency_map, tmp_path / "map.xml")
    course = new_course(tmp_path / "map.xml", "quality", "初级", tmp_path / "课程")
    form = next(form for form in course.forms if form.phase == "post")
    assert {cell.item: cell.points for cell in form.cells} == {
        "basic.ethics": 5,
        "basic.foundation": 20,
        "quality.junior.w1-1": 23,
        "quality.junior.w1-2": 22,
        "quality.junior.w2-1": 30,
    }
    assert course.hours_required == 64
