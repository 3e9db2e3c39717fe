"""What the 对照 sheet looks like: its columns, its words, and the rows in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from competency_xml.exchange.workbook.form import Field, Sheet
from competency_xml.exchange.workbook.words import Vocabulary, Word

Choice = Literal["same", "new", "other"]

CHOICES = Vocabulary(
    "决定",
    "Decision",
    (
        Word("same", "同一项", "same", ("是", "相同", "同一", "yes", "y")),
        Word("new", "不是同一项", "not the same", ("不是", "不同", "否", "新", "新的一项", "新项", "new", "no", "n")),
        Word("other", "另一旧项", "another old one", ("另一项", "其他", "其它", "别的", "other")),
    ),
)
_CHOICE_PROMPT = (
    "同一项：沿用旧标识和证据。不是同一项：给新标识。另一旧项：在右边写它的标识",
    "same: id and evidence go on. not the same: a new id. another old one: write its id on the right",
)

PAIRS = Sheet(
    "pairs",
    "对照",
    "Pairs to decide",
    (
        Field("type", "类别", "Type", "name", 15, printed=True),
        Field("old_where", "旧的在哪里", "Old one stands in", "name", 26, printed=True),
        Field("old_code", "旧编号", "Old code", "code", 9, printed=True),
        Field("old_text", "旧文字", "Old text", "text", 38, printed=True),
        Field("new_code", "新编号", "New code", "code", 9, printed=True),
        Field("new_text", "新文字", "New text", "text", 38, printed=True),
        Field("new_where", "新的在哪里", "New one stands in", "name", 26, printed=True),
        Field("score", "相似度", "Likeness", "number", 9, printed=True),
        Field("choice", "决定", "Decision", "word", 24, words=CHOICES, printed=True, prompt=_CHOICE_PROMPT),
        Field("other", "另一旧项的标识", "Id of another old one", "id", 24, printed=True),
        Field("comment", "备注", "Comment", "text", 24, printed=True),
        Field("old_id", "旧标识", "Old id", "id", 26),
        Field("new_id", "本次标识", "Id in this import", "id", 26),
        Field("place", "来源位置", "Place in the source", "name", 22),
    ),
    ("old_id", "new_id", "choice"),
    (
        (
            "逐行选择“决定”，存盘，再导入一次。不要改旧标识和本次标识。",
            "Choose a decision in every row, save, and import once more. Leave old ids and ids of this import alone.",
        ),
    ),
    colour="7A4B1E",
)

UNMATCHED = Sheet(
    "unmatched",
    "没有对上的旧项",
    "Old parts without a partner",
    (
        Field("id", "旧标识", "Old id", "id", 30, printed=True),
        Field("type", "类别", "Type", "name", 15, printed=True),
        Field("code", "旧编号", "Old code", "code", 9, printed=True),
        Field("text", "旧文字", "Old text", "text", 60, printed=True),
        Field("where", "在哪里", "Stands in", "name", 50, printed=True),
    ),
    ("id", "text"),
    (
        (
            "决定为“另一旧项”时，从这里找它的标识。没有人认领的旧项会停用，不会删除。",
            "For another old one, find its id here. Those that nobody claims retire; they are not deleted.",
        ),
    ),
    colour="5B6770",
)

#: What stands before the hashes by which a sheet is known to be of these two maps.
OLD_MAP, NEW_SOURCE = "旧图谱 Old map", "新来源 New source"


@dataclass(frozen=True)
class PairRow:
    """One row of the sheet: what is asked, and what an editor wrote."""

    type: str
    old_id: str
    old_code: str
    old_text: str
    old_where: str
    new_id: str
    new_code: str
    new_text: str
    new_where: str
    place: str
    score: float
    choice: Choice | None = None
    other: str = ""
    comment: str = ""

    @property
    def about(self) -> tuple[str, str, str]:
        """What a decision was about: it holds as long as these are the same."""
        return self.old_id, self.old_text, self.new_text


@dataclass(frozen=True)
class SheetHead:
    """Which maps a sheet is of: a line about each for people, and the SHA-256 of each."""

    old_map: str
    old_sha256: str
    new_source: str
    new_sha256: str
