"""How large a map may be: far above any standard, yet a hostile file ends soon and in little memory."""

from __future__ import annotations

#: Roles, levels, functions, works and items of one map.
MAX_PARTS = 50_000
#: Start and end tags of one map's XML.
MAX_MAP_TAGS = 800_000
#: Characters of one cell: Excel's own limit.
MAX_CELL_CHARACTERS = 32_767
#: Characters of all cells of a workbook; a shared string counts wherever it is shown.
MAX_WORKBOOK_CHARACTERS = 8_000_000
