"""What an Open edX course shows of itself: chapters and what is below them, pages, tests."""

from __future__ import annotations

from collections.abc import Iterator

from packager.check.inspected import InspectedItem, InspectedPage, Shown
from packager.check.olx import Block, html_path, read_olx
from packager.check.reader import OpenPackage
from packager.check.verdict import reader_of

_SHOWN = frozenset({"chapter", "sequential", "vertical"})


def shown_olx(package: OpenPackage) -> Shown:
    """Return what a course shows; its identifier is org/course/run, as Open edX names it."""
    olx = read_olx(package.archive.paths, reader_of(package.archive))
    if olx.tree is None or olx.pointer is None:
        return Shown(None, None, (), ())
    blocks = list(olx.tree.all())
    identifier = "/".join(olx.pointer.get(name, "") for name in ("org", "course", "url_name"))
    pages = [
        InspectedPage(path=html_path(olx, block) or block.place, type="page")
        for block in blocks
        if block.kind == "html"
    ]
    return Shown(
        identifier=identifier,
        title=olx.tree.element.get("display_name"),
        items=tuple(_items(blocks)),
        pages=(*pages, *_tests(blocks)),
    )


def _items(blocks: list[Block]) -> Iterator[InspectedItem]:
    for block in blocks:
        if block.kind in _SHOWN:
            title = block.element.get("display_name")
            yield InspectedItem(id=block.name, title=title, href=block.place, objectives=(), prerequisites=None)


def _tests(blocks: list[Block]) -> Iterator[InspectedPage]:
    """Yield the verticals that ask something."""
    for block in blocks:
        if block.kind == "vertical" and any(each.kind == "problem" for each in block.below):
            yield InspectedPage(path=block.place, type="test")
