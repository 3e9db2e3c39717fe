"""A course folder in, packages out: at once where nothing changed since the last time, else what changed."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict

from foundation.digest import canonical_json, sha256_file, sha256_hex
from foundation.findings import Finding
from foundation.progress import Progress, silent
from packager.build import BuiltPackage
from packager.incremental.record import (
    BuildRecord,
    KnownFile,
    known_output,
    read_record,
    record_path,
    write_record,
)
from packager.incremental.stamps import Stamp, stamp_of, stamps_below
from packager.incremental.tool import tool_fingerprint
from packager.options import DEFAULT_OPTIONS, BuildOptions

if TYPE_CHECKING:
    from course_templates.model import Course


class BuildRequest(BaseModel):
    """What is to be built of a course folder, and where to; `out` as in `build_packages`."""

    model_config = ConfigDict(frozen=True)

    folder: Path
    formats: tuple[str, ...]
    out: Path
    options: BuildOptions = DEFAULT_OPTIONS
    allow_drafts: bool = False

    @property
    def key(self) -> str:
        """What tells this request from others; the same names elsewhere are another request."""
        places = [str(self.folder.resolve()), str(self.out.resolve())]
        return sha256_hex(canonical_json([self.model_dump(mode="json"), places]))[:32]


class FolderBuild(BaseModel):
    """The packages of a course folder, and every finding on the course and on how it was divided."""

    model_config = ConfigDict(frozen=True)

    packages: tuple[BuiltPackage, ...]
    findings: tuple[Finding, ...]

    @property
    def reused(self) -> bool:
        """Whether every package was there already, as it had to be."""
        return bool(self.packages) and all(package.reused for package in self.packages)


def build_archive(request: BuildRequest, progress: Progress = silent) -> FolderBuild:
    """Build packages of a zip file of web pages, in the place of a folder, or align a package that there is.

    Raises as `build_folder`.
    """
    from packager.build import build_packages
    from packager.web.existing import build_aligned, is_alignable
    from packager.web.loading import load_source, source_beside, unpacked

    beside = source_beside(request.folder)
    if beside is not None and is_alignable(request.folder):
        aligned, told = build_aligned(request.folder, beside, request.formats, request.out)
        return FolderBuild(packages=(aligned,), findings=tuple(told))
    with unpacked(request.folder) as (folder, source):
        course, findings = load_source(folder, request.formats, source=source)
        built = build_packages(course, request.formats, request.out, options=request.options, progress=progress)
        notes = _notes(course, request.options, built)
        return FolderBuild(packages=tuple(built), findings=(*findings, *notes))


def build_folder(request: BuildRequest, progress: Progress = silent) -> FolderBuild:
    """Build the packages of a course folder. Content decides what has changed, never a file's time alone.

    Raises:
        CourseError: the folder has errors; it carries every finding.
        CourseBridgeError: as `build_packages`.
    """
    path = record_path(request.key)
    record = _usable(read_record(path), request)
    stamps = input_stamps(request.folder, () if record is None else record.packages)
    if record is not None:
        confirmed = _confirmed(record, request.folder, stamps)
        if confirmed is not None:
            if confirmed != record:
                write_record(path, confirmed)
            packages = tuple(each.model_copy(update={"reused": True}) for each in confirmed.packages)
            return FolderBuild(packages=packages, findings=confirmed.findings)
    digests = _Digests(request.folder, stamps, record)
    built = _build(request, digests.of, progress)
    if _is_course(request.folder):
        _keep(path, built, digests)
    return built


def _is_course(folder: Path) -> bool:
    """Return whether nothing outside the folder took part: web pages may name a map that lies elsewhere."""
    from packager.web.loading import is_course_folder

    return is_course_folder(folder)


def input_stamps(folder: Path, packages: Sequence[BuiltPackage]) -> dict[str, Stamp]:
    """Return the stamps of a folder's files but of packages that were built into it."""
    stamps, root = stamps_below(folder), folder.resolve()
    for package in packages:
        path = package.path.resolve()
        if path.is_relative_to(root):
            stamps.pop(path.relative_to(root).as_posix(), None)
    return stamps


def _usable(record: BuildRecord | None, request: BuildRequest) -> BuildRecord | None:
    """Return the record if this very program made it, with formats of its own: of others nothing is known."""
    from packager.formats.registry import is_built_in

    if record is None or record.tool != tool_fingerprint() or not all(map(is_built_in, request.formats)):
        return None
    return record


def _confirmed(record: BuildRecord, folder: Path, stamps: dict[str, Stamp]) -> BuildRecord | None:
    """Return the record, stamps brought up to date, if inputs and outputs hold what they held; else None."""
    if stamps.keys() != record.inputs.keys():
        return None
    inputs: dict[str, KnownFile] = {}
    for path, known in record.inputs.items():
        now = known.as_now(f"{folder}/{path}", stamps[path])
        if now is None:
            return None
        inputs[path] = now
    outputs = [
        known.as_now(each.path, stamp_of(each.path))
        for each, known in zip(record.packages, record.outputs, strict=True)
    ]
    told = tuple(known for known in outputs if known is not None)
    if len(told) < len(outputs):
        return None
    return record.model_copy(update={"inputs": inputs, "outputs": told})


class _Digests:
    """SHA-256 of files of the folder: from the record where the content is known to be the same."""

    def __init__(self, folder: Path, stamps: dict[str, Stamp], record: BuildRecord | None) -> None:
        self._folder = folder.resolve()
        self._stamps = stamps
        self._earlier = {} if record is None else record.inputs
        self._known: dict[str, KnownFile] = {}

    def of(self, path: Path) -> str:
        """Return the SHA-256 of a file."""
        resolved = path.resolve()
        if not resolved.is_relative_to(self._folder):
            return sha256_file(path)
        return self._digest(resolved.relative_to(self._folder).as_posix()).sha256

    def all(self) -> dict[str, KnownFile]:
        """Return all files of the folder as they were when the build began."""
        return {path: self._digest(path) for path in self._stamps}

    def path(self, relative: str) -> Path:
        """Return where a file of the folder lies."""
        return self._folder / relative

    def _digest(self, relative: str) -> KnownFile:
        if relative not in self._known:
            path, stamp = self._folder / relative, self._stamps.get(relative)
            earlier = self._earlier.get(relative)
            known = None if earlier is None else earlier.as_now(path, stamp)
            self._known[relative] = known or self._hashed(path, stamp)
        return self._known[relative]

    def _hashed(self, path: Path, stamp: Stamp | None) -> KnownFile:
        seen_ns = time.time_ns()
        sha256 = sha256_file(path)
        same = stamp is not None and stamp_of(path) == stamp
        # A file that changed while it was read gets a stamp that no file has: it is looked at again next time.
        return KnownFile(stamp=stamp if stamp and same else Stamp(-1, 0, 0, 0, 0), seen_ns=seen_ns, sha256=sha256)


def _build(request: BuildRequest, digest: Callable[[Path], str], progress: Progress) -> FolderBuild:
    from packager.build import build_packages
    from packager.web.loading import load_source

    course, findings = load_source(request.folder, request.formats, digest)
    built = build_packages(
        course,
        request.formats,
        request.out,
        options=request.options,
        allow_drafts=request.allow_drafts,
        progress=progress,
    )
    notes = _notes(course, request.options, built)
    return FolderBuild(packages=tuple(built), findings=(*findings, *notes))


def _notes(course: Course, options: BuildOptions, built: Sequence[BuiltPackage]) -> list[Finding]:
    """Return notes on packages: not divided as asked, parts of the course left out, too large for many LMSs."""
    from packager.check.upload import upload_notes
    from packager.formats.registry import package_format
    from packager.left_out import left_out
    from packager.options import unmet_division
    from packager.parts import course_parts

    possible = len(course_parts(course, "multi"))
    notes: list[Finding] = []
    for each in built:
        notes += unmet_division(options, each.format, each.scos, possible)
        notes += left_out(course, each.format, package_format(each.format).carries)
        large = upload_notes(each.size_bytes, ((asset.path, asset.size_bytes) for asset in course.assets))
        notes += [note.model_copy(update={"file": each.path.name}) for note in large]
    return notes


def _keep(path: Path, built: FolderBuild, digests: _Digests) -> None:
    outputs = [known_output(package) for package in built.packages]
    told = tuple(known for known in outputs if known is not None)
    if len(told) < len(outputs):
        return
    inputs, fresh = digests.all(), {package.path.resolve() for package in built.packages}
    inputs = {place: known for place, known in inputs.items() if digests.path(place) not in fresh}
    record = BuildRecord(
        tool=tool_fingerprint(), inputs=inputs, packages=built.packages, outputs=told, findings=built.findings
    )
    write_record(path, record)
