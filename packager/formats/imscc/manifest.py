"""The manifest of a cartridge. Spec: IMS CC Profile of IMS CP 1.2."""

from __future__ import annotations

from typing import Any

from lxml import etree

from course_templates.model import Course
from foundation.text import EN, ZH, LangText
from foundation.xml import serialise_xml
from packager.formats.imscc import lom
from packager.formats.imscc.content import Cartridge, Node, Resource
from packager.formats.imscc.versions import CartridgeVersion
from packager.formats.imsmanifest import XSI, ManifestNames, add, href_of

#: Moodle names an activity by its item's title, and the questions of a quiz by `Quiz Bank '…'` around it; where one
#: of these is longer than 255 characters it imports nothing at all.
_MAX_TITLE_CHARACTERS = 240


def manifest(course: Course, content: Cartridge, version: CartridgeVersion) -> bytes:
    """Return `imsmanifest.xml`."""
    names = ManifestNames(course.id)
    root = _root(names, version)
    metadata = add(root, _cp(root, "metadata"))
    add(metadata, _cp(root, "schema"), "IMS Common Cartridge")
    add(metadata, _cp(root, "schemaversion"), version.schema_version)
    metadata.append(lom.manifest_lom(course, version))
    organizations = add(root, _cp(root, "organizations"))
    organization = add(
        organizations, _cp(root, "organization"), identifier=names.organization, structure="rooted-hierarchy"
    )
    add(organization, _cp(root, "title"), course.title.best())
    top = add(organization, _cp(root, "item"), identifier=names.item("root"))
    for node in content.nodes:
        _item(top, course, node, version)
    resources = add(root, _cp(root, "resources"))
    for resource in content.resources():
        _resource(resources, course, resource, version)
    return serialise_xml(root)


def _root(names: ManifestNames, version: CartridgeVersion) -> etree._Element:
    prefixes = {"lomimscc": version.lom_manifest, "lom": version.lom_resource, "xsi": XSI}
    if version.standards:
        prefixes["csmd"] = version.standards
    nsmap: dict[Any, str] = {None: version.imscp, **prefixes}
    root = etree.Element(f"{{{version.imscp}}}manifest", nsmap=nsmap)
    root.set("identifier", names.manifest)
    root.set(f"{{{XSI}}}schemaLocation", version.schema_location)
    return root


def _cp(element: etree._Element, name: str) -> str:
    return f"{{{etree.QName(element).namespace}}}{name}"


def _item(parent: etree._Element, course: Course, node: Node, version: CartridgeVersion) -> None:
    names = ManifestNames(course.id)
    element = add(parent, _cp(parent, "item"), identifier=names.item(node.name))
    if node.resource is not None:
        element.set("identifierref", names.resource(node.resource.name))
    add(element, _cp(parent, "title"), _title(node.title))
    for below in node.below:
        _item(element, course, below, version)
    if node.items and version.standards is None:
        add(element, _cp(parent, "metadata")).append(lom.item_lom(course, node.items, version))


def _resource(parent: etree._Element, course: Course, resource: Resource, version: CartridgeVersion) -> None:
    names = ManifestNames(course.id)
    kind = version.type_of(resource.kind)
    element = add(parent, _cp(parent, "resource"), identifier=names.resource(resource.name), type=kind)
    if resource.kind == "webcontent":
        element.set("href", href_of(resource.files[0].path))
    metadata = add(element, _cp(parent, "metadata"))
    for part in lom.resource_metadata(course, resource, version):
        metadata.append(part)
    for file in resource.files:
        add(element, _cp(parent, "file"), href=href_of(file.path))
    for name in resource.needs:
        add(element, _cp(parent, "dependency"), identifierref=names.resource(name))


def _title(text: LangText) -> str:
    flat = " ".join(text.best(ZH, EN).split())
    return flat if len(flat) <= _MAX_TITLE_CHARACTERS else flat[: _MAX_TITLE_CHARACTERS - 1] + "…"
