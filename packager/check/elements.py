"""Which elements a SCORM 1.2 manifest may hold where, and in what order. Spec: IMS CP 1.1.2, adlcp_rootv1p2."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from foundation.findings import Finding
from packager.check.kinds_manifest import ELEMENT
from packager.check.manifest import MANIFEST, local

#: Element → its children in the order they must have. `*` stands for elements of other namespaces.
_CHILDREN: dict[str, tuple[str, ...]] = {
    "manifest": ("metadata", "organizations", "resources", "manifest", "*"),
    "metadata": ("schema", "schemaversion", "*"),
    "organizations": ("organization", "*"),
    "organization": ("title", "item", "metadata", "*"),
    "item": ("title", "item", "metadata", "*"),
    "resources": ("resource", "*"),
    "resource": ("metadata", "file", "dependency", "*"),
    "file": ("metadata", "*"),
    "dependency": ("*",),
}
_ONCE = frozenset({"title", "schema", "schemaversion", "organizations", "resources", "metadata"})
_NEEDED: dict[str, tuple[str, ...]] = {"manifest": ("organizations", "resources")}


def check_elements(root: etree._Element) -> Iterator[Finding]:
    """Yield every element of the manifest's own namespace that is unknown there, twice, or out of order."""
    namespace = etree.QName(root).namespace
    for element in root.iter(etree.Element):
        name = etree.QName(element)
        if name.namespace == namespace and name.localname in _CHILDREN:
            yield from _check_children(element, namespace)


def _check_children(parent: etree._Element, namespace: str | None) -> Iterator[Finding]:
    allowed = _CHILDREN[local(parent)]
    position = 0
    seen: set[str] = set()
    for child in parent:
        is_own = etree.QName(child).namespace == namespace
        name = local(child) if is_own else "*"
        is_again = name in seen and name in _ONCE
        if name not in allowed or allowed.index(name) < position or is_again:
            yield ELEMENT.at(_place(parent), parent=local(parent), name=local(child))
        else:
            position = allowed.index(name)
        seen.add(name)
    for name in _NEEDED.get(local(parent), ()):
        if name not in seen:
            yield ELEMENT.at(_place(parent), parent=local(parent), name=f"∅ {name}")


def _place(element: etree._Element) -> str:
    return element.get("identifier") or MANIFEST
