"""What there is to package: a course folder, or web pages without a course around them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from course_templates.errors import CourseError
from course_templates.folder.model import COURSE_FILE
from course_templates.model import Course
from course_templates.source import load_course
from foundation.archive_kinds import SafeArchive, open_archive
from foundation.digest import sha256_file
from foundation.findings import Finding, has_errors
from packager.check import kinds_web
from packager.errors import RefusedBuildError
from packager.web.reading import is_web, load_web

#: Formats that can show a page made elsewhere: those with the player, cartridges, and the site.
WEB_FORMATS = frozenset(
    {"scorm12", "scorm2004", "scorm2004-3rd", "cmi5", "xapi", "imscc", "imscc12", "imscc13", "html"}
)
#: A file that tells a package of some kind from web pages.
MARKS = ("imsmanifest.xml", "cmi5.xml", "tincan.xml", "moodle_backup.xml", "course.xml", "course/course.xml")


def is_course_folder(folder: Path) -> bool:
    """Return whether a folder is to be read as a course rather than as web pages."""
    return (folder / COURSE_FILE).exists() or not is_web(folder)


def load_source(
    folder: Path, formats: Sequence[str], digest: Callable[[Path], str] = sha256_file, *, source: Path | None = None
) -> tuple[Course, list[Finding]]:
    """Return the course in a folder, or web pages as one, and its findings.

    Raises:
        CourseError: it is a course folder with errors.
        RefusedBuildError: they are web pages with errors, or a format cannot hold them.
    """
    if source is None and is_course_folder(folder):
        course, findings = load_course(folder, digest=digest)
        if course is None or has_errors(findings):
            raise CourseError(folder, findings)
        return course, findings
    marks = [mark for mark in MARKS if (folder / mark).is_file()]
    if marks:
        raise RefusedBuildError([kinds_web.PACKAGE.at(None, mark=marks[0]).model_copy(update={"file": folder.name})])
    course, findings = load_web(folder, digest, source=source)
    findings += [kinds_web.FORMAT.at(None, format=name) for name in formats if name not in WEB_FORMATS]
    if course is None or has_errors(findings):
        raise RefusedBuildError(findings)
    return course, findings


def source_beside(path: Path) -> Path | None:
    """Return the YAML file of a zip file's name that lies beside it, or None."""
    beside = path.with_suffix(".yaml")
    return beside if beside.is_file() else None


@contextmanager
def unpacked(path: Path) -> Iterator[tuple[Path, Path | None]]:
    """Give the folder of web pages in a zip file, and the YAML file beside the zip where there is one.

    Pages may lie one folder down. Nothing is left behind.

    Raises:
        UnreadableFileError: there is no such file.
        UnsafeArchiveError: it is no archive, is damaged, or is hostile.
        RefusedBuildError: it is a package, with a manifest of its own.
    """
    beside = source_beside(path)
    with open_archive(path) as archive, TemporaryDirectory(prefix="coursebridge-") as place:
        marks = [mark for mark in MARKS if mark in archive]
        if marks:
            raise RefusedBuildError([kinds_web.PACKAGE.at(None, mark=marks[0]).model_copy(update={"file": path.name})])
        folder = Path(place) / path.name.split(".")[0]
        folder.mkdir()
        _extract(archive, folder)
        inner = [child for child in folder.iterdir() if child.name != "__MACOSX"]
        is_wrapped = len(inner) == 1 and inner[0].is_dir() and not is_web(folder)
        yield (inner[0] if is_wrapped else folder), beside


def _extract(archive: SafeArchive, folder: Path) -> None:
    for name in archive.paths:
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("wb") as stream:
            for chunk in archive.chunks(name):
                stream.write(chunk)
