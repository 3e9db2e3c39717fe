"""What the reading of a printed table found, at sheet and cell."""

from __future__ import annotations

from competency_xml.exchange.printed.weights.notes import WeightNotes
from competency_xml.exchange.printed.word_notes import WordNotes
from foundation.text import both


class ReadingNotes(WeightNotes, WordNotes):
    """Collects findings of one file, in reading order."""

    def number_cell(self, place: str, shown: str, restored: str | None) -> None:
        """Note a cell that Excel holds as a number where a code or text belongs."""
        taken = both(f"已按 {restored} 导入；", f"Taken as {restored}; ") if restored else ""
        self._add(
            "MAP-CELL-NUMBER",
            place,
            both(
                f"Excel 把此单元格当成数字 {shown}（1.10 会变成 1.1）",
                f"Excel holds the number {shown} here (1.10 becomes 1.1)",
            ),
            taken
            + both("请核对，并把单元格格式设为“文本”后重新输入", "check it, format the cell as text and type it again"),
        )

    def date_cell(self, place: str, shown: str) -> None:
        """Note a cell that Excel turned into a date."""
        self._add(
            "MAP-CELL-DATE",
            place,
            both(f"Excel 把此单元格变成了日期 {shown}", f"Excel turned this cell into the date {shown}"),
            both("请把单元格格式设为“文本”后重新输入", "Format the cell as text and type it again"),
        )

    def error_cell(self, place: str, shown: str) -> None:
        """Note a cell that shows an Excel error or a truth value instead of text."""
        self._add(
            "MAP-CELL-ERROR",
            place,
            both(f"单元格的内容是 {shown}，没有导入", f"The cell holds {shown} and was not imported"),
            both("请更正单元格", "Correct the cell"),
        )

    def formula_cell(self, place: str) -> None:
        """Note a formula: its last computed value was taken."""
        self._add(
            "MAP-CELL-FORMULA",
            place,
            both("单元格是公式，只取其上次算出的值", "The cell is a formula; its last computed value was taken"),
            both("请改成文字", "Replace it by its text"),
        )

    def control_characters(self, place: str) -> None:
        """Note characters that no text should hold; they were left out."""
        self._add(
            "MAP-CELL-CHARACTER",
            place,
            both("文字含有控制字符，已去掉", "The text holds control characters; they were left out"),
            both("请在原表中删除", "Remove them from the table"),
        )

    def continued_line(self, place: str, text: str) -> None:
        """Note a line without a code that was taken as the rest of the line above."""
        self._add(
            "MAP-LINE-CONTINUED",
            place,
            both(
                f"此行没有编号，已并入上一条：{text[:20]}",
                f"This line has no code and was joined to the one above: {text[:20]}",
            ),
            both("如果是新的一条，请补上编号", "If it is an item of its own, add its code"),
            "note",
        )

    def unknown_column(self, place: str, heading: str) -> None:
        """Note a column that was not imported."""
        self._add(
            "MAP-COLUMN",
            place,
            both(f"不认识的列“{heading}”，没有导入", f"The column {heading} is unknown and was not imported"),
            both(
                "表头请用：职业功能、工作内容、专业能力要求、相关知识要求、经验要求、素养要求",
                "See docs/maps.md for the headings",
            ),
            "note",
        )

    def note_row(self, place: str, text: str) -> None:
        """Note a remark below the table that was not imported."""
        self._add(
            "MAP-ROW-NOTE",
            place,
            both(f"表注没有导入：{text[:20]}", f"A remark was not imported: {text[:20]}"),
            "",
            "note",
        )

    def unknown_heading(self, place: str, text: str) -> None:
        """Note a row across the table that names no level or direction."""
        self._add(
            "MAP-ROW-HEADING",
            place,
            both(f"横贯表格的一行没有看懂：{text[:20]}", f"A row across the table was not understood: {text[:20]}"),
            both("等级请写初级、中级、高级或五级至一级", "Name levels as 初级, 中级, 高级 or 五级 to 一级"),
        )

    def untitled(self, place: str) -> None:
        """Note that nothing says which role or standard a table is about."""
        self._add(
            "MAP-TITLE",
            place,
            both("表格没有标题行，不知是哪个岗位、哪个标准", "No title row says which role and standard this is"),
            both("请在表头上方写标题，或用 --role 指定岗位", "Put a title above the headings, or give --role"),
        )

    def unnamed_level(self, place: str, label: str) -> None:
        """Note that a level was told apart by the name of its sheet alone."""
        self._add(
            "MAP-LEVEL",
            place,
            both(f"没有写明等级，暂用工作表名“{label}”", f"The level is not named; the sheet's name {label} was taken"),
            both("请在标题行写明等级", "Name the level in the title row"),
        )

    def role_not_applied(self, role: str) -> None:
        """Note that a file with several roles cannot be given one role's id."""
        self._add(
            "MAP-ROLE",
            None,
            both(
                f"文件里有几个岗位，--role {role} 没有使用",
                f"The file holds several roles; --role {role} was not applied",
            ),
            both("请每个岗位一个文件，或不用 --role", "Use one file per role, or leave --role out"),
        )

    def hidden_sheet(self, name: str) -> None:
        """Note a hidden sheet, which was not read."""
        self._add(
            "MAP-SHEET-HIDDEN",
            name,
            both("隐藏的工作表没有导入", "A hidden sheet was not imported"),
            both("需要时请取消隐藏", "Unhide it if it belongs to the map"),
        )

    def sheet_without_table(self, name: str) -> None:
        """Note a sheet in which no table was found."""
        self._add(
            "MAP-SHEET-EMPTY",
            name,
            both("工作表中没有找到要求表", "No table of requirements was found in this sheet"),
            both(
                "表头须有“工作内容”和“专业能力要求”等", "The headings must have 工作内容 and 专业能力要求 or the like"
            ),
            "note",
        )

    def macros(self) -> None:
        """Note that the workbook carries macros; they are never run."""
        self._add(
            "MAP-MACROS",
            None,
            both("文件含有宏，已忽略", "The file carries macros; they were ignored"),
            both("请另存为不含宏的 .xlsx 或 .docx", "Save it as .xlsx or .docx, without macros"),
        )
