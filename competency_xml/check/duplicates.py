"""The same said twice in one level: to the letter, or but for punctuation, letter case, width and little words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Hashable, Iterable, Iterator

from competency_xml.check.doubts import Doubt, MapPart
from competency_xml.check.layout import MapLayout, Row
from competency_xml.model import Level
from foundation.text import both

#: What makes no other requirement of a text: marks, spaces, and words that only join.
_LITTLE = re.compile(r"[\W_的了地与和及并]+")
_WIDE = re.compile("[\uff01-\uff5e]")


def duplicate_doubts(layout: MapLayout) -> Iterator[Doubt]:
    """Yield abilities that are there twice in a level, other items and names that are there twice in one place."""
    for role in layout.map.roles:
        yield from _names(level for level in role.levels if level.is_named)
    yield from _names(layout.map.roles)
    for laid_out in layout.levels:
        yield from _names(function.part for function, _ in laid_out.in_use)
        for _, works in laid_out.in_use:
            yield from _names(work.part for work, _ in works)
        yield from _alike(item for item in laid_out.items if item.kind == "ability")
        for _, items in laid_out.works:
            others = [item for item in items if item.kind != "ability"]
            if len(others) > 1:
                yield from _alike(others)
    yield from _alike(layout.basic)


def gist_of(text: str) -> str:
    """Return what two wordings of one requirement have in common.

    >>> gist_of("能编制、评审质量计划。") == gist_of("能够编制和评审质量计划")
    True
    """
    gist = _LITTLE.sub("", text)
    if _WIDE.search(gist):
        gist = unicodedata.normalize("NFKC", gist)
    return gist.removeprefix("能够").removeprefix("能").casefold()


def _alike(items: Iterable[Row]) -> Iterator[Doubt]:
    seen: dict[tuple[object, str], Row] = {}
    for item in items:
        gist = gist_of(item.text)
        if not gist:
            continue
        first = seen.setdefault((item.kind, gist), item)
        if first is not item:
            yield _repeated(item, first)


def _names(parts: Iterable[MapPart]) -> Iterator[Doubt]:
    seen: dict[Hashable, MapPart] = {}
    for part in parts:
        if part.status != "active" or not part.label:
            continue
        direction = part.direction.root if isinstance(part, Level) else ()
        first = seen.setdefault((part.label.root, direction), part)
        if first is not part:
            yield _same_name(part, first)


def _repeated(item: Row, first: Row) -> Doubt:
    to_the_letter = item.text.strip() == first.text.strip()
    other, text = first.code or first.id, item.text[:20]
    if to_the_letter:
        says = both(f"与 {other} 文字重复：{text}", f"it repeats {other}: {text}")
    else:
        says = both(f"与 {other} 几乎相同：{text}", f"it says nearly the same as {other}: {text}")
    return Doubt(
        "MAP-TEXT-DUPLICATE" if to_the_letter else "MAP-TEXT-ALIKE",
        item.part,
        f"{item.code or item.id} {says}",
        both("请删除或更正其中一条", "Remove or correct one of them"),
    )


def _same_name(part: MapPart, first: MapPart) -> Doubt:
    name = part.label.best()[:20]
    return Doubt(
        "MAP-NAME-DUPLICATE",
        part,
        both(f"与 {first.code or first.id} 同名：{name}", f"It has the name of {first.code or first.id}: {name}"),
        both("请更正名称，或把两处合并", "Correct the name, or join the two"),
    )
