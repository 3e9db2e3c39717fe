"""`coursebridge report`: evidence from the record store."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from coursebridge.cli.frame import Outcome, StderrProgress, home_option, reporting
from foundation.text import LangText, both

if TYPE_CHECKING:
    from evidence.report.build import BuiltReport


@click.group()
def command() -> None:
    """证据与报告。

    Evidence and reports.

    Example: coursebridge report build -o report
    """


@command.command()
@click.option(
    "-o",
    "--out",
    type=click.Path(path_type=Path),
    required=True,
    metavar="DIR",
    help="报告文件夹；上次的报告会被替换 / Folder of the report; an earlier report there is replaced",
)
@click.option(
    "--as-of",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DATE",
    help="只用截至这一天（UTC+8）存入的记录 / Only what was stored by the end of this day (UTC+8)",
)
@click.option("--centre", metavar="C", help="某试点单位自己的一份，内部资料 / A centre's own copy, internal")
@click.option("--internal", is_flag=True, help="内部资料：显示小班数据和意见原文 / Internal copy: shows small classes")
@click.option(
    "--threshold",
    type=click.IntRange(min=2),
    default=10,
    show_default=True,
    help="公开版中不足此人数的数不公布 / Counts under this are withheld from the public copy",
)
@click.option("--engine", default="duckdb", show_default=True, metavar="E", help="计算引擎 / Engine")
@click.option("--memory", metavar="SIZE", help="内存上限，如 3GB / Memory limit, such as 3GB")
@home_option
@reporting
def build(out: Path, as_of: datetime | None, memory: str | None, home: Path, **options: Any) -> Outcome:
    """生成报告：index.html（可离线打开）、report.zh.docx、figures.json、tables.xlsx、open/*.csv。

    Build the report: one page that opens offline, figures, a workbook and open tables.

    Example: coursebridge report build -o report --as-of 2026-06-30
    """
    from evidence.report.build import ReportRequest, build_report

    request = ReportRequest(
        home=home,
        out=out,
        as_of=as_of.date() if as_of else None,
        engine_settings=_engine_settings(memory),
        centre_titles=_centre_titles(),
        **options,
    )
    report = build_report(request, StderrProgress())
    payload = {name: value for name, value in report.model_dump(mode="json").items() if name != "findings"}
    return Outcome(payload, report.findings, _told(report))


def _engine_settings(memory: str | None) -> Any:
    from pydantic import ValidationError

    from evidence.engines.base import EngineSettings

    try:
        return EngineSettings(memory_limit=memory)
    except ValidationError as error:
        message = both("写成数字加单位，如 3GB、512MiB", "Write a number and a unit, such as 3GB or 512MiB")
        raise click.BadParameter(message, param_hint="--memory") from error


def _centre_titles() -> tuple[tuple[str, LangText], ...]:
    from coursebridge.settings import read_settings

    return tuple((centre.name, LangText(centre.title)) for centre in read_settings().centres if centre.title)


def _told(report: BuiltReport) -> str:
    hidden = both(f"其中 {report.suppressed} 个不公布", f"{report.suppressed} of them withheld")
    counts = both(
        f"{report.records} 条记录，{report.figures} 个指标值", f"{report.records} records, {report.figures} figures"
    )
    return f"{report.index}\n{counts}; {hidden}"
