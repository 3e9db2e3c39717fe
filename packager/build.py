"""From a course to an archive: plan, check, write. Equal courses give equal bytes."""

from __future__ import annotations

import filecmp
import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory

from pydantic import BaseModel, ConfigDict

from course_templates.drafts import drafts
from course_templates.model import Course
from foundation.archive_kinds import write_archive
from foundation.archives import ArchiveEntry
from foundation.digest import sha256_file
from foundation.findings import Finding, has_errors
from foundation.progress import Progress, silent
from foundation.text import both
from packager.errors import ChangedAssetError, OutputError, RefusedBuildError
from packager.formats.base import PackageFormat
from packager.formats.registry import package_format
from packager.options import DEFAULT_OPTIONS, BuildOptions
from packager.plan import Entry, PackagePlan, with_card
from packager.references import address_of, resolve


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
    """Build a course's packages in several formats; nothing is written if one of the formats is unknown.

    With more than one format, `out` is a folder; archives are written side by side. Raises as `build_package`.
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
    with ThreadPoolExecutor(max_workers=min(len(forms), os.cpu_count() or 1) or 1) as writers:
        writing = []
        for form in forms:
            plan = form.plan(course, options)
            _refuse(form.check(plan))
            writing.append(writers.submit(write_plan, plan, place_of(plan, form, out)))
        built = []
        for done, (form, package) in enumerate(zip(forms, writing, strict=True)):
            progress(done, len(forms), both(f"打包 {form.name}", f"building {form.name}"))
            built.append(package.result())
    return built


def place_of(plan: PackagePlan, form: PackageFormat, out: Path) -> Path:
    """Return where a package goes: `out` as in `build_package`."""
    return out if _is_file_name(out, form.ext) else out / plan.file_name


def write_plan(plan: PackagePlan, path: Path) -> BuiltPackage:
    """Write a plan to `path`, atomically. Raises ChangedAssetError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix=f".{path.name[:32]}.", dir=path.parent) as folder:
        fresh = Path(folder) / path.name
        write_archive(plan.archive, fresh, _archive_entries(plan.entries, Path(folder)))
        sha256 = sha256_file(fresh)
        reused = _is_same(fresh, path)
        if not reused:
            fresh.replace(path)
    return BuiltPackage(
        format=plan.format,
        path=path,
        sha256=sha256,
        size_bytes=path.stat().st_size,
        scos=plan.scos,
        reused=reused,
    )


def _is_file_name(out: Path, ext: str) -> bool:
    return out.name.lower().endswith(f".{ext}")


def _is_same(fresh: Path, path: Path) -> bool:
    return path.is_file() and filecmp.cmp(fresh, path, shallow=False)


def _archive_entries(entries: Sequence[Entry], folder: Path) -> Iterator[ArchiveEntry]:
    """Yield what to write: packages within are written to `folder` first, then what others say of them is known."""
    written = {index: _written(entry, folder / f"inner-{index}") for index, entry in enumerate(entries)}
    known = {entry.name: address_of(written[index]) for index, entry in enumerate(entries) if entry.name is not None}
    for index, entry in enumerate(entries):
        content = written[index]
        if not entry.refers:
            yield ArchiveEntry(path=entry.path, content=content, stored=entry.stored)
            continue
        told = resolve(content, known) if isinstance(content, bytes) and entry.name is None else content
        yield ArchiveEntry(path=resolve(entry.path.encode(), known).decode(), content=told, stored=entry.stored)


def _written(entry: Entry, place: Path) -> bytes | Path:
    content = entry.content
    if isinstance(content, PackagePlan):
        place.mkdir()
        write_archive(content.archive, place / "package", _archive_entries(content.entries, place))
        return place / "package"
    if isinstance(content, Path):
        _refuse_changed(entry, content)
    return content


def _refuse_changed(entry: Entry, source: Path) -> None:
    if source.is_file() and source.stat().st_size == entry.size_bytes:
        return
    raise ChangedAssetError(
        both(f"素材已被改动或删除：{entry.path}", f"The asset was changed or removed: {entry.path}"),
        file=source,
        remedy=both("请重新打包", "Build again"),
    )


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
