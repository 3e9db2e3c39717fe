"""A SCORM, cmi5 or Tin Can package without its course: kept as it is, aligned to a map, written again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from course_templates.card import CARD_NAME, course_card
from course_templates.model import Course, Lesson
from course_templates.scope import Scope
from foundation.archive_kinds import SafeArchive
from foundation.digest import canonical_json, sha256_file
from foundation.findings import Finding, has_errors
from foundation.text import LangText
from foundation.xml import serialise_xml
from packager.build import BuiltPackage, place_of, write_plan
from packager.check import kinds_web
from packager.check.judges import judge_of
from packager.check.reader import OpenPackage, open_package
from packager.check.shown_player import card_of
from packager.errors import RefusedBuildError
from packager.formats.registry import package_format
from packager.media import is_compressed
from packager.plan import Entry, PackagePlan
from packager.web.aligning import align
from packager.web.aligning_xapi import align_activities, align_structure
from packager.web.alignment import WebReading, aligned_course, check_items, scope_in, source_of
from packager.web.source import WebSource
from packager.web.units import DOCUMENTS, Described, described


def is_alignable(path: Path) -> bool:
    """Return whether a package has a document that describes it, as those do that can be aligned, or nearly so.

    Raises as `open_package`.
    """
    with open_package(path) as package:
        return package.tree is not None and not package.is_lone


def packaged_as(path: Path) -> str | None:
    """Return the format of a package that can be aligned; None for web pages and all else."""
    with open_package(path) as package:
        return package.format if package.format in DOCUMENTS else None


def build_aligned(path: Path, source: Path, formats: Sequence[str], out: Path) -> tuple[BuiltPackage, list[Finding]]:
    """Write a package again, in its own format and with its own identifiers, aligned as `source` says.

    Raises:
        RefusedBuildError: it is in another format than asked for, no LMS would import it, or `source` has errors.
        CourseBridgeError: as `open_package`.
    """
    with open_package(path) as package, TemporaryDirectory(prefix="coursebridge-") as place:
        _refuse(list(_unfit(package, formats)))
        whole = described(package)
        read = WebReading(root=path, beside=source, digest=sha256_file)
        told, scope = _alignment(read)
        about = dict(_about(read, told, whole))
        _refuse(read.findings)
        course = _course(path, told, scope, whole, about)
        _align(package, course, about)
        plan = _plan(package, course, whole, Path(place))
        built = write_plan(plan, place_of(plan, package_format(plan.format), out))
        notes = [] if any(about.values()) else [kinds_web.UNALIGNED.at(None).model_copy(update={"file": path.name})]
        return built, [*read.findings, *notes]


def _refuse(findings: list[Finding]) -> None:
    if has_errors(findings):
        raise RefusedBuildError(findings)


def _unfit(package: OpenPackage, formats: Sequence[str]) -> Iterator[Finding]:
    """Yield what stands in the way of writing this package again."""
    name = Path(package.file).name
    if package.format not in DOCUMENTS:
        yield kinds_web.PACKAGE.at(None, mark=package.format).model_copy(update={"file": name})
        return
    for form in formats:
        if form != package.format:
            told = kinds_web.PACKAGE_FORMAT.at(None, wanted=form, form=package.format)
            yield told.model_copy(update={"file": name})
    card = card_of(package.archive)
    if card is not None and (card.questions or card.lessons):
        yield kinds_web.PACKAGE_OURS.at(CARD_NAME, id=card.id).model_copy(update={"file": name})
    judge = judge_of(package.format)
    verdict = judge(package) if judge else None
    if verdict is not None and not verdict.will_import:
        yield from (each for each in verdict.findings if each.severity == "error")


def _alignment(read: WebReading) -> tuple[WebSource, Scope | None]:
    placed = source_of(read)
    _refuse(read.findings)
    told = placed.value if placed else WebSource()
    scope = scope_in(read, told)
    if placed is not None:
        check_items(read, placed, scope)
    return told, scope


def _about(read: WebReading, told: WebSource, whole: Described) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield a unit's identifier with the map's ids that it is about; units that are not there are told."""
    for page in told.pages:
        found = [unit for unit in whole.units if page.page in (unit.identifier, unit.path)]
        if not found:
            read.tell(kinds_web.UNIT, value=page.page)
        yield from ((unit.identifier, page.items) for unit in found if unit.identifier)


def _course(
    path: Path, told: WebSource, scope: Scope | None, whole: Described, about: dict[str, tuple[str, ...]]
) -> Course:
    title = told.title or LangText.of(whole.title or path.stem)
    lessons = tuple(
        Lesson(id=f"u{number}", title=LangText.of(unit.title or path.stem), items=about.get(unit.identifier, ()))
        for number, unit in enumerate(whole.units, start=1)
    )
    return aligned_course(told, scope, name=path.name.split(".")[0], title=title, lessons=lessons, module_title=title)


def _align(package: OpenPackage, course: Course, about: dict[str, tuple[str, ...]]) -> None:
    assert package.tree is not None
    if package.format == "cmi5":
        align_structure(package.tree, course, about)
    elif package.format == "xapi":
        align_activities(package.tree, course, about)
    else:
        align(package.tree, course, about, CARD_NAME)


def _plan(package: OpenPackage, course: Course, whole: Described, place: Path) -> PackagePlan:
    """Return the same files in the same order, their document and the course card new."""
    assert package.tree is not None
    card = course_card(course).model_copy(update={"lessons": ()})
    new = {
        DOCUMENTS[package.format]: serialise_xml(package.tree),
        CARD_NAME: canonical_json(card.model_dump(mode="json")),
    }
    paths = [*package.archive.paths, *([] if CARD_NAME in package.archive else [CARD_NAME])]
    files = (
        Entry.of(each, new[each]) if each in new else _kept(package.archive, each, place / f"{number}")
        for number, each in enumerate(paths)
    )
    ext = package_format(package.format).ext
    return PackagePlan(
        format=package.format,
        identifier=whole.identifier,
        version=course.version,
        file_name=f"{course.id}-{course.version}-{package.format}.{ext}",
        entries=tuple(files),
        scos=len(whole.units),
    )


def _kept(archive: SafeArchive, path: str, copy: Path) -> Entry:
    with copy.open("wb") as stream:
        for chunk in archive.chunks(path):
            stream.write(chunk)
    size_bytes = archive.size_bytes(path)
    return Entry(path=path, content=copy, size_bytes=size_bytes, sha256=sha256_file(copy), stored=is_compressed(path))
