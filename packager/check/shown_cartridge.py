"""What a Common Cartridge shows of itself: its tree, what each part is about, pages, tests, links."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from packager.check.inspected import InspectedItem, InspectedPage, Shown
from packager.check.manifest import Item, Manifest, Resource, archive_path
from packager.check.reader import OpenPackage
from packager.check.walk import below, child, child_text, children, text

#: All of an IRI but the last segment: that of a map is a URL or a URN.
_BASE = re.compile(r"^.*[/#:](?=.)")
#: What a type of resource ends with, and what that is to a learner.
_PAGE_TYPES = (("/assessment", "test"), ("/question-bank", "bank"), ("imswl_", "link"), ("imsdt_", "topic"))


def shown_cartridge(package: OpenPackage) -> Shown:
    """Return what a cartridge shows."""
    manifest, tree = package.manifest, package.tree
    assert manifest is not None
    assert tree is not None
    organization = manifest.organization
    about = _about(tree)
    return Shown(
        identifier=manifest.identifier,
        title=_title(tree, manifest),
        items=tuple(_item(each, manifest, about) for each in (organization.below() if organization else ())),
        pages=tuple(_pages(manifest)),
    )


def _title(tree: etree._Element, manifest: Manifest) -> str | None:
    own = manifest.organization.title if manifest.organization else None
    lom = child(child(tree, "metadata"), "lom")
    strings = children(child(child(lom, "general"), "title"), "string")
    return own or next((words for each in strings if (words := text(each))), None)


def _item(item: Item, manifest: Manifest, about: dict[str, tuple[str, ...]]) -> InspectedItem:
    resource = manifest.resource(item.reference)
    ids = (*about.get(item.identifier or "", ()), *about.get(item.reference or "", ()))
    return InspectedItem(
        id=item.identifier,
        title=item.title,
        href=None if resource is None else _opens(resource),
        objectives=tuple(dict.fromkeys(ids)),
        prerequisites=None,
    )


def _opens(resource: Resource) -> str | None:
    return resource.href or next(iter(resource.files), None)


def _about(tree: etree._Element) -> dict[str, tuple[str, ...]]:
    """Return the map items that an item of the tree or a resource is about, by its identifier.

    From 1.2 on they are GUIDs of standards metadata, before that taxa of LOM; the address of the map is taken off.
    """
    found: dict[str, tuple[str, ...]] = {}
    for element in tree.iter(etree.Element):
        metadata = child(element, "metadata") if element.get("identifier") else None
        if metadata is not None and element is not tree:
            ids = [child_text(taxon, "id") for taxon in below(child(metadata, "lom"), "taxon")]
            ids += [text(guid) for each in _whole(metadata) for guid in below(each, "GUID")]
            found[element.get("identifier", "")] = tuple(_BASE.sub("", each) for each in ids if each)
    return found


def _whole(metadata: etree._Element) -> list[etree._Element]:
    sets = children(metadata, "curriculumStandardsMetadataSet")
    return [each for each in sets if not each.get("resourcePartId")]


def _pages(manifest: Manifest) -> Iterator[InspectedPage]:
    for resource in manifest.resources:
        path = archive_path(_opens(resource) or "")
        kind = _page_type(resource.type or "", path or "")
        if path is not None and kind is not None:
            yield InspectedPage(path=path, type=kind)


def _page_type(resource_type: str, path: str) -> str | None:
    named = next((name for part, name in _PAGE_TYPES if part in resource_type), None)
    is_page = resource_type == "webcontent" and path.lower().endswith((".html", ".htm", ".xhtml"))
    return named or ("page" if is_page else None)
