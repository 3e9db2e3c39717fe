"""Re-import: a freshly read map is laid onto an old one, so that ids, UUIDs and all evidence survive.

Parts are matched by key (role, level, direction, kind, code), then by text; what is doubtful is for a person to
decide. A matched part keeps id and UUID, and what the source cannot say: translations, Bloom levels, descriptions.
A new part gets an id that no part ever had. What is gone retires where it stood.

    >>> from competency_xml.xml import read_map
    >>> old, new = read_map(Path("map.xml")), read_map(Path("read.xml"))      # doctest: +SKIP
    >>> laid = lay_onto(old, new)                                             # doctest: +SKIP
    >>> [(pair.old.id, pair.new.id, pair.score) for pair in laid.doubtful]    # doctest: +SKIP
"""

from __future__ import annotations

from competency_xml.collector import collector_paused
from competency_xml.matching import Pair
from competency_xml.model import CompetencyMap
from competency_xml.onto.minting import identities
from competency_xml.onto.model import Doubtful, Laid, Matched, OntoOptions, SourceTraits
from competency_xml.onto.notes import Notes
from competency_xml.onto.pairing import Pairing, pair_parts
from competency_xml.onto.statement import StatementLaying
from competency_xml.onto.task import Decisions, Task
from competency_xml.onto.tree import TreeLaying
from foundation.findings import has_errors

__all__ = ["Decisions", "Doubtful", "Laid", "Matched", "OntoOptions", "SourceTraits", "Task", "lay", "lay_onto"]


def lay_onto(old: CompetencyMap, new: CompetencyMap, decisions: Decisions | None = None) -> Laid:
    """Lay a map that was read from a table onto an old one, with what is customary; `lay` takes all that can be said.

    Args:
        old: the map with the ids that records cite.
        new: the map as read.
        decisions: of doubtful pairs, id in `new` → id in `old`, or None where the part is new.
    """
    return lay(Task(old, new, decisions=decisions or {}))


def lay(task: Task) -> Laid:
    """Return the source laid onto the old map, or what a person must decide first. Deterministic."""
    with collector_paused():
        return _laid(task)


def _laid(task: Task) -> Laid:
    notes = Notes()
    if task.old.standard is not None and task.new.inspired_by is not None:
        notes.becomes_illustrative()
        return Laid(None, Matched(), findings=notes.findings)
    pairing = pair_parts(task)
    matched = _matched(pairing)
    if pairing.doubtful:
        for pair in pairing.doubtful:
            notes.doubtful(pair)
        return Laid(None, matched, pairing.doubtful, pairing.unmatched, notes.findings)
    notes.scope(pairing)
    notes.little(pairing)
    competency_map = _map(pairing, notes)
    return Laid(None if has_errors(notes.findings) else competency_map, matched, findings=notes.findings)


def _map(pairing: Pairing, notes: Notes) -> CompetencyMap:
    tree = TreeLaying(pairing, identities(pairing), notes)
    return StatementLaying(pairing.task, tree.parts, notes).stated(tree.laid())


def _matched(pairing: Pairing) -> Matched:
    sure = [pair for pair in pairing.pairs if pair.sure]
    decided = sum(pair.how == "settled" for pair in sure)
    by_key = sum(_is_by_key(pair, pairing) for pair in sure)
    paired = {pair.new.id for pair in (*pairing.pairs, *pairing.doubtful)}
    misses = {pair.old.id for pair in pairing.doubtful}
    return Matched(
        by_key=by_key,
        by_text=len(sure) - decided - by_key,
        decided=decided,
        new=sum(place_id not in paired for place_id in pairing.task.news),
        retired=sum(place.id not in misses for place in pairing.unmatched),
    )


def _is_by_key(pair: Pair, pairing: Pairing) -> bool:
    """Whether a pair is known by a stored id, or has one key: level, direction, kind and code."""
    if pair.how == "settled":
        return False
    if pair.how in ("uuid", "id", "key"):
        return True
    old, new = pair.old.above("level"), pair.new.above("level")
    in_one = old is new if old is None or new is None else pairing.old_id.get(new.id) == old.id
    return in_one and pair.old.part.code is not None and pair.old.part.code == pair.new.part.code
