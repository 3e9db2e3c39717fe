"""`coursebridge package`: build packages of a course, judge and show anybody's."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from coursebridge.cli.ending import ended_cleanly
from coursebridge.cli.frame import Outcome, StderrProgress, finding_line, reporting
from foundation.text import both

if TYPE_CHECKING:
    from foundation.findings import Finding
    from packager.build import BuiltPackage
    from packager.check.inspection import Inspection
    from packager.check.report import PackageReport
    from packager.incremental import BuildRequest, FolderBuild
    from packager.options import Division


@click.group()
def command() -> None:
    """生成、检查、查看课件包 / Build, check and look into packages.

    Example: coursebridge package build course/ --format scorm12 -o dist/
    """


@command.command("build")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--format", "formats", default="", metavar="FORMAT[,FORMAT…]", help="格式，见 package formats / Formats")
@click.option("--for", "preset", metavar="PRESET", help="给哪种平台，格式由它定并说明理由 / Which platform it is for")
@click.option(
    "-o", "out", required=True, type=click.Path(path_type=Path), help="文件夹或文件名 / A folder or a file name"
)
@click.option("--allow-drafts", is_flag=True, help="课程含草稿也打包，仅供试用 / Build with drafts, for trial only")
@click.option("--single", "division", flag_value="single", help="整门课程一个单元 / The whole course as one unit")
@click.option("--multi", "division", flag_value="multi", help="测试、模块、调查各一个 / One per test, module, survey")
@click.option("--watch", "is_watching", is_flag=True, help="修改后自动重新打包 / Build again on every change")
@reporting
def build(
    folder: Path,
    formats: str,
    preset: str | None,
    out: Path,
    allow_drafts: bool,
    division: Division | None,
    is_watching: bool,
) -> Outcome:
    """把课程文件夹 DIR 打成课件包。同样的课程，得到同样的字节；没有改动的不重做。

    DIR 也可以是没有课程的网页文件夹，或它的 zip；里面的 coursebridge.yaml（zip 旁边是同名的 .yaml）写明对应图谱里的
    哪些能力项。DIR 还可以是别人做的 SCORM、cmi5 或 xAPI 课件包：旁边同名的 .yaml 写明各单元对应哪些能力项，
    内容和编号不变。
    --for 可选：moodle、openedx、canvas、blackboard、scormcloud、lrs、generic、offline。

    Build packages of the course in DIR. Equal courses give equal bytes; what has not changed is not built again.
    DIR may be a folder of web pages without a course as well, or a zip of one; a small YAML file with them says which
    items of a map they are about. It may be somebody else's SCORM, cmi5 or xAPI package, aligned by a .yaml of its name
    beside it: content and identifiers stay.

    Example: coursebridge package build course/ --for moodle -o dist/
    """
    from packager.incremental import BuildRequest, build_archive, build_folder
    from packager.options import BuildOptions
    from packager.presets import chosen_by

    names = tuple(dict.fromkeys(name.strip() for name in formats.split(",") if name.strip()))
    names, options, notes = chosen_by(preset, names, BuildOptions(division=division), folder)
    request = BuildRequest(folder=folder, formats=names, out=out, options=options, allow_drafts=allow_drafts)
    build_source = build_archive if folder.is_file() else build_folder
    with ended_cleanly():
        return _watch(request) if is_watching else _built(build_source(request, StderrProgress()), notes)


def _built(built: FolderBuild, notes: Sequence[Finding] = ()) -> Outcome:
    return Outcome(
        payload={"packages": [each.model_dump(mode="json") for each in built.packages], "reused": built.reused},
        findings=(*notes, *built.findings),
        text="\n".join(_built_line(each) for each in built.packages),
    )


def _watch(request: BuildRequest) -> Outcome:
    """Build again and again; what is returned on Ctrl-C is the last build."""
    from packager.incremental import FolderBuild, watch_folder

    click.echo(both("修改后自动重新打包；按 Ctrl-C 结束", "Builds again on every change; Ctrl-C ends it"), err=True)
    last: FolderBuild | None = None
    try:
        for built in watch_folder(request):
            if isinstance(built, FolderBuild):
                last = built
                click.echo("\n".join(_built_line(each) for each in built.packages), err=True)
            for finding in built.findings if isinstance(built, FolderBuild) else built.findings():
                click.echo(finding_line(finding), err=True)
    except KeyboardInterrupt:
        click.echo("", err=True)
    return Outcome(payload={"packages": [], "reused": False}) if last is None else _built(last)


@command.command("check")
@click.argument("file", type=click.Path(path_type=Path))
@reporting
def check(file: Path) -> Outcome:
    """检查任何人的课件包：合不合规、能不能导入、会不会上报完成情况。

    Judge anybody's package: is it valid, will it import, will it report completion.

    Example: coursebridge package check quality-1.0.0-scorm12.zip
    """
    from packager.check.report import check_package

    report = check_package(file)
    return Outcome(
        payload=report.model_dump(mode="json", exclude={"findings"}),
        findings=report.findings,
        text=_report_text(report),
    )


@command.command("inspect")
@click.argument("file", type=click.Path(path_type=Path))
@reporting
def inspect(file: Path) -> Outcome:
    """查看课件包里有什么：目录、能力项、文件大小、页面。

    Show what is in a package: tree, objectives, sizes, pages.

    Example: coursebridge package inspect quality-1.0.0-scorm12.zip
    """
    from packager.check.inspection import inspect_package

    shown = inspect_package(file)
    return Outcome(
        payload=shown.model_dump(mode="json", exclude={"findings"}),
        findings=shown.findings,
        text=_inspection_text(shown),
    )


@command.command("formats")
@reporting
def formats() -> Outcome:
    """有哪些格式，各自能带什么 / The formats there are, and what each carries.

    Example: coursebridge package formats
    """
    from packager.formats.registry import package_formats

    known = package_formats()
    payload = [{"name": each.name, "ext": each.ext, "carries": dict(each.carries)} for each in known]
    lines = [
        f"{each.name} (.{each.ext}): {', '.join(key for key, is_in in each.carries.items() if is_in)}" for each in known
    ]
    return Outcome(payload={"formats": payload}, text="\n".join(lines))


def _built_line(built: BuiltPackage) -> str:
    state = both("未变", "unchanged") if built.reused else both("已生成", "built")
    return f"{state}  {built.path}  {_size(built.size_bytes)}  sha256 {built.sha256[:16]}…"


def _report_text(report: PackageReport) -> str:
    answers = {
        True: both("是", "yes"),
        False: both("否", "no"),
        None: both("本版本无法判断", "this version cannot tell"),
    }
    rows = (
        (both("格式", "Format"), report.format),
        (both("合规", "Valid"), answers[report.valid]),
        (both("能导入", "Will import"), answers[report.will_import]),
        (both("会上报完成情况", "Will report completion"), answers[report.will_report]),
    )
    return "\n".join(f"{name}: {value}" for name, value in rows)


def _inspection_text(shown: Inspection) -> str:
    lines = [f"{shown.title or '—'}  [{shown.format}]  {shown.identifier or ''}"]
    lines += [f"  {item.title or item.id or '—'} → {item.href or '—'}" for item in shown.items]
    total = sum(file.size_bytes for file in shown.files)
    lines.append(both(f"{len(shown.files)} 个文件，共 {_size(total)}", f"{len(shown.files)} files, {_size(total)}"))
    lines += [f"  {_size(file.size_bytes):>10}  {file.path}" for file in shown.files]
    return "\n".join(lines)


def _size(size_bytes: int) -> str:
    if size_bytes < 1_000_000:
        return f"{size_bytes / 1000:.1f} kB"
    return f"{size_bytes / 1_000_000:.1f} MB"
