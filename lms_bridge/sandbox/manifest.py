"""Reading somebody's SCORM manifest: what it calls itself, which SCORM it speaks, which SCOs can be launched."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit, urlunsplit

from lxml import etree
from pydantic import BaseModel, ConfigDict

from foundation.text import both
from foundation.xml import parse_xml
from lms_bridge.sandbox.datamodel import Standard
from lms_bridge.sandbox.errors import PackageRefusedError
from lms_bridge.sandbox.model import Sco
from lms_bridge.sandbox.xmlnames import attribute, child_text, children, name_of, named, text_of

MANIFEST_NAME = "imsmanifest.xml"
_XML_BASE = "{http://www.w3.org/XML/1998/namespace}base"
_MAX_CHARS = 255


class Manifest(BaseModel):
    """A manifest's identifier and title, and its SCOs in the order of the default organization."""

    model_config = ConfigDict(frozen=True)

    identifier: str
    title: str
    scos: tuple[Sco, ...]


def read_manifest(content: bytes, *, file: str) -> Manifest:
    """Read a manifest of SCORM 1.2 or 2004.

    Raises:
        MalformedXmlError: it is not well-formed, or carries a DTD.
        PackageRefusedError: it is of another standard, has no identifier, or offers no SCO inside the package.
    Spec: SCORM 1.2 CAM 2.3, SCORM 2004 4th Ed. CAM 3.4.
    """
    root = parse_xml(content, file=f"{file}/{MANIFEST_NAME}")
    standard = _standard(root, file)
    identifier = root.get("identifier", "").strip()
    if not 0 < len(identifier) <= _MAX_CHARS:
        raise refused(file, MANIFEST_NAME, both("清单缺少标识符", "The manifest has no identifier"))
    organization = _default_organization(root, file)
    resources = {resource.get("identifier", ""): resource for resource in named(root, "resource")}
    scos = tuple(_scos(organization, resources, file, standard))
    if not scos:
        raise refused(file, MANIFEST_NAME, both("清单中没有可启动的 SCO", "The manifest offers no SCO to launch"))
    return Manifest(identifier=identifier, title=_title(organization) or scos[0].title or identifier, scos=scos)


def refused(file: str, place: str, message: str) -> PackageRefusedError:
    """Return the error that refuses a package, with what to do about it."""
    return PackageRefusedError(
        message,
        file=file,
        place=place,
        remedy=both("请重新导出为 SCORM 课件包", "Export it again as a SCORM package"),
    )


def _standard(root: etree._Element, file: str) -> Standard:
    if name_of(root) != "manifest":
        raise refused(file, MANIFEST_NAME, both("根元素不是 manifest", "The root element is not manifest"))
    stated = next((text_of(element) for element in named(root, "schemaversion")), "1.2")
    if stated in ("1.2", "SCORM 1.2", ""):
        return "1.2"
    if stated.startswith("2004") or stated == "CAM 1.3":
        return "2004"
    raise refused(
        file,
        MANIFEST_NAME,
        both(f"沙箱只运行 SCORM 1.2 和 2004，此包为“{stated}”", f"This is {stated!r}; the sandbox runs 1.2 and 2004"),
    )


def _default_organization(root: etree._Element, file: str) -> etree._Element:
    container = next(named(root, "organizations"), None)
    found = [] if container is None else list(children(container, "organization"))
    if container is None or not found:
        raise refused(file, MANIFEST_NAME, both("清单中没有 organization", "The manifest has no organization"))
    default = container.get("default")
    return next((organization for organization in found if organization.get("identifier") == default), found[0])


def _scos(
    organization: etree._Element, resources: dict[str, etree._Element], file: str, standard: Standard
) -> Iterator[Sco]:
    for item in named(organization, "item"):
        resource = resources.get(item.get("identifierref", ""))
        if resource is None or attribute(resource, "scormtype").lower() != "sco":
            continue
        yield _sco(item, _href(item, resource, file), standard)


def _sco(item: etree._Element, href: str, standard: Standard) -> Sco:
    identifier = item.get("identifier", "")[:_MAX_CHARS]
    title = _title(item) or identifier
    if standard == "2004":
        launch_data = child_text(item, "dataFromLMS")
        return Sco(identifier=identifier, title=title, href=href, launch_data=launch_data, standard=standard)
    return Sco(
        identifier=identifier,
        title=title,
        href=href,
        mastery_score=_score(child_text(item, "masteryscore")),
        launch_data=child_text(item, "datafromlms"),
        max_time_allowed=child_text(item, "maxtimeallowed"),
        time_limit_action=child_text(item, "timelimitaction"),
        prerequisites=child_text(item, "prerequisites"),
    )


def _href(item: etree._Element, resource: etree._Element, file: str) -> str:
    parent = resource.getparent()
    base = ("" if parent is None else parent.get(_XML_BASE, "")) + resource.get(_XML_BASE, "")
    href = base + resource.get("href", "")
    path = launch_path(href)
    if path is None:
        place = resource.get("identifier", MANIFEST_NAME)
        raise refused(file, place, both("启动地址不在包内", "The launch address is not inside the package"))
    return _with_parameters(href, item.get("parameters", "").strip().lstrip("?&"))


def _with_parameters(href: str, parameters: str) -> str:
    """Return a launch address with an item's parameters. Spec: SCORM 1.2 CAM 2.3 (item, parameters)."""
    parts = urlsplit(href)
    added, _, fragment = parameters.partition("#")
    query = "&".join(text for text in (parts.query, added) if text)
    return urlunsplit(parts._replace(query=query, fragment=fragment or parts.fragment))


def launch_path(href: str) -> str | None:
    """Return the path in the package that a launch address names, or None when it names none in it."""
    try:
        parts = urlsplit(href)
    except ValueError:
        return None
    path = unquote(parts.path)
    inside = PurePosixPath(path)
    if parts.scheme or parts.netloc or not path or inside.is_absolute() or ".." in inside.parts or "\\" in path:
        return None
    return str(inside)


def _score(text: str | None) -> Decimal | None:
    try:
        score = Decimal(text) if text else None
    except InvalidOperation:
        return None
    return score if score is not None and score.is_finite() and 0 <= score <= 100 else None


def _title(element: etree._Element) -> str:
    return (child_text(element, "title") or "")[:_MAX_CHARS]
