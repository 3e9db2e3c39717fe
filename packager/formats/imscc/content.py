"""What a cartridge of a course holds: resources with their files, and the tree that an LMS shows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Literal

from lxml import etree

from course_templates.markdown import links
from course_templates.model import Asset, Course, Form, Lesson, Module, Phase, Question
from foundation.digest import sha256_hex
from foundation.text import LangText
from foundation.xml import serialise_xml
from packager import plain
from packager.formats.imscc import qti
from packager.formats.imscc.versions import CartridgeVersion
from packager.formats.imsmanifest import XSI, add
from packager.plan import Entry
from packager.player import asset_entry, card_entry, entry

Kind = Literal["webcontent", "assessment", "question-bank", "weblink"]
Role = Literal["Learner", "Instructor"]


@dataclass(frozen=True)
class Aligned:
    """Items that a part of a resource is about; `part` is the id of a question, or None for all of it."""

    part: str | None
    items: tuple[str, ...]


@dataclass(frozen=True)
class Resource:
    """One resource: its files, the first of which opens, and what it needs. `name` tells it apart."""

    name: str
    kind: Kind
    files: tuple[Entry, ...]
    role: Role = "Learner"
    aligned: tuple[Aligned, ...] = ()
    needs: tuple[str, ...] = ()


@dataclass(frozen=True)
class Node:
    """One item of the tree: a folder with nodes below, or what opens a resource."""

    name: str
    title: LangText
    resource: Resource | None = None
    below: tuple[Node, ...] = ()
    items: tuple[str, ...] = ()

    def resources(self) -> Iterator[Resource]:
        """Yield the resources that it and all below it open."""
        if self.resource is not None:
            yield self.resource
        for node in self.below:
            yield from node.resources()


@dataclass(frozen=True)
class Cartridge:
    """The tree, the resources that it does not open, and all in the order of the package."""

    nodes: tuple[Node, ...]
    beside: tuple[Resource, ...] = field(default=())

    def resources(self) -> tuple[Resource, ...]:
        """Return every resource, each once."""
        opened = [resource for node in self.nodes for resource in node.resources()]
        return (*opened, *self.beside)


def cartridge(course: Course, version: CartridgeVersion) -> Cartridge:
    """Return what a course's cartridge holds.

    Tests become assessments, and so the questions of the final exam stay out; spare questions become the bank.
    """
    start = Node("start", LangText.of("开始", "Start"), below=tuple(_start(course, version)))
    end = Node("end", LangText.of("结束", "End"), below=tuple(_end(course, version)))
    seen: set[str] = set()
    modules = tuple(_module(course, module, version, seen) for module in course.modules)
    return Cartridge(
        nodes=(start, *modules, *([end] if end.below else [])),
        beside=(
            *_bank(course, version),
            _style(),
            *(_asset(each) for each in course.assets if each.path not in _frames(course)),
        ),
    )


def _start(course: Course, version: CartridgeVersion) -> Iterator[Node]:
    title = LangText.of("课程说明", "About this course")
    body = plain.page(course.title, plain.about_body(course), notices=plain.notices(course))
    yield Node("about", title, Resource("about", "webcontent", (entry("about.html", body),), needs=("style",)))
    if (form := course.form("pre")) is not None and form.questions:
        yield _form(course, form, "pre", version)


def _end(course: Course, version: CartridgeVersion) -> Iterator[Node]:
    if (form := course.form("post")) is not None and form.questions:
        yield _form(course, form, "post", version)
    if course.objectives:
        yield _alignment(course)


def _alignment(course: Course) -> Node:
    """Return the page for teachers, with the course card beside it."""
    title = LangText.of("能力项对照表（教师）", "Alignment with the map (teachers)")
    body = plain.page(title, plain.alignment_body(course), notices=plain.notices(course))
    files = (entry("alignment.html", body), card_entry(course))
    return Node("alignment", title, Resource("alignment", "webcontent", files, role="Instructor", needs=("style",)))


def _module(course: Course, module: Module, version: CartridgeVersion, seen: set[str]) -> Node:
    below: list[Node] = []
    for lesson in module.lessons:
        below.append(_lesson(course, lesson))
        if lesson.practice:
            below.append(_practice(course, lesson, version))
    below += _web_links(module, version, seen)
    items = tuple(dict.fromkeys(item for lesson in module.lessons for item in lesson.items))
    return Node(f"m-{module.id}", module.title, below=tuple(below), items=items)


def _frames(course: Course) -> set[str]:
    """Return the paths of pages made elsewhere that lessons show."""
    return {lesson.frame for lesson in course.lessons() if lesson.frame is not None}


def _web(course: Course, lesson: Lesson, page: str) -> Node:
    """Return a lesson that is a page made elsewhere: the page itself, which needs every file that is no such page."""
    frames = _frames(course)
    own = next(asset for asset in course.assets if asset.path == page)
    resource = Resource(
        _name("a", page),
        "webcontent",
        (asset_entry(own),),
        aligned=(Aligned(None, lesson.items),) if lesson.items else (),
        needs=tuple(_name("a", asset.path) for asset in course.assets if asset.path not in frames),
    )
    return Node(f"l-{lesson.id}", lesson.title, resource, items=lesson.items)


def _lesson(course: Course, lesson: Lesson) -> Node:
    if lesson.frame is not None:
        return _web(course, lesson, lesson.frame)
    body = plain.lesson_body(lesson)
    html = plain.page(lesson.title, body, notices=plain.notices(course), items=plain.items_of(course, lesson))
    there = {asset.path for asset in course.assets}
    needs = ("style", *(_name("a", path) for path in plain.assets_in(body) if path in there))
    resource = Resource(
        f"l-{lesson.id}",
        "webcontent",
        (entry(f"lesson-{lesson.id}.html", html),),
        aligned=(Aligned(None, lesson.items),) if lesson.items else (),
        needs=needs,
    )
    return Node(f"l-{lesson.id}", lesson.title, resource, items=lesson.items)


def _practice(course: Course, lesson: Lesson, version: CartridgeVersion) -> Node:
    title = LangText(tuple((tag, _PRACTICE.best(tag) + words) for tag, words in lesson.title.root))
    form = course.form("practice")
    questions = tuple(course.question(each) for each in lesson.practice)
    test = qti.Test(
        "practice",
        lesson.id if form is None else form.id,
        title,
        questions,
        attempts=None,
        feedback=True,
        part="" if form is None else lesson.id,
    )
    return _assessment(f"practice-{lesson.id}", test, version)


_PRACTICE = LangText.of("练习：", "Practice: ")


def _form(course: Course, form: Form, phase: Phase, version: CartridgeVersion) -> Node:
    names = {"pre": LangText.of("前测", "Pre-test"), "post": LangText.of("后测", "Post-test")}
    questions = tuple(course.question(each) for each in form.questions)
    test = qti.Test(
        phase,
        form.id,
        form.title or names[phase],
        questions,
        attempts=1 if phase == "pre" else None,
        feedback=False,
        rubric=_rubric(form),
    )
    return _assessment(phase, test, version)


def _rubric(form: Form) -> LangText:
    if form.phase == "pre":
        return LangText.of(
            "前测不计入成绩，不公布答案。", "The pre-test does not count, and its answers are not shown."
        )
    if form.passing_scaled is None:
        return LangText()
    mark = f"{form.passing_scaled * 100:.4g}"
    return LangText.of(f"合格线：{mark} 分（满分 100）。", f"Pass mark: {mark} out of 100.")


def _assessment(name: str, test: qti.Test, version: CartridgeVersion) -> Node:
    items = tuple(dict.fromkeys(question.item for question in test.questions))
    parts = tuple(Aligned(test.ident(question), (question.item,)) for question in test.questions)
    file = entry(f"tests/{name}.xml", qti.assessment(test, version))
    return Node(
        name, test.title, Resource(name, "assessment", (file,), aligned=(Aligned(None, items), *parts)), items=items
    )


def _bank(course: Course, version: CartridgeVersion) -> Iterator[Resource]:
    """Yield the bank of the questions that nothing asks; those of a final exam never travel."""
    used = {question for form in course.forms for question in form.questions}
    used |= {question for lesson in course.lessons() for question in lesson.practice}
    spare: list[Question] = [each for each in course.questions if each.id not in used and not each.draft]
    if spare:
        file = entry("tests/bank.xml", qti.question_bank(f"{course.id}.bank", spare, version))
        parts = tuple(Aligned(f"bank.{each.id}.{each.version}", (each.item,)) for each in spare)
        yield Resource("bank", "question-bank", (file,), role="Instructor", aligned=parts)


def _web_links(module: Module, version: CartridgeVersion, seen: set[str]) -> Iterator[Node]:
    """Yield what the lessons of a module link to on the web, each address once in the cartridge."""
    bodies = [words for lesson in module.lessons for _, words in lesson.body.root]
    targets = [link.target for body in bodies for link in links(body) if not link.is_image]
    for target in targets:
        if target.lower().startswith("https://") and target not in seen:
            seen.add(target)
            name = _name("w", target)
            file = entry(f"links/{name}.xml", _web_link(target, version))
            title = LangText.of(f"网页：{target}", f"Web page: {target}")
            yield Node(name, title, Resource(name, "weblink", (file,)))


def _web_link(target: str, version: CartridgeVersion) -> bytes:
    nsmap: dict[Any, str] = {None: version.web_link, "xsi": XSI}
    root = etree.Element(f"{{{version.web_link}}}webLink", nsmap=nsmap)
    root.set(f"{{{XSI}}}schemaLocation", version.web_link_location)
    add(root, f"{{{version.web_link}}}title", target)
    add(root, f"{{{version.web_link}}}url", href=target, target="_blank")
    return serialise_xml(root)


def _style() -> Resource:
    return Resource("style", "webcontent", (entry(plain.STYLE, plain.style()),))


def _asset(asset: Asset) -> Resource:
    return Resource(_name("a", asset.path), "webcontent", (asset_entry(asset),))


def _name(kind: str, meant: str) -> str:
    """Return a resource's name, made of what it stands for and not of its place.

    LMSs know what they imported before by it, and replace that; were it a number, an asset that comes first would take
    the place of another.
    """
    return f"{kind}-{sha256_hex(meant.encode())[:12]}"
