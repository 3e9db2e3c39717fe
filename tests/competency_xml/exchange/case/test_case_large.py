"""A framework as large as a map may be comes back; a larger one is told when it goes out, not when it is needed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from competency_xml.errors import UnreadableFrameworkError
from competency_xml.exchange.case import Case10Format, CaseFormat, importing, loading, reading, writing
from competency_xml.maps import starter_maps
from competency_xml.model import CompetencyMap
from competency_xml.xml import map_bytes, read_map
from foundation.errors import CourseBridgeError
from tests.competency_xml.exchange.case.packages import association, item, package, tree
from tests.competency_xml.exchange.workbook.editor import plain_map

#: Items of the largest map that is promised to be read.
ITEMS = 20_000
LANGUAGES = 2


@pytest.fixture(scope="module")
def starter() -> CompetencyMap:
    """A map with real texts in two languages, abilities and the knowledge that supports them."""
    return read_map(starter_maps()["quality"])


def test_map_of_20_000_items_in_two_languages_is_within_what_is_read(tmp_path: Path, starter: CompetencyMap) -> None:
    CaseFormat().write(starter, tmp_path / "a.json")
    content = (tmp_path / "a.json").read_bytes()
    whole = json.loads(content)
    times = ITEMS / len(list(starter.items()))
    records = sum(len(whole[name]) for name in reading.RECORDS)
    assert len(content) * times < loading.MAX_BYTES
    assert records * times < reading.MAX_RECORDS
    assert len(whole["CFItems"]) * times / LANGUAGES < reading.MAX_ITEMS
    marks = sum(map(content.count, loading.MARKS))
    assert not loading.is_too_full(int(marks * times), int(content.count(b"{") * times))


@pytest.mark.parametrize("limit", ["MAX_ITEMS", "MAX_RECORDS", "MAX_BYTES", "MAX_MARKS", "MAX_OBJECTS"])
def test_what_export_does_not_warn_of_is_read_back(limit: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, competency_map = tmp_path / "a.json", plain_map()
    measured = _measured(competency_map, path)[limit]
    for number, is_large in ((measured, False), (measured - 1, True)):
        for module in (importing, loading, reading, writing):
            monkeypatch.setattr(module, limit, number, raising=False)
        found = [one.id for one in CaseFormat().write(competency_map, path)]
        assert found == (["MAP-CASE-LARGE"] if is_large else [])
        if is_large:
            with pytest.raises(CourseBridgeError, match=r"超过|多得|过大"):
                CaseFormat().read(path)
        else:
            assert map_bytes(CaseFormat().read(path)[0]) == map_bytes(competency_map)


def _measured(competency_map: CompetencyMap, path: Path) -> dict[str, int]:
    CaseFormat().write(competency_map, path)
    content = path.read_bytes()
    whole = json.loads(content)
    kinds = [one["associationType"] for one in whole["CFAssociations"]]
    return {
        "MAX_ITEMS": len(whole["CFItems"]) - kinds.count("isTranslationOf"),
        "MAX_RECORDS": len(whole["CFItems"]) + len(kinds),
        "MAX_BYTES": len(content),
        "MAX_MARKS": sum(map(content.count, loading.MARKS)),
        "MAX_OBJECTS": content.count(b"{"),
    }


def test_case_1_0_tells_it_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writing, "MAX_ITEMS", 2)
    assert "MAP-CASE-LARGE" in [one.id for one in Case10Format().write(plain_map(), tmp_path / "a.json")]


def test_every_item_and_association_stands_on_a_line_of_its_own(tmp_path: Path, starter: CompetencyMap) -> None:
    CaseFormat().write(starter, tmp_path / "a.json")
    lines = (tmp_path / "a.json").read_text(encoding="utf-8").splitlines()
    whole = json.loads("\n".join(lines))
    records = [json.loads(line.strip().removesuffix(",")) for line in lines if line.startswith('    {"identifier"')]
    assert records == [*whole["CFItems"], *whole["CFAssociations"]]


def _read(path: Path, text: str, encoding: str = "utf-8") -> list[str]:
    path.write_bytes(text.encode(encoding))
    return [one.label.best() for one in CaseFormat().read(path)[0].items()]


def _sample(*statements: str) -> str:
    whole: dict[str, Any] = package(
        items=[item(number, statement) for number, statement in enumerate(statements)],
        associations=[association(number, "document") for number in range(len(statements))],
    )
    return json.dumps(whole, ensure_ascii=False)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "gb18030"])
def test_rare_characters_stay_as_they_are(encoding: str, tmp_path: Path) -> None:
    statements = ["能识读𠮷字", '会用 😀 \\ " 标记', "瘙瘙", "能编制计划"]
    assert _read(tmp_path / "a.json", _sample(*statements), encoding) == statements
    assert _read(tmp_path / "a.json", _sample("𠮷" * 3_000), encoding) == ["𠮷" * 3_000]


def test_text_longer_than_any_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFrameworkError, match="1000000"):
        _read(tmp_path / "a.json", _sample("能" * 1_000_001))


def test_texts_that_would_fill_the_memory_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loading, "MAX_WIDE_BYTES", 10_000)
    assert _read(tmp_path / "a.json", _sample("能" * 3_000, "能" * 2_999)) == ["能" * 3_000, "能" * 2_999]
    with pytest.raises(UnreadableFrameworkError, match="JSON"):
        _read(tmp_path / "a.json", _sample("𠮷" + "a" * 3_000))


def test_large_file_in_another_encoding_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loading, "MAX_BYTES_OTHERWISE", 2_000)
    assert len(_read(tmp_path / "a.json", json.dumps(tree(2, 2, 2), ensure_ascii=False))) == 8
    for encoding in ("utf-16", "gb18030"):
        with pytest.raises(UnreadableFrameworkError, match="UTF-8"):
            _read(tmp_path / "a.json", json.dumps(tree(2, 2, 2), ensure_ascii=False), encoding)
