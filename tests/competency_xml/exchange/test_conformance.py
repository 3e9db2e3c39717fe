"""Every registered map format keeps the seam's promises; what it cannot say is a gap with a reason, and no other."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from competency_xml.errors import UnknownMapFormatError
from competency_xml.exchange.base import MapReader, MapWriter
from competency_xml.exchange.registry import map_formats, reader_for, writer_named
from competency_xml.model import CompetencyMap
from competency_xml.xml import map_bytes, parse_map
from foundation.errors import CourseBridgeError
from foundation.text import LangText
from tests.competency_xml.exchange.conformance import CAPABILITIES, CASES, TOLD, FormatCase, full_map
from tests.competency_xml.exchange.spawner import Spawner
from tests.conftest import ROOT

CPU_S = 20
MEMORY_BYTES = 500_000_000


def _formats(wanted: type) -> list[FormatCase]:
    return [case for case in CASES if isinstance(_format(case.name), wanted)]


@cache
def _format(name: str) -> Any:
    return next(known for known in map_formats() if known.name == name)


def _each(cases: Iterable[FormatCase]) -> Any:
    return pytest.mark.parametrize("case", list(cases), ids=lambda case: case.title)


def _documented() -> set[str]:
    pages = [*(ROOT / "docs/findings").glob("map*.md"), ROOT / "docs/findings/foundation.md"]
    return {one for page in pages for one in re.findall(r"`([A-Z][A-Z-]+)`", page.read_text(encoding="utf-8"))}


def test_every_format_has_its_case() -> None:
    assert sorted(known.name for known in map_formats()) == sorted({case.name for case in CASES})


@_each(CASES)
def test_name_and_endings(case: FormatCase) -> None:
    known = _format(case.name)
    assert isinstance(known, MapReader | MapWriter)
    assert known.endings
    assert all(re.fullmatch(r"\.[a-z0-9]+", ending) for ending in known.endings)


@_each(one for one in CASES if one.sample)
def test_file_is_known_by_itself_and_by_name(case: FormatCase, tmp_path: Path) -> None:
    assert case.sample is not None
    path = case.sample(tmp_path)
    assert reader_for(path).name == case.name
    upper = path.rename(path.with_suffix(path.suffix.upper()))
    assert reader_for(upper).name == case.name
    hidden = upper.rename(upper.with_suffix(".dat"))
    assert reader_for(hidden, case.name).name == case.name
    with pytest.raises(UnknownMapFormatError):
        reader_for(hidden)


@_each(one for one in CASES if one.sample)
def test_sound_file_gives_the_same_sound_map_every_time(case: FormatCase, tmp_path: Path) -> None:
    assert case.sample is not None
    path = case.sample(tmp_path)
    competency_map, findings = _format(case.name).read(path)
    assert [one for one in findings if one.severity == "error"] == []
    assert len(list(competency_map.items())) > 1
    assert parse_map(map_bytes(competency_map)) == competency_map
    assert map_bytes(_format(case.name).read(path)[0]) == map_bytes(competency_map)


@_each(_formats(MapWriter))
def test_equal_maps_give_equal_bytes_and_nothing_else_in_the_folder(case: FormatCase, tmp_path: Path) -> None:
    ending = _format(case.name).endings[0]
    for folder in ("甲 一", "乙"):
        _format(case.name).write(full_map(), tmp_path / folder / f"图谱{ending}")
    first, second = (tmp_path / folder / f"图谱{ending}" for folder in ("甲 一", "乙"))
    assert first.read_bytes() == second.read_bytes()
    assert [path.name for path in first.parent.iterdir()] == [first.name]


@_each(_formats(MapWriter))
def test_map_that_says_nothing_can_be_written(case: FormatCase, tmp_path: Path) -> None:
    path = tmp_path / f"a{_format(case.name).endings[0]}"
    _format(case.name).write(CompetencyMap(base="urn:x:"), path)
    assert path.stat().st_size > 0


@_each(_formats(MapWriter))
def test_export_that_fails_leaves_what_was_there(case: FormatCase, tmp_path: Path) -> None:
    path = tmp_path / f"旧{_format(case.name).endings[0]}"
    path.write_bytes("旧的".encode())
    item = full_map().basic[0].model_copy(update={"label": LangText.of("响\x07铃")})
    try:
        _format(case.name).write(full_map().model_copy(update={"basic": (item,)}), path)
    except CourseBridgeError as error:
        assert path.read_bytes() == "旧的".encode()
        assert all(one.id in _documented() for one in error.findings())
    with pytest.raises(CourseBridgeError):
        _format(case.name).write(full_map(), tmp_path)
    assert [one.name for one in tmp_path.iterdir()] == [path.name]


@_each(one for one in CASES if one.gaps)
def test_what_a_format_cannot_carry_is_told(case: FormatCase, tmp_path: Path) -> None:
    findings = _format(case.name).write(full_map(), tmp_path / f"a{_format(case.name).endings[0]}")
    told = " ".join(one.message.lower() for one in findings)
    assert [gap for gap in case.gaps if not any(word in told for word in TOLD[gap])] == []


@_each(_formats(MapReader))
def test_missing_empty_and_senseless_files_are_refused(case: FormatCase, tmp_path: Path) -> None:
    known = _format(case.name)
    path = tmp_path / f"坏{known.endings[0]}"
    for content in (None, b"", b"\x00\x01\x02", "只是一段文字".encode(), b"PK\x05\x06" + b"\0" * 18):
        if content is not None:
            path.write_bytes(content)
        with pytest.raises(CourseBridgeError) as caught:
            known.read(path)
        assert all(one.id in _documented() for one in caught.value.findings())
    with pytest.raises(CourseBridgeError):
        known.read(tmp_path)


@_each(CASES)
def test_format_goes_both_ways_or_says_why_not(case: FormatCase) -> None:
    known = _format(case.name)
    ways = isinstance(known, MapWriter), case.reader is not None
    assert all(ways) or case.one_way


@_each(CASES)
def test_findings_are_documented(case: FormatCase, tmp_path: Path) -> None:
    known = _format(case.name)
    findings = []
    if isinstance(known, MapWriter):
        findings += known.write(full_map(), tmp_path / f"a{known.endings[0]}")
    if case.sample is not None:
        findings += known.read(case.sample(tmp_path))[1]
    assert {one.id for one in findings} <= _documented()
    assert all(one.message.count(" / ") >= 1 for one in findings)


def _capabilities() -> Iterator[Any]:
    for case in CASES:
        if case.reader is None:
            continue
        for name in CAPABILITIES:
            gap = case.gaps.get(name)
            marks = [pytest.mark.xfail(strict=True, raises=AssertionError, reason=gap)] if gap else []
            yield pytest.param(case, name, id=f"{case.name}: {name}", marks=marks)


@cache
def _gone_and_come_back(name: str, reader: str, folder: Path) -> CompetencyMap:
    path = folder / f"{name}{_format(name).endings[0]}"
    writer_named(name).write(full_map(), path)
    competency_map, findings = reader_for(path, reader).read(path)
    assert [one for one in findings if one.severity == "error"] == []
    return competency_map


@pytest.fixture(scope="module")
def exchanged(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("交换")


@pytest.mark.parametrize(("case", "capability"), list(_capabilities()))
def test_what_goes_out_comes_back(case: FormatCase, capability: str, exchanged: Path) -> None:
    back = _gone_and_come_back(case.name, case.reader or "", exchanged)
    assert CAPABILITIES[capability](back) == CAPABILITIES[capability](full_map())


@_each(one for one in CASES if one.reader and not one.gaps)
def test_format_without_gaps_loses_nothing(case: FormatCase, exchanged: Path) -> None:
    back = _gone_and_come_back(case.name, case.reader or "", exchanged)
    assert map_bytes(back) == map_bytes(full_map())


def test_gaps_name_capabilities() -> None:
    assert {name for case in CASES for name in case.gaps} <= CAPABILITIES.keys()


@pytest.fixture(scope="module")
def spawner() -> Iterator[Spawner]:
    with Spawner() as launched:
        yield launched


@pytest.mark.parametrize(
    ("case", "attack"),
    [pytest.param(case, attack, id=f"{case.title}: {attack}") for case in CASES for attack in case.hostile],
)
def test_hostile_file_costs_little_and_leaves_nothing(
    case: FormatCase, attack: str, spawner: Spawner, tmp_path: Path
) -> None:
    source = case.hostile[attack](tmp_path)
    told, output = tmp_path / "out.json", tmp_path / "图谱.xml"
    arguments = ["map", "import", str(source), "--from", case.name, "-o", str(output), "--json"]
    ran = spawner.run(arguments, told, tmp_path / "err.txt")
    findings = json.loads(told.read_text(encoding="utf-8"))["findings"]
    errors = [one["id"] for one in findings if one["severity"] == "error"]
    assert ran.code == (1 if errors else 0)
    assert output.exists() == (not errors)
    assert {one["id"] for one in findings} <= _documented() - {"CB-INTERNAL"}
    assert b"Traceback" not in (tmp_path / "err.txt").read_bytes()
    assert ran.cpu_s < CPU_S
    assert ran.peak_bytes < MEMORY_BYTES
