"""Opens anybody's package: which format it is, its manifest, its files."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from course_templates.card import CARD_NAME
from foundation.archive_kinds import SafeArchive, open_archive
from foundation.archive_rules import unsafe
from foundation.files import read_bytes
from foundation.findings import Finding
from foundation.text import both
from packager.check import kinds_cmi5, kinds_manifest, kinds_tincan
from packager.check.course_root import course_root
from packager.check.encoding import parse_manifest
from packager.check.manifest import MANIFEST, Manifest, local, read_manifest
from packager.check.recognition import FormatName, format_of, not_judged, other_kind

MAX_MANIFEST_BYTES = 16 << 20
#: Units of one package: more than any course has, and what can be held in memory.
MAX_ITEMS = 50_000
#: Elements of the document that describes a package: fifteen for every file that an archive may hold.
MAX_ELEMENTS = 300_000
#: What UTF-8 and UTF-16 files may begin with before their first `<`.
_BLANK = b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n"
#: A document that describes the whole package.
_DOCUMENTS: tuple[tuple[str, FormatName], ...] = (("cmi5.xml", "cmi5"), ("tincan.xml", "xapi"))
_DEEPER = (("cmi5.xml", kinds_cmi5.DEEPER), ("tincan.xml", kinds_tincan.DEEPER))
#: A file whose presence tells the format, where there is no manifest.
_MARKS: tuple[tuple[str, FormatName], ...] = (
    ("moodle_backup.xml", "mbz"),
    ("index.html", "html"),
)


@dataclass(frozen=True)
class OpenPackage:
    """A package that is open.

    `tree` is that of the document that describes it (`imsmanifest.xml`, `cmi5.xml`, `tincan.xml`), None where there
    is none at the root; `manifest` is the first of these as data. `is_lone`: the document came without an archive.
    """

    archive: SafeArchive
    file: str
    format: FormatName
    tree: etree._Element | None
    manifest: Manifest | None
    findings: tuple[Finding, ...]
    is_lone: bool = False


class _NoArchive:
    """No files at all: a document that came by itself."""

    paths: tuple[str, ...] = ()

    def __contains__(self, path: str) -> bool:
        return False

    def size_bytes(self, path: str) -> int:
        raise KeyError(path)

    def read(self, path: str, *, max_bytes: int | None = None) -> bytes:
        raise KeyError(path)

    def chunks(self, path: str, *, max_bytes: int | None = None) -> Iterator[bytes]:
        raise KeyError(path)


@contextmanager
def open_package(path: Path) -> Iterator[OpenPackage]:
    """Open a package; findings are those of opening it: no manifest, a wrong encoding.

    Raises:
        UnreadableFileError: there is no such file.
        UnsafeArchiveError: it is no zip file, is damaged or hostile, its manifest too large, or of too many items.
        MalformedXmlError: the manifest is not well-formed.
    """
    file = str(path)
    if _is_document(path):
        yield _lone(read_bytes(path, max_bytes=MAX_MANIFEST_BYTES), file)
        return
    with open_archive(path) as archive:
        if MANIFEST not in archive:
            yield _without_manifest(archive, file)
            return
        content = archive.read(MANIFEST, max_bytes=MAX_MANIFEST_BYTES)
        tree, findings = parse_manifest(content, file=file, place=MANIFEST)
        _refuse_size(tree, file, MANIFEST)
        manifest = read_manifest(tree)
        other = other_kind(manifest, tree) if (form := format_of(manifest, tree)) == "unknown" else None
        told = (*findings, *(() if other is None else (kinds_manifest.OTHER_PACKAGE.at(MANIFEST, value=other),)))
        yield OpenPackage(
            archive=archive,
            file=file,
            format=form,
            tree=tree,
            manifest=manifest,
            findings=tuple(each.model_copy(update={"file": file}) for each in told),
        )


def _refuse_size(tree: etree._Element, file: str, place: str) -> None:
    """Raise UnsafeArchiveError where a document has more items, or elements, than can be held and judged in time."""
    counts = {"item": 0, "": 0}
    for each in tree.iter(etree.Element):
        counts[""] += 1
        counts["item"] += local(each) == "item"
    for name, limit in (("item", MAX_ITEMS), ("", MAX_ELEMENTS)):
        if counts[name] > limit:
            what = name or "element"
            raise unsafe(
                file, place, both(f"{place} 里的 {what} 多于 {limit} 个", f"{place}: more than {limit} {what}s")
            )


def _is_document(path: Path) -> bool:
    """Return whether a file is XML rather than an archive. Spec: cmi5 14.2."""
    try:
        with path.open("rb") as stream:
            return stream.read(64).lstrip(_BLANK).startswith(b"<")
    except OSError:
        return False


def _lone(content: bytes, file: str) -> OpenPackage:
    """Return a document without an archive: a course structure, or nothing that we know."""
    tree, findings = parse_manifest(content, file=file, place=Path(file).name)
    _refuse_size(tree, file, Path(file).name)
    form: FormatName = "cmi5" if local(tree) == "courseStructure" else "unknown"
    told = tuple(each.model_copy(update={"file": file}) for each in findings)
    return OpenPackage(
        archive=_NoArchive(), file=file, format=form, tree=tree, manifest=None, findings=told, is_lone=True
    )


def _described(archive: SafeArchive, file: str, mark: str, form: FormatName) -> OpenPackage:
    content = archive.read(mark, max_bytes=MAX_MANIFEST_BYTES)
    tree, findings = parse_manifest(content, file=file, place=mark)
    _refuse_size(tree, file, mark)
    told = tuple(each.model_copy(update={"file": file}) for each in findings)
    return OpenPackage(archive=archive, file=file, format=form, tree=tree, manifest=None, findings=told)


def _without_manifest(archive: SafeArchive, file: str) -> OpenPackage:
    for mark, described in _DOCUMENTS:
        if mark in archive:
            return _described(archive, file, mark, described)
    form: FormatName = next((name for mark, name in _MARKS if mark in archive), "unknown")
    if form in ("html", "unknown") and course_root(archive.paths) is not None:
        form = "olx"
    deeper = [path for path in archive.paths if path.rsplit("/", 1)[-1].lower() == MANIFEST]
    for mark, kind in _DEEPER:
        found = next((path for path in archive.paths if path.endswith(f"/{mark}")), None)
        if found is not None and not deeper and form in ("html", "unknown"):
            told = kind.at(found).model_copy(update={"file": file})
            return OpenPackage(archive=archive, file=file, format=form, tree=None, manifest=None, findings=(told,))
    finding = None
    if form == "unknown" and (name := not_judged(archive.paths)) is not None:
        finding = kinds_manifest.NOT_JUDGED.at(None, name=name)
    elif deeper:
        finding = kinds_manifest.MANIFEST_DEEPER.at(deeper[0])
    elif form == "unknown" or (form == "html" and CARD_NAME not in archive):
        finding = kinds_manifest.NO_MANIFEST.at(None)
    findings = () if finding is None else (finding.model_copy(update={"file": file}),)
    return OpenPackage(archive=archive, file=file, format=form, tree=None, manifest=None, findings=findings)
