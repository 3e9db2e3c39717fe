"""`coursebridge harvest`: bring back what learners did."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from coursebridge.cli.frame import Outcome, StderrProgress, home_option, reporting
from foundation.text import both

if TYPE_CHECKING:
    from lms_bridge.harvest import SourceHarvest
    from lms_bridge.ingest.base import IngestedFile
    from lms_bridge.status import SourceStatus


def settings_option(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add `--settings`."""
    return click.option(
        "--settings",
        "settings_file",
        type=click.Path(dir_okay=False, path_type=Path),
        envvar="COURSEBRIDGE_SETTINGS",
        help="设置文件，默认 ./coursebridge.toml / Settings file, by default ./coursebridge.toml",
    )(function)


@click.group()
def command() -> None:
    """收回学习数据：收取、状态、删除 / Bring back what learners did.

    Example: coursebridge harvest run
    """


@command.command("run")
@click.argument("sources", nargs=-1, metavar="[SOURCE]...")
@click.option("--sweep", is_flag=True, help="从头再收一遍，补上遗漏；不会重复 / Read everything again; nothing doubles")
@settings_option
@home_option
@reporting
def run(sources: tuple[str, ...], sweep: bool, settings_file: Path | None, home: Path) -> Outcome:
    """从各来源收取新的学习数据，去除身份后存为学习记录；不写来源则全部收取。

    Harvest what is new at the sources (all of them by default), under pseudonyms, into learning records.

    Example: coursebridge harvest run centre-a
    """
    from coursebridge.settings import read_settings
    from lms_bridge.harvest import HarvestPlan, harvest

    settings = read_settings(settings_file)
    chosen = [(source, settings.centre(source.centre)) for source in settings.select_sources(sources)]
    results = harvest(home, HarvestPlan(sources=tuple(chosen), sweep=sweep), progress=StderrProgress())
    return Outcome(
        payload={"sources": [_counts(result) for result in results]},
        findings=[finding for result in results for finding in result.findings],
        text="\n".join(_line(result) for result in results),
        exit_code=max((result.exit_code for result in results), default=0) or None,
    )


@command.command("ingest")
@click.argument("files", nargs=-1, required=True, metavar="FILE...", type=click.Path(path_type=Path))
@click.option("--source", metavar="NAME", help="学员在哪个来源学习 / The source whose learners these are")
@click.option(
    "--course",
    "courses",
    multiple=True,
    type=click.Path(exists=True, path_type=Path),
    help="课件包或课程文件夹，还没有收取过此课程时 / Package or course folder, where nothing of it was harvested yet",
)
@click.option(
    "--learner", metavar="ACCOUNT", help="文件是谁的，账号写错时 / Whose the files are, where it is wrong there"
)
@settings_option
@home_option
@reporting
def ingest(
    files: tuple[Path, ...],
    source: str | None,
    courses: tuple[Path, ...],
    learner: str | None,
    settings_file: Path | None,
    home: Path,
) -> Outcome:
    """收取学员带来的成绩文件（或装有它们的文件夹），去除身份后成为学习记录。再收一次不会重复。

    Take in result files that learners bring, or folders of them, under pseudonyms. Doing it again doubles nothing.

    Example: coursebridge harvest ingest coursebridge-result-quality-202604050907.json
    """
    from coursebridge.ingesting import course_cards, ingest_plan
    from coursebridge.settings import read_settings
    from lms_bridge.harvest import utc_now
    from lms_bridge.ingest.run import ingest as take_in

    plan = ingest_plan(read_settings(settings_file), source)
    plan = plan.model_copy(update={"cards": course_cards(courses), "learner": learner})
    done = take_in(home, plan, files, utc_now)
    return Outcome(
        payload={"files": [file.model_dump() for file in done.files]},
        findings=done.findings,
        text="\n".join(_file_line(file) for file in done.files),
    )


@command.command("status")
@settings_option
@home_option
@reporting
def status(settings_file: Path | None, home: Path) -> Outcome:
    """各来源收取到哪里、有何问题、如何处理。

    How far every source is, what is wrong with it, and what to do.

    Example: coursebridge harvest status --json
    """
    from coursebridge.cli.status_lines import status_text
    from coursebridge.settings import read_settings
    from lms_bridge.harvest import utc_now
    from lms_bridge.status import harvest_status

    settings = read_settings(settings_file)
    found = harvest_status(home, [source.name for source in settings.sources], utc_now())
    return Outcome(
        payload={"sources": [_status(one) for one in found]},
        text=status_text(found, {source.name: source.url or "" for source in settings.sources})
        or both("设置中没有来源", "The settings have no source"),
    )


@command.command("erase")
@click.argument("learner")
@click.option("--source", help="LEARNER 是此来源中的账号 / LEARNER is an account of this source")
@settings_option
@home_option
@reporting
def erase(learner: str, source: str | None, settings_file: Path | None, home: Path) -> Outcome:
    """删除一名学员的全部数据，以后也不再收取。LEARNER 是记录中的假名，或用 --source 指明来源后的账号。

    Erase all data of a learner, for good. LEARNER is a pseudonym as in the records, or with --source an account.

    Example: coursebridge harvest erase 20260017 --source centre-a
    """
    from coursebridge.settings import read_settings
    from lms_bridge.erasure import erase as erase_learners
    from lms_bridge.erasure import pseudonyms_of
    from lms_bridge.harvest import utc_now

    settings = read_settings(settings_file)
    at = settings.source(source) if source else None
    pseudonyms = pseudonyms_of(learner, at, settings.centre(at.centre) if at else None)
    done = erase_learners(home, pseudonyms, utc_now)
    return Outcome(
        payload={"records": done.records, "raw_rows": done.raw_rows},
        findings=done.findings,
        text=both(
            f"已删除 {done.records} 条记录、{done.raw_rows} 行原始数据",
            f"Erased {done.records} records and {done.raw_rows} raw rows",
        ),
    )


def _file_line(file: IngestedFile) -> str:
    zh = f"{file.path}：{file.rows} 份，新收 {file.new}，已有 {file.unchanged}，拒收 {file.refused}"
    return both(zh, f"{file.rows} rows, {file.new} new, {file.unchanged} unchanged, {file.refused} refused")


def _counts(result: SourceHarvest) -> dict[str, Any]:
    return result.model_dump(include={"name", "rows", "records", "refused"})


def _line(result: SourceHarvest) -> str:
    zh = f"{result.name}：收到 {result.rows} 行，新增 {result.records} 条记录，拒收 {result.refused}"
    en = f"{result.name}: {result.rows} rows, {result.records} new records, {result.refused} refused"
    return both(zh, en)


def _status(status: SourceStatus) -> dict[str, Any]:
    cursor = None if status.cursor is None else status.cursor.position
    return {**status.model_dump(exclude={"cursor"}), "cursor": cursor}
