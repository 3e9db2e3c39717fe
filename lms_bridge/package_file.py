"""What the bridge must know of a package on disk before it pushes it."""

from __future__ import annotations

from pathlib import Path

from pydantic import ValidationError

from course_templates.card import CARD_NAME, CourseCard
from foundation.archives import SafeZip, open_zip
from foundation.digest import sha256_and_sha1
from foundation.errors import UnsafeArchiveError
from foundation.text import both
from lms_bridge.connectors.base import PackageFile
from lms_bridge.sandbox.manifest import MANIFEST_NAME, read_manifest

_MAX_MANIFEST_BYTES = 16 << 20
_MAX_CARD_BYTES = 4 << 20


def read_package_file(path: Path) -> PackageFile:
    """Return the identifiers, hash and course card of a SCORM 1.2 package.

    Raises:
        UnreadableFileError: there is no such file.
        UnsafeArchiveError: it is no zip file, is damaged or hostile, or holds no manifest.
        MalformedXmlError: its manifest is not well-formed.
        PackageRefusedError: it is no SCORM 1.2 package.
    """
    with open_zip(path) as archive:
        manifest = read_manifest(archive.read(MANIFEST_NAME, max_bytes=_MAX_MANIFEST_BYTES), file=str(path))
        card = _card(archive, path)
    sha256, sha1 = sha256_and_sha1(path)
    return PackageFile(
        path=path,
        sha256=sha256,
        sha1=sha1,
        identifier=manifest.identifier,
        title=manifest.title,
        scos=tuple(sco.identifier for sco in manifest.scos),
        card=card,
    )


def read_package_card(path: Path) -> CourseCard | None:
    """Return the course card of a package of ours in any format that is a zip; None: it has none.

    Raises:
        UnreadableFileError: there is no such file.
        UnsafeArchiveError: it is no zip file, is damaged or hostile, or its card is damaged.
    """
    with open_zip(path) as archive:
        return _card(archive, path)


def _card(archive: SafeZip, path: Path) -> CourseCard | None:
    if CARD_NAME not in archive:
        return None
    try:
        return CourseCard.model_validate_json(archive.read(CARD_NAME, max_bytes=_MAX_CARD_BYTES))
    except ValidationError as error:
        raise UnsafeArchiveError(
            both("课程卡片已损坏", "The course card is damaged"),
            file=path,
            place=CARD_NAME,
            remedy=both("重新生成课件包", "Build the package again"),
        ) from error
