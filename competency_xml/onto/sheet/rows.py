"""Doubtful pairs and old parts without a partner → rows that an editor can judge."""

from __future__ import annotations

from collections.abc import Sequence

from competency_xml.matching import Pair
from competency_xml.model import Item
from competency_xml.onto.sheet.form import PairRow
from competency_xml.onto.task import Task
from competency_xml.part_names import PART_NAMES
from competency_xml.places import Placed

#: Texts are there to be read; nobody judges by what comes after this.
_MAX_CHARACTERS = 2_000


def pair_row(pair: Pair) -> PairRow:
    """Return the row of a pair, still undecided."""
    old, new = pair.old, pair.new
    source = new.part.source
    return PairRow(
        type=type_name(new),
        old_id=old.id,
        old_code=old.part.code or "",
        old_text=text_of(old),
        old_where=where(old),
        new_id=new.id,
        new_code=new.part.code or "",
        new_text=text_of(new),
        new_where=where(new),
        place=(source.place if source is not None else None) or "",
        score=round(pair.score, 2),
    )


def rows_of(task: Task, pairs: Sequence[Pair]) -> list[PairRow]:
    """Return the rows of pairs in the order of the source."""
    order = {part_id: number for number, part_id in enumerate(task.news)}
    return [pair_row(pair) for pair in sorted(pairs, key=lambda pair: order[pair.new.id])]


def type_name(place: Placed) -> str:
    """Return what a part is called, in both languages."""
    name = PART_NAMES[place.part.kind if isinstance(place.part, Item) else place.type]
    return f"{name.best()} {name.best('en')}"


def text_of(place: Placed) -> str:
    """Return a part's text, cut where it is endless."""
    return place.part.label.best()[:_MAX_CHARACTERS]


def where(place: Placed) -> str:
    """Return the names of what a part stands in."""
    names = (above.part.label.best() or above.part.code or above.id for above in place.path() if above.type != "level")
    return " › ".join(name[:40] for name in names)
