"""The rules of OLX for a package: an Open edX course as Studio exports and imports it."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain

from lxml import etree

from foundation.archive_rules import unsafe
from foundation.errors import MalformedXmlError
from foundation.findings import Finding
from foundation.text import both
from foundation.xml import parse_xml
from packager.check import kinds_olx as kinds
from packager.check.bounded import bounded
from packager.check.course_root import COURSE, course_root
from packager.check.olx_policy import check_policies
from packager.check.olx_problem import check_problem
from packager.check.walk import children, local

Read = Callable[[str], bytes | None]

#: What a container holds by rule; what is in none of them holds anything.
_HOLDS = {
    "course": frozenset({"chapter"}),
    "chapter": frozenset({"sequential"}),
    "sequential": frozenset({"vertical"}),
}
_CONTAINERS = frozenset({"course", "chapter", "sequential", "vertical"})
_BESIDE = frozenset({"wiki", "textbook", "pdf_textbook", "html_textbook", "static_tab", "library_content"})
#: Blocks that Studio writes into files of their own; every other one may stand in its unit with nothing but its name.
_FILED = _CONTAINERS | {"html", "problem", "video", "lti", "word_cloud", "annotatable", "split_test", "conditional"}
_NAME = re.compile(r"^[\w\-~.]+$", re.ASCII)
_STATIC = re.compile(rb"""["'(]/static/([^"'()?#\s]+)""")
_POINTER = frozenset({"url_name", "org", "course", "slug"})
_MAX_DEPTH = 50
#: Blocks of one course: more than any has, and what can be held in memory.
MAX_BLOCKS = 50_000


@dataclass
class Block:
    """One block of the tree. `place` is the file it stands in; blocks written inline share their parent's.

    `is_again`: the file was entered before; what is below stands there.
    """

    kind: str
    name: str
    element: etree._Element
    place: str
    below: list[Block] = field(default_factory=list)
    is_again: bool = False

    def all(self) -> Iterator[Block]:
        """Yield this block and all below it."""
        yield self
        for block in self.below:
            yield from block.all()


@dataclass
class Olx:
    """A course that was read: its folder in the archive, the tree, and what was found on the way."""

    root: str
    run: str
    pointer: etree._Element | None = None
    tree: Block | None = None
    findings: list[Finding] = field(default_factory=list)


def check_olx(paths: Sequence[str], read: Read, *, file: str | None = None) -> list[Finding]:
    """Return every rule that a course of these files breaks, `file` set; `read` gives a file, or None.

    Raises:
        UnsafeArchiveError: it has more blocks than can be held.
    """
    olx = read_olx(paths, read)
    found = bounded(chain(olx.findings, _rules(olx, paths, read)))
    return [finding.model_copy(update={"file": file}) for finding in found]


def read_olx(paths: Sequence[str], read: Read) -> Olx:
    """Return the tree of a course, and what was wrong with reading it."""
    olx = Olx(root=course_root(paths) or "", run="")
    pointer = _parsed(olx, f"{olx.root}{COURSE}", read)
    if pointer is None:
        if not olx.findings:
            olx.findings.append(kinds.OLX_ROOT.at(COURSE, missing=COURSE))
        return olx
    missing = [name for name in ("url_name", "org", "course") if not pointer.get(name)]
    if local(pointer) != "course" or missing:
        olx.findings.append(kinds.OLX_ROOT.at(f"{olx.root}{COURSE}", missing=", ".join(missing) or "<course>"))
    if local(pointer) == "course":
        olx.pointer, olx.run = pointer, pointer.get("url_name", "")
        olx.tree = _Tree(olx, read).block(pointer, f"{olx.root}{COURSE}", ())
    return olx


class _Tree:
    """Follows pointer tags into every file once, however often it is named: a course has no more blocks than text."""

    def __init__(self, olx: Olx, read: Read) -> None:
        self._olx, self._read = olx, read
        self._count = 0
        self._entered: set[str] = set()
        self._broken: set[str] = set()

    def block(self, element: etree._Element, place: str, way: tuple[str, ...]) -> Block | None:
        kind, name = local(element), element.get("url_name") or element.get("slug") or ""
        path = f"{self._olx.root}{kind}/{name}.xml" if _is_pointer(element, name) else ""
        if len(way) > _MAX_DEPTH or (path and path in way):
            self._olx.findings.append(kinds.OLX_CYCLE.at(place, kind=kind, value=name))
            return None
        if path in self._entered:
            return Block(kind=kind, name=name, element=element, place=path, is_again=True)
        if path:
            found = self._parsed(path)
            if found is None:
                return self._without_file(element, place, path)
            if local(found) != kind:
                self._olx.findings.append(kinds.OLX_KIND.at(path, wanted=kind, name=local(found)))
                return None
            self._entered.add(path)
            element, place = found, path
        self._count += 1
        if self._count > MAX_BLOCKS:
            many = both(f"课程里的块多于 {MAX_BLOCKS} 个", f"The course has more than {MAX_BLOCKS} blocks")
            raise unsafe(self._olx.root or COURSE, place, many)
        block = Block(kind=kind, name=name, element=element, place=place)
        if kind in _CONTAINERS:
            below = (self.block(child, place, (*way, path)) for child in children(element))
            block.below += [each for each in below if each is not None]
        return block

    def _without_file(self, element: etree._Element, place: str, path: str) -> Block | None:
        """Tell of a file that is missing, where blocks of this kind have one."""
        kind, name = local(element), element.get("url_name") or ""
        if kind not in _FILED:
            return None if kind in _BESIDE else Block(kind=kind, name=name, element=element, place=place)
        if path not in self._broken:
            self._olx.findings.append(kinds.OLX_MISSING.at(place, kind=kind, value=name))
        return None

    def _parsed(self, path: str) -> etree._Element | None:
        """Return a file's root, or None; what is no XML is told once."""
        if path in self._broken:
            return None
        before = len(self._olx.findings)
        found = _parsed(self._olx, path, self._read)
        if len(self._olx.findings) > before:
            self._broken.add(path)
        return found


def _is_pointer(element: etree._Element, name: str) -> bool:
    """Return whether a tag stands for a file: it has a name and says nothing itself."""
    is_bare = set(element.attrib) <= _POINTER and not (element.text or "").strip()
    return bool(name) and not len(element) and is_bare


def _parsed(olx: Olx, path: str, read: Read) -> etree._Element | None:
    content = read(path)
    if content is None:
        return None
    try:
        return parse_xml(content)
    except MalformedXmlError as error:
        olx.findings.append(kinds.OLX_XML.at(path, problem=error.findings()[0].message))
        return None


def _rules(olx: Olx, paths: Sequence[str], read: Read) -> Iterator[Finding]:
    if olx.tree is None:
        return
    blocks = list(olx.tree.all())
    yield from _names(blocks)
    for block in blocks:
        if block.is_again:
            continue
        yield from _nesting(block)
        yield from _shown(block)
        if block.kind == "problem":
            yield from check_problem(block.element, _place(block))
        elif block.kind == "html":
            yield from _html(olx, block, read)
    yield from _static(olx, blocks, paths, read)
    formats = {block.element.get("format", "") for block in blocks if _is_graded(block)}
    yield from check_policies(olx.root, olx.run, formats, read)


def is_graded(olx: Olx) -> bool:
    """Return whether anything in a course is graded."""
    return olx.tree is not None and any(_is_graded(block) for block in olx.tree.all())


def _is_graded(block: Block) -> bool:
    return block.kind == "sequential" and block.element.get("graded", "").lower() == "true"


def _place(block: Block) -> str:
    return block.place if block.place.endswith(f"/{block.name}.xml") else f"{block.place}#{block.name}"


def _names(blocks: Sequence[Block]) -> Iterator[Finding]:
    seen: set[tuple[str, str]] = set()
    for block in blocks:
        if block.kind in _BESIDE:
            continue
        if not block.name or not _NAME.match(block.name):
            # Blocks that are written inline get a name on import.
            if block.name:
                yield kinds.OLX_NAME.at(_place(block), value=block.name)
            continue
        if (block.kind, block.name) in seen:
            yield kinds.OLX_NAME_TWICE.at(_place(block), kind=block.kind, value=block.name)
        seen.add((block.kind, block.name))


def _nesting(block: Block) -> Iterator[Finding]:
    holds = _HOLDS.get(block.kind)
    for below in block.below:
        is_wrong = below.kind not in holds | _BESIDE if holds is not None else below.kind in _CONTAINERS
        if is_wrong:
            yield kinds.OLX_NESTING.at(_place(block), parent=block.kind, name=below.kind)


def _shown(block: Block) -> Iterator[Finding]:
    if block.kind in _CONTAINERS - {"course"} and not block.element.get("display_name"):
        yield kinds.OLX_DISPLAY_NAME.at(_place(block), kind=block.kind)
    if block.kind in _CONTAINERS and not block.below:
        yield kinds.OLX_EMPTY.at(_place(block), kind=block.kind)


def html_path(olx: Olx, block: Block) -> str | None:
    """Return the file of an html block's text, or None where it is written inline."""
    name = block.element.get("filename")
    return None if not name else f"{olx.root}html/{name.removesuffix('.html')}.html"


def _html(olx: Olx, block: Block, read: Read) -> Iterator[Finding]:
    path = html_path(olx, block)
    if path is not None and read(path) is None:
        yield kinds.OLX_MISSING.at(_place(block), kind="html", value=path.removeprefix(olx.root))


def _static(olx: Olx, blocks: Sequence[Block], paths: Sequence[str], read: Read) -> Iterator[Finding]:
    prefix = f"{olx.root}static/"
    there = {path.removeprefix(prefix).replace("/", "_") for path in paths if path.startswith(prefix)}
    for block in blocks:
        place = html_path(olx, block) if block.kind == "html" else None
        content = read(place) if place else _inline(block)
        for found in dict.fromkeys(_STATIC.findall(content or b"")):
            name = found.decode("utf-8", "replace")
            if posixpath.normpath(name).replace("/", "_") not in there:
                yield kinds.OLX_STATIC.at(place or _place(block), value=name)


def _inline(block: Block) -> bytes | None:
    return None if block.kind in _CONTAINERS else etree.tostring(block.element)
