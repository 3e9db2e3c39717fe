"""A difference as lines to read in a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from competency_xml.diff.model import (
    Change,
    FactChange,
    MapDiff,
    Move,
    Presence,
    Reweighting,
    Rewording,
    Side,
    TextChange,
)
from competency_xml.diff.wording import LIST_NAMES, both_names, field_name, headline, shown, why_text
from competency_xml.part_names import exam_part_name
from foundation.text import LangText, both

#: How a run of characters that went or came is set off: [-went-]{+came+}.
_MARKS = {"same": ("", ""), "old": ("[-", "-]"), "new": ("{+", "+}")}


def diff_text(diff: MapDiff) -> str:
    """Return a difference as text: a summary, then every change in its list."""
    return "\n".join(_lines(diff))


def summary(diff: MapDiff) -> str:
    """Return the counts of the lists that are not empty, in both languages."""
    counted = {name: len(changes) for name, changes in diff.lists().items() if changes}
    if not counted:
        return both("没有差异", "No difference")
    zh = "，".join(f"{LIST_NAMES[name].best()} {count}" for name, count in counted.items())
    en = ", ".join(f"{count} {LIST_NAMES[name].best('en')}" for name, count in counted.items())
    return both(zh, en)


def _lines(diff: MapDiff) -> Iterator[str]:
    yield f"--- {_side(diff.old)}"
    yield f"+++ {_side(diff.new)}"
    yield summary(diff)
    for name, changes in diff.lists().items():
        if changes:
            yield ""
            yield f"{both_names(LIST_NAMES[name])} ({len(changes)})"
        for change in changes:
            yield from _change(name, change)


def _side(side: Side) -> str:
    return f"{side.title.best()} {side.version} ({side.status}, {side.items} {both('项', 'items')})"


def _change(name: str, change: Change) -> Iterator[str]:
    where = change.id or ""
    renamed = f" → {change.new_id}" if change.new_id else ""
    yield f"  {where}{renamed}  {headline(change)}".rstrip()
    if isinstance(change, Rewording):
        yield from (f"      {_rewording(text)}" for text in change.texts)
    elif isinstance(change, Move):
        yield f"      {_trail(change.old_place)} → {_trail(change.place)} ({change.old} → {change.new})"
    elif isinstance(change, Presence):
        yield f"      {why_text(change, added=name == 'added')}"
    else:
        yield f"      {_label(change)}{shown(change.old)} → {shown(change.new)}"


def _trail(place: tuple[LangText, ...]) -> str:
    return " › ".join(one.best() for one in place if one) or both("共同基础", "basics")


def _label(change: Change) -> str:
    if isinstance(change, Reweighting):
        return f"{both_names(exam_part_name(change.table))}: "
    return f"{both_names(field_name(change.field))}: " if isinstance(change, FactChange) else ""


def _rewording(text: TextChange) -> str:
    words = "".join(_MARKS[one.op][0] + one.text + _MARKS[one.op][1] for one in text.words).replace("\n", " ⏎ ")
    return f"{text.lang}: {words}" if text.field == "label" else f"{field_name(text.field).best()} {text.lang}: {words}"
