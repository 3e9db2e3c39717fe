"""`coursebridge map`: import tables, check maps, list the starter maps."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from coursebridge.cli.frame import Outcome, reporting
from coursebridge.cli.map_pages import diff
from foundation.findings import has_errors
from foundation.text import both

if TYPE_CHECKING:
    from collections.abc import Mapping

    from competency_xml.exchange.base import ImportOptions

_STATUSES = ("draft", "illustrative", "published", "withdrawn")
_COUNT_WORDS = {
    "levels": ("等级", "levels"),
    "functions": ("职业功能", "functions"),
    "works": ("工作内容", "works"),
    "abilities": ("能力要求", "abilities"),
    "knowledge": ("知识要求", "knowledge"),
    "experience": ("经验要求", "experience"),
    "literacy": ("素养要求", "literacy"),
}


@click.group("map")
def command() -> None:
    """能力图谱：导入、检查、比较、看图 / Competency maps: import, check, compare, look at.

    Example: coursebridge map import 要求表.xlsx -o map.xml
    """


command.add_command(diff)


@command.command("import")
@click.argument("source", metavar="SRC", type=click.Path(path_type=Path))
@click.option(
    "-o",
    "--output",
    "output",
    required=True,
    type=click.Path(dir_okay=False, path_type=Path),
    help="图谱 XML / Map XML",
)
@click.option("--role", metavar="ID", help="岗位标识，如 quality / Role id, such as quality")
@click.option("--base", metavar="IRI", help="各部分 IRI 的前缀 / Prefix of the IRIs of all parts")
@click.option(
    "--status", type=click.Choice(_STATUSES), default="draft", show_default=True, help="图谱状态 / Status of the map"
)
@click.option(
    "--inspired-by", metavar="TITLE", default="", help="示例图谱取材于何处 / What an illustrative map takes after"
)
@click.option("--version", "version", default="1.0.0", show_default=True, help="图谱版本 / Version of the map")
@reporting
def import_(
    source: Path, output: Path, role: str | None, base: str | None, status: str, inspired_by: str, version: str
) -> Outcome:
    """把要求表导入为图谱 / Import a table of requirements as a map.

    Reads the printed layout (职业功能 | 工作内容 | 专业能力要求 | 相关知识要求) in an Excel workbook. What is doubtful
    is told by sheet and cell.

    Example: coursebridge map import 要求表.xlsx --role quality -o map.xml
    """
    from competency_xml.check import map_counts
    from competency_xml.exchange.registry import reader_for
    from competency_xml.xml import write_map

    options = _options(role=role, base=base, status=status, inspired_by=inspired_by, version=version)
    competency_map, findings = reader_for(source).read(source, options)
    counts = map_counts(competency_map)
    if has_errors(findings):
        return Outcome({"counts": counts, "map": None}, findings)
    write_map(competency_map, output)
    text = both(f"已写入 {output}", f"Written to {output}")
    return Outcome({"counts": counts, "map": str(output)}, findings, f"{_counted(counts)}\n{text}")


@command.command("check")
@click.argument("map_path", metavar="MAP", type=click.Path(path_type=Path))
@reporting
def check(map_path: Path) -> Outcome:
    """检查图谱 / Check a map: codes, texts, weights, references.

    Example: coursebridge map check map.xml
    """
    from competency_xml.check import check_map, map_counts
    from competency_xml.xml import read_map

    competency_map = read_map(map_path)
    counts = map_counts(competency_map)
    return Outcome({"counts": counts}, check_map(competency_map, map_path), _counted(counts))


@command.command("list")
@reporting
def list_() -> Outcome:
    """列出随附的示例图谱 / List the starter maps.

    Example: coursebridge map list
    """
    from competency_xml.maps import starter_maps

    maps = starter_maps()
    lines = [f"{role}\t{path}" for role, path in maps.items()]
    text = "\n".join(lines) or both("还没有示例图谱", "There are no starter maps yet")
    return Outcome({"maps": [{"role": role, "path": str(path)} for role, path in maps.items()]}, text=text)


def _options(**given: str | None) -> ImportOptions:
    """Return the options, or end as a usage error where they contradict each other."""
    from pydantic import ValidationError

    from competency_xml.exchange.base import ImportOptions

    try:
        return ImportOptions.model_validate(given)
    except ValidationError as error:
        problems = "; ".join(str(one.get("ctx", {}).get("error", one["msg"])) for one in error.errors())
        raise click.UsageError(problems) from error


def _counted(counts: Mapping[str, int]) -> str:
    zh = "，".join(f"{_COUNT_WORDS[key][0]} {count}" for key, count in counts.items() if count)
    en = ", ".join(f"{count} {_COUNT_WORDS[key][1]}" for key, count in counts.items() if count)
    return both(zh, en)
