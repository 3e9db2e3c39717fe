"""A small framework as a Moodle with Chinese headings exports it."""

from __future__ import annotations

from pathlib import Path

from competency_xml.exchange.moodle_csv.table import csv_text

CHINESE_HEADINGS = ("上级编号", "编号", "简称", "描述", *("…",) * 10)
FRAMEWORK = ("", "FW-1", "智能仓储能力框架", "", "1", "未达到,达到", "", "", "", "", "", "", "1", "domain,practice")


def row(parent: str, idnumber: str, name: str, description: str = "", related: str = "") -> tuple[str, ...]:
    """Return a competency."""
    return (parent, idnumber, name, description, "1", "", "", "", "0", "null", related, "", "", "")


SOUND = (
    FRAMEWORK,
    row("", "F1", "仓储规划"),
    row("F1", "W1", "库位规划"),
    row("W1", "A1", "能规划库位"),
    row("W1", "A2", "能核对库存", related="A1"),
)


def framework_file(path: Path, *rows: tuple[str, ...]) -> Path:
    """Write a framework, the small one where no rows are given, and return its path."""
    path.write_text(csv_text([CHINESE_HEADINGS, *(rows or SOUND)]), encoding="utf-8")
    return path
