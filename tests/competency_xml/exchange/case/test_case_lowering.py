"""CASE 1.0: sound by its own rules, and every loss told once with how often it happens."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from uuid import UUID

from competency_xml.exchange.case import Case10Format, CaseFormat
from competency_xml.model import (
    Alignment,
    CompetencyMap,
    Function,
    Hours,
    Item,
    Level,
    Role,
    Standard,
    Weight,
    Weights,
    Work,
)
from foundation.findings import Finding
from foundation.text import LangText
from tests.competency_xml.exchange.case.rules import breaches


def _map() -> CompetencyMap:
    items = (
        Item(
            id="q.a1",
            uuid=UUID("10000000-0000-0000-0000-000000000001"),
            kind="ability",
            label=LangText.of("第一行\n第二行", "Both lines"),
            bloom="apply",
            critical=True,
        ),
        Item(
            id="q.e1",
            uuid=UUID("20000000-0000-4000-8000-000000000002"),
            kind="experience",
            label=LangText.of("一年经验"),
            supports=("q.a1",),
            status="retired",
            alignments=(Alignment(target="https://x.example/1", relation="ext:near", framework="某框架"),),
        ),
    )
    work = Work(id="q.w1", uuid=UUID(int=3, version=4), label=LangText.of("检验"), items=items)
    function = Function(id="q.f1", uuid=UUID(int=4, version=4), code="1", works=(work,))
    level = Level(
        id="q.level",
        uuid=UUID(int=5, version=4),
        functions=(function,),
        hours=(Hours(component="total", value=Decimal(64)),),
        weights=(Weights(part="theory", weights=(Weight(ref="q.f1", percent=Decimal(100)),)),),
    )
    role = Role(
        id="q", uuid=UUID(int=6, version=4), label=LangText.of("质检"), duty=(LangText.of("检"),), levels=(level,)
    )
    standard = Standard(number="T/X 1-2025")
    return CompetencyMap(base="urn:x:", status="published", title=LangText.of("标准"), standard=standard, roles=(role,))


def _written(path: Path) -> list[Finding]:
    return list(Case10Format().write(_map(), path))


def test_package_is_sound_by_the_rules_of_1_0(tmp_path: Path) -> None:
    _written(tmp_path / "1.0.json")
    whole = json.loads((tmp_path / "1.0.json").read_text(encoding="utf-8"))
    assert breaches(whole, "1.0") == []
    assert "extensions" not in json.dumps(whole)
    assert "caseVersion" not in whole["CFDocument"]


def test_every_loss_is_told_once(tmp_path: Path) -> None:
    findings = _written(tmp_path / "1.0.json")
    lost = [one.message for one in findings if one.id == "MAP-CASE-LOST"]
    for word in (
        "权重",
        "学时",
        "认知层次",
        "关键项",
        "岗位职责",
        "标准号",
        "译文",
        "换行",
        "ext:near",
        "状态",
        "支撑",
    ):
        assert sum(word in message for message in lost) == 1, word
    assert {one.severity for one in findings if one.id == "MAP-CASE-LOST"} == {"note"}
    assert [one.place for one in findings if one.id == "MAP-CASE-STATEMENT"] == ["q.f1"]


def test_uuids_stay_as_they_are(tmp_path: Path) -> None:
    _written(tmp_path / "1.0.json")
    assert "10000000-0000-0000-0000-000000000001" in (tmp_path / "1.0.json").read_text(encoding="utf-8")
    back, _ = CaseFormat().read(tmp_path / "1.0.json")
    assert [str(one.uuid)[0] for one in back.items()] == ["1", "2"]


def test_case_1_1_of_the_same_map_loses_nothing(tmp_path: Path) -> None:
    findings = CaseFormat().write(_map(), tmp_path / "1.1.json")
    assert [one.id for one in findings] == ["MAP-CASE-STATEMENT"]
    assert CaseFormat().read(tmp_path / "1.1.json")[0] == _map()
