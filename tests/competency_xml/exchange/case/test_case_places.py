"""Frameworks that know nothing of roles, levels and works find their place, and ids that stay."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from competency_xml.exchange.base import ImportOptions
from competency_xml.exchange.case import Case10Format, CaseFormat
from competency_xml.maps import starter_maps
from competency_xml.model import CompetencyMap
from competency_xml.xml import read_map
from coursebridge.cli import root
from tests.competency_xml.exchange.case.packages import (
    DOCUMENT,
    association,
    document,
    item,
    package,
    package_file,
    tree,
)


def _read(tmp_path: Path, whole: Any, **options: Any) -> CompetencyMap:
    return CaseFormat().read(package_file(tmp_path / "框架.json", whole), ImportOptions(**options))[0]


def _shape(competency_map: CompetencyMap) -> tuple[int, int, int, int, int]:
    levels = list(competency_map.levels())
    functions = [function for level in levels for function in level.functions]
    works = [work for function in functions for work in function.works]
    named = sum(level.is_named for level in levels)
    return len(competency_map.roles), named, len(functions), len(works), len(list(competency_map.items()))


@pytest.mark.parametrize(
    ("levels", "shape"),
    [
        ((4,), (1, 0, 1, 1, 4)),
        ((2, 3), (1, 0, 1, 2, 6)),
        ((2, 3, 2), (1, 0, 2, 6, 12)),
        ((2, 2, 2, 2), (2, 0, 4, 8, 16)),
        ((1, 2, 2, 2, 2), (1, 2, 4, 8, 16)),
        ((1, 1, 1, 2, 2, 2), (1, 1, 1, 6, 8)),
    ],
)
def test_depth_tells_what_is_what(tmp_path: Path, levels: tuple[int, ...], shape: tuple[int, ...]) -> None:
    assert _shape(_read(tmp_path, tree(*levels))) == shape


def test_leaves_beside_groups_are_items_of_a_work_of_their_own(tmp_path: Path) -> None:
    whole = tree(2, 2, 2)
    whole["CFItems"].append(item("散", "能独立作业"))
    whole["CFAssociations"].append(association("散", "1", sequenceNumber=9))
    competency_map = _read(tmp_path, whole)
    function = competency_map.roles[0].levels[0].functions[0]
    assert [work.label.best() for work in function.works][-1] == function.label.best()
    assert [one.label.best() for one in function.works[-1].items] == ["能独立作业"]


def test_type_names_tell_what_is_what(tmp_path: Path) -> None:
    names = {"r": "岗位角色", "f": "职业功能", "w": "Work content", "a": "技能", "k": "相关知识", "b": "Literacy"}
    items = [item(name, f"{kind}的内容", CFItemType=kind) for name, kind in names.items()]
    edges = [association("f", "r"), association("w", "f"), association("a", "w"), association("k", "w")]
    competency_map = _read(tmp_path, package(items=items, associations=[*edges, association("b", DOCUMENT)]))
    (role,) = competency_map.roles
    (work,) = role.levels[0].functions[0].works
    assert role.label.best() == "岗位角色的内容"
    assert [one.kind for one in work.items] == ["ability", "knowledge"]
    assert [one.kind for one in competency_map.basic] == ["literacy"]


def test_translations_become_languages_of_one_part(tmp_path: Path) -> None:
    items = [
        item("w", "库位规划"),
        item(1, "能规划库位"),
        item("w-en", "Storage planning", language="en"),
        item("1-en", "Can plan storage", language="en-US"),
    ]
    edges = [
        association(1, "w"),
        association("1-en", "w-en"),
        association("w-en", "w", "isTranslationOf"),
        association("1-en", 1, "isTranslationOf"),
    ]
    competency_map = _read(tmp_path, package(items=items, associations=edges))
    (work,) = competency_map.roles[0].levels[0].functions[0].works
    assert (work.label.get("zh-CN"), work.label.get("en")) == ("库位规划", "Storage planning")
    assert work.items[0].label.get("en") == "Can plan storage"


def test_other_associations_become_what_a_map_says(tmp_path: Path) -> None:
    whole = package(
        items=[item("w", "规划"), item(1, CFItemType="知识"), item(2), item(3)],
        associations=[
            *(association(name, "w") for name in (1, 2, 3)),
            association(1, 2, "isRelatedTo"),
            association(2, 3, "replacedBy"),
            association(3, "ESCO", "exactMatchOf"),
        ],
    )
    whole["CFItems"][2]["CFItemType"] = "能力"
    one, two, three = _read(tmp_path, whole).roles[0].levels[0].functions[0].works[0].items
    assert one.supports == (two.id,)
    assert (two.replaced_by, two.status, three.status) == ((three.id,), "retired", "active")
    assert [(alignment.relation, alignment.title.best()) for alignment in three.alignments] == [
        ("exactMatchOf", "条目 ESCO")
    ]


def test_ids_stay_when_something_is_put_in_between(tmp_path: Path) -> None:
    before = package(
        items=[item("w", "规划"), item(1), item(2)], associations=[association(1, "w"), association(2, "w")]
    )
    after = package(
        items=[item("w", "规划"), item("新"), item(1, "改了文字"), item(2)],
        associations=[association("新", "w"), association(1, "w"), association(2, "w")],
    )
    old = {one.uuid: one.id for one in _read(tmp_path, before).items()}
    new = {one.uuid: one.id for one in _read(tmp_path, after).items()}
    assert old.items() < new.items()


def test_case_1_0_of_ours_keeps_base_and_ids(tmp_path: Path) -> None:
    competency_map = read_map(starter_maps()["warehousing"])
    Case10Format().write(competency_map, tmp_path / "1.0.json")
    back, _ = CaseFormat().read(tmp_path / "1.0.json")
    assert back.base == competency_map.base
    assert [(one.id, one.uuid, one.kind) for one in back.items()] == [
        (one.id, one.uuid, one.kind) for one in competency_map.items()
    ]


def test_language_that_nobody_names_is_told_by_the_script(tmp_path: Path) -> None:
    chinese, english = document(), document(title="Skills")
    for one in (chinese, english):
        del one["language"]
    assert _read(tmp_path, {**package(items=[item(1)]), "CFDocument": chinese}).title.languages == ("zh-CN",)
    whole = {**package(items=[item(1, "Can count stock")]), "CFDocument": english}
    assert _read(tmp_path, whole).title.languages == ("en",)


@pytest.mark.parametrize("levels", [(3,), (2, 3), (2, 2, 2), (1, 2, 2, 2)])
def test_foreign_framework_becomes_a_map_and_a_course(tmp_path: Path, levels: tuple[int, ...]) -> None:
    package_file(tmp_path / "智能仓储框架.json", tree(*levels))
    runner = CliRunner()
    imported = runner.invoke(
        root, ["map", "import", str(tmp_path / "智能仓储框架.json"), "-o", str(tmp_path / "图谱.xml")]
    )
    assert imported.exit_code == 0, imported.output
    checked = runner.invoke(root, ["map", "check", str(tmp_path / "图谱.xml")])
    assert checked.exit_code == 0, checked.output
    role = read_map(tmp_path / "图谱.xml").roles[0]
    made = runner.invoke(
        root, ["course", "new", "--map", str(tmp_path / "图谱.xml"), "--role", role.id, str(tmp_path / "课程")]
    )
    assert made.exit_code == 0, made.output
    lessons = "".join(path.read_text(encoding="utf-8") for path in (tmp_path / "课程").rglob("*.md"))
    assert f"第 {len(levels)} 层" in lessons
