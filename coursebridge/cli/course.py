"""`coursebridge course`: a course folder from a map, its checks, its preview."""

from __future__ import annotations

from pathlib import Path

import click

from course_templates.coverage_report import write_coverage
from course_templates.disclaimer import disclaimer
from course_templates.model import Course
from course_templates.overview import Overview, overview
from course_templates.source import load_course
from coursebridge.cli.frame import Outcome, reporting
from foundation.text import both

_FOLDER = click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))


@click.group("course")
def command() -> None:
    """课程：由图谱新建、检查、预览。

    Courses: made from a map, checked, previewed.

    Example: coursebridge course check my-course
    """


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
    course, findings = load_course(folder)
    view = overview(course) if course else Overview()
    written = write_coverage(course, output) if course and output else ()
    lines = [*_summary(course, view), *(str(path) for path in written)] if course else []
    return Outcome(view.model_dump(mode="json"), findings, "\n".join(lines))


def _summary(course: Course, view: Overview) -> list[str]:
    counts = both(
        f"{len(view.lessons)} 课，{len(view.questions)} 题，草稿 {len(view.drafts)} 处",
        f"{len(view.lessons)} lessons, {len(view.questions)} questions, {len(view.drafts)} drafts",
    )
    taught = sum(row.taught > 0 for row in view.coverage)
    tested = sum(row.post > 0 for row in view.coverage)
    covered = both(
        f"{len(view.coverage)} 个能力项：讲授 {taught}，后测 {tested}",
        f"{len(view.coverage)} items: {taught} taught, {tested} in the post-test",
    )
    notice = disclaimer(course.map)
    notices = [both(notice.best("zh-CN"), notice.best("en"))] if notice else []
    return [f"{course.id} {course.version}  {course.title.best()}", counts, covered, *notices]
