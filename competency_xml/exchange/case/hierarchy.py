"""Associations → a tree: whose child an item is, in which order, and which items are translations of others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from competency_xml.exchange.case.package import Association, Item, Package
from competency_xml.exchange.case.residue import extension_of
from competency_xml.exchange.framework.language import guessed_language, language_tag
from competency_xml.exchange.framework.notes import FrameworkNotes, Remark
from foundation.text import both

#: Steps through the tree in search of circles, over all second parents of a file.
_MAX_STEPS = 3_000_000


@dataclass
class Hierarchy:
    """The tree of a package, by identifiers.

    Attributes:
        language: language of the document.
        items: the items by identifier.
        links: item → the isChildOf association that places it, to another item or to the document.
        children: item → those below it, in order; None → the roots. Translations are in none of them.
        translations: item → language → the item that says the same in that language.
        translated_by: translation → the isTranslationOf association that says so.
        others: every association that places nothing.
    """

    language: str
    items: dict[str, Item]
    links: dict[str, Association] = field(default_factory=dict)
    children: dict[str | None, list[str]] = field(default_factory=dict)
    translations: dict[str, dict[str, Item]] = field(default_factory=dict)
    translated_by: dict[str, Association] = field(default_factory=dict)
    others: list[Association] = field(default_factory=list)

    def parent(self, identifier: str) -> str | None:
        """Return the item above an item, or None."""
        link = self.links.get(identifier)
        return link.destination if link is not None and link.destination in self.items else None

    def originals(self) -> list[Item]:
        """Return the items that are no translations."""
        return [self.items[identifier] for identifiers in self.children.values() for identifier in identifiers]

    def language_of(self, item: Item) -> str:
        """Return the language of an item: its own, else the document's."""
        return language_tag(item.language) or self.language


def hierarchy_of(package: Package, notes: FrameworkNotes) -> Hierarchy:
    """Return the tree of a package; what is no tree is mended and told."""
    language = language_tag(package.document.language) or guessed_language(
        item.full_statement for item in package.items[:200]
    )
    hierarchy = Hierarchy(language, {item.identifier: item for item in package.items})
    _Links(package, hierarchy, notes).run()
    merged = _find_translations(hierarchy)
    order = {item.identifier: number for number, item in enumerate(package.items)}
    for identifier in sorted(hierarchy.items, key=lambda one: _order(one, hierarchy, order)):
        if identifier not in merged:
            hierarchy.children.setdefault(hierarchy.parent(identifier), []).append(identifier)
    _tell_orphans(hierarchy, package, notes)
    return hierarchy


def _order(identifier: str, hierarchy: Hierarchy, order: dict[str, int]) -> tuple[bool, int, int]:
    link = hierarchy.links.get(identifier)
    number = link.sequence_number if link is not None else None
    return number is None, number or 0, order[identifier]


class _Links:
    """Finds for every item the one association that places it, and no circle among them."""

    def __init__(self, package: Package, hierarchy: Hierarchy, notes: FrameworkNotes) -> None:
        self._package = package
        self._tree = hierarchy
        self._notes = notes
        self._more: dict[str, list[str]] = {}
        self._steps = 0

    def run(self) -> None:
        more: list[Association] = []
        for association in self._package.associations:
            if not self._places(association):
                self._tree.others.append(association)
            elif association.origin in self._tree.links:
                more.append(association)
            else:
                self._tree.links[association.origin] = association
        for identifier in list(self._circles()):
            self._circular(identifier)
            del self._tree.links[identifier]
        for association in more:
            self._second(association)

    def _places(self, association: Association) -> bool:
        if association.association_type != "isChildOf" or _aligns(association):
            return False
        if association.origin not in self._tree.items:
            return False
        known = association.destination in self._tree.items or association.destination == self._document
        if not known:
            message = both(
                f"上级 {association.destination} 不在文件里，条目作为顶层导入",
                f"The item above, {association.destination}, is not in the file; imported as a root",
            )
            self._notes.add(Remark("MAP-CASE-DANGLING", message, severity="note"), association.origin)
        return known

    @property
    def _document(self) -> str:
        return self._package.document.identifier

    def _circles(self) -> Iterator[str]:
        """Yield the first item of every circle."""
        done: set[str] = set()
        order = {identifier: number for number, identifier in enumerate(self._tree.items)}
        for start in order:
            path: dict[str, None] = {}
            identifier: str | None = start
            while identifier is not None and identifier not in done and identifier not in path:
                path[identifier] = None
                identifier = self._tree.parent(identifier)
            if identifier is not None and identifier in path:
                circle = list(path)[list(path).index(identifier) :]
                yield min(circle, key=order.__getitem__)
            done.update(path)

    def _second(self, association: Association) -> None:
        if self._is_below(association.destination, association.origin):
            self._circular(association.origin)
            return
        self._more.setdefault(association.origin, []).append(association.destination)
        message = both(
            "条目有几个上级，放在第一个之下，其余作为关联保留",
            "The item has several parents; placed under the first, the others are kept as associations",
        )
        remedy = both("请核对它该在哪里", "Check where it belongs")
        self._notes.add(Remark("MAP-CASE-PARENTS", message, remedy), association.origin)
        self._tree.others.append(association)

    def _is_below(self, identifier: str, above: str) -> bool:
        """Whether an item is another or stands below it; after too long a search, it counts as one that does."""
        seen: set[str] = set()
        left = [identifier]
        while left:
            one = left.pop()
            self._steps += 1
            if one == above or self._steps > _MAX_STEPS:
                return True
            if one not in seen:
                seen.add(one)
                parent = self._tree.parent(one)
                left.extend(self._more.get(one, []))
                left.extend([parent] if parent is not None else [])
        return False

    def _circular(self, identifier: str) -> None:
        message = both("isChildOf 关联成环，已在此断开", "The isChildOf associations form a circle, cut here")
        remedy = both("请在原系统中更正上级", "Correct the parent where it comes from")
        self._notes.add(Remark("MAP-CASE-CYCLE", message, remedy), identifier)


def _find_translations(hierarchy: Hierarchy) -> set[str]:
    """Fill in which items are translations, take their associations away, and return them.

    An original is in the document's language, its translation in another, with nothing below it but translations.
    """
    found = _candidates(hierarchy)
    doubtful = [parent for child in hierarchy.items if child not in found and (parent := hierarchy.parent(child))]
    while doubtful:
        identifier = doubtful.pop()
        if found.pop(identifier, None) is not None and (parent := hierarchy.parent(identifier)):
            doubtful.append(parent)
    for origin, association in found.items():
        item = hierarchy.items[origin]
        hierarchy.translations.setdefault(association.destination, {})[hierarchy.language_of(item)] = item
        hierarchy.translated_by[origin] = association
    kept = {association.identifier for association in found.values()}
    hierarchy.others = [one for one in hierarchy.others if one.identifier not in kept]
    return set(found)


def _candidates(hierarchy: Hierarchy) -> dict[str, Association]:
    """Return item → its isTranslationOf association, the first for every original and language."""
    possible = [one for one in hierarchy.others if _may_translate(one, hierarchy)]
    origins = {association.origin for association in possible}
    found: dict[str, Association] = {}
    taken: set[tuple[str, str]] = set()
    for association in possible:
        place = (association.destination, hierarchy.language_of(hierarchy.items[association.origin]))
        if association.destination not in origins and association.origin not in found and place not in taken:
            taken.add(place)
            found[association.origin] = association
    return found


def _may_translate(association: Association, hierarchy: Hierarchy) -> bool:
    origin, destination = (hierarchy.items.get(end) for end in (association.origin, association.destination))
    if association.association_type != "isTranslationOf" or _aligns(association):
        return False
    if origin is None or destination is None:
        return False
    return hierarchy.language_of(origin) != hierarchy.language_of(destination) == hierarchy.language


def _aligns(association: Association) -> bool:
    """Whether an export of ours says that an association is an alignment, whatever its type."""
    return "alignment" in extension_of(association.extensions)


def _tell_orphans(hierarchy: Hierarchy, package: Package, notes: FrameworkNotes) -> None:
    """Tell roots without an association to the document where other roots have one."""
    roots = hierarchy.children.get(None, [])
    orphans = [identifier for identifier in roots if identifier not in hierarchy.links]
    if len(orphans) == len(roots):
        return
    message = both(
        "条目没有上级，而别的顶层条目都属于文档", "The item has no parent, while other roots belong to the document"
    )
    remedy = both("请核对是否漏了关联", "Check whether an association is missing")
    _add_all(notes, Remark("MAP-CASE-ORPHAN", message, remedy), orphans)


def _add_all(notes: FrameworkNotes, remark: Remark, places: Iterable[str]) -> None:
    for place in places:
        notes.add(remark, place)
