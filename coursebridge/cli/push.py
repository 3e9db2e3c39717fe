"""`coursebridge push`: put a course into an LMS, keep it current, never lose what learners did."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import click

from coursebridge.cli.frame import Outcome, StderrProgress, home_option, reporting
from coursebridge.cli.harvest import settings_option
from foundation.text import both

if TYPE_CHECKING:
    from competency_xml.model import CompetencyMap
    from course_templates.model import Course
    from lms_bridge.changes import Change
    from lms_bridge.connectors.base import PackageFile, Retirable
    from lms_bridge.endpoints import Target

_SIGNS = {"create": "+", "update": "~", "unchanged": "=", "decide": "?"}
_FORMAT = "scorm12"


def _source_and_target(function: Callable[..., Any]) -> Callable[..., Any]:
    for decorate in (
        home_option,
        settings_option,
        click.option("--retire", is_flag=True, help="停用此课程或图谱，留数据 / Retire this course or map, keep data"),
        click.option("--allow-drafts", is_flag=True, help="课程含草稿也推送 / Push a course that holds drafts"),
        click.option("--target", required=True, metavar="NAME", help="设置中的 [targets.NAME] / A [targets.NAME]"),
        click.argument("src", type=click.Path(exists=True, path_type=Path)),
    ):
        function = decorate(function)
    return function


def _kinds_and_idnumbers(_ctx: click.Context, _option: click.Parameter, names: tuple[str, ...]) -> tuple[str, ...]:
    for name in names:
        kind, _, idnumber = name.partition(":")
        if not (kind and idnumber):
            raise click.BadParameter(
                both(
                    f"“{name}”应写成 KIND:IDNUMBER，照 push plan 列出的写",
                    f"{name!r} should be KIND:IDNUMBER, as push plan lists them",
                )
            )
    return names


@click.group()
def command() -> None:
    """把课程推送到教学平台 / Put a course into an LMS.

    Example: coursebridge push plan course/ --target sandbox
    """


@command.command("plan")
@_source_and_target
@reporting
def plan(src: Path, target: str, allow_drafts: bool, retire: bool, settings_file: Path | None, home: Path) -> Outcome:
    """看推送会改动什么，不作任何改动。SRC 是课件包、课程文件夹或能力图谱。加 --retire：看停用整门课程或框架会怎样。

    What a push would change; nothing is changed. SRC is a package, a course folder or a map. With --retire: what
    retiring the whole course or framework would do.

    Example: coursebridge push plan quality-1.0.0-scorm12.zip --target sandbox
    """
    from coursebridge.settings import read_settings
    from lms_bridge.push import plan_push
    from lms_bridge.retire import plan_retire

    there = read_settings(settings_file).target(target)
    if retire:
        found = plan_retire(_retirable(src), there)
    else:
        with _wanted(src, there, allow_drafts=allow_drafts) as package:
            found = plan_push(package, there)
    return Outcome(
        payload={"target": found.target, "changes": _told(found.changes)},
        findings=found.findings,
        text=_lines(found.changes),
    )


@command.command("apply")
@_source_and_target
@click.option(
    "--allow",
    multiple=True,
    metavar="KIND:IDNUMBER",
    callback=_kinds_and_idnumbers,
    help="同意此项，可多次 / Allow this; repeatable",
)
@reporting
def apply(
    src: Path,
    target: str,
    allow_drafts: bool,
    retire: bool,
    settings_file: Path | None,
    home: Path,
    allow: tuple[str, ...],
) -> Outcome:
    """推送：按计划改动平台；再推一次不会有改动，学习记录保留。SRC 是课件包、课程文件夹或能力图谱。

    加 --retire：整门课程或框架对学员隐藏，什么也不删除；已有学员时须写明 --allow course:编号。

    Push: do what the plan says. Done again it changes nothing; what learners did is kept. With --retire the whole
    course or framework is hidden, and nothing is deleted; where it has learners, only with --allow course:ID.

    Example: coursebridge push apply course/ --target sandbox
    """
    from coursebridge.settings import read_settings
    from lms_bridge.harvest import utc_now
    from lms_bridge.push import apply_push
    from lms_bridge.retire import apply_retire

    there = read_settings(settings_file).target(target)
    if retire:
        done = apply_retire(_retirable(src), there, allow=allow)
    else:
        with _wanted(src, there, allow_drafts=allow_drafts) as package:
            done = apply_push(package, there, utc_now(), allow=allow, home=home, progress=StderrProgress())
    return Outcome(
        payload={
            "target": done.target,
            "applied": _told(done.applied),
            "skipped": _told(done.skipped),
            "failed": _told(done.failed),
        },
        findings=done.findings,
        text=_lines(done.applied, both("已推送", "done")) + _lines(done.skipped) + _lines(done.failed),
        exit_code=done.exit_code or None,
    )


@command.command("plugin")
@click.option("-o", "out", required=True, type=click.Path(dir_okay=False, path_type=Path), help="文件名 / File name")
@reporting
def plugin(out: Path) -> Outcome:
    """写出 Moodle 插件的安装包，由平台管理员在“安装插件”页上传。

    Write the Moodle plugin as the zip file that a site's administrator uploads at Install plugins.

    Example: coursebridge push plugin -o local_coursebridge.zip
    """
    from lms_bridge.connectors.moodle.plugin_archive import plugin_release, write_plugin

    write_plugin(out)
    release = plugin_release()
    return Outcome(
        payload={"path": str(out), "release": release, "size_bytes": out.stat().st_size},
        text=both(f"{out}：插件 {release}", f"{out}: plugin {release}"),
    )


@contextmanager
def _wanted(src: Path, target: Target, *, allow_drafts: bool) -> Iterator[PackageFile | CompetencyMap]:
    """Give what SRC is: a map, a package, or a course, which is built first."""
    from competency_xml.xml import read_map
    from lms_bridge.connectors.registry import find_connector, setting_of
    from lms_bridge.package_file import read_package_file

    if src.is_file():
        yield read_map(src) if src.suffix.lower() == ".xml" else read_package_file(src)
        return
    from course_templates.card import course_card
    from course_templates.source import read_course
    from packager.build import build_package

    native = find_connector(target.connector, setting_of(target, "connector")).native
    course = read_course(src)
    with TemporaryDirectory(prefix="coursebridge-") as folder:
        built = build_package(
            _taken_apart(course) if native else course,
            _FORMAT,
            Path(folder),
            allow_drafts=allow_drafts,
            whole=course if native else None,
        )
        package = read_package_file(built.path)
        yield package.model_copy(update={"course": course, "card": course_card(course)}) if native else package


def _retirable(src: Path) -> Retirable:
    """Return what SRC is about: a map, or the card of a course or package, which need not be fit to be pushed."""
    from competency_xml.xml import read_map
    from course_templates.card import course_card
    from course_templates.source import read_course
    from foundation.errors import UnreadableFileError
    from lms_bridge.package_file import read_package_card

    if src.is_dir():
        return course_card(read_course(src))
    if src.suffix.lower() == ".xml":
        return read_map(src)
    card = read_package_card(src)
    if card is None:
        raise UnreadableFileError(
            both("课件包里没有课程信息，不知道停用哪门课程", "The package does not say which course it is"),
            file=str(src),
            remedy=both("给出课程文件夹", "Give the course folder"),
        )
    return card


def _taken_apart(course: Course) -> Course:
    """Return the lessons and exercises of a course: its tests and survey become the LMS's own."""
    practice = tuple(form for form in course.forms if form.phase == "practice")
    return course.model_copy(update={"forms": practice, "survey": None})


def _told(changes: Sequence[Change]) -> list[dict[str, Any]]:
    return [change.model_dump() for change in changes]


def _lines(changes: Sequence[Change], done: str | None = None) -> str:
    return "".join(f"{_SIGNS[change.op]} {change.name}  {done or change.why}\n" for change in changes)
