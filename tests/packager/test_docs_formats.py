"""The tables of formats in the documentation say what formats and tests say; every preset is told."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from packager.formats.registry import package_formats
from packager.presets import PRESETS
from tests.proofs import proofs

_DOCS = Path(__file__).resolve().parents[2] / "docs"
_PAGE = (_DOCS / "packages-formats.md").read_text(encoding="utf-8")


def test_the_table_of_formats_is_what_formats_and_tests_say(tmp_path: Path) -> None:
    fresh = tmp_path / "table.md"
    subprocess.run([sys.executable, str(_DOCS / "format_tables.py"), str(fresh)], check=True)
    written = (_DOCS / "packages-table.md").read_text(encoding="utf-8")
    assert fresh.read_text(encoding="utf-8") == written, "run: make docs"
    assert all(f"| `{form.name}` |" in written for form in package_formats())


def test_every_proof_is_of_a_format_there_is() -> None:
    known = {form.name for form in package_formats()}
    assert {proof.format for proof in proofs()} <= known
    assert len(proofs()) >= 8


def test_every_preset_is_in_the_documentation_with_its_formats() -> None:
    rows = dict(re.findall(r"^\| `(\w+)` \| ([^|]+) \|", _PAGE, re.MULTILINE))
    for preset in PRESETS:
        assert tuple(re.findall(r"`([\w-]+)`", rows[preset.name])) == preset.formats, preset.name
