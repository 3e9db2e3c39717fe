"""Drop-down lists and prompts of a sheet's columns. Lists are offers; Excel asks back only where a word is unknown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from openpyxl.worksheet.datavalidation import DataValidation

from competency_xml.exchange.workbook import words
from competency_xml.exchange.workbook.form import Column, Field, Sheet
from competency_xml.exchange.workbook.part_sheets import LEVELS, REQUIREMENTS, ROLES
from competency_xml.exchange.workbook.sheets import ALIGNMENTS, WEIGHTS
from competency_xml.exchange.workbook.writing.rows import MapRows
from foundation.text import both

#: So many rows below the last one are ready to be filled in.
ROOM = 2_000
#: Excel's bounds of a list that is written out, of a prompt and of its title. Spec: ECMA-376 Part 1 s18.3.1.32
_MAX_LIST, _MAX_PROMPT, _MAX_TITLE = 255, 255, 32
_REFERRED = {ROLES.key: (ROLES,), LEVELS.key: (ROLES, LEVELS), REQUIREMENTS.key: (LEVELS,), WEIGHTS.key: (LEVELS,)}


def column_lists(sheet: Sheet, columns: Sequence[Column], rows: MapRows) -> Iterable[tuple[Column, DataValidation]]:
    """Yield the lists and prompts of a sheet's columns."""
    for column in columns:
        offered = _offered(sheet, column.field, rows)
        validation = field_list(column.field, offered)
        if validation is not None:
            yield column, validation


def field_list(field: Field, offered: Sequence[str]) -> DataValidation | None:
    """Return list and prompt of one field, or None where it has neither."""
    written_out = ",".join(offered)
    has_list = bool(offered) and len(written_out) <= _MAX_LIST and not any(set(',"') & set(word) for word in offered)
    if not has_list and field.prompt is None:
        return None
    validation = DataValidation(
        type="list" if has_list else None, formula1=f'"{written_out}"' if has_list else None, allow_blank=True
    )
    validation.errorStyle = "warning"
    validation.showErrorMessage = has_list and field.words is not None
    validation.error = both("请从列表中选择，或写中文、英文之一", "Choose from the list")
    validation.showInputMessage = field.prompt is not None
    if field.prompt is not None:
        validation.promptTitle = f"{field.zh} {field.en}"[:_MAX_TITLE]
        validation.prompt = "\n".join(field.prompt)[:_MAX_PROMPT]
    return validation


def _offered(sheet: Sheet, field: Field, rows: MapRows) -> list[str]:
    if field.words is not None:
        return [word.shown for word in field.words.words]
    refers = sheet is not ALIGNMENTS and (field.key == "level" or (field.key == "parent" and sheet is not REQUIREMENTS))
    if not refers:
        return list(field.offered)
    ids = [str(row["id", ""]) for known in _REFERRED[sheet.key] for row in rows.tables[known.key] if ("id", "") in row]
    return [words.BASIC.shown, *ids] if sheet is REQUIREMENTS else ids
