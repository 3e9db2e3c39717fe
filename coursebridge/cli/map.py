"""`coursebridge map`: import tables, check maps, list the starter maps."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from coursebridge.cli.frame import Outcome, reporting
from coursebridge.cli.map_counts import counted
from coursebridge.cli.map_export import export
from coursebridge.cli.map_onto import OntoChoice, SourceFiles, onto_options
from coursebridge.cli.map_pages import diff, view
from foundation.findings import has_errors
from foundation.text import both

if TYPE_CHECKING:
    from competency_xml.exchange.base import ImportOptions
    from competency_xml.model import MapStatus

_STATUSES = ("draft", "illustrative", "published", "withdrawn")


@click.group("map")
def command() -> None:
    """能力图谱：导入、检查、比较、看图 / Competency maps: import, check, compare, look at.

    Example: coursebridge map import 要求表.xlsx -o map.xml
    """


command.add_command(diff)
command.add_command(export)
command.add_command(view)


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
@click.option(
    "--from",
    "format_name",
    metavar="FMT",
    help="格式：printed、case、moodle-csv 等，默认按文件判断 / Format; told by the file by default",
)
@click.option("--role", metavar="ID", help="岗位标识，如 quality / Role id, such as quality")
@click.option("--base", metavar="IRI", help="各部分 IRI 的前缀 / Prefix of the IRIs of all parts")
@click.option(
    "--status",
    type=click.Choice(_STATUSES),
    help="图谱状态，默认 draft 或沿用旧图谱 / Status, draft or that of the old map by default",
)
@click.option(
    "--inspired-by", metavar="TITLE", default="", help="示例图谱取材于何处 / What an illustrative map takes after"
)
@click.option(
    "--version",
    "version",
    help="图谱版本，默认 1.0.0 或旧版的下一版 / Version, 1.0.0 or the one after the old map's by default",
)
@onto_options
@reporting
def import_(
    source: Path,
    output: Path,
    format_name: str | None,
    role: str | None,
    base: str | None,
    status: MapStatus | None,
    inspired_by: str,
    version: str | None,
    onto: OntoChoice,
) -> Outcome:
    """把要求表或外部框架导入为图谱 / Import a table of requirements, or a framework of another system, as a map.

    Reads the printed layout (职业功能 | 工作内容 | 专业能力要求 | 相关知识要求) in Excel or Word, CASE packages
    (.json) and Moodle's CSV. What is doubtful is told by sheet and cell, or by identifier.

    With --onto, the table is laid onto a map: parts are matched by code, then by text; ids, UUIDs and so all evidence
    survive. Doubtful pairs come out as a sheet to fill in and hand back.

    Example: coursebridge map import 要求表.xlsx --role quality -o map.xml
    """
    from competency_xml.check import map_counts
    from competency_xml.exchange.registry import reader_for
    from competency_xml.xml import write_map

    given = {"role": role, "base": base, "inspired_by": inspired_by}
    if onto.map_path is not None:
        files = SourceFiles(source, output, format_name)
        return onto.imported(files, _options(**given), status=status, version=version)
    if onto.pairs is not None:
        raise click.UsageError(both("--pairs 须与 --onto 同用", "--pairs goes with --onto"))
    options = _options(**given, status=status, version=version)
    competency_map, findings = reader_for(source, format_name).read(source, options)
    counts = map_counts(competency_map)
    if has_errors(findings):
        return Outcome({"counts": counts, "map": None}, findings)
    write_map(competency_map, output)
    text = both(f"已写入 {output}", f"Written to {output}")
    return Outcome({"counts": counts, "map": str(output)}, findings, f"{counted(counts)}\n{text}")


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
    return Outcome({"counts": counts}, check_map(competency_map, map_path), counted(counts))


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
        return ImportOptions.model_validate({name: value for name, value in given.items() if value is not None})
    except ValidationError as error:
        problems = "; ".join(str(one.get("ctx", {}).get("error", one["msg"])) for one in error.errors())
        raise click.UsageError(problems) from error
