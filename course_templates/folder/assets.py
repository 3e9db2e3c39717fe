"""The pictures and files that lessons use: found, checked, measured."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from lxml import etree

from course_templates.findings import finding
from course_templates.folder.lesson import LessonBody
from course_templates.folder.model import ASSETS_FOLDER
from course_templates.folder.reading import Folder, asset_paths
from course_templates.markdown import Link, is_asset_path, links
from course_templates.model import Asset
from foundation.errors import CourseBridgeError
from foundation.findings import Finding
from foundation.xml import parse_xml_file

#: File name suffix → media type. Not the machine's own table, which differs from one to the next.
MEDIA_TYPES = {
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".gif": "image/gif",
    ".webp": "image/webp",
    ".mp3": "audio/mpeg",
    ".m4a": "audio/mp4",
    ".mp4": "video/mp4",
    ".webm": "video/webm",
    ".pdf": "application/pdf",
    ".csv": "text/csv",
    ".txt": "text/plain",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
}
_SVG_MAX_BYTES = 16 << 20
_SVG_ACTIVE = frozenset({"script", "foreignObject", "iframe", "object", "embed", "audio", "video"})


@dataclass
class _Use:
    folder: Folder
    there: frozenset[str]
    used: dict[str, None] = field(default_factory=dict)

    def follow(self, body: LessonBody, link: Link) -> None:
        """Take in what a link leads to, or add a finding at the link."""
        problem = self._problem(link)
        if problem is None:
            return
        finding_id, zh, en = problem
        place = f"{body.first_line + link.line - 1}:1"
        self.folder.findings.append(finding(finding_id, zh, en, file=body.file, place=place))

    def _problem(self, link: Link) -> tuple[str, str, str] | None:
        target, path = link.target, link.path
        if target.startswith("#"):
            return None
        if "//" in target or ":" in target:
            return _outside_problem(link)
        if path.startswith(("/", "\\")) or ".." in PurePosixPath(path.replace("\\", "/")).parts:
            return "CT-ASSET-ESCAPE", f"链接指向课程文件夹以外：{target}", f"The link leaves the folder: {target}"
        if not path.startswith(f"{ASSETS_FOLDER}/"):
            return "CT-ASSET-MISSING", f"链接应以 assets/ 开头：{target}", f"A link begins with assets/: {target}"
        if path not in self.there:
            return self._missing(path)
        if not is_asset_path(path):
            return "CT-ASSET-NAME", f"文件名含有不可用的字符：{path}", f"The name has characters not allowed: {path}"
        self.used[path] = None
        return None

    def _missing(self, path: str) -> tuple[str, str, str]:
        same = next((other for other in self.there if other.casefold() == path.casefold()), None)
        if same is None:
            return "CT-ASSET-MISSING", f"没有此文件：{path}", f"There is no such file: {path}"
        zh, en = f"大小写不符：{path}，实际为 {same}", f"The case differs: {path}, the file is {same}"
        return "CT-ASSET-MISSING", zh, en


def read_assets(folder: Folder, digest: Callable[[Path], str]) -> tuple[Asset, ...]:
    """Return the assets that lessons use, by path; what is wrong with links and files goes to the findings."""
    use = _Use(folder, frozenset(asset_paths(folder.files)))
    bodies = [body for lesson in folder.lessons() for body in lesson.bodies]
    written = [(body, link) for body in bodies for link in links(body.text)]
    for body, link in written:
        use.follow(body, link)
    if "lessons" not in folder.unread:
        _tell_unused(folder, use.there - {link.path for _, link in written})
    _tell_same_but_case(folder, sorted(use.used))
    assets = (_read_asset(folder, path, digest) for path in sorted(use.used))
    return tuple(asset for asset in assets if asset is not None)


def _tell_unused(folder: Folder, unused: frozenset[str]) -> None:
    for path in sorted(unused):
        folder.files.add("CT-ASSET-UNUSED", f"没有课文使用：{path}", f"No lesson uses it: {path}", path)


def _tell_same_but_case(folder: Folder, paths: Sequence[str]) -> None:
    """Tell files that Windows and macOS take for one: no package may hold both, so no format could be built."""
    first: dict[str, str] = {}
    for path in paths:
        other = first.setdefault(path.casefold(), path)
        if other != path:
            zh, en = f"与 {other} 只有大小写不同", f"It differs from {other} in case alone"
            folder.files.add("CT-ASSET-CASE", zh, en, path)


def _outside_problem(link: Link) -> tuple[str, str, str] | None:
    if link.is_image:
        return "CT-ASSET-REMOTE", f"图片在网络上：{link.target}", f"The picture is on the network: {link.target}"
    if link.target.lower().startswith("https://"):
        return None
    return "CT-LINK", f"此链接不会保留：{link.target}", f"This link will not be kept: {link.target}"


def _read_asset(folder: Folder, path: str, digest: Callable[[Path], str]) -> Asset | None:
    source = folder.files.path(path)
    suffix = PurePosixPath(path).suffix.lower()
    if not source.is_file() or not folder.files.is_inside(path):
        zh, en = "不是文件夹内的普通文件", "It is no regular file of the course folder"
        folder.files.add("CT-ASSET-ESCAPE", zh, en, path)
        return None
    if suffix not in MEDIA_TYPES:
        folder.files.add("CT-ASSET-TYPE", f"不支持的文件类型：{path}", f"The file type is not supported: {path}", path)
        return None
    if suffix == ".svg":
        folder.findings.extend(_svg_findings(source))
    return Asset(
        path=path,
        source=source.absolute(),
        size_bytes=source.stat().st_size,
        sha256=digest(source),
        media_type=MEDIA_TYPES[suffix],
    )


def _svg_findings(source: Path) -> Iterator[Finding]:
    try:
        root = parse_xml_file(source, max_bytes=_SVG_MAX_BYTES)
    except CourseBridgeError as error:
        yield error.finding().model_copy(update={"id": "CT-ASSET-SVG"})
        return
    for element in root.iter(etree.Element):
        reason = _svg_problem(element)
        if reason is not None:
            place = f"{element.sourceline}:1"
            yield finding("CT-ASSET-SVG", f"SVG 含有 {reason}", f"The SVG holds {reason}", file=source, place=place)


def _svg_problem(element: etree._Element) -> str | None:
    name = etree.QName(element).localname
    if name in _SVG_ACTIVE:
        return f"<{name}>"
    for attribute, value in element.attrib.items():
        local = etree.QName(attribute).localname
        if local.lower().startswith("on"):
            return f"{local}=…"
        if local == "href" and not str(value).startswith(("#", "data:image/")):
            return f"href={str(value)[:60]}"
    return None
