"""The tree of a course in Open edX: chapters, sequentials, verticals, and the blocks in them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

from lxml import etree
from markupsafe import Markup

from course_templates.model import Course, Form, Lesson, Module, Phase
from foundation.digest import sha256_hex
from foundation.text import LangText
from foundation.xml import serialise_xml
from packager import plain
from packager.formats.imsmanifest import add
from packager.formats.olx.policy import POST_TEST, RUN
from packager.formats.olx.problem import Rules, name_of, problem
from packager.plan import Entry
from packager.player import entry

ORG = "coursebridge"
ROOT = "course/"
#: `assets/` and the name of a file in it.
_FLAT_PARTS = 2
_ASSET = re.compile(r'((?:src|href)=")(assets/[^"#?]+)')


@dataclass(frozen=True)
class Block:
    """One block: a file of its own, named by its parent. `files` are what it brings beside."""

    kind: str
    name: str
    element: etree._Element
    below: tuple[Block, ...] = ()
    files: tuple[Entry, ...] = ()

    def entries(self) -> Iterator[Entry]:
        """Yield its file, then those of all below it."""
        element = self.element
        for block in self.below:
            add(element, block.kind, url_name=block.name)
        yield entry(f"{ROOT}{self.kind}/{self.name}.xml", serialise_xml(element))
        yield from self.files
        for block in self.below:
            yield from block.entries()


def tree_entries(course: Course) -> Iterator[Entry]:
    """Yield `course.xml`, the course, and every block below it."""
    pointer = etree.Element("course", url_name=RUN, org=ORG, course=course.id)
    yield entry(f"{ROOT}course.xml", serialise_xml(pointer))
    element = etree.Element("course", display_name=course.title.best(), language=_language(course))
    yield from Block("course", RUN, element, tuple(_chapters(course))).entries()


def static_path(asset: str) -> str:
    """Return the name of a file of the course among Open edX's static files, which know no folders.

    `assets/a/b.png` must not become what `assets/a_b.png` is: names from folders within `assets/` end in a hash.
    """
    path = PurePosixPath(asset)
    flat = "_".join(path.with_suffix("").parts)
    own = f"-{sha256_hex(asset.encode())[:8]}" if len(path.parts) > _FLAT_PARTS else ""
    return f"{flat}{own}{path.suffix}"


def _language(course: Course) -> str:
    return (course.languages[0] if course.languages else "zh-CN").lower()


def _chapters(course: Course) -> Iterator[Block]:
    about = _html("h-about-course", LangText.of("课程说明", "About this course"), _about(course))
    start = [_sequential("about", LangText.of("课程说明", "About"), (_vertical("u-about-course", about),))]
    yield _chapter("start", LangText.of("开始", "Start"), [*start, *_test(course, "pre")])
    for module in course.modules:
        yield _chapter(f"m-{module.id}", module.title, _lessons(course, module))
    if end := list(_test(course, "post")):
        yield _chapter("end", LangText.of("结束", "End"), end)


def _chapter(name: str, title: LangText, below: list[Block]) -> Block:
    return Block("chapter", name, etree.Element("chapter", display_name=name_of(title)), tuple(below))


def _sequential(name: str, title: LangText, below: tuple[Block, ...], **attributes: str) -> Block:
    element = etree.Element("sequential", {"display_name": name_of(title), **attributes})
    return Block("sequential", name, element, below)


def _vertical(name: str, *blocks: Block, title: LangText | None = None) -> Block:
    shown = blocks[0].element.get("display_name", "") if title is None else name_of(title)
    return Block("vertical", name, etree.Element("vertical", display_name=shown), blocks)


def _html(name: str, title: LangText, body: Markup) -> Block:
    page = _ASSET.sub(lambda found: f"{found[1]}/static/{static_path(found[2])}", body) + "\n"
    element = etree.Element("html", display_name=name_of(title), filename=name)
    return Block("html", name, element, files=(entry(f"{ROOT}html/{name}.html", page.encode()),))


def _about(course: Course) -> Markup:
    told = Markup("").join(Markup("<p><em>{}</em></p>\n").format(plain.two(each)) for each in plain.notices(course))
    return told + plain.about_body(course)


def _lessons(course: Course, module: Module) -> list[Block]:
    return [_sequential(f"l-{each.id}", each.title, tuple(_lesson(course, each))) for each in module.lessons]


def _lesson(course: Course, lesson: Lesson) -> Iterator[Block]:
    yield _vertical(f"u-{lesson.id}", _html(f"h-{lesson.id}", lesson.title, _page(course, lesson)))
    if lesson.practice:
        form = course.form("practice")
        rules = Rules("practice", lesson.id if form is None else form.id, attempts=None, explains=True)
        problems = _problems(course, lesson.practice, rules)
        yield _vertical(f"practice-{lesson.id}", *problems, title=LangText.of("练习", "Practice"))


def _page(course: Course, lesson: Lesson) -> Markup:
    items = plain.items_of(course, lesson)
    told = Markup("").join(Markup("<p><em>{}</em></p>\n").format(plain.two(each)) for each in plain.notices(course))
    listed = Markup("\n").join(
        Markup("<li>{} {}</li>").format(each.code or "", plain.two(each.label)) for each in items
    )
    foot = Markup("\n<hr>\n<p>本课对应的能力项 / Items of the map:</p>\n<ul>\n{}\n</ul>").format(listed)
    return told + plain.lesson_body(lesson) + (foot if items else Markup(""))


def _test(course: Course, phase: Phase) -> Iterator[Block]:
    form = course.form(phase)
    if form is None or not form.questions:
        return
    title = form.title or _TITLES[phase]
    rules = Rules(phase, form.id, attempts=1 if phase == "pre" else None, explains=False)
    problems = _problems(course, form.questions, rules)
    graded = {"graded": "true", "format": POST_TEST} if phase == "post" else {}
    yield _sequential(phase, title, (_vertical(f"u-{phase}-test", *problems, title=_told(form, title)),), **graded)


_TITLES: dict[Phase, LangText] = {"pre": LangText.of("前测", "Pre-test"), "post": LangText.of("后测", "Post-test")}


def _told(form: Form, title: LangText) -> LangText:
    """Return the title with what learners must know: that the pre-test does not count, or the pass mark."""
    if form.phase == "pre":
        return LangText.of(f"{title.best()}（不计入成绩）")
    if form.passing_scaled is None:
        return title
    return LangText.of(f"{title.best()}（合格线 {form.passing_scaled * 100:.4g} 分）")


def _problems(course: Course, ids: tuple[str, ...], rules: Rules) -> tuple[Block, ...]:
    questions = [course.question(each) for each in ids]
    return tuple(Block("problem", rules.url_name(each), problem(each, rules)) for each in questions)
