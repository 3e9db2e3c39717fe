"""A folder of web pages as a course of one module: every page a lesson, shown in a frame by the player."""

from __future__ import annotations

import mimetypes
import re
from collections.abc import Callable, Iterator
from pathlib import Path

from course_templates.model import Asset, Course, Lesson
from course_templates.scope import Scope
from foundation.digest import sha256_file
from foundation.findings import Finding
from foundation.text import LangText
from packager.check import kinds_web
from packager.check.site import PAGE_ENDINGS, read_page
from packager.web.alignment import WebReading, aligned_course, check_items, map_path, scope_in, source_of
from packager.web.source import SOURCE_FILE, WebPage, WebSource

#: Where the pages stand in a package, beside the player.
CONTENT = "content/"
#: What systems and editors leave in folders.
_LITTER = frozenset({"thumbs.db", "desktop.ini"})
_MAX_PAGE_BYTES = 4 << 20
_MODULE = LangText.of("内容", "Content")


def is_web(folder: Path) -> bool:
    """Return whether a folder is one of web pages: no course, but a page or the YAML file at its top."""
    names = [child.name.lower() for child in folder.iterdir()] if folder.is_dir() else []
    return any(name.endswith(PAGE_ENDINGS) or name == SOURCE_FILE for name in names)


def load_web(
    folder: Path, digest: Callable[[Path], str] = sha256_file, *, source: Path | None = None
) -> tuple[Course | None, list[Finding]]:
    """Return a folder of web pages as a course, and every finding; None where there are errors.

    `source` is the YAML file, by default `coursebridge.yaml` in the folder; it and the map stay out of packages.
    """
    beside = source or folder / SOURCE_FILE
    read = WebReading(root=folder, beside=beside, digest=digest)
    placed = source_of(read)
    if read.findings:
        return None, read.findings
    about = placed.value if placed else WebSource()
    assets = tuple(_assets(read, about))
    pages = _pages(read, about, assets)
    scope = scope_in(read, about)
    if placed is not None:
        check_items(read, placed, scope)
    if any(each.severity == "error" for each in read.findings) or not pages:
        return None, read.findings
    if not any(page.items for page in pages):
        read.tell(kinds_web.UNALIGNED)
    return _course(read, about, pages, assets, scope), read.findings


def _assets(read: WebReading, about: WebSource) -> Iterator[Asset]:
    left_out = {read.beside.resolve()} | ({map_path(read, about).resolve()} if about.map else set())
    root = read.root.resolve()
    for path in sorted(read.root.rglob("*"), key=lambda each: each.relative_to(read.root).as_posix()):
        relative = path.relative_to(read.root)
        is_hidden = any(part.startswith(".") or part == "__MACOSX" for part in relative.parts)
        if is_hidden or not path.is_file() or path.name.lower() in _LITTER or path.resolve() in left_out:
            continue
        name = relative.as_posix()
        if not path.resolve().is_relative_to(root):
            read.tell(kinds_web.LINK, name)
        elif not (name.isascii() and name.isprintable()):
            read.tell(kinds_web.NAME, name)
        else:
            kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
            size_bytes = path.stat().st_size
            yield Asset(
                path=CONTENT + name, source=path, size_bytes=size_bytes, sha256=read.digest(path), media_type=kind
            )


def _pages(read: WebReading, about: WebSource, assets: tuple[Asset, ...]) -> tuple[WebPage, ...]:
    """Return the pages to show: those listed, else the start page alone, which leads to the others."""
    there = {asset.path.removeprefix(CONTENT) for asset in assets}
    for page in about.pages:
        if page.page not in there:
            read.tell(kinds_web.PAGE, read.beside.name, value=page.page)
    if about.pages:
        return about.pages
    found = [name for name in sorted(there) if name.lower().endswith(PAGE_ENDINGS)]
    start = next((name for name in found if re.fullmatch(r"index\.x?html?", name.lower())), None)
    if start is None and len(found) != 1:
        read.tell(kinds_web.NO_START if found else kinds_web.NO_PAGE)
        return ()
    return (WebPage(page=start or found[0]),)


def _course(
    read: WebReading, about: WebSource, pages: tuple[WebPage, ...], assets: tuple[Asset, ...], scope: Scope | None
) -> Course:
    title = about.title or _title_of(read.root / pages[0].page)
    lessons = tuple(_lesson(read, page, number) for number, page in enumerate(pages, start=1))
    module_title = _MODULE if len(pages) > 1 else title
    return aligned_course(
        about, scope, name=read.root.name, title=title, lessons=lessons, module_title=module_title, assets=assets
    )


def _lesson(read: WebReading, page: WebPage, number: int) -> Lesson:
    title = page.title or _title_of(read.root / page.page)
    return Lesson(id=f"p{number}", title=title, items=page.items, minutes=page.minutes, frame=CONTENT + page.page)


def _title_of(path: Path) -> LangText:
    """Return what a page calls itself, else its name."""
    with path.open("rb") as stream:
        title = " ".join(read_page(stream.read(_MAX_PAGE_BYTES)).title.split())
    return LangText.of(title or path.stem)
