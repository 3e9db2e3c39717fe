"""Is a text whole? Rules for what is cut off, shared by importers and `map check`.

A rule speaks only where Chinese (or English) leaves no other reading: a sound text must raise no alarm. What a
cut leaves behind as a sound-looking phrase (能使用软件 of 能使用软件建模) no rule can see; docs/maps.md says so.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from string import ascii_letters
from typing import Literal

from competency_xml.model import ItemKind

WordingKind = Literal["empty", "separator", "short", "function-word", "half-word"]

_SEPARATORS = "，,、：:；;"
_END_MARKS = " \t\n\u00a0\u3000。．.!！?？;；"

#: Function words that cannot end a text → whole words that end in the same characters and can.
_ENDINGS: dict[str, str] = {
    "以": "可以",
    "的": "目的 标的 靶的",
    "和": "饱和 总和 求和 加和 之和 校验和 检验和 平方和 代数和 累加和 缓和 中和 调和 谐和 混和 掺和 温和 平和 柔和 "
    "随和 祥和 亲和 拌和 搅和 附和 共和 协和 人和 维和",
    "与": "参与 赋与 给与 授与 付与 逻辑与 位与",
    "并": "合并 兼并 归并 吞并 裁并 撤并 拆并 火并",
    "及": "普及 涉及 顾及 波及 触及 提及 惠及 危及 遍及 企及 殃及 兼及 言及 埃及",
    "或": "逻辑或 位或 异或 同或",
    "对": "核对 校对 比对 查对 配对 应对 面对 匹对 答对 反对 相对 绝对 敌对 派对 结对 成对 一对 值对 "
    "线对 词对 句对 钥对 分对 样本对 标签对",
    "在": "存在 所在 内在 外在 潜在 实在 现在 同在 健在 自在 何在",
    "为": "行为 作为 人为 有为 无为 所为 可为 敢为 何为 难为 华为",
    "将": "大将 上将 中将 少将 干将 名将 主将 强将 闯将 老将 小将 猛将 麻将",
    "把": "火把 车把 拖把 门把 手把 刀把 一把",
    "被": "植被 棉被 毛被 覆被",
    "从": "主从 服从 遵从 随从 听从 顺从 跟从 盲从",
    "于": "大于 小于 等于 终于",
    "而": "",
    "且": "",
    "但": "",
    "若": "",
    "及其": "",
    "尤其": "",
    "例如": "",
    "比如": "",
    "譬如": "",
    "包括": "",
    "特别是": "",
    "尤其是": "",
    "主要是": "",
    "为了": "",
    "以便": "",
    "或者": "",
    "不仅": "",
    "是否": "",
    "使得": "",
    "促使": "",
    "致使": "",
    "给予": "",
    "各": "",
    "每": "",
    "某": "",
}
_ENDINGS_BY_LAST: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
for _word, _whole_words in _ENDINGS.items():
    _ENDINGS_BY_LAST.setdefault(_word[-1], []).append((_word, tuple(_whole_words.split())))

#: Prepositions that are also parts of words (方向, 理由, 依据): a cut only where they stand alone in their clause.
_PREPOSITION = (
    "在|对|向|由|按|据|经|用|让|给|将|把|从|为|按照|依照|根据|依据|基于|针对|关于|对于|随着|面向|围绕|如|诸如"
)
_AUXILIARY = "能|能够|可|可以|会|须|应|并|且|还|并能|且能|还能"
_LONE_VERB = "使用|应用|运用|利用|采用|通过|结合|借助|进行|实现|完成"
_STUB = re.compile(
    rf"(?:^|[，,；;。：:])\s*(?:(?:{_AUXILIARY})?(?:{_PREPOSITION})|{_AUXILIARY})$|^(?:能|能够)(?:{_LONE_VERB})$"
)
_STUB_ENDS = frozenset(word[-1] for words in (_PREPOSITION, _AUXILIARY, _LONE_VERB) for word in words.split("|"))
#: 对数据进行: what is done to the data is missing.
_DO_WHAT = re.compile("(?:^|[，,；;、]|能|能够|并|须)对[^，,；;。]{1,40}(?<!顺利|正常|有序|稳定|持续)进行$")
#: 搭建并发: a verb of making, 并, and half of the verb that follows; nobody builds, writes or draws a 并发.
_HALF_VERB = re.compile("(?:搭建|制作|编写|编制|撰写|起草|草拟|拟订|拟定|制订|制定|绘制|拍摄|修订)并[\u4e00-\u9fff]$")
_ENGLISH_ENDING = re.compile(
    r"(?:^|\s)(?:a|an|the|and|or|of|to|for|with|by|from|into|using|including|such as|e\.g)$", re.IGNORECASE
)
#: A text that ends in three letters of which the last is none of these is whole, as far as any rule here can tell.
_DOUBTFUL_ENDS = frozenset((*_ENDINGS_BY_LAST, *_STUB_ENDS, "行", *ascii_letters))
_ACRONYM = re.compile("[0-9A-Z][0-9A-Za-z+#]?")

_HALF_WIDTH = str.maketrans("（）【】［］｛｝", "()[][]{}")
_PAIRS = {"(": ")", "[": "]", "{": "}", "《": "》", "「": "」", "“": "”"}
_CLOSING = frozenset(_PAIRS.values())
_MARKS = re.compile(r'[()\[\]{}《》「」“”（）【】［］｛｝"]')
#: Half-open intervals and inches: marks that need no partner.
_LONE_MARKS = re.compile(r"[\[(]\s*[-0-9.∞]+\s*[,，]\s*[-0-9.∞]+\s*[\])]|(?<=[0-9])\"")
#: 1）…；2）…: what stands before a closing bracket that counts.
_ENUMERATOR = re.compile("(?:^|[\\s，,、；;。：:])[0-9A-Za-z一二三四五六七八九十]{1,2}$")


@dataclass(frozen=True)
class Wording:
    """What is wrong with a text, and the characters that show it."""

    kind: WordingKind
    evidence: str


def wording_of(text: str, kind: ItemKind, *, semicolons_end_items: bool = False) -> Wording | None:
    """Return why a text cannot be whole, or None.

    `semicolons_end_items` says that this table ends its items with semicolons, as lists do.
    """
    tail = text[-3:]
    if len(tail) == 3 and tail.isalpha() and tail[1] != "并" and tail[2] not in _DOUBTFUL_ENDS:
        return None  # as most texts end: a rule that looks for anything else must say so here
    end = text.rstrip()
    if not end:
        return Wording("empty", "")
    if end[-1] in _SEPARATORS and not (semicolons_end_items and end[-1] in "；;"):
        return Wording("separator", end[-1])
    core = end.strip(_END_MARKS)
    if _is_short(core, kind):
        return Wording("short", core)
    return _cut_end(core)


def unbalanced(text: str) -> str | None:
    """Return the bracket or quotation mark that has no partner, or None. The two of a pair may differ in width."""
    if _MARKS.search(text) is None:
        return None
    plain = _LONE_MARKS.sub(" ", text.translate(_HALF_WIDTH))
    open_marks: list[str] = []
    for found in _MARKS.finditer(plain):
        mark = found[0]
        if mark in _PAIRS:
            open_marks.append(mark)
        elif mark in _CLOSING and open_marks:
            if _PAIRS[open_marks.pop()] != mark:
                return mark
        elif mark in _CLOSING and not _ends_an_enumerator(plain, found.start()):
            return mark
    if open_marks:
        return open_marks[-1]
    return '"' if plain.count('"') % 2 and text.count('"') % 2 else None


def _ends_an_enumerator(text: str, position: int) -> bool:
    return text[position] == ")" and _ENUMERATOR.search(text, max(0, position - 3), position) is not None


def _is_short(core: str, kind: ItemKind) -> bool:
    """Whether a text says too little: 能在. Two characters do for knowledge of AI or 5S, and for 诚信."""
    if len(core) > 2:
        return False
    if kind == "ability":
        return True
    return len(core) < (3 if kind == "knowledge" else 2) and not _ACRONYM.fullmatch(core)


def _cut_end(core: str) -> Wording | None:
    # 是…的 is a sound end of a sentence: 能识别哪些工作是可以自动化的
    for word, whole_words in _ENDINGS_BY_LAST.get(core[-1], ()):
        if core.endswith(word) and not core.endswith(whole_words) and not (word == "的" and "是" in core):
            return Wording("function-word", word)
    if core[-1] in _STUB_ENDS and (stub := _STUB.search(core)) is not None:
        return Wording("function-word", stub[0].lstrip("，,；;。：: "))
    if core[-1].isascii() and (english := _ENGLISH_ENDING.search(core)) is not None:
        return Wording("function-word", english[0].strip())
    if core.endswith("进行") and _DO_WHAT.search(core):
        return Wording("function-word", "进行")
    half = _HALF_VERB.search(core) if core[-2:-1] == "并" else None
    return None if half is None else Wording("half-word", half[0])
