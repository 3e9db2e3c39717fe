"""Row: a map of 20,000 items from XML, with all checks, against lxml's bare parse of the same file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import NAMESPACE_URL, UUID, uuid5

from lxml import etree

from competency_xml.check import check_map
from competency_xml.model import CompetencyMap, Function, InspiredBy, Item, Level, Role, Source, Work
from competency_xml.xml import read_map, write_map
from foundation.text import LangText
from tests.bench.table import Row, best_in_children

_HERE = "tests.bench.maps"
_ROLES, _WORKS, _ITEMS = 20, 100, 10


def rows() -> Iterator[Row]:
    """Measure, each in a process of its own as a command is: memory that is used again makes parsing look cheaper."""
    with TemporaryDirectory(prefix="coursebridge-bench-") as name:
        path = Path(name) / "map.xml"
        write_map(large_map(), path)
        ours_s = best_in_children(_HERE, "read_and_check", str(path))
        bare_s = best_in_children(_HERE, "parse_bare", str(path))
    yield Row(
        "map: 20,000 items read and checked, against lxml",
        f"{ours_s:.2f} s",
        f"{bare_s:.2f} s",
        ours_s / bare_s,
        8,
    )


def read_and_check(name: str) -> None:
    """Read a map and check it."""
    check_map(read_map(Path(name)), file=name)


def parse_bare(name: str) -> None:
    """Parse the same file with lxml alone."""
    etree.parse(name)


def large_map() -> CompetencyMap:
    """Return a map of 20,000 items, each with the source that an import notes."""
    return CompetencyMap(
        base="https://example.org/cm/bench/",
        status="illustrative",
        title=LangText.of("性能测试图谱"),
        inspired_by=InspiredBy(title=LangText.of("无")),
        roles=tuple(_role(number) for number in range(_ROLES)),
    )


def _role(number: int) -> Role:
    role = f"r{number}"
    works = tuple(_work(role, work) for work in range(1, _WORKS + 1))
    function = Function(id=f"{role}.f1", uuid=_uuid(f"{role}.f1"), code="1", label=LangText.of("职业功能"), works=works)
    level = Level(id=f"{role}.level", uuid=_uuid(f"{role}.level"), functions=(function,))
    return Role(id=role, uuid=_uuid(role), label=LangText.of(f"岗位 {number}"), levels=(level,))


def _work(role: str, number: int) -> Work:
    work = f"{role}.w1-{number}"
    items = tuple(
        Item(
            id=f"{role}.a1-{number}-{item}",
            uuid=_uuid(f"{role}.a1-{number}-{item}"),
            code=f"1.{number}.{item}",
            kind="ability",
            label=LangText.of(f"能够按第 {number}.{item} 项要求收集并核对质量数据，形成可追溯的记录"),
            source=Source(document="requirements.xlsx", place=f"{role}!C{number * _ITEMS + item}"),
        )
        for item in range(1, _ITEMS + 1)
    )
    return Work(id=work, uuid=_uuid(work), code=f"1.{number}", label=LangText.of(f"工作内容 {number}"), items=items)


def _uuid(part: str) -> UUID:
    return uuid5(NAMESPACE_URL, part)
