"""How an authoring workbook looks: fonts, fills, and the rows that colour themselves by what they are."""

from __future__ import annotations

from collections.abc import Iterator

from openpyxl.formatting.rule import Rule
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Side
from openpyxl.styles.differential import DifferentialStyle

from competency_xml.exchange.workbook.form import Field

FONT = "Microsoft YaHei"
TITLE, HINT, ITEM = "cb-title", "cb-hint", "cb-item"
TEXT, KEY, NUMBER, REFERENCE = "cb-text", "cb-key", "cb-number", "cb-reference"

_INK, _GREY, _LINE, _RED = "1F2933", "6B7780", "C9D3D8", "B3261E"
_KEY_KINDS = ("id", "uuid", "ids", "ref")
#: Cells of this number format keep what is typed: 1.10 stays 1.10.
FORMAT_TEXT = "@"


def named_styles() -> Iterator[NamedStyle]:
    """Yield every style of a workbook but that of headings."""
    top = Alignment(vertical="top", wrap_text=True)
    middle = Alignment(vertical="center")
    yield NamedStyle(TITLE, Font(name=FONT, size=16, bold=True, color=_INK), alignment=middle)
    yield NamedStyle(HINT, Font(name=FONT, size=9, color=_GREY), alignment=middle)
    body = Font(name=FONT, size=10, color=_INK)
    yield NamedStyle(ITEM, Font(name=FONT, size=10, bold=True, color=_INK), _fill("EEF3F5"), alignment=top)
    yield NamedStyle(TEXT, body, alignment=top, number_format=FORMAT_TEXT)
    small = Font(name="Consolas", size=9, color=_GREY)
    yield NamedStyle(KEY, small, alignment=top, number_format=FORMAT_TEXT)
    yield NamedStyle(NUMBER, body, alignment=Alignment(vertical="top", horizontal="right"))
    pale = Font(name=FONT, size=9, italic=True, color=_GREY)
    yield NamedStyle(REFERENCE, pale, _fill("F5F7F8"), alignment=top, number_format=FORMAT_TEXT)


def heading_style(colour: str) -> NamedStyle:
    """Return the style of a sheet's headings in its colour."""
    return NamedStyle(
        heading_name(colour),
        Font(name=FONT, size=10, bold=True, color="FFFFFF"),
        _fill(colour),
        Border(left=Side(style="thin", color="FFFFFF")),
        Alignment(vertical="center", horizontal="left", wrap_text=True),
    )


def heading_name(colour: str) -> str:
    """Return the name of the style of headings in a colour."""
    return f"cb-heading-{colour}"


def style_of(field: Field) -> str:
    """Return the style of a column's cells."""
    if field.key == "item":
        return ITEM
    if field.value in ("number", "whole"):
        return NUMBER
    if field.value in _KEY_KINDS:
        return KEY
    return REFERENCE if field.value == "name" else TEXT


def row_rules(first_row: int, kind_column: str, status_column: str) -> Iterator[Rule]:
    """Yield rules that colour whole rows by their kind: an inserted row takes its colour by itself.

    LibreOffice applies the first rule that holds, and no other; so each draws its line as well.
    """
    yield _row_rule(_starts(status_column, first_row, ("停用", "retired")), Font(color="9AA5AB", strike=True))
    for names, colour in (
        (("职业功能", "function"), "C6DDE4"),
        (("岗位", "role"), "E9D8CB"),
        (("等级", "level"), "DAD3E8"),
    ):
        yield _row_rule(_starts(kind_column, first_row, names), Font(bold=True), _fill(colour))
    yield _row_rule(_starts(kind_column, first_row, ("工作内容", "work")), Font(bold=True), _fill("E6F0F3"))


def line_rule(first_row: int, last_column: str) -> Rule:
    """Return the rule that draws a line below every row that holds something."""
    return _row_rule(f"COUNTA($A{first_row}:${last_column}{first_row})>0")


def critical_rule(first_row: int, column: str) -> Rule:
    """Return the rule that shows critical items."""
    return _row_rule(_starts(column, first_row, ("是", "yes")), Font(bold=True, color=_RED))


def sum_rule(first_row: int, columns: tuple[str, str, str]) -> Rule:
    """Return the rule that shows weights in red whose part does not sum to 100; columns: level, part, percent.

    Where works below a function are weighed as well, the sum of all is a multiple of 100.
    """
    level, part, percent = columns
    total = f"SUMIFS(${percent}:${percent},${level}:${level},${level}{first_row},${part}:${part},${part}{first_row})"
    wrong = f"AND(ISNUMBER(${percent}{first_row}),OR({total}=0,ABS({total}-100*ROUND({total}/100,0))>0.01))"
    return _row_rule(wrong, Font(bold=True, color=_RED))


def _starts(column: str, row: int, names: tuple[str, ...]) -> str:
    tests = ",".join(f'LEFT(${column}{row},{len(name)})="{name}"' for name in names)
    return f"OR({tests})"


def _row_rule(formula: str, font: Font | None = None, fill: PatternFill | None = None) -> Rule:
    line = Border(bottom=Side(style="thin", color=_LINE))
    return Rule(type="expression", formula=[formula], dxf=DifferentialStyle(font=font, fill=fill, border=line))


def _fill(colour: str) -> PatternFill:
    return PatternFill("solid", fgColor=colour, bgColor=colour)
