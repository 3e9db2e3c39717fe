"""`coursebridge course`: a course folder from a map, its checks, its preview."""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import click

from coursebridge.cli.frame import Outcome, reporting, show
from foundation.errors import CourseBridgeError
from foundation.text import EN, ZH, LangText, both

if TYPE_CHECKING:
    from course_templates.model import Course, MapPin
    from course_templates.overview import Overview
    from lms_bridge.sandbox.server import RunningSandbox

_PREVIEW_LEARNER = "预览 Preview"
_FOLDER = click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))


@click.group()
def command() -> None:
    """课程：由图谱新建、检查、预览 / Courses: made from a map, checked, previewed.

    Example: coursebridge course check my-course
    """


@command.command("new")
@click.option("--map", "map_path", required=True, type=click.Path(path_type=Path), help="能力图谱 XML / The map")
@click.option("--role", required=True, help="岗位的编号或名称 / The role's id, code or name")
@click.option("--level", help="等级的编号或名称；只有一个时可省 / The level's id, code or name, if there are several")
@_FOLDER
@reporting
def new(map_path: Path, role: str, level: str | None, folder: Path) -> Outcome:
    """由能力图谱生成可编辑的课程文件夹 DIR：课文提示、题库草稿、前测后测、岗位契合度调查。

    Make an editable course folder of a map: lessons with prompts, draft questions, parallel forms, a survey.

    Example: coursebridge course new --map map.xml --role quality my-course
    """
    from course_templates.skeleton import new_course

    course = new_course(map_path, role, level, folder)
    lessons, questions = len(list(course.lessons())), len(course.questions)
    lines = [
        both(f"已生成 {folder}：{lessons} 课、{questions} 题草稿", f"{folder}: {lessons} lessons, {questions} drafts"),
        *_notices(course.map),
        both(f"下一步：编写课文和题目，再运行 coursebridge course check {folder}", "Next: write, then check"),
    ]
    payload = {"id": course.id, "path": str(folder), "lessons": lessons, "questions": questions}
    return Outcome(payload, text="\n".join(lines))


@command.command("check")
@_FOLDER
@click.option(
    "-o",
    "--output",
    type=click.Path(file_okay=False, path_type=Path),
    help="写出 coverage.xlsx 和 coverage.html 的文件夹 / Folder for coverage.xlsx and coverage.html",
)
@reporting
def check(folder: Path, output: Path | None) -> Outcome:
    """检查课程文件夹：所有问题及其位置，讲、练、考的覆盖。

    Check a course folder: every problem with its place; what is taught, practised and tested.

    Example: coursebridge course check my-course -o audit
    """
    from course_templates.coverage.report import write_coverage
    from course_templates.overview import Overview, overview
    from course_templates.source import load_course

    course, findings = load_course(folder)
    view = overview(course) if course else Overview()
    written = write_coverage(course, output) if course and output else ()
    lines = [*_summary(course, view), *(str(path) for path in written)] if course else []
    return Outcome(view.model_dump(mode="json"), findings, "\n".join(lines))


@command.command("preview")
@_FOLDER
@click.option(
    "--port", type=click.IntRange(0, 65535), default=0, help="端口，0 为任意空闲 / Port; 0 takes any free one"
)
@click.option("--json", "as_json", is_flag=True, help="出错时也输出 JSON / Errors as JSON as well")
def preview(folder: Path, port: int, as_json: bool) -> None:
    """像学员一样学习这门课（草稿也可），仅限本机；第一行输出 {url}，按 Ctrl-C 结束，不留记录。

    Take the course as a learner, drafts included, on this machine, until Ctrl-C. The first line is {url}.

    Example: coursebridge course preview my-course --port 8765
    """
    from lms_bridge.sandbox.server import serve

    try:
        with TemporaryDirectory(prefix="coursebridge-preview-", ignore_cleanup_errors=True) as temporary:
            launch_path = _install(folder, Path(temporary))
            serve(Path(temporary), port=port, ready=lambda sandbox: _tell(sandbox, launch_path))
    except CourseBridgeError as error:
        show(Outcome(findings=error.findings()), as_json=as_json)
        sys.exit(error.exit_code)


def _install(folder: Path, data: Path) -> str:
    """Put the course into an empty sandbox with one learner, and return the path that launches it."""
    from course_templates.source import read_course
    from lms_bridge.sandbox.store import SandboxStore
    from packager.build import build_package

    built = build_package(read_course(folder), "scorm12", data / "package", allow_drafts=True)
    now = datetime.now(UTC)
    with SandboxStore(data) as store:
        package = store.add_package(built.path, now)
        learner = store.add_learner(_PREVIEW_LEARNER, now)
        store.enrol(package.id, learner, now)
    return f"/launch/{package.id}?learner={learner}"


def _tell(sandbox: RunningSandbox, launch_path: str) -> None:
    url = sandbox.url + launch_path
    click.echo(json.dumps({"url": url, "findings": []}))
    sys.stdout.flush()  # whoever started this process waits for the line
    click.echo(both(f"在浏览器打开：{url}（Ctrl-C 结束）", f"Open {url} (Ctrl-C ends it)"), err=True)


def _summary(course: Course, view: Overview) -> list[str]:
    taught = sum(row.taught > 0 for row in view.coverage)
    tested = sum(row.post > 0 for row in view.coverage)
    lessons, questions, drafts, items = map(len, (view.lessons, view.questions, view.drafts, view.coverage))
    return [
        f"{course.id} {course.version}  {course.title.best()}",
        both(
            f"{lessons} 课，{questions} 题，草稿 {drafts} 处",
            f"{lessons} lessons, {questions} questions, {drafts} drafts",
        ),
        both(
            f"{items} 个能力项：讲授 {taught}，后测 {tested}",
            f"{items} items: {taught} taught, {tested} in the post-test",
        ),
        *_notices(course.map),
    ]


def _notices(pin: MapPin) -> list[str]:
    from course_templates.disclaimer import disclaimer

    notice: LangText = disclaimer(pin)
    return [both(notice.best(ZH), notice.best(EN))] if notice else []
