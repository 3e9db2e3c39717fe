"""Ids of parts in the URIs of items: a package without our extension still says them, where it came from a map."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import unquote

from competency_xml.exchange.case.mending import uuid_in
from competency_xml.exchange.case.package import Document, Item
from competency_xml.exchange.uris import as_uri
from competency_xml.model import ID_PATTERN

_ID = re.compile(ID_PATTERN)


def ids_in_uris(document: Document, items: Iterable[Item]) -> dict[str, str]:
    """Return item → id, if the URI of every item is the document's and an id; else nothing.

    UUIDs, which servers put there, are no ids.
    """
    ids: dict[str, str] = {}
    for item in items:
        part_id = unquote(item.uri.removeprefix(document.uri))
        sound = item.uri.startswith(document.uri) and _ID.fullmatch(part_id) and uuid_in(part_id) is None
        if not sound or as_uri(document.uri + part_id) != item.uri:
            return {}
        ids[item.identifier] = part_id
    return ids if len(set(ids.values())) == len(ids) else {}


def base_in_uri(document: Document) -> str:
    """Return the base of which a document's URI was made: an IRI, where it can be told back."""
    base = unquote(document.uri)
    return base if as_uri(base) == document.uri else document.uri
