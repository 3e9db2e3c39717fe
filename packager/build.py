"""From a course to an archive: plan, check, write. Equal courses give equal bytes."""

from __future__ import annotations

import filecmp
import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from course_templates.drafts import drafts
from course_templates.model import Course
from foundation.archive_kinds import write_archive
from foundation.digest import sha256_file
from foundation.findings import Finding, has_errors
from foundation.progress import Progress, silent
from foundation.text import both
from packager.archiving import archive_entries
from packager.errors import OutputError, RefusedBuildError
from packager.formats.base import PackageFormat
from packager.formats.registry import package_format
from packager.options import DEFAULT_OPTIONS, BuildOptions
from packager.plan import PackagePlan, with_card
from packager.workplace import workplace


class BuiltPackage(BaseModel):
    """A package on disk. `reused` says that exactly these bytes were there already and were left alone."""

    model_config = ConfigDict(frozen=True)

    format: str
    path: Path
    sha256: str
    size_bytes: int
    scos: int
    reused: bool = False


def build_package(
    course: Course,
    format_name: str,
    out: Path,
    *,
    options: BuildOptions = DEFAULT_OPTIONS,
    allow_drafts: bool = False,
    whole: Course | None = None,
) -> BuiltPackage:
    """Build a course's package in one format.

    `whole` is the course that `course` is a part of, where an LMS has the rest of it: the package then has its card,
    by which a harvest reads all of it.

    `out` is the file to write when it ends like a package of that format, else the folder to write it into, as
    `<course id>-<version>-<format>.<ext>`. A file already there is replaced in one step, or left alone when it is
    the same.

    Raises:
        UnknownFormatError: there is no such format.
        RefusedBuildError: the course holds drafts, or the plan breaks a rule of the format.
        ChangedAssetError: an asset is not what it was when the course was read.
        OutputError: `out` is a folder where a file is wanted, or the other way round.
    """
    form = package_format(format_name)
    if not allow_drafts:
        _refuse(_draft_findings(course))
    plan = form.plan(course, options)
    _refuse(form.check(plan))
    return write_plan(plan if whole is None else with_card(plan, whole), place_of(plan, form, out))


def build_packages(
    course: Course,
    format_names: Sequence[str],
    out: Path,
    *,
    options: BuildOptions = DEFAULT_OPTIONS,
    allow_drafts: bool = False,
    progress: Progress = silent,
) -> list[BuiltPackage]:
    """Build a course's packages in several formats: all of them, or none where one cannot be written or is refused.

    With more than one format, `out` is a folder; archives are written side by side, and take their places together.
    Raises as `build_package`.
    """
    forms = [package_format(name) for name in format_names]
    if len(forms) > 1 and any(_is_file_name(out, form.ext) for form in forms):
        raise OutputError(
            both("多种格式不能写入同一个文件", "Several formats do not go into one file"),
            file=out,
            remedy=both("给出文件夹", "Give a folder"),
        )
    if not allow_drafts:
        _refuse(_draft_findings(course))
    with ExitStack() as places, ThreadPoolExecutor(max_workers=min(len(forms), os.cpu_count() or 1) or 1) as writers:
        writing = []
        for form in forms:
            plan = form.plan(course, options)
            _refuse(form.check(plan))
            path = place_of(plan, form, out)
            writing.append(writers.submit(_write, plan, path, places.enter_context(workplace(path))))
        written = []
        for done, (form, package) in enumerate(zip(forms, writing, strict=True)):
            progress(done, len(forms), both(f"打包 {form.name}", f"building {form.name}"))
            written.append(package.result())
        return [each.put() for each in written]


def place_of(plan: PackagePlan, form: PackageFormat, out: Path) -> Path:
    """Return where a package goes: `out` as in `build_package`."""
    return out if _is_file_name(out, form.ext) else out / plan.file_name


def write_plan(plan: PackagePlan, path: Path) -> BuiltPackage:
    """Write a plan to `path`, atomically. Raises ChangedAssetError and OutputError."""
    with workplace(path) as folder:
        return _write(plan, path, folder).put()


@dataclass(frozen=True)
class _Written:
    """A package that is written, and not yet in its place."""

    fresh: Path
    package: BuiltPackage

    def put(self) -> BuiltPackage:
        """Give it its place, unless these very bytes are there."""
        if not self.package.reused:
            self.fresh.replace(self.package.path)
        return self.package


def _write(plan: PackagePlan, path: Path, folder: Path) -> _Written:
    fresh = folder / path.name
    write_archive(plan.archive, fresh, archive_entries(plan.entries, folder))
    package = BuiltPackage(
        format=plan.format,
        path=path,
        sha256=sha256_file(fresh),
        size_bytes=fresh.stat().st_size,
        scos=plan.scos,
        reused=_is_same(fresh, path),
    )
    return _Written(fresh, package)


def _is_file_name(out: Path, ext: str) -> bool:
    return out.name.lower().endswith(f".{ext}")


def _is_same(fresh: Path, path: Path) -> bool:
    return path.is_file() and filecmp.cmp(fresh, path, shallow=False)


def _draft_findings(course: Course) -> list[Finding]:
    return [
        Finding(
            id="PK-DRAFT",
            severity="error",
            file=course.id,
            place=draft.place,
            message=draft.what,
            remedy=both(
                "定稿后去掉 draft 标记，或用 --allow-drafts 打包试用", "Finish it, or build with --allow-drafts"
            ),
        )
        for draft in drafts(course)
    ]


def _refuse(findings: Sequence[Finding]) -> None:
    if has_errors(findings):
        raise RefusedBuildError(findings)
