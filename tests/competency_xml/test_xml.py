"""A map in XML: nothing lost on the way out and back, and every refusal at its line and column."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from uuid import UUID

import pytest
import xmlschema
from hypothesis import given

from competency_xml.errors import InvalidMapError, UnwritableTextError
from competency_xml.limits import MAX_MAP_TAGS, MAX_PARTS
from competency_xml.model import CompetencyMap, Hours, InspiredBy, Item, Level, Role, Weight, Weights
from competency_xml.xml import SCHEMA_PATH, map_bytes, map_sha256, parse_map, read_map, write_map
from foundation.digest import sha256_hex
from foundation.errors import CourseBridgeError, MalformedXmlError, UnreadableFileError
from foundation.text import LangText
from tests.competency_xml.generated import competency_maps

HEAD = '<competencyMap xmlns="urn:x-competency-map:1.0" schemaVersion="1.0" mapVersion="1" status="draft" base="urn:x:"'
UUID_1, UUID_2 = (f'uuid="00000000-0000-0000-0000-00000000000{n}"' for n in (1, 2))


@given(competency_maps())
def test_nothing_is_lost_and_bytes_are_stable(competency_map: CompetencyMap) -> None:
    content = map_bytes(competency_map)
    assert parse_map(content) == competency_map
    assert map_bytes(parse_map(content)) == content


def test_somebody_elses_validator_accepts_our_maps(printed_standard: Path, tmp_path: Path) -> None:
    from competency_xml.exchange.printed import read_printed

    write_map(read_printed(printed_standard)[0], tmp_path / "图谱.xml")
    xmlschema.XMLSchema(str(SCHEMA_PATH)).validate(str(tmp_path / "图谱.xml"))


def test_file_and_hash_are_of_the_same_bytes(tmp_path: Path) -> None:
    competency_map = CompetencyMap(base="urn:x:", title=LangText.of("质量　", " quality "))
    write_map(competency_map, tmp_path / "图谱.xml")
    assert read_map(tmp_path / "图谱.xml") == competency_map
    assert sha256_hex((tmp_path / "图谱.xml").read_bytes()) == map_sha256(competency_map)


def test_languages_come_in_one_order_whatever_the_file_has() -> None:
    content = f'{HEAD}><title xml:lang="en">Q</title><title xml:lang="zh-CN">质</title></competencyMap>'
    assert parse_map(content.encode()).title == LangText.of("质", "Q")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "gb18030"])
def test_other_encodings_are_read(encoding: str) -> None:
    declared = {"utf-8-sig": "UTF-8", "utf-16": "UTF-16", "gb18030": "GB18030"}[encoding]
    content = f'<?xml version="1.0" encoding="{declared}"?>{HEAD}><title xml:lang="zh-CN">质量</title></competencyMap>'
    assert parse_map(content.encode(encoding)).title.best() == "质量"


def _item(attributes: str, inner: str = "") -> str:
    return f"{HEAD}>\n <basic>\n  <item {attributes}>{inner}</item>\n </basic>\n</competencyMap>"


@pytest.mark.parametrize(
    ("content", "finding_id", "place"),
    [
        (_item(f'id="a" {UUID_1}'), "MAP-XSD", "3:3"),
        (_item(f'id="a" {UUID_1} kind="skill"'), "MAP-XSD", "3:3"),
        (_item(f'id="能" {UUID_1} kind="ability"'), "MAP-XSD", "3:3"),
        (_item('id="a" uuid="1" kind="ability"'), "MAP-XSD", "3:3"),
        (_item(f'id="a" {UUID_1} kind="ability" colour="red"'), "MAP-XSD", "3:3"),
        (_item(f'id="a" {UUID_1} kind="ability"', "<label>x</label>"), "MAP-XSD", None),
        (_item(f'id="a" {UUID_1} kind="ability"', "文字"), "MAP-XSD", "3:3"),
        (_item(f'id="a" {UUID_1} kind="ability"', "<work/>"), "MAP-XSD", None),
        (
            _item(f'id="a" {UUID_1} kind="ability"', '<label xml:lang="en">a</label><label xml:lang="en">b</label>'),
            "MAP-VALUE",
            "3:3",
        ),
        (
            f'{HEAD}><basic><item id="a" {UUID_1} kind="ability"/>\n'
            f'<item id="a" {UUID_2} kind="ability"/></basic></competencyMap>',
            "MAP-ID-DUPLICATE",
            "2:1",
        ),
        (
            f'{HEAD}><role id="r" {UUID_1}><level id="l" {UUID_2}><weights part="t">\n  <weight ref="a"/>'
            "</weights></level></role></competencyMap>",
            "MAP-WEIGHT",
            "2:3",
        ),
        (f'{HEAD} modified="2026-04-10T24:00:00+08:00"/>', "MAP-VALUE", "1:1"),
        (f'{HEAD} modified="2026-04-10T09:00:00"/>', "MAP-VALUE", "1:1"),
        ("<course/>", "MAP-XSD", "1:1"),
    ],
)
def test_what_is_no_map_is_told_at_line_and_column(content: str, finding_id: str, place: str | None) -> None:
    with pytest.raises(InvalidMapError) as caught:
        parse_map(content.encode(), file="图谱.xml")
    finding, *others = caught.value.findings()
    assert (finding.id, finding.severity, finding.file) == (finding_id, "error", "图谱.xml")
    assert finding.place == place if place else finding.place is not None
    assert others == []


def test_every_invalid_place_is_told_up_to_a_limit() -> None:
    def items(count: int) -> bytes:
        return f"{HEAD}><basic>{'<item/>' * count}</basic></competencyMap>".encode()

    with pytest.raises(InvalidMapError) as few:
        parse_map(items(3))
    assert [finding.place for finding in few.value.findings()] == [f"1:{len(HEAD) + 9 + 7 * n}" for n in range(3)]
    with pytest.raises(InvalidMapError) as many:
        parse_map(items(5000))
    assert len(many.value.findings()) == 101
    assert "4900" in many.value.findings()[-1].message


_ENTITIES = '<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
_LAUGHS = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))


@pytest.mark.parametrize(
    "content",
    [
        f"{_ENTITIES}{HEAD}/>",
        f"{_ENTITIES}{HEAD}><title xml:lang='en'>&e;</title></competencyMap>",
        f'<!DOCTYPE a [<!ENTITY e0 "ha">{_LAUGHS}]>{HEAD}><title xml:lang="en">&e11;</title></competencyMap>',
        f"{HEAD}>{'<role>' * 100_000}",
        f"{HEAD}",
        f"{HEAD}></role>",
        "",
        "not XML",
        "\x00\x01",
    ],
    ids=["dtd", "entity", "laughs", "deep", "unclosed", "crossed", "empty", "text", "binary"],
)
def test_hostile_and_broken_xml_is_refused(content: str) -> None:
    with pytest.raises(MalformedXmlError) as caught:
        parse_map(content.encode())
    assert caught.value.message


def test_xinclude_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "other.xml").write_text("<x/>", encoding="utf-8")
    include = f'<i:include xmlns:i="http://www.w3.org/2001/XInclude" href="{tmp_path / "other.xml"}"/>'
    with pytest.raises(InvalidMapError):
        parse_map(f"{HEAD}>{include}</competencyMap>".encode())


def test_document_with_too_many_tags_is_refused_before_it_is_parsed() -> None:
    with pytest.raises(MalformedXmlError) as caught:
        parse_map(b"<a>" + b"<b/>" * MAX_MAP_TAGS + b"</a>")
    assert str(MAX_MAP_TAGS) in caught.value.message


def test_map_with_too_many_parts_is_refused() -> None:
    items = "".join(
        f'<item id="a{n}" uuid="00000000-0000-0000-0000-{n:012d}" kind="ability"/>' for n in range(MAX_PARTS + 1)
    )
    with pytest.raises(InvalidMapError) as caught:
        parse_map(f"{HEAD}><basic>{items}</basic></competencyMap>".encode())
    assert [finding.id for finding in caught.value.findings()] == ["MAP-SIZE"]


def test_missing_file_and_folder_are_told(tmp_path: Path) -> None:
    for path in (tmp_path / "没有.xml", tmp_path):
        with pytest.raises(UnreadableFileError):
            read_map(path)


@pytest.mark.parametrize("character", ["\x00", "\x0b", "\x1f", "\ufffe", "\ud800"])
def test_character_that_xml_cannot_hold_is_named(character: str, tmp_path: Path) -> None:
    item = Item(id="q.a1", uuid=UUID(int=1), kind="ability", label=LangText.of(f"能{character}编制"))
    with pytest.raises(UnwritableTextError) as caught:
        write_map(CompetencyMap(base="urn:x:", basic=(item,)), tmp_path / "图谱.xml")
    assert caught.value.place == "q.a1"
    assert f"U+{ord(character):04X}" in caught.value.message
    assert list(tmp_path.iterdir()) == []


def test_map_that_the_schema_would_refuse_is_not_written(tmp_path: Path) -> None:
    competency_map = CompetencyMap(base="urn:x:", title=LangText.model_validate({"中文": "质量"}))
    with pytest.raises(InvalidMapError):
        write_map(competency_map, tmp_path / "图谱.xml")
    assert list(tmp_path.iterdir()) == []


def test_printed_dash_is_not_zero() -> None:
    weights = Weights(part="theory", weights=(Weight(ref="a", percent=None), Weight(ref="b", percent=Decimal(0))))
    level = Level(
        id="l", uuid=UUID(int=2), weights=(weights,), hours=(Hours(component="total", value=Decimal("64.0")),)
    )
    competency_map = CompetencyMap(base="urn:x:", roles=(Role(id="r", uuid=UUID(int=1), levels=(level,)),))
    content = map_bytes(competency_map).decode()
    assert '<weight ref="a" applies="false"/>' in content
    assert '<weight ref="b" percent="0"/>' in content
    assert '<hours component="total" value="64.0"/>' in content
    assert parse_map(content.encode()) == competency_map


def test_illustrative_map_has_no_standard_element() -> None:
    competency_map = CompetencyMap(
        base="urn:x:", status="illustrative", inspired_by=InspiredBy(title=LangText.of("某规范"))
    )
    assert b"<standard" not in map_bytes(competency_map)


def test_errors_are_of_the_one_tree() -> None:
    assert issubclass(InvalidMapError, CourseBridgeError)
    assert issubclass(UnwritableTextError, CourseBridgeError)
