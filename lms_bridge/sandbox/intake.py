"""Taking in an uploaded zip file: refuse what is hostile or no course, then unpack it whole or not at all."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from pydantic import ValidationError

from course_templates.card import CARD_NAME, CourseCard
from foundation.archives import ArchiveLimits, SafeZip, open_zip
from foundation.digest import canonical_json, sha256_file
from foundation.errors import UnsafeArchiveError
from foundation.text import both
from lms_bridge.sandbox.manifest import MANIFEST_NAME, Manifest, launch_path, read_manifest, refused

#: What a package may hold once unpacked; an upload itself may be `MAX_UPLOAD_BYTES` long.
LIMITS = ArchiveLimits(max_members=10_000, max_member_bytes=1 << 30, max_total_bytes=1 << 30)
MAX_UPLOAD_BYTES = 1 << 30
_MAX_MANIFEST_BYTES = 16 << 20
_MAX_CARD_BYTES = 4 << 20
_WINDOWS_DEVICES = frozenset(
    ["con", "prn", "aux", "nul", *(f"com{n}" for n in range(1, 10)), *(f"lpt{n}" for n in range(1, 10))]
)
_WINDOWS_FORBIDDEN = frozenset('<>"|?*')


@dataclass(frozen=True)
class IncomingPackage:
    """A package that was read and unpacked. `folder` holds its files until somebody moves it to its place."""

    sha256: str
    size_bytes: int
    manifest: Manifest
    card: CourseCard | None
    folder: Path

    @property
    def card_json(self) -> str | None:
        """The card as canonical JSON, or None."""
        return None if self.card is None else canonical_json(self.card.model_dump(mode="json")).decode()


@contextmanager
def unpacked(source: Path, packages: Path, *, name: str | None = None) -> Iterator[IncomingPackage]:
    """Give `source` unpacked in a temporary folder below `packages`; on leaving, what was not moved is removed.

    `name` stands for the file in messages.

    Raises:
        UnsafeArchiveError: the zip is damaged or hostile, or holds names that not every system can keep.
        PackageRefusedError: it is no SCORM 1.2 package that could be launched.
        MalformedXmlError: its manifest is not well-formed.
    """
    file = name or source.name
    with open_zip(source, LIMITS, name=file) as archive:
        _refuse_names(archive, file)
        manifest = _manifest(archive, file)
        card = _card(archive, file)
        packages.mkdir(parents=True, exist_ok=True)
        part = Path(tempfile.mkdtemp(prefix=".incoming-", dir=packages))
        try:
            folder = part / "files"
            folder.mkdir()
            _extract(archive, folder, file)
            yield IncomingPackage(sha256_file(source), source.stat().st_size, manifest, card, folder)
        finally:
            shutil.rmtree(part, ignore_errors=True)


def _manifest(archive: SafeZip, file: str) -> Manifest:
    if MANIFEST_NAME not in archive:
        raise refused(file, MANIFEST_NAME, both("根目录缺少 imsmanifest.xml", "imsmanifest.xml is missing at the root"))
    manifest = read_manifest(archive.read(MANIFEST_NAME, max_bytes=_MAX_MANIFEST_BYTES), file=file)
    for sco in manifest.scos:
        path = launch_path(sco.href)
        if path is None or path not in archive:
            message = both(f"启动页不在包内：{path}", f"The launch page is not in the package: {path}")
            raise refused(file, sco.identifier or MANIFEST_NAME, message)
    return manifest


def _card(archive: SafeZip, file: str) -> CourseCard | None:
    if CARD_NAME not in archive:
        return None
    try:
        return CourseCard.model_validate_json(archive.read(CARD_NAME, max_bytes=_MAX_CARD_BYTES))
    except ValidationError as error:
        raise refused(file, CARD_NAME, both("课程卡片已损坏", "The course card is damaged")) from error


def _refuse_names(archive: SafeZip, file: str) -> None:
    for path in archive.paths:
        if any(_unfit(part) for part in PurePosixPath(path).parts):
            raise _unkept(file, path, both("Windows 无法保存此文件名", "Windows cannot keep a file under this name"))


def _unfit(part: str) -> bool:
    device = part.split(".")[0].rstrip().casefold() in _WINDOWS_DEVICES
    return device or part[-1] in ". " or not _WINDOWS_FORBIDDEN.isdisjoint(part)


def _extract(archive: SafeZip, folder: Path, file: str) -> None:
    try:
        archive.extract_to(folder)
    except OSError as error:
        raise _unkept(file, None, both(f"无法解包：{error.strerror}", f"Cannot unpack: {error.strerror}")) from error


def _unkept(file: str, place: str | None, message: str) -> UnsafeArchiveError:
    return UnsafeArchiveError(
        message, file=file, place=place, remedy=both("请改短或改名后重新打包", "Shorten or rename it, then pack again")
    )
