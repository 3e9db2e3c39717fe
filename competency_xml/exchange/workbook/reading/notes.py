"""What the reading of an authoring workbook notes, at sheet and cell."""

from __future__ import annotations

from competency_xml.exchange.framework.notes import FrameworkNotes, Remark
from competency_xml.limits import MAX_PARTS
from foundation.findings import Severity
from foundation.text import both

_RETYPE = both("请把单元格格式设为“文本”后重新输入", "Format the cell as text and type it again")


class WorkbookNotes(FrameworkNotes):
    """Collects the findings of one workbook."""

    def value(self, place: str, zh: str, en: str, remedy: str) -> None:
        """Note a cell that cannot be understood."""
        self._note("MAP-WORKBOOK-VALUE", place, both(zh, en), remedy, "error")

    def missing(self, place: str, zh: str, en: str) -> None:
        """Note a cell that is blank and must not be."""
        remedy = both("请填写", "Fill it in")
        self._note("MAP-WORKBOOK-MISSING", place, both(f"没有填写{zh}", f"{en} is blank"), remedy, "error")

    def unused(self, place: str, heading: str, kind: str) -> None:
        """Note a cell that rows of its kind have no use for."""
        message = both(
            f"{kind}行不用“{heading}”，没有导入", f"A row of this kind ({kind}) has no {heading}; not imported"
        )
        self._note("MAP-WORKBOOK-UNUSED", place, message, both("请移到所属的行，或清空", "Move it, or clear it"))

    def number_cell(self, place: str, shown: str, taken: str) -> None:
        """Note a number where a text or code belongs."""
        message = both(f"Excel 把此单元格当成数字 {shown}", f"Excel holds the number {shown} here (1.10 becomes 1.1)")
        remedy = both(f"已按 {taken} 导入；请核对", f"Taken as {taken}; check it")
        self._note("MAP-CELL-NUMBER", place, message, remedy)

    def date_cell(self, place: str, shown: str, taken: str | None) -> None:
        """Note a date where a text or code belongs; `taken` None: it cannot be told what it was."""
        message = both(f"Excel 把此单元格变成了日期 {shown}", f"Excel turned this cell into the date {shown}")
        if taken is None:
            self._note("MAP-WORKBOOK-VALUE", place, message, _RETYPE, "error")
            return
        remedy = both(f"已按 {taken} 导入；请核对，", f"Taken as {taken}; check it. ") + _RETYPE
        self._note("MAP-CELL-DATE", place, message, remedy)

    def formula_cell(self, place: str) -> None:
        """Note a formula: its last computed value was taken."""
        message = both("单元格是公式，只取其上次算出的值", "The cell is a formula; its last computed value was taken")
        self._note("MAP-CELL-FORMULA", place, message, both("请改成文字", "Replace it by its text"))

    def control_characters(self, place: str) -> None:
        """Note characters that no text should hold; they were left out."""
        message = both("文字含有控制字符，已去掉", "The text holds control characters; they were left out")
        self._note("MAP-CELL-CHARACTER", place, message, both("请在单元格中删除", "Remove them from the cell"))

    def merged(self, place: str) -> None:
        """Note a merged range over cells of which each has a value of its own."""
        message = both("合并的单元格只算左上角一格", "Of merged cells the top left one alone was read")
        remedy = both("请取消合并，逐格填写", "Unmerge them and fill each in")
        self._note("MAP-WORKBOOK-MERGED", place, message, remedy)

    def kind_inferred(self, place: str, kind: str) -> None:
        """Note a row without kind that was taken as the one above it."""
        message = both(f"没有填写类别，按上一行当作“{kind}”", f"The kind is blank; taken as {kind}, as the row above")
        self._note("MAP-WORKBOOK-KIND", place, message, both("请填写类别", "Fill in the kind"))

    def parent(self, place: str, zh: str, en: str) -> None:
        """Note that it cannot be told where a row belongs."""
        remedy = both("请写上级的标识、编号或名称，须只有一个", "Write an id, code or name that only one part has")
        self._note("MAP-WORKBOOK-PARENT", place, both(zh, en), remedy, "error")

    def moved(self, place: str, named: str, above: str) -> None:
        """Note a row that stands elsewhere than it says."""
        message = both(
            f"此行写着属于 {named}，却在 {above} 之下；按所写的导入",
            f"The row says that it belongs to {named} and stands below {above}; what it says was taken",
        )
        remedy = both("要移过来，请清空此格；否则把行移回去", "Clear the cell to move it here, or move the row back")
        self._note("MAP-WORKBOOK-MOVED", place, message, remedy)

    def new_part(self, place: str, part_id: str) -> None:
        """Note a row without id that became a new part."""
        message = both(f"新的一行，标识为 {part_id}", f"A new row; its id is {part_id}")
        self._note("MAP-WORKBOOK-NEW", place, message, "", "note")

    def copied(self, place: str, old: str, new: str) -> None:
        """Note a row that was copied with the id of another."""
        message = both(
            f"标识 {old} 上面已有，此行是复制来的，改用新标识 {new}",
            f"The id {old} stands further up; this row is a copy and was given the id {new}",
        )
        remedy = both("确为新的一项时不必理会", "Nothing to do if it is meant as a new part")
        self._note("MAP-WORKBOOK-COPIED", place, message, remedy)

    def removed(self, place: str, part_id: str) -> None:
        """Note an id that was exported and is no longer there."""
        message = both(f"{part_id} 导出时有，现在没有了", f"{part_id} was exported and is no longer there")
        remedy = both(
            "不再使用的请写“停用”；已删除的，用 --onto 原图谱导入可自动停用",
            "Retire it instead; importing --onto the old map retires what was deleted",
        )
        self._note("MAP-WORKBOOK-REMOVED", place, message, remedy)

    def reference_name(self, place: str) -> None:
        """Note a name for reference that is not the part's name; it was not read."""
        message = both("“名称（参考）”与该部分的名称不一致，没有读取", "The name for reference differs; it is not read")
        remedy = both("要改名称，请改原处", "Change the name where the part itself stands")
        self._note("MAP-WORKBOOK-NAME", place, message, remedy, "note")

    def revision(self, place: str, noted: str, stated: str) -> None:
        """Note that the newest revision is of another version than the map."""
        message = both(
            f"修订记录最后是 {noted}，标准信息的图谱版本是 {stated}",
            f"The last revision is {noted}, the map's version is {stated}",
        )
        remedy = both("请把两处写成同一个版本", "Give both the same version")
        self._note("MAP-WORKBOOK-REVISION", place, message, remedy)

    def zone_assumed(self, place: str, taken: str) -> None:
        """Note a time without offset, taken as Beijing time."""
        message = both(f"没有写时区，按北京时间 {taken} 导入", f"No offset is given; taken as Beijing time, {taken}")
        self._note("MAP-WORKBOOK-TIME", place, message, "", "note")

    def other_format(self, place: str | None, found: str) -> None:
        """Note a version cell that names another format than ours, or none."""
        message = both(
            f"工作簿格式是“{found}”，可能读不全", f"The workbook's format is “{found}”; it may not be read fully"
        )
        remedy = both("请用新版 coursebridge 重新导出", "Export it again with the newest coursebridge")
        self._note("MAP-WORKBOOK-FORMAT", place, message, remedy)

    def unknown_column(self, place: str, heading: str) -> None:
        """Note a column that was not imported."""
        message = both(f"不认识的列“{heading}”，没有导入", f"The column {heading} is unknown and was not imported")
        if not heading:
            message = both("没有表头的列，没有导入", "A column without heading was not imported")
        self._note(
            "MAP-COLUMN", place, message, both("表头见 docs/maps-workbook.md", "See docs/maps-workbook.md"), "note"
        )

    def unknown_item(self, place: str, name: str) -> None:
        """Note a row of 标准信息 that was not imported."""
        message = both(f"不认识的项目“{name}”，没有导入", f"The item {name} is unknown and was not imported")
        self._note("MAP-WORKBOOK-ITEM", place, message, "", "note")

    def column_missing(self, place: str, heading: str, severity: Severity) -> None:
        """Note a column that is no longer there."""
        message = both(f"缺少“{heading}”列", f"The column {heading} is missing")
        remedy = both("请恢复此列（可从新导出的工作簿复制表头）", "Restore it, with the heading of a fresh export")
        self._note("MAP-WORKBOOK-COLUMN", place, message, remedy, severity)

    def sheet_missing(self, name: str, severity: Severity, hidden: tuple[str, ...]) -> None:
        """Note a sheet that is not there, or hidden."""
        message = both(f"缺少“{name}”表", f"The sheet {name} is missing")
        remedy = both("请恢复此表，表头不要改", "Restore it and keep its headings")
        if hidden:
            names = "、".join(hidden)
            remedy += both(f"；隐藏的表不读取：{names}", f"; hidden sheets are not read: {names}")
        self._note("MAP-WORKBOOK-SHEET", name, message, remedy, severity)

    def sheet_twice(self, name: str, other: str) -> None:
        """Note two sheets with the same headings."""
        message = both(f"“{name}”和“{other}”的表头相同，不知该读哪个", f"{name} and {other} have the same headings")
        self._note("MAP-WORKBOOK-SHEET", name, message, both("请删除其中一个", "Remove one of them"), "error")

    def sheet_extra(self, name: str) -> None:
        """Note a sheet that is not ours."""
        message = both("不认识的表，没有导入", "An unknown sheet was not imported")
        self._note("MAP-SHEET-EMPTY", name, message, "", "note")

    def sheet_hidden(self, name: str) -> None:
        """Note a hidden sheet, which was not read."""
        message = both("隐藏的工作表没有导入", "A hidden sheet was not imported")
        remedy = both("需要时请取消隐藏", "Unhide it if it belongs to the map")
        self._note("MAP-SHEET-HIDDEN", name, message, remedy)

    def macros(self) -> None:
        """Note that the workbook carries macros; they are never run."""
        message = both("工作簿含有宏，已忽略", "The workbook carries macros; they were ignored")
        remedy = both("请另存为不含宏的 .xlsx", "Save it as .xlsx without macros")
        self._note("MAP-MACROS", None, message, remedy)

    def too_large(self, sheet: str | None) -> None:
        """Note that there are more rows than a map can have parts."""
        message = both(f"图谱超过 {MAX_PARTS} 个部分", f"The map has over {MAX_PARTS} parts")
        remedy = both("请按岗位分成几个工作簿", "Split it into several workbooks, by role")
        self._note("MAP-SIZE", sheet, message, remedy, "error")

    def option_unused(self, option: str) -> None:
        """Note an option that this format has no use for."""
        message = both(f"{option} 没有使用：工作簿自己写明", f"{option} was not applied: the workbook says it itself")
        self._note("MAP-WORKBOOK-OPTION", None, message, both("请改工作簿", "Change the workbook"), "note")

    def _note(
        self, finding_id: str, place: str | None, message: str, remedy: str, severity: Severity = "warning"
    ) -> None:
        self.add(Remark(finding_id, message, remedy, severity), place)
