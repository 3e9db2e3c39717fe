"""Texts of a map: names that are missing, nothing below a name, texts cut off or with a bracket astray."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import chain

from competency_xml.check.doubts import Doubt
from competency_xml.check.half_words import half_words
from competency_xml.check.layout import MapLayout, Row
from competency_xml.check.wording import Wording, WordingKind, unbalanced, wording_of
from competency_xml.model import Function, Work
from foundation.text import ZH, both

_NO_WORDING = (("", ""),)
_IDS: dict[WordingKind, str] = {
    "empty": "MAP-TEXT-EMPTY",
    "separator": "MAP-TEXT-SEPARATOR",
    "short": "MAP-TEXT-SHORT",
    "function-word": "MAP-TEXT-FUNCTION-WORD",
    "half-word": "MAP-TEXT-HALF-WORD",
}


def text_doubts(layout: MapLayout) -> Iterator[Doubt]:
    """Yield the doubts about the texts of parts in use."""
    yield from _item_doubts(layout.basic, semicolons_end_items=False)
    for laid_out in layout.levels:
        for function, works in laid_out.in_use:
            yield from _name_doubts(function)
            for work, _ in works:
                yield from _name_doubts(work)
        yield from _item_doubts(laid_out.items, semicolons_end_items=_semicolons_end_items(laid_out.items))
    yield from _half_word_doubts(layout)


def _item_doubts(items: Sequence[Row], *, semicolons_end_items: bool) -> Iterator[Doubt]:
    for item in items:
        kind = item.kind or "ability"
        for _, text in item.texts or _NO_WORDING:
            wording = wording_of(text, kind, semicolons_end_items=semicolons_end_items)
            if wording is not None:
                yield _cut(item, wording, text)
            mark = unbalanced(text)
            if mark is not None:
                yield _unbalanced(item, mark)


def _half_word_doubts(layout: MapLayout) -> Iterator[Doubt]:
    everything = chain(layout.basic, *(laid_out.items for laid_out in layout.levels))
    items = [item for item in everything if item.texts and item.texts[0][0] == ZH]
    texts = [item.texts[0][1].rstrip() for item in items]
    for index, missing in half_words(texts).items():
        item = items[index]
        if wording_of(texts[index], item.kind or "ability") is None:
            last = texts[index][-1]
            yield _cut(item, Wording("half-word", last), f"{texts[index]}（{last}{missing}…）")


def _name_doubts(part: Row) -> Iterator[Doubt]:
    """Names are shorter than items: 培训 is a whole one."""
    is_function = isinstance(part.part, Function)
    if not part.text.strip():
        yield _unnamed(part, is_function=is_function)
        return
    for _, text in part.texts:
        wording = wording_of(text, "literacy")
        if wording is not None:
            yield _cut(part, wording, text)
        mark = unbalanced(text)
        if mark is not None:
            yield _unbalanced(part, mark)
    if (isinstance(part.part, Function) and not part.part.works) or (
        isinstance(part.part, Work) and not part.part.items
    ):
        yield _childless(part, is_function=is_function)


def _semicolons_end_items(items: Sequence[Row]) -> bool:
    ends = Counter([item.texts[0][1].rstrip()[-1:] for item in items if item.texts])
    return 2 * (ends["；"] + ends[";"]) > ends.total()


def _cut(part: Row, wording: Wording, text: str) -> Doubt:
    evidence, tail = wording.evidence, text.rstrip()[-12:]
    messages = {
        "empty": both("没有文字", "there is no text"),
        "separator": both(f"以“{evidence}”结尾，疑似不完整：…{tail}", f"it ends in {evidence} and may be cut off"),
        "short": both(f"只有“{evidence}”，疑似不完整", f"it is nothing but {evidence} and may be cut off"),
        "function-word": both(
            f"以虚词“{evidence}”结尾，疑似不完整：…{tail}", f"it ends in the function word {evidence} and is cut off"
        ),
        "half-word": both(
            f"结尾“{evidence}”像半个词，疑似不完整：…{tail}",
            f"its end {evidence} looks like half a word; it may be cut off",
        ),
    }
    message = f"{part.code or part.id} {messages[wording.kind]}"
    return Doubt(_IDS[wording.kind], part.part, message, both("请对照原文补全", "Complete it from the original"))


def _unnamed(part: Row, *, is_function: bool) -> Doubt:
    zh, en = ("职业功能", "function") if is_function else ("工作内容", "work")
    number = part.code or "?"
    return Doubt(
        "MAP-FUNCTION-EMPTY" if is_function else "MAP-WORK-EMPTY",
        part.part,
        both(f"{number} 的{zh}名称是空的", f"The {en} {number} has no name"),
        both("请对照原文补上名称", "Add its name from the original"),
    )


def _childless(part: Row, *, is_function: bool) -> Doubt:
    zh, en = ("工作内容", "works") if is_function else ("任何要求", "items")
    return Doubt(
        "MAP-CHILDLESS",
        part.part,
        both(f"{part.text[:20]} 下没有{zh}", f"{part.text[:20]} has no {en}"),
        both("请补上，或删除", "Add them, or remove it"),
    )


def _unbalanced(part: Row, mark: str) -> Doubt:
    return Doubt(
        "MAP-TEXT-BRACKETS",
        part.part,
        f"{part.code or part.id} "
        + both(f"括号或引号不成对：{mark}", f"a bracket or quotation mark has no partner: {mark}"),
        both("请补上或删除", "Add its partner, or remove it"),
    )
