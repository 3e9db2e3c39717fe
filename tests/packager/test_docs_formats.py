"""The table of formats in the documentation says what the formats say of themselves, and every preset is told."""

from __future__ import annotations

import re
from pathlib import Path

from packager.formats.registry import package_format
from packager.presets import PRESETS

_PAGE = (Path(__file__).resolve().parents[2] / "docs/packages-formats.md").read_text(encoding="utf-8")


def test_the_table_of_what_formats_carry_is_true() -> None:
    lines = _PAGE.split("<!-- table: carries -->\n")[1].split("\n\n")[0].splitlines()
    names = [cell.strip() for cell in lines[0].strip("|").split("|")][1:]
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]
    assert len(rows) >= 5
    for form, *marks in rows:
        carries = package_format(form.strip("`")).carries
        assert {name: mark == "✓" for name, mark in zip(names, marks, strict=True)} == {
            name: carries.get(name, False) for name in names
        }, form


def test_every_preset_is_in_the_documentation_with_its_formats() -> None:
    rows = dict(re.findall(r"^\| `(\w+)` \| ([^|]+) \|", _PAGE, re.MULTILINE))
    for preset in PRESETS:
        assert tuple(re.findall(r"`([\w-]+)`", rows[preset.name])) == preset.formats, preset.name
