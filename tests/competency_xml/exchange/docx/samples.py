"""Sound requirement tables for Word files, and how a test looks at what was read of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from competency_xml.exchange.printed import read_printed
from competency_xml.model import CompetencyMap, Level
from competency_xml.xml import map_bytes
from foundation.findings import Finding
from tests.competency_xml.exchange.docx.word_files import Box, cell, para, table, word_file
from tests.competency_xml.workbooks import HEADINGS, SOUND_ROWS, TITLE

WIDTHS = (1500, 2000, 3000, 3000)
SOUND_OUTLINE = [
    ("质量策划", "制订质量计划", ["1.1.1 能编制质量计划", "1.1.2 能分解质量目标", "1.1.1 质量计划的内容"]),
    ("质量策划", "设计检验方案", ["1.2.1 能选择抽样方案", "1.2.1 抽样检验知识", "1.2.2 检验方法"]),
    ("质量控制", "采集质量数据", ["2.1.1 能采集过程数据", "2.1.2 能绘制控制图", "2.1.1 统计过程控制知识"]),
]


def boxes(rows: Sequence[Sequence[str | None]]) -> list[list[Box]]:
    """Return rows as cells; None goes on with the cell above."""
    starts = {
        (r, c) for c in range(4) for r in range(len(rows) - 1) if rows[r][c] is not None and rows[r + 1][c] is None
    }
    return [
        [
            cell("", merge="continue") if text is None else cell(text, merge="restart" if (r, c) in starts else None)
            for c, text in enumerate(row)
        ]
        for r, row in enumerate(rows)
    ]


def requirements(rows: Sequence[Sequence[str | None]] = SOUND_ROWS, *, header: bool = True) -> str:
    """Return a table of requirements as XML."""
    heading = [[cell(text) for text in HEADINGS]] if header else []
    return table([*heading, *boxes(rows)], WIDTHS, header_rows=len(heading))


def requirement_file(path: Path, body: str | None = None, **more: str) -> Path:
    """Write a Word file with a title and the sound table, or with this body."""
    return word_file(path, para(TITLE) + requirements() if body is None else body, **more)  # type: ignore[arg-type]


def read(path: Path) -> tuple[CompetencyMap, list[tuple[str, str | None]]]:
    """Return the map in a file, and id and place of each finding."""
    competency_map, findings = read_printed(path)
    return competency_map, told(findings)


def told(findings: Sequence[Finding]) -> list[tuple[str, str | None]]:
    """Return id and place of each finding."""
    return [(finding.id, finding.place) for finding in findings]


def outline(level: Level) -> list[tuple[str, str, list[str]]]:
    """Return function, work and items of each work of a level, items with their codes."""
    return [
        (function.label.best(), work.label.best(), [f"{item.code} {item.label.best()}" for item in work.items])
        for function in level.functions
        for work in function.works
    ]


def without_places(competency_map: CompetencyMap) -> bytes:
    """Return a map's XML without the places that its texts were read from."""
    return re.sub(rb' *<source place="[^"]*"/>\n|(?<=<source) place="[^"]*"', b"", map_bytes(competency_map))
