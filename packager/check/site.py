"""The rules for a site of HTML pages that is to open from a folder, without a network, for everybody."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser
from itertools import islice
from urllib.parse import unquote, urlsplit

from foundation.findings import Finding
from packager.check import kinds_site as kinds
from packager.check.bounded import bounded

Read = Callable[[str], bytes | None]

PAGE_ENDINGS = (".html", ".htm", ".xhtml")
#: Attributes by which a page takes in what it needs, and by which it leads elsewhere.
_TAKES = {("script", "src"), ("img", "src"), ("source", "src"), ("video", "src"), ("audio", "src"), ("iframe", "src")}
_TAKES |= {("embed", "src"), ("object", "data"), ("video", "poster"), ("track", "src"), ("link", "href")}
_LEADS = {("a", "href"), ("area", "href")}
#: Links whose `rel` takes nothing in.
_IDLE_RELS = frozenset({"canonical", "alternate", "author", "license", "help", "next", "prev"})
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([A-Za-z0-9_-]+)", re.IGNORECASE)
_MAX_BYTES = 64 << 20
_MAX_PAGE_BYTES = 4 << 20
#: As many as a site of some thousand pages has; each takes microseconds.
_MAX_TAGS = 2_000_000
#: So many remarks are counted; a page of 4 MiB can earn a million.
_MAX_FOUND = 50_000


@dataclass
class Page:
    """What the rules look at in one page: addresses with the tag they stand in."""

    lang: str | None = None
    charset: str | None = None
    title: str = ""
    taken: list[str] = field(default_factory=list)
    leads: list[str] = field(default_factory=list)
    without_alt: list[str] = field(default_factory=list)


class _There:
    """The files of a site by their names in lower case, and its folders."""

    def __init__(self, paths: Sequence[str]) -> None:
        self.files = {path.casefold(): path for path in paths}
        self.folders = {"."}
        for path in self.files:
            while (path := posixpath.dirname(path)) and path not in self.folders:
                self.folders.add(path)


class _Reader(HTMLParser):
    """Fills a Page."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.page = Page()
        self._in_title = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "html":
            self.page.lang = self.page.lang or given.get("lang") or given.get("xml:lang")
        elif tag == "meta":
            self._meta(given)
        elif tag == "img" and "alt" not in {name for name, _ in attrs}:
            self.page.without_alt.append(given.get("src", ""))
        self._in_title = tag == "title"
        is_idle = tag == "link" and given.get("rel", "").lower() in _IDLE_RELS
        for name, value in given.items():
            if (tag, name) in _TAKES and not is_idle:
                self.page.taken.append(value)
            elif (tag, name) in _LEADS:
                self.page.leads.append(value)

    def handle_endtag(self, tag: str) -> None:
        self._in_title = self._in_title and tag != "title"

    def handle_data(self, data: str) -> None:
        if self._in_title:
            self.page.title += data

    def parse_marked_section(self, i: int, report: bool = True) -> int:
        """Take `<![…` for the comment that browsers take it for; Python knows some kinds and stops at others."""
        return self.parse_bogus_comment(i, report)

    def _meta(self, given: dict[str, str]) -> None:
        found = _CHARSET.search(given.get("content", ""))
        self.page.charset = self.page.charset or given.get("charset") or (found[1] if found else None)


def read_page(content: bytes) -> Page:
    """Return what stands in a page; what is no HTML gives an empty one."""
    reader = _Reader()
    reader.feed(content.decode("utf-8", "replace"))
    return reader.page


def check_site(paths: Sequence[str], read: Read, *, file: str | None = None) -> list[Finding]:
    """Return every rule that the pages of a site break, `file` set. Looks at 64 MiB and 2 million tags at most."""
    found = bounded(islice(_pages(paths, read), _MAX_FOUND))
    return [finding.model_copy(update={"file": file}) for finding in found]


def _pages(paths: Sequence[str], read: Read) -> Iterator[Finding]:
    there = _There(paths)
    left, left_tags = _MAX_BYTES, _MAX_TAGS
    for path in paths:
        content = read(path) if path.lower().endswith(PAGE_ENDINGS) else None
        if content is None or len(content) > min(left, _MAX_PAGE_BYTES) or content.count(b"<") > left_tags:
            continue
        left, left_tags = left - len(content), left_tags - content.count(b"<")
        page = read_page(content)
        yield from _head(page, content, path)
        taken = set(page.taken)
        for value in dict.fromkeys([*page.taken, *page.leads]):
            yield from _address(value, path, there, is_taken=value in taken)
        yield from (kinds.SITE_ALT.at(path, value=value) for value in dict.fromkeys(page.without_alt))


def _head(page: Page, content: bytes, path: str) -> Iterator[Finding]:
    if (page.charset or "").lower() not in ("utf-8", "utf8") and not content.isascii():
        yield kinds.SITE_CHARSET.at(path)
    if not page.lang:
        yield kinds.SITE_LANG.at(path)
    if not page.title.strip():
        yield kinds.SITE_TITLE.at(path)


def _address(value: str, path: str, there: _There, *, is_taken: bool) -> Iterator[Finding]:
    try:
        parts = urlsplit(value.strip())
    except ValueError:
        yield kinds.SITE_LINK.at(path, value=value)
        return
    if parts.scheme in ("http", "https") or parts.netloc:
        if is_taken:
            yield kinds.SITE_EXTERNAL.at(path, value=value)
    elif parts.scheme == "file" or len(parts.scheme) == 1 or parts.path.startswith(("/", "\\")):
        yield kinds.SITE_ABSOLUTE.at(path, value=value)
    elif not parts.scheme and parts.path:
        target = posixpath.normpath(posixpath.join(posixpath.dirname(path), unquote(parts.path)))
        found = there.files.get(target.casefold())
        if found is None and target.casefold() not in there.folders:
            yield kinds.SITE_LINK.at(path, value=value)
        elif found is not None and found != target:
            yield kinds.SITE_CASE.at(path, value=value)
