"""An Office file (XLSX, DOCX) as a package of XML parts, opened as hostile: bounded, without DTDs, code never run.

Parts are parsed by `foundation.xml` alone. openpyxl is not used for reading: it fills merged ranges cell by cell
(A1:XFD1048576 never ends), raises whatever a broken part leads it to, and shows either formulas or their values.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import unquote

from lxml import etree

from competency_xml.errors import UnreadableTableError
from foundation.archives import ArchiveLimits, SafeZip, open_zip
from foundation.text import both
from foundation.xml import iter_xml, parse_xml

MAX_PART_BYTES = 32 * 1024 * 1024
_LIMITS = ArchiveLimits(max_members=5_000, max_member_bytes=64 * 1024 * 1024, max_total_bytes=512 * 1024 * 1024)
_OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


class OfficePackage:
    """The parts of an Office file, by path, and the relations between them."""

    def __init__(self, archive: SafeZip, file: str) -> None:
        self._archive = archive
        self.file = file

    @property
    def has_macros(self) -> bool:
        """Whether the file carries VBA code. It is never run and never read."""
        return any(posixpath.basename(path).lower() == "vbaproject.bin" for path in self._archive.paths)

    def main_part(self, default: str) -> str:
        """Return the path of the document itself: the package's officeDocument relation, else `default`."""
        found = self.related("", "officeDocument")
        return next(iter(found.values()), default)

    def part(self, path: str) -> etree._Element | None:
        """Return a part's root, or None where the package has no such part.

        Raises:
            UnsafeArchiveError, MalformedXmlError: the part is damaged or hostile.
        """
        if path not in self._archive:
            return None
        return parse_xml(self._archive.read(path, max_bytes=MAX_PART_BYTES), file=f"{self.file}:{path}")

    def elements(self, path: str, tags: Sequence[str]) -> Iterator[etree._Element]:
        """Yield the elements of a part that have one of these tags, each emptied when the next is asked for.

        For parts with very many small elements: no tree of all of them is made.

        Raises:
            UnsafeArchiveError, MalformedXmlError: the part is missing, damaged or hostile.
        """
        content = self._archive.read(path, max_bytes=MAX_PART_BYTES)
        return iter_xml(content, tags, file=f"{self.file}:{path}")

    def __contains__(self, path: str) -> bool:
        return path in self._archive

    def holds(self, path: str, mark: bytes) -> bool:
        """Return whether the bytes of a part hold a mark; they are not parsed.

        Raises:
            UnsafeArchiveError: the part is damaged or hostile.
        """
        return path in self._archive and mark in self._archive.read(path, max_bytes=MAX_PART_BYTES)

    def related(self, source: str, kind: str) -> dict[str, str]:
        """Return relation id → path of the parts that `source` relates to, as `kind` (last word of the type)."""
        folder, name = posixpath.split(source)
        root = self.part(posixpath.join(folder, "_rels", f"{name}.rels"))
        if root is None:
            return {}
        return {
            relation.get("Id", ""): _resolved(folder, relation.get("Target", ""))
            for relation in root.iter("{*}Relationship")
            if relation.get("Type", "").rpartition("/")[2] == kind and relation.get("TargetMode") != "External"
        }


@contextmanager
def open_office(path: Path) -> Iterator[OfficePackage]:
    """Open an Office file.

    Raises:
        UnreadableFileError: there is no such file.
        UnreadableTableError: it is a file of the old kind (.xls, .doc), or one that a password protects.
        UnsafeArchiveError: it is no zip file, is damaged, or is hostile.
    """
    if path.is_file() and _starts_with(path, _OLE_MAGIC):
        raise UnreadableTableError(
            both("这是旧版（.xls/.doc）或加了密码的文件", "It is an old .xls or .doc file, or a password protects it"),
            file=path,
            remedy=both("请去掉密码，另存为 .xlsx 或 .docx", "Remove the password and save it as .xlsx or .docx"),
        )
    with open_zip(path, _LIMITS) as archive:
        yield OfficePackage(archive, str(path))


def _starts_with(path: Path, magic: bytes) -> bool:
    with path.open("rb") as stream:
        return stream.read(len(magic)) == magic


def _resolved(folder: str, target: str) -> str:
    target = unquote(target)
    if target.startswith("/"):
        return target.lstrip("/")
    return posixpath.normpath(posixpath.join(folder, target))
