"""The player and the course's pages as entries of a package, for every format that carries them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Template
from markupsafe import Markup

from course_templates.card import CARD_NAME, course_card
from course_templates.model import Asset, Course, Lesson
from course_templates.render import environment, lesson_html
from foundation.digest import canonical_json, sha256_hex
from foundation.text import LANGUAGES, ZH, both
from packager.hrefs import href_of
from packager.media import is_compressed
from packager.parts import LAUNCH, Part, course_parts
from packager.plan import Entry
from packager.player_course import player_course

__all__ = [
    "LAUNCH",
    "RUNTIME",
    "SCRIPTS",
    "entry",
    "launch_page",
    "player_entries",
    "player_script",
    "scripts_of",
    "shared_paths",
    "vocabulary",
]

RUNTIME = Path(__file__).parent / "runtime"
#: Load order: what has no DOM, then adapters, then screens.
SCRIPTS = (
    "core/time.js",
    "core/texts.js",
    "core/language.js",
    "core/scoring.js",
    "core/interactions.js",
    "core/steps.js",
    "core/resume.js",
    "core/course.js",
    "core/session.js",
    "core/local.js",
    "core/sha256.js",
    "core/journal.js",
    "core/result_file.js",
    "core/confirmation.js",
    "core/recorder.js",
    "core/restoring.js",
    "adapters/lms_api.js",
    "adapters/scorm.js",
    "adapters/none.js",
    "adapters/{adapter}.js",
    "views/dom.js",
    "views/parts.js",
    "views/welcome.js",
    "views/intro.js",
    "views/lesson.js",
    "views/question.js",
    "views/survey.js",
    "views/saving.js",
    "views/result.js",
    "views/frame.js",
    "app.js",
    "main.js",
)
_XAPI_SCRIPTS = (
    "core/uuid.js",
    "adapters/xapi_launch.js",
    "adapters/xapi_client.js",
    "adapters/xapi_outbox.js",
    "adapters/xapi_statements.js",
    "adapters/xapi_adapter.js",
)
#: What an adapter needs beside itself; it comes right before it.
_SCRIPTS_OF: dict[str, tuple[str, ...]] = {"cmi5": _XAPI_SCRIPTS, "xapi": _XAPI_SCRIPTS}
_STYLES = ("tokens.css", "frame.css", "reading.css", "questions.css", "result.css")


def player_entries(
    course: Course, adapter: str, parts: Sequence[Part] = (), *, plain: str | None = None
) -> tuple[Entry, ...]:
    """Return launch page and data of every part, then what they share: player, card and assets.

    `adapter` names the API that the player speaks; without `parts` the course is one.
    `plain` is where pages without a script begin, where there are such.
    """
    drawn = parts or course_parts(course, "single")
    card = card_entry(course)
    return (
        *(entry(part.launch, launch_page(part, adapter, plain=plain).encode()) for part in drawn),
        *(entry(part.script, course_script(part, card.sha256)) for part in drawn),
        entry("player/player.css", _joined("style", _STYLES)),
        entry("player/player.js", player_script(adapter)),
        card,
        *(asset_entry(asset) for asset in course.assets),
    )


def entry(path: str, content: bytes) -> Entry:
    """Return an entry of bytes."""
    return Entry(path=path, content=content, size_bytes=len(content), sha256=sha256_hex(content))


def card_entry(course: Course) -> Entry:
    """Return the course card, which travels in every package."""
    return entry(CARD_NAME, canonical_json(course_card(course).model_dump(mode="json")))


def asset_entry(asset: Asset) -> Entry:
    """Return the entry of a file of the course."""
    return Entry(
        path=asset.path,
        content=asset.source,
        size_bytes=asset.size_bytes,
        sha256=asset.sha256,
        stored=is_compressed(asset.path),
    )


def shared_paths(entries: Sequence[Entry], parts: Sequence[Part]) -> list[str]:
    """Return the paths that are no part's own, in order."""
    own = {path for part in parts for path in (part.launch, part.script)}
    return [each.path for each in entries if each.path not in own]


def course_script(part: Part, card: str) -> bytes:
    """Return a part's data as a script: a page opened from a file may load one, but may not fetch.

    `card` is the SHA-256 of the whole course's card.
    """
    document = canonical_json(player_course(part.course, part, card).model_dump(mode="json")).decode()
    return f"(window.CourseBridge = window.CourseBridge || {{}}).courseData = {document};\n".encode()


@cache
def player_script(adapter: str) -> bytes:
    """Return the whole player: the texts of both languages, then its scripts in load order."""
    catalogue = canonical_json({tag: _texts(tag) for tag in LANGUAGES}).decode()
    head = f"(window.CourseBridge = window.CourseBridge || {{}}).catalogue = {catalogue};\n"
    if adapter in _SCRIPTS_OF:
        head += f"CourseBridge.vocabulary = {canonical_json(vocabulary()).decode()};\n"
    return head.encode() + _joined("", scripts_of(adapter))


def scripts_of(adapter: str) -> tuple[str, ...]:
    """Return the scripts of a player that speaks one API, in load order, each once."""
    own = f"adapters/{adapter}.js"
    names: list[str] = []
    for name in SCRIPTS:
        script = name.format(adapter=adapter)
        names += [*_SCRIPTS_OF.get(adapter, ()), script] if script == own else [script]
    return tuple(dict.fromkeys(names))


@cache
def vocabulary() -> dict[str, Any]:
    """Return the IRIs of our xAPI profile: verbs, activity types, extensions."""
    words: dict[str, Any] = json.loads((RUNTIME / "vocabulary.json").read_text(encoding="utf-8"))
    return words


def _texts(tag: str) -> dict[str, str]:
    texts: dict[str, str] = json.loads((RUNTIME / "i18n" / f"{tag}.json").read_text(encoding="utf-8"))
    return texts


@cache
def _joined(folder: str, names: tuple[str, ...]) -> bytes:
    return b"\n".join((RUNTIME / folder / name).read_bytes().replace(b"\r\n", b"\n") for name in names)


def launch_page(part: Part, adapter: str, *, plain: str | None = None) -> str:
    """Return a part's page: the frame, and every lesson as an inert template per language that it is written in."""
    course = part.course
    return template_of("index.html").render(
        adapter=adapter,
        plain=plain,
        language=course.languages[0] if course.languages else ZH,
        title=part.title.best(),
        script=part.script,
        lessons=[page for lesson in course.lessons() for page in _pages(lesson)],
        texts={tag: _texts(tag) for tag in LANGUAGES},
    )


@cache
def template_of(name: str) -> Template:
    """Return a page of the runtime as a template, compiled once."""
    return environment().from_string((RUNTIME / name).read_text(encoding="utf-8"))


def web_frame(lesson: Lesson) -> Markup:
    """Return the frame that shows a lesson's page, made elsewhere, with a link for where no frame is shown."""
    frame = Markup(
        '<iframe class="cb-web" src="{0}" title="{1}"></iframe>\n<p><a href="{0}" target="_blank">{2}</a></p>'
    )
    return frame.format(href_of(lesson.frame or ""), lesson.title.best(), both("在新窗口打开", "Open in a new window"))


def _pages(lesson: Lesson) -> list[tuple[str, str, Markup]]:
    if lesson.frame is not None:
        return [(lesson.id, ZH, web_frame(lesson))]
    languages = [tag for tag in lesson.body.languages if lesson.body.get(tag)] or [ZH]
    body_only = lesson.model_copy(update={"draft": False})
    # lesson_html gives sanitised HTML.
    return [(lesson.id, tag, Markup(lesson_html(body_only, tag))) for tag in languages]  # noqa: S704
