"""The files of a course folder: listed once, read with limits, never followed out of the folder."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from pathlib import Path, PurePosixPath

from course_templates.findings import finding
from course_templates.folder.model import ASSETS_FOLDER, MODULES_FOLDER, QUESTIONS_FOLDER
from course_templates.folder.yaml import YamlDocument, parse_yaml
from foundation.errors import UnreadableFileError
from foundation.files import read_text
from foundation.findings import Finding

_MAX_FILES = 20_000
_MAX_TEXT_BYTES = 1 << 20
_MAX_TEXT_TOTAL_BYTES = 6 << 20
_MAX_SEPARATORS = 150_000
_IGNORED = re.compile(r"(?i)^(\.|~\$|thumbs\.db$|desktop\.ini$|readme(\.[a-z-]+)?\.(md|txt)$)|~$|\.part$")


class CourseFiles:
    """The files of one course folder, and what was found wrong while listing and reading them."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.findings: list[Finding] = []
        self.documents: list[YamlDocument] = []
        self.paths: tuple[str, ...] = tuple(sorted(self._listing(), key=natural_order))
        self._real_root = root.resolve()
        self._left_bytes = _MAX_TEXT_TOTAL_BYTES
        self._left_separators = _MAX_SEPARATORS

    def path(self, relative: str) -> Path:
        """Return the path of a file of the folder."""
        return self.root / relative

    def below(self, folder: str) -> list[str]:
        """Return the files below `folder`, in natural order of their names."""
        return [path for path in self.paths if path.startswith(f"{folder}/")]

    def is_inside(self, relative: str) -> bool:
        """Return whether a file, links followed, lies in the folder."""
        try:
            return self.path(relative).resolve(strict=True).is_relative_to(self._real_root)
        except (OSError, RuntimeError):
            return False

    def text(self, relative: str) -> str | None:
        """Return the text of a file, or None and a finding."""
        path = self.path(relative)
        if not path.is_file():
            self.add("CT-FILE-MISSING", f"缺少文件 {relative}", f"The file {relative} is missing", relative)
            return None
        if not self.is_inside(relative):
            self.add("CT-FILE-LINK", "文件是指向文件夹外的链接", "The file is a link out of the folder", relative)
            return None
        size_bytes = path.stat().st_size
        if size_bytes > min(_MAX_TEXT_BYTES, self._left_bytes):
            self.add("CT-FILE-SIZE", "文件过大（单个 1 MiB，合计 6 MiB）", "Over 1 MiB, or 6 MiB in all", relative)
            return None
        self._left_bytes -= size_bytes
        try:
            return read_text(path)
        except UnreadableFileError as error:
            self.findings.append(error.finding())
            return None

    def yaml(self, relative: str) -> YamlDocument | None:
        """Return a YAML file, or None and findings."""
        text = self.text(relative)
        if text is None:
            return None
        return self.parse(text, relative)

    def parse(self, text: str, relative: str, *, first_line: int = 1) -> YamlDocument | None:
        """Return YAML that stands in a file from `first_line` on, or None and findings."""
        if not self._afford(sum(map(text.count, ",:\n")), relative):  # a bound on values: each ends with one of them
            return None
        document, findings = parse_yaml(text, self.path(relative), first_line=first_line)
        self.findings.extend(findings)
        self.documents.extend([document] if document else [])
        return document

    def markdown(self, relative: str) -> str | None:
        """Return the text of a Markdown file, or None and a finding."""
        text = self.text(relative)
        return text if text is not None and self._afford(text.count("["), relative) else None

    def _afford(self, separators: int, relative: str) -> bool:
        """Return whether a file can be parsed in seconds: what parsing costs is what its separators promise."""
        if separators <= self._left_separators:
            self._left_separators -= separators
            return True
        zh, en = "字段或链接过多（合计约 15 万）", "Over 150,000 values or links in all"
        self.add("CT-FILE-SIZE", zh, en, relative)
        return False

    def add(self, finding_id: str, zh: str, en: str, relative: str, place: str | None = None) -> None:
        """Add a finding about one file."""
        self.findings.append(finding(finding_id, zh, en, file=self.path(relative), place=place))

    def refuse_unknown(self, known: Sequence[str]) -> None:
        """Add a finding for every file that nobody reads: a misspelt name would be passed over in silence."""
        unread = set(self.paths) - set(known)
        for path in sorted(unread, key=natural_order):
            if not path.startswith(f"{ASSETS_FOLDER}/"):
                self.add("CT-FILE-UNKNOWN", f"不会读取此文件：{path}", f"This file is not read: {path}", path)

    def _listing(self) -> list[str]:
        found = [path.name for path in _children(self.root) if path.suffix in (".yaml", ".yml", ".md")]
        for folder in (MODULES_FOLDER, QUESTIONS_FOLDER, ASSETS_FOLDER):
            for parent, folders, files in os.walk(self.root / folder):
                folders[:] = [name for name in folders if not _IGNORED.search(name)]
                base = PurePosixPath(Path(parent).relative_to(self.root).as_posix())
                found.extend(str(base / name) for name in files)
                if len(found) > _MAX_FILES:
                    self.add("CT-FILE-SIZE", f"文件超过 {_MAX_FILES} 个", f"There are over {_MAX_FILES} files", folder)
                    return []
        return [path for path in found if not _IGNORED.search(PurePosixPath(path).name)]


def natural_order(path: str) -> list[list[tuple[int, int, str]]]:
    """Sort key of a path: folder by folder, numbers in names by their value (2 before 10)."""
    return [
        [
            (0, int(run), run) if run.isascii() and run.isdigit() else (1, 0, run)
            for run in re.split(r"([0-9]{1,9})", part)
        ]
        for part in path.split("/")
    ]


def _children(folder: Path) -> list[Path]:
    try:
        return [path for path in folder.iterdir() if path.is_file()]
    except OSError:
        return []
