"""Opens anybody's package: which format it is, its manifest, its files."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from lxml import etree

from course_templates.card import CARD_NAME
from foundation.archive_kinds import SafeArchive, open_archive
from foundation.findings import Finding
from packager.check import kinds_manifest
from packager.check.encoding import parse_manifest
from packager.check.manifest import MANIFEST, Manifest, read_manifest

FormatName = Literal[
    "scorm12", "scorm2004", "imscc", "imscc12", "imscc13", "cmi5", "xapi", "mbz", "olx", "html", "unknown"
]

MAX_MANIFEST_BYTES = 16 << 20
#: A file whose presence tells the format, where there is no manifest.
_MARKS: tuple[tuple[str, FormatName], ...] = (
    ("cmi5.xml", "cmi5"),
    ("tincan.xml", "xapi"),
    ("moodle_backup.xml", "mbz"),
    ("course.xml", "olx"),
    ("index.html", "html"),
)
#: What Moodle takes, 1.0 and 1.1, is plain imscc.
_CARTRIDGES: dict[str, FormatName] = {"1.2.0": "imscc12", "1.3.0": "imscc13"}


@dataclass(frozen=True)
class OpenPackage:
    """A package that is open. `tree` and `manifest` are None where there is no `imsmanifest.xml` at the root."""

    archive: SafeArchive
    file: str
    format: FormatName
    tree: etree._Element | None
    manifest: Manifest | None
    findings: tuple[Finding, ...]


@contextmanager
def open_package(path: Path) -> Iterator[OpenPackage]:
    """Open a package; findings are those of opening it: no manifest, a wrong encoding.

    Raises:
        UnreadableFileError: there is no such file.
        UnsafeArchiveError: it is no zip file, is damaged or hostile, or its manifest is too large.
        MalformedXmlError: the manifest is not well-formed.
    """
    file = str(path)
    with open_archive(path) as archive:
        if MANIFEST not in archive:
            yield _without_manifest(archive, file)
            return
        content = archive.read(MANIFEST, max_bytes=MAX_MANIFEST_BYTES)
        tree, findings = parse_manifest(content, file=file, place=MANIFEST)
        manifest = read_manifest(tree)
        yield OpenPackage(
            archive=archive,
            file=file,
            format=_format_of(manifest),
            tree=tree,
            manifest=manifest,
            findings=tuple(each.model_copy(update={"file": file}) for each in findings),
        )


def _without_manifest(archive: SafeArchive, file: str) -> OpenPackage:
    form: FormatName = next((name for mark, name in _MARKS if mark in archive), "unknown")
    deeper = [path for path in archive.paths if path.rsplit("/", 1)[-1].lower() == MANIFEST]
    finding = None
    if deeper:
        finding = kinds_manifest.MANIFEST_DEEPER.at(deeper[0])
    elif form == "unknown" or (form == "html" and CARD_NAME not in archive):
        finding = kinds_manifest.NO_MANIFEST.at(None)
    findings = () if finding is None else (finding.model_copy(update={"file": file}),)
    return OpenPackage(archive=archive, file=file, format=form, tree=None, manifest=None, findings=findings)


def _format_of(manifest: Manifest) -> FormatName:
    version = (manifest.schema_version or "").lower()
    namespace = manifest.namespace.lower()
    if "imscc" in namespace or "common cartridge" in (manifest.schema_name or "").lower():
        return _CARTRIDGES.get(version, "imscc")
    if "2004" in version or version in ("cam 1.3", "1.3") or namespace.endswith("imscp_v1p1"):
        return "scorm2004"
    return "scorm12"
