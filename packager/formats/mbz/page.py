"""A lesson as a page (mod_page), its pictures in the page's file area."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import html as lxml_html

from course_templates.model import Course, Lesson
from course_templates.moodle_text import multilang
from course_templates.moodle_text import title as named
from course_templates.render import lesson_html
from packager.formats.mbz import identity
from packager.formats.mbz.activity import Activity, Completion, Place
from packager.formats.mbz.pool import PooledFile, numbered
from packager.formats.mbz.tree import Node, node
from packager.plan import Entry

_PLUGIN_FILE = "@@PLUGINFILE@@/"
_HTML = 1
#: Page settings, serialised by PHP: neither the description nor the date of the last change is printed.
_DISPLAY = 'a:2:{s:10:"printintro";s:1:"0";s:17:"printlastmodified";s:1:"0";}'
_OPEN_IN_PAGE = 5


def page_activity(
    course: Course, lesson: Lesson, place: Place, requires: tuple[int, ...], assets: dict[str, Entry], first_file: int
) -> Activity:
    """Return the page of a lesson; `assets` are the course's files by path."""
    content, used = _content(lesson, assets)
    title = named(lesson.title) or lesson.id
    return Activity(
        kind="page",
        place=place,
        idnumber=identity.page_idnumber(course, lesson),
        title=title,
        body=_page(place, title, content),
        completion=Completion(on_view=True),
        requires=requires,
        items=lesson.items,
        files=_files(used, place, assets, first_file),
    )


def _page(place: Place, title: str, content: str) -> Node:
    return node(
        "page",
        id_=place.module_id,
        name=title,
        intro="",
        introformat=_HTML,
        content=content,
        contentformat=_HTML,
        legacyfiles=0,
        legacyfileslast=None,
        display=_OPEN_IN_PAGE,
        displayoptions=_DISPLAY,
        revision=1,
        timemodified=0,
    )


def _content(lesson: Lesson, assets: dict[str, Entry]) -> tuple[str, list[str]]:
    """Return the HTML of a lesson in all its languages, and the paths of assets that it uses, in order."""
    tags = [tag for tag in lesson.body.languages if lesson.body.get(tag)]
    used: dict[str, None] = {}
    pages = []
    for tag in tags or ["zh-CN"]:
        root = lxml_html.fragment_fromstring(lesson_html(lesson, tag).strip())
        for path in _move_links(root, assets):
            used[path] = None
        pages.append((tag, lxml_html.tostring(root, encoding="unicode").strip()))
    return multilang(pages), list(used)


def _move_links(root: Node, assets: dict[str, Entry]) -> Iterator[str]:
    """Turn links to assets into links to the page's own files, and yield the assets' paths."""
    for element in root.iter():
        for attribute in ("src", "href"):
            target = element.get(attribute)
            path = (target or "").partition("#")[0]
            if target is not None and path in assets:
                element.set(attribute, _PLUGIN_FILE + target)
                yield path


def _files(used: list[str], place: Place, assets: dict[str, Entry], first: int) -> list[PooledFile]:
    sources = (("content", f"/{path}", assets[path]) for path in used)
    return numbered(first, sources, "mod_page", identity.module_context(place.module_id))
