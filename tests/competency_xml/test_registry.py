"""A map format of somebody else's is found by its entry point; each of ours keeps the seam's promises."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.metadata import EntryPoint
from pathlib import Path

import pytest

from competency_xml.errors import UnknownMapFormatError
from competency_xml.exchange import registry
from competency_xml.exchange.base import ImportOptions
from competency_xml.model import CompetencyMap
from foundation.errors import UnreadableFileError
from foundation.findings import Finding
from tests.competency_xml.workbooks import workbook_file


class ForeignFormat:
    """A format that a third party would ship."""

    name = "foreign"
    endings = (".foreign",)

    def recognises(self, path: Path) -> bool:
        return path.suffix == ".foreign"

    def read(self, path: Path, options: ImportOptions | None = None) -> tuple[CompetencyMap, Sequence[Finding]]:
        return CompetencyMap(base="urn:foreign:"), []


def test_entry_point_adds_a_format(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    point = EntryPoint("foreign", f"{__name__}:ForeignFormat", registry.ENTRY_POINTS)
    ours = [known.name for known in registry.map_formats()]
    monkeypatch.setattr(registry, "entry_points", lambda group: [point] if group == registry.ENTRY_POINTS else [])
    registry.map_formats.cache_clear()
    try:
        (tmp_path / "a.foreign").write_bytes(b"x")
        assert registry.reader_for(tmp_path / "a.foreign").name == "foreign"
        assert [known.name for known in registry.map_formats()] == [*ours, "foreign"]
    finally:
        registry.map_formats.cache_clear()


def test_unknown_file_is_told_what_can_be_imported(tmp_path: Path) -> None:
    (tmp_path / "图谱.pdf").write_bytes(b"%PDF")
    with pytest.raises(UnknownMapFormatError) as caught:
        registry.reader_for(tmp_path / "图谱.pdf")
    assert ".xlsx" in caught.value.remedy
    with pytest.raises(UnreadableFileError):
        registry.reader_for(tmp_path / "没有.pdf")


@pytest.mark.parametrize("ending", [".xlsx", ".XLSX", ".xlsm", ".xls"])
def test_workbooks_go_to_the_printed_layout(tmp_path: Path, ending: str) -> None:
    path = workbook_file(tmp_path / "a.xlsx").rename(tmp_path / f"a{ending}")
    assert registry.reader_for(path).name == "printed"
