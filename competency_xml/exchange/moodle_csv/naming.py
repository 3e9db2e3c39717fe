"""What a row is and says: its place and kind where its ID number is an id of ours, its code, label and description."""

from __future__ import annotations

import re
from collections.abc import Sequence

from competency_xml.exchange.framework.node import Node
from competency_xml.exchange.framework.slots import Slot
from competency_xml.exchange.moodle_csv.descriptions import Paragraph, paragraphs_in
from competency_xml.exchange.moodle_csv.own_ids import OwnId, own_id
from competency_xml.exchange.moodle_csv.takes import short_name
from competency_xml.exchange.moodle_csv.tree import Branch, walk
from competency_xml.identity import code_slug
from competency_xml.model import ID_PATTERN
from foundation.text import LangText

_ID = re.compile(ID_PATTERN)


def nodes_of(roots: Sequence[Branch], taxonomy: str, lang: str) -> tuple[list[Node], dict[str, Node]]:
    """Return the roots of a tree as nodes, and every node by the key of its branch.

    Args:
        roots: the tree.
        taxonomy: the framework's terms for its levels; they tell a level from a role.
        lang: the language of texts that name none.
    """
    own = _own_ids(roots, taxonomy.split(","))
    nodes: dict[str, Node] = {}
    top: list[Node] = []
    for branch, parent, _ in walk(roots):
        node = nodes[branch.key] = _node(branch, own.get(branch.key), lang)
        (top if parent is None else nodes[parent.key].children).append(node)
    return top, nodes


def _own_ids(roots: Sequence[Branch], terms: Sequence[str]) -> dict[str, OwnId]:
    """Return what the ids of a framework say, if all of them are ids of ours and stand where they say; else nothing."""
    own: dict[str, OwnId] = {}
    for branch, parent, depth in walk(roots):
        said = _own_id(branch, terms[depth - 1] if depth <= len(terms) else "")
        above = own[parent.key].slot if parent is not None else Slot.MAP
        if said is None or said.slot <= above:
            return {}
        own[branch.key] = said
    return own


def _own_id(branch: Branch, term: str) -> OwnId | None:
    own = own_id(branch.row.idnumber)
    if own is None and branch.children:
        return OwnId(Slot.LEVEL if term == "level" else Slot.ROLE)
    return own


def _node(branch: Branch, own: OwnId | None, lang: str) -> Node:
    row = branch.row
    paragraphs = paragraphs_in(row.description, row.descriptionformat)
    code, short = _code(row.shortname, own)
    label = _full_label(row.shortname, code, paragraphs, lang)
    if label is None and code is not None:
        label = _full_label(row.shortname, None, paragraphs, lang)
        code = code if label is None else None
    if label is None:
        word = _word_before(row.shortname, paragraphs, lang) if own else row.shortname.partition(" ")[0]
        label = _full_label(row.shortname, word, paragraphs, lang)
        code = word if label is not None else code
    if label is not None:
        paragraphs = paragraphs[1:]
    elif row.shortname not in ("", row.idnumber) and short:
        label = LangText.model_validate({lang: short})
    elif not row.shortname:
        label = LangText.model_validate({lang: row.idnumber} if row.idnumber else {})
    node = Node(
        key=branch.key,
        label=label or LangText(),
        code=code,
        description=_joined(paragraphs, lang),
        id=row.idnumber if _ID.fullmatch(row.idnumber) else None,
    )
    if own is not None:
        node.slot, node.basic = own.slot, own.basic
        node.fields = {"kind": own.kind} if own.kind is not None else {}
    return node


def _code(shortname: str, own: OwnId | None) -> tuple[str | None, str]:
    """Return the code before a short name, if it is the one of the row's id, and the rest."""
    first, _, rest = shortname.partition(" ")
    if own is not None and own.key and code_slug(first) == own.key:
        return first, rest
    return None, shortname


def _word_before(shortname: str, paragraphs: Sequence[Paragraph], lang: str) -> str:
    """Return what stands before the label of the first paragraph; where the label was cut, the first word."""
    label = short_name(paragraphs[0].said(lang).best(lang)) if paragraphs else ""
    if label and shortname.endswith(f" {label}"):
        return shortname.removesuffix(f" {label}")
    return shortname.partition(" ")[0]


def _full_label(shortname: str, code: str | None, paragraphs: Sequence[Paragraph], lang: str) -> LangText | None:
    """Return the label in the first paragraph, if it is bold and the short name is short for it."""
    if not paragraphs or not paragraphs[0].bold:
        return None
    label = paragraphs[0].said(lang)
    text = " ".join(word for word in (code or "", label.best(lang)) if word)
    return label if short_name(text) == shortname else None


def _joined(paragraphs: Sequence[Paragraph], lang: str) -> LangText:
    texts: dict[str, list[str]] = {}
    for one in paragraphs:
        for tag, text in one.said(lang).root:
            texts.setdefault(tag, []).append(text)
    return LangText.model_validate({tag: "\n".join(parts) for tag, parts in texts.items()})
