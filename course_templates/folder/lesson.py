"""A lesson's Markdown file: front matter between two lines `---`, then the body; translations beside it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from course_templates.folder.files import CourseFiles
from course_templates.folder.model import LessonFront, TranslationFront
from course_templates.folder.placed import Placed, place_part
from foundation.text import ZH, LangText

_FENCE = "---"
_TRANSLATION = re.compile(r"(?P<main>.+)\.(?P<lang>[a-z]{2,3}(-[A-Za-z0-9]{2,8})*)\.md")


@dataclass(frozen=True)
class LessonBody:
    """The Markdown of a lesson in one language. `first_line` is where it begins in the file."""

    lang: str
    file: Path
    first_line: int
    text: str


@dataclass(frozen=True)
class LessonSource:
    """A lesson as it stands in its files."""

    front: Placed[LessonFront]
    title: LangText
    bodies: tuple[LessonBody, ...]


@dataclass(frozen=True)
class _Split:
    front: str | None
    body: str
    body_line: int
    closed: bool = True


def read_lessons(files: CourseFiles, paths: Sequence[str]) -> tuple[list[LessonSource], bool]:
    """Return the lessons among the Markdown files of one module, in file order; and whether any is broken."""
    translations: dict[str, list[tuple[str, str]]] = {}
    mains = []
    for path in paths:
        match = _TRANSLATION.fullmatch(path)
        if match:
            translations.setdefault(match["main"] + ".md", []).append((match["lang"], path))
        else:
            mains.append(path)
    _refuse_orphans(files, mains, translations)
    lessons = [_read_lesson(files, path, translations.get(path, [])) for path in mains]
    return [lesson for lesson in lessons if lesson is not None], None in lessons


def _refuse_orphans(files: CourseFiles, mains: list[str], translations: dict[str, list[tuple[str, str]]]) -> None:
    for main in translations.keys() - set(mains):
        for _, path in translations[main]:
            name = PurePosixPath(main).name
            files.add("CT-FILE-MISSING", f"译文没有对应的课文 {name}", f"Its lesson {name} is missing", path)


def _read_lesson(files: CourseFiles, path: str, translations: list[tuple[str, str]]) -> LessonSource | None:
    text = files.markdown(path)
    if text is None:
        return None
    split = _split(text)
    if split.front is None or not split.closed:
        files.add("CT-FRONT", "缺少开头的字段区（--- … ---）", "The front matter (--- … ---) is missing", path, "1:1")
        return None
    document = files.parse(split.front, path, first_line=2)
    if document is None:
        return None
    front, findings = place_part(LessonFront, document, (), document.value)
    files.findings.extend(findings)
    if front is None:
        return None
    titles = dict(front.value.title.root)
    bodies = [LessonBody(ZH, files.path(path), split.body_line, split.body)]
    for lang, translation in translations:
        body, title = _read_translation(files, lang, translation)
        bodies.extend([body] if body else [])
        titles.update({lang: title} if title else {})
    return LessonSource(front, LangText.model_validate(titles), tuple(body for body in bodies if body.text))


def _read_translation(files: CourseFiles, lang: str, path: str) -> tuple[LessonBody | None, str | None]:
    text = files.markdown(path)
    if text is None:
        return None, None
    split = _split(text)
    if not split.closed:
        files.add("CT-FRONT", "字段区没有以 --- 结束", "The front matter does not end with ---", path, "1:1")
        return None, None
    body = LessonBody(lang, files.path(path), split.body_line, split.body)
    if split.front is None:
        return body, None
    document = files.parse(split.front, path, first_line=2)
    if document is None or document.value is None:
        return body, None
    front, findings = place_part(TranslationFront, document, (), document.value)
    files.findings.extend(findings)
    return body, front.value.title if front else None


def _split(text: str) -> _Split:
    lines = text.split("\n")
    if lines[0].rstrip() != _FENCE:
        return _Split(None, text.strip("\n"), 1 + _leading_blank(lines))
    for index, line in enumerate(lines[1:], start=1):
        if line.rstrip() == _FENCE:
            rest = lines[index + 1 :]
            front, body = "\n".join(lines[1:index]), "\n".join(rest).strip("\n")
            return _Split(front, body, index + 2 + _leading_blank(rest))
    return _Split(None, text, 1, closed=False)


def _leading_blank(lines: list[str]) -> int:
    return next((index for index, line in enumerate(lines) if line), 0)
