"""Telling an authoring workbook from a printed table, without reading its cells."""

from __future__ import annotations

from pathlib import Path

from competency_xml.exchange.ooxml import OfficePackage, open_office
from competency_xml.exchange.workbook.sheets import NEEDED
from competency_xml.exchange.workbook.statement import STATEMENT, VERSION_NAME, WORKBOOK_FORMAT
from foundation.errors import CourseBridgeError

_SHEETS = frozenset(sheet.zh for sheet in (STATEMENT, *NEEDED))
_MARK = WORKBOOK_FORMAT.rpartition(" ")[0].encode()


def is_authoring_workbook(path: Path) -> bool:
    """Return whether a workbook has the version cell's name, our sheets, or the version cell's text.

    A damaged or hostile file is none: whatever reads it next says what is wrong.
    """
    try:
        with open_office(path) as package:
            return _is_ours(package)
    except CourseBridgeError:
        return False


def _is_ours(package: OfficePackage) -> bool:
    main = package.main_part("xl/workbook.xml")
    root = package.part(main)
    if root is None:
        return False
    if any(name.get("name") == VERSION_NAME for name in root.iter("{*}definedName")):
        return True
    if {sheet.get("name") for sheet in root.iter("{*}sheet")} >= _SHEETS:
        return True
    texts = (*package.related(main, "sharedStrings").values(), *package.related(main, "worksheet").values())
    return any(package.holds(path, _MARK) for path in texts)
