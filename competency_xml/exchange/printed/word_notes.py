"""What the reading of a Word file found that a workbook does not have."""

from __future__ import annotations

from collections.abc import Sequence

from competency_xml.exchange.docx.document import Remark, RemarkKind
from competency_xml.exchange.printed.pad import NotePad
from foundation.findings import Severity
from foundation.text import both

_KINDS: dict[RemarkKind, tuple[str, Severity, str, str]] = {
    "tracked": (
        "MAP-TRACKED",
        "note",
        both("含有未接受的修订，按接受全部修订读取", "Tracked changes are read as if all were accepted"),
        both("请在 Word 中接受或拒绝修订", "Accept or reject them in Word"),
    ),
    "footnote": (
        "MAP-FOOTNOTE",
        "note",
        both("脚注、尾注没有导入", "A footnote or endnote was not imported"),
        both("要紧的内容请写进正文", "Put what matters into the text"),
    ),
    "text-box": (
        "MAP-TEXT-BOX",
        "note",
        both("文本框中的文字接在所在段落之后", "The text of a text box was read after the paragraph it hangs on"),
        both("请核对，或移到正文中", "Check it, or move it into the text"),
    ),
    "object": (
        "MAP-OBJECT",
        "warning",
        both("嵌入的对象没有读取", "An embedded object was not read"),
        both("请把内容写进表格", "Write its content into the table"),
    ),
    "picture": (
        "MAP-PICTURE",
        "note",
        both("图片没有读取", "A picture was not read"),
        both("图片中的文字请写进表格", "Write the text in it into the table"),
    ),
    "hidden": (
        "MAP-HIDDEN-TEXT",
        "warning",
        both("隐藏的文字没有导入", "Hidden text was not imported"),
        both("需要时请取消隐藏", "Unhide it if it belongs to the map"),
    ),
    "foreign-part": (
        "MAP-FOREIGN-PART",
        "warning",
        both("插入的外部文档没有读取", "A document that this one includes was not read"),
        both("请在 Word 中打开并重新保存", "Open the file in Word and save it again"),
    ),
}


class WordNotes(NotePad):
    """Findings of Word files."""

    def remarks(self, remarks: Sequence[Remark]) -> None:
        """Note what was left out or stands elsewhere: every cell of tables, outside of them each kind once."""
        seen: set[RemarkKind] = set()
        for remark in remarks:
            if not remark.place.startswith("Table"):
                if remark.kind in seen:
                    continue
                seen.add(remark.kind)
            finding_id, severity, message, remedy = _KINDS[remark.kind]
            self._add(finding_id, remark.place, message, remedy, severity)
