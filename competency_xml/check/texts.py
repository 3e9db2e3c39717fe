"""Texts of a map: names that are missing, texts cut off, repeated, with a bracket astray, or not translated."""

from __future__ import annotations

from collections.abc import Iterator

from competency_xml.check.doubts import Doubt, MapPart, parts_in
from competency_xml.check.half_words import half_words
from competency_xml.check.wording import Wording, WordingKind, unbalanced, wording_of
from competency_xml.model import CompetencyMap, Function, Item, ItemKind, Level, Work
from foundation.text import LANGUAGES, ZH, both

_NO_WORDING = (("", ""),)
_IDS: dict[WordingKind, str] = {
    "empty": "MAP-TEXT-EMPTY",
    "separator": "MAP-TEXT-SEPARATOR",
    "short": "MAP-TEXT-SHORT",
    "function-word": "MAP-TEXT-FUNCTION-WORD",
    "half-word": "MAP-TEXT-HALF-WORD",
}


def text_doubts(competency_map: CompetencyMap) -> Iterator[Doubt]:
    """Yield the doubts about the texts of active parts."""
    for item in competency_map.basic:
        if item.status == "active":
            yield from _item_doubts(item, semicolons_end_items=False)
    for level in competency_map.levels():
        listed = _semicolons_end_items(level)
        for function in level.functions:
            if function.status == "active":
                yield from _name_doubts(function)
                for work in function.works:
                    if work.status == "active":
                        yield from _name_doubts(work)
                        yield from _work_doubts(work, semicolons_end_items=listed)
    yield from _half_word_doubts(competency_map)
    yield from _translation_doubts(competency_map)


def _work_doubts(work: Work, *, semicolons_end_items: bool) -> list[Doubt]:
    doubts: list[Doubt] = []
    texts: dict[ItemKind, set[str]] = {}
    for item in work.items:
        if item.status != "active":
            continue
        doubts.extend(_item_doubts(item, semicolons_end_items=semicolons_end_items))
        seen = texts.setdefault(item.kind, set())
        if item.label.root:
            text = item.label.root[0][1].strip()
            if text in seen and text:
                doubts.append(_repeated(item))
            seen.add(text)
    if "knowledge" in texts and "ability" not in texts:
        doubts.append(_orphan(work))
    return doubts


def _item_doubts(item: Item, *, semicolons_end_items: bool) -> list[Doubt]:
    doubts: list[Doubt] = []
    for _, text in item.label.root or _NO_WORDING:
        wording = wording_of(text, item.kind, semicolons_end_items=semicolons_end_items)
        if wording is not None:
            doubts.append(_cut(item, wording, text))
        mark = unbalanced(text)
        if mark is not None:
            doubts.append(_unbalanced(item, mark))
    return doubts


def _half_word_doubts(competency_map: CompetencyMap) -> Iterator[Doubt]:
    items: list[Item] = []
    texts: list[str] = []
    for item in competency_map.items():
        if item.status == "active" and item.label.root and item.label.root[0][0] == ZH:
            items.append(item)
            texts.append(item.label.root[0][1].rstrip())
    for index, missing in half_words(texts).items():
        item = items[index]
        if wording_of(texts[index], item.kind) is None:
            last = texts[index][-1]
            yield _cut(item, Wording("half-word", last), f"{texts[index]}（{last}{missing}…）")


def _name_doubts(part: Function | Work) -> list[Doubt]:
    """Names are shorter than items: 培训 is a whole one."""
    is_function = isinstance(part, Function)
    if not part.label.best().strip():
        return [_unnamed(part, is_function=is_function)]
    doubts: list[Doubt] = []
    for _, text in part.label.root:
        wording = wording_of(text, "literacy")
        if wording is not None:
            doubts.append(_cut(part, wording, text))
        mark = unbalanced(text)
        if mark is not None:
            doubts.append(_unbalanced(part, mark))
    if not (part.works if isinstance(part, Function) else part.items):
        doubts.append(_childless(part, is_function=is_function))
    return doubts


def _semicolons_end_items(level: Level) -> bool:
    ends = [item.label.root[0][1].rstrip()[-1:] for item in level.items() if item.label.root]
    return 2 * (ends.count("；") + ends.count(";")) > len(ends)


def _translation_doubts(competency_map: CompetencyMap) -> Iterator[Doubt]:
    """A map that is translated in part is told what still lacks; one in a single language is not nagged."""
    by_languages: dict[tuple[str, ...], list[MapPart]] = {}
    for part in parts_in(competency_map):
        if part.label.root and part.status == "active":
            by_languages.setdefault(tuple(dict(part.label.root)), []).append(part)
    wanted = {lang for languages in by_languages for lang in languages}
    for languages, parts in by_languages.items():
        for lang in sorted(wanted.difference(languages).intersection(LANGUAGES)):
            for part in parts:
                yield Doubt(
                    "MAP-TRANSLATION",
                    part,
                    both(f"缺少 {lang} 文字", f"There is no text in {lang}"),
                    both("请补上译文", "Add the translation"),
                    "note",
                )


def _cut(part: MapPart, wording: Wording, text: str) -> Doubt:
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
    return Doubt(_IDS[wording.kind], part, message, both("请对照原文补全", "Complete it from the original"))


def _unnamed(part: MapPart, *, is_function: bool) -> Doubt:
    zh, en = ("职业功能", "function") if is_function else ("工作内容", "work")
    number = part.code or "?"
    return Doubt(
        "MAP-FUNCTION-EMPTY" if is_function else "MAP-WORK-EMPTY",
        part,
        both(f"{number} 的{zh}名称是空的", f"The {en} {number} has no name"),
        both("请对照原文补上名称", "Add its name from the original"),
    )


def _childless(part: MapPart, *, is_function: bool) -> Doubt:
    zh, en = ("工作内容", "works") if is_function else ("任何要求", "items")
    return Doubt(
        "MAP-CHILDLESS",
        part,
        both(f"{part.label.best()[:20]} 下没有{zh}", f"{part.label.best()[:20]} has no {en}"),
        both("请补上，或删除", "Add them, or remove it"),
    )


def _repeated(item: Item) -> Doubt:
    text = item.label.best()[:20]
    return Doubt(
        "MAP-TEXT-DUPLICATE",
        item,
        f"{item.code or item.id} "
        + both(f"同一工作内容下文字重复：{text}", f"the same text stands twice in one work: {text}"),
        both("请删除或更正其中一条", "Remove or correct one of them"),
    )


def _unbalanced(part: MapPart, mark: str) -> Doubt:
    return Doubt(
        "MAP-TEXT-BRACKETS",
        part,
        f"{part.code or part.id} "
        + both(f"括号或引号不成对：{mark}", f"a bracket or quotation mark has no partner: {mark}"),
        both("请补上或删除", "Add its partner, or remove it"),
    )


def _orphan(work: Work) -> Doubt:
    return Doubt(
        "MAP-KNOWLEDGE-ORPHAN",
        work,
        both("有知识要求而没有能力要求", "It asks for knowledge and for no ability"),
        both("请核对是否漏了能力要求", "Check whether the abilities were left out"),
        "note",
    )
