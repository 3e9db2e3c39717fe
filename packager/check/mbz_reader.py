"""Anybody's Moodle backup as data: what it says of itself, its activities, questions, files."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from lxml import etree

from foundation.errors import MalformedXmlError
from foundation.xml import parse_xml

BACKUP = "moodle_backup.xml"
MAX_XML_BYTES = 64 << 20
_NULL = "$@NULL@$"


class Members(Protocol):
    """Files of a backup, in an archive or still in a plan."""

    @property
    def paths(self) -> Sequence[str]:
        """Their paths."""
        ...

    def __contains__(self, path: str) -> bool: ...

    def read(self, path: str, *, max_bytes: int | None = None) -> bytes:
        """Return one of them."""
        ...


@dataclass(frozen=True)
class BackupActivity:
    """An activity. `requires` are numbers of activities, `items` pairs of framework and competency idnumbers."""

    number: str
    module: str
    title: str
    directory: str
    idnumber: str
    requires: tuple[str, ...]
    items: tuple[tuple[str, str], ...]
    tracks_completion: bool
    has_grade: bool
    file_numbers: frozenset[str]
    category_numbers: frozenset[str]
    context: str
    entries: tuple[str, ...]


@dataclass(frozen=True)
class BackupFile:
    """A file of an activity or the course; folders are left out. An alias' bytes lie in a repository."""

    number: str
    contenthash: str
    context: str
    component: str
    name: str
    is_alias: bool

    @property
    def path(self) -> str:
        """Where its bytes lie in the backup."""
        return f"files/{self.contenthash[:2]}/{self.contenthash}"


class Backup:
    """A backup whose parts are read when they are asked for; files that are not well-formed go to `broken`."""

    def __init__(self, members: Members) -> None:
        self._members = members
        self._trees: dict[str, etree._Element | None] = {}
        self.broken: dict[str, MalformedXmlError] = {}

    def tree(self, path: str) -> etree._Element | None:
        """Return a file's root, or None where there is none or it is not well-formed."""
        if path not in self._trees:
            self._trees[path] = self._parsed(path)
        return self._trees[path]

    def _parsed(self, path: str) -> etree._Element | None:
        if path not in self._members:
            return None
        try:
            return parse_xml(self._members.read(path, max_bytes=MAX_XML_BYTES))
        except MalformedXmlError as error:
            self.broken[path] = error
            return None

    def said(self, name: str) -> str:
        """Return what `moodle_backup.xml` says under a name in its information; '' where it says nothing."""
        return text(self.tree(BACKUP), f"information/{name}")

    def setting(self, name: str) -> str:
        """Return a root setting, or ''."""
        for each in found(self.tree(BACKUP), "information/settings/setting"):
            if text(each, "level") == "root" and text(each, "name") == name:
                return text(each, "value")
        return ""

    def course(self, name: str) -> str:
        """Return a field of `course/course.xml`, or ''."""
        return text(self.tree("course/course.xml"), name)

    def activities(self) -> Iterator[BackupActivity]:
        """Yield the activities in order."""
        for each in found(self.tree(BACKUP), "information/contents/activities/activity"):
            yield self._activity(each)

    def section_directories(self) -> list[str]:
        """Return the folders of the sections."""
        return [text(each, "directory") for each in found(self.tree(BACKUP), "information/contents/sections/section")]

    def _activity(self, listed: etree._Element) -> BackupActivity:
        module, folder = text(listed, "modulename"), text(listed, "directory")
        settings, own = self.tree(f"{folder}/module.xml"), self.tree(f"{folder}/{module}.xml")
        inforef = self.tree(f"{folder}/inforef.xml")
        links = found(self.tree(f"{folder}/competencies.xml"), "competencies/competency")
        return BackupActivity(
            number=text(listed, "moduleid"),
            module=module,
            title=text(listed, "title"),
            directory=folder,
            idnumber=text(settings, "idnumber"),
            requires=required(text(settings, "availability")),
            items=tuple((text(each, "frameworkidnumber"), text(each, "idnumber")) for each in links),
            tracks_completion=text(settings, "completion") not in ("", "0"),
            has_grade=bool(found(self.tree(f"{folder}/grades.xml"), "grade_items/grade_item")),
            file_numbers=frozenset(text(each, "id") for each in found(inforef, "fileref/file")),
            category_numbers=frozenset(
                text(each, "id") for each in found(inforef, "question_categoryref/question_category")
            ),
            context="" if own is None else own.get("contextid", ""),
            entries=tuple(text(each, "questionbankentryid") for each in _iter(own, "question_reference")),
        )

    def files(self) -> Iterator[BackupFile]:
        """Yield the files of `files.xml`."""
        for each in found(self.tree("files.xml"), "file"):
            if text(each, "filename") != ".":
                yield BackupFile(
                    number=each.get("id", ""),
                    contenthash=text(each, "contenthash"),
                    context=text(each, "contextid"),
                    component=text(each, "component"),
                    name=text(each, "filename"),
                    is_alias=bool(text(each, "repositorytype")),
                )

    def bank(self) -> dict[str, str]:
        """Return the number of the category that each entry of the question bank is in, by the entry's number."""
        entries: dict[str, str] = {}
        for category in found(self.tree("questions.xml"), "question_category"):
            for entry in found(category, "question_bank_entries/question_bank_entry"):
                entries[entry.get("id", "")] = category.get("id", "")
        return entries


def found(root: etree._Element | None, path: str) -> list[etree._Element]:
    """Return the elements at a path below a root."""
    return [] if root is None else list(root.iterfind(path))


def text(root: etree._Element | None, path: str) -> str:
    """Return the text at a path below a root; '' where there is none, or where Moodle wrote NULL."""
    words = "" if root is None else root.findtext(path) or ""
    return "" if words == _NULL else words


def _iter(root: etree._Element | None, tag: str) -> list[etree._Element]:
    return [] if root is None else list(root.iter(tag))


def required(availability: str) -> tuple[str, ...]:
    """Return the numbers of the activities that a condition waits for; what is no JSON waits for none."""
    try:
        condition = json.loads(availability) if availability else None
    except (ValueError, RecursionError):
        return ()
    return tuple(_completions(condition))


def _completions(condition: object, depth: int = 0) -> Iterator[str]:
    if not isinstance(condition, dict) or depth > 20:
        return
    if condition.get("type") == "completion":
        yield str(condition.get("cm"))
    inner = condition.get("c")
    for each in inner if isinstance(inner, list) else ():
        yield from _completions(each, depth + 1)
