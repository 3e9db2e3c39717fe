"""Rows of a Moodle framework → a map, with what Moodle says and a map has no field for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

from competency_xml.exchange.base import ImportOptions
from competency_xml.exchange.framework.building import built_parts, keep_told, mint_ids
from competency_xml.exchange.framework.language import guessed_language
from competency_xml.exchange.framework.node import Node
from competency_xml.exchange.framework.notes import FrameworkNotes, Remark
from competency_xml.exchange.framework.placing import Placement, place
from competency_xml.exchange.framework.slots import Slot
from competency_xml.exchange.moodle_csv.descriptions import paragraphs_in
from competency_xml.exchange.moodle_csv.exporting import rows_of
from competency_xml.exchange.moodle_csv.framework_row import version_in
from competency_xml.exchange.moodle_csv.keeping import FORMAT, residue_of
from competency_xml.exchange.moodle_csv.naming import nodes_of
from competency_xml.exchange.moodle_csv.rows import CompetencyRow, related_ids
from competency_xml.exchange.moodle_csv.tree import Branch, walk
from competency_xml.identity import slug
from competency_xml.model import Alignment, CompetencyMap
from foundation.digest import sha256_hex
from foundation.text import LangText, both

_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]+")


@dataclass
class ReadFramework:
    """A framework as it was read, and the map made of it.

    Attributes:
        places: part id → its row in the file, as `Sheet!A7`.
    """

    competency_map: CompetencyMap
    places: dict[str, str]


def framework_map(
    framework: CompetencyRow, roots: Sequence[Branch], notes: FrameworkNotes, options: ImportOptions
) -> ReadFramework:
    """Return the map of a framework row and a tree of competencies."""
    branches = {branch.key: branch for branch, _, _ in walk(roots)}
    lang = guessed_language(chain((framework.shortname,), (branch.row.shortname for branch in branches.values())))
    head = _head(framework, lang, options)
    top, nodes = nodes_of(roots, framework.taxonomy, lang)
    placement = place(top, (), head.title)
    mint_ids(placement, head.base, options.role)
    _relate(branches, nodes, head.base, notes)
    keep_told(placement, _built(head, placement), FORMAT)
    _keep(branches, nodes, _built(head, placement))
    competency_map = _built(head, placement)
    kept = residue_of(framework, rows_of(competency_map, FrameworkNotes()).framework)
    return ReadFramework(
        competency_map.model_copy(update={"foreign": kept}),
        {node.id or "": branches[key].read.place(notes.file_stem, "idnumber") for key, node in nodes.items()},
    )


def _head(framework: CompetencyRow, lang: str, options: ImportOptions) -> CompetencyMap:
    texts = [one.said(lang) for one in paragraphs_in(framework.description, framework.descriptionformat)]
    title = {lang: framework.shortname} if framework.shortname else {}
    return CompetencyMap(
        base=options.base or _base(framework.idnumber),
        version=version_in(texts) or options.version,
        status=options.status,
        title=LangText.model_validate(title),
    )


def _base(idnumber: str) -> str:
    """Return the base that a framework's ID number is, or one made of it."""
    if _IRI.fullmatch(idnumber):
        return idnumber
    return f"urn:x-competency-map:moodle:{slug(idnumber) or sha256_hex(idnumber.encode())[:8]}:"


def _relate(branches: dict[str, Branch], nodes: dict[str, Node], base: str, notes: FrameworkNotes) -> None:
    """Give nodes what they support or are related to; Moodle tells each pair once or twice, either way round."""
    order = {key: number for number, key in enumerate(nodes)}
    pairs: dict[tuple[int, int], tuple[str, str]] = {}
    for key, branch in branches.items():
        for other in related_ids(branch.row.related):
            if other not in nodes:
                _tell_unknown(other, branch, notes)
            elif other != key:
                first, second = sorted((key, other), key=order.__getitem__)
                pairs[order[first], order[second]] = (first, second)
    for _, (first, second) in sorted(pairs.items()):
        _relate_pair(nodes[first], nodes[second], base)


def _relate_pair(first: Node, second: Node, base: str) -> None:
    kinds = tuple(node.fields.get("kind") if node.slot is Slot.ITEM else None for node in (first, second))
    if kinds == ("knowledge", "ability"):
        first.fields["supports"] = (*first.fields.get("supports", ()), second.id)
    elif kinds == ("ability", "knowledge"):
        second.fields["supports"] = (*second.fields.get("supports", ()), first.id)
    else:
        alignment = Alignment(target=f"{base}{second.id}")
        first.fields["alignments"] = (*first.fields.get("alignments", ()), alignment)


def _keep(branches: dict[str, Branch], nodes: dict[str, Node], competency_map: CompetencyMap) -> None:
    """Keep with the nodes what their rows say beyond the map."""
    derived = rows_of(competency_map, FrameworkNotes()).derived
    for key, node in nodes.items():
        if node.id in derived:
            residue = residue_of(branches[key].row, derived[node.id or ""])
            node.fields["foreign"] = (*node.fields.get("foreign", ()), *residue)


def _tell_unknown(idnumber: str, branch: Branch, notes: FrameworkNotes) -> None:
    message = both(
        f"相关能力 {idnumber[:60]} 不在文件里，没有导入",
        f"The related {idnumber[:60]} is not in the file; not imported",
    )
    place = branch.read.place(notes.file_stem, "related")
    notes.add(Remark("MAP-MOODLE-RELATED", message, severity="note"), place)


def _built(head: CompetencyMap, placement: Placement) -> CompetencyMap:
    basic, roles = built_parts(placement)
    return head.model_copy(update={"basic": basic, "roles": roles})
