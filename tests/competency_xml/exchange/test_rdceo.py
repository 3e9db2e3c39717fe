"""RDCEO documents are what IMS's schema asks for, one per item, and say where the item stands."""

from __future__ import annotations

import zipfile
from pathlib import Path

from hypothesis import HealthCheck, example, given, settings
from lxml import etree

from competency_xml.exchange.rdceo import NAMESPACE, RdceoFormat
from competency_xml.exchange.uris import is_uri
from competency_xml.maps import starter_maps
from competency_xml.model import CompetencyMap
from competency_xml.xml import read_map
from tests.competency_xml.exchange.conformance import full_map
from tests.competency_xml.generated import competency_maps

#: Element → its children in order, as the schema's sequences have them.
ORDER = {
    "rdceo": ["identifier", "title", "description", "definition", "metadata"],
    "title": ["langstring"],
    "description": ["langstring"],
    "definition": ["model", "statement"],
    "statement": ["statementtext", "statementtoken"],
    "statementtext": ["langstring"],
    "statementtoken": ["source", "value"],
    "metadata": ["rdceoschema", "rdceoschemaversion"],
}
REQUIRED = {
    "rdceo": {"identifier", "title"},
    **{key: {"langstring"} for key in ("title", "description", "statementtext")},
    "definition": {"statement"},
    "statementtoken": {"source", "value"},
}
#: Elements that come again; all others are there once.
REPEATED = {"langstring", "statement"}
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def _documents(competency_map: CompetencyMap, path: Path) -> dict[str, etree._Element]:
    RdceoFormat().write(competency_map, path)
    with zipfile.ZipFile(path) as archive:
        return {name: etree.fromstring(archive.read(name)) for name in archive.namelist()}


def _name(element: etree._Element) -> str:
    tag = etree.QName(element)
    assert tag.namespace == NAMESPACE
    return tag.localname


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
@given(competency_maps())
@example(full_map())
def test_every_document_of_any_map_keeps_the_rules_of_the_schema(tmp_path: Path, competency_map: CompetencyMap) -> None:
    for root in _documents(competency_map, tmp_path / "a.zip").values():
        assert is_uri(root.findtext(f"{{{NAMESPACE}}}identifier") or "")
        assert _name(root) == "rdceo"
        for element in root.iter():
            children, allowed = [_name(child) for child in element], ORDER.get(_name(element), [])
            assert [one for one in allowed for child in children if child == one] == children, _name(element)
            assert REQUIRED.get(_name(element), set()) <= set(children)
            assert {one for one in children if children.count(one) > 1} <= REPEATED
            if _name(element) == "statement":
                assert len(children) == 1
                assert element.get("statementname")
            if _name(element) == "langstring":
                assert element.get(_LANG)
                assert (element.text or "").strip()
        assert len(root.findall(f"{{{NAMESPACE}}}identifier")) == 1


def test_starter_map_gives_one_definition_per_item_under_its_iri(tmp_path: Path) -> None:
    quality = read_map(starter_maps()["quality"])
    documents = _documents(quality, tmp_path / "a.zip")
    assert all(name.isascii() and name.startswith("definitions/") for name in documents)
    found = {root.findtext(f"{{{NAMESPACE}}}identifier") for root in documents.values()}
    assert found == {quality.iri(one.id) for one in quality.items()}
    assert len(documents) == len(found)


def test_item_says_in_statements_where_it_stands(tmp_path: Path) -> None:
    documents = _documents(full_map(), tmp_path / "a.zip")
    root = documents["definitions/warehousing.senior.d1.a1-1-1.xml"]
    said = {one.get("statementname"): "".join(one.itertext()) for one in root.iter(f"{{{NAMESPACE}}}statement")}
    assert {"role", "level", "function", "work", "kind", "bloom", "assess", "critical"} <= said.keys()
    assert "仓储管理人员" in said["role"]
    assert "definitions/warehousing.senior.d1.a1-1-2.xml" not in documents
