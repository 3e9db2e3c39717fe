"""A standard gives one map whether Word's way of saving it or LibreOffice's; and lists count as LibreOffice shows."""

from __future__ import annotations

from pathlib import Path

from competency_xml.check import map_counts
from competency_xml.exchange.docx import read_document
from competency_xml.exchange.docx.document import Paragraph
from tests.competency_xml.exchange.docx.published import lists_of_all_kinds, published_standard
from tests.competency_xml.exchange.docx.samples import read, without_places
from tests.competency_xml.exchange.weights.samples import SOUND, weights_in

DATA = Path(__file__).parent / "data"


def test_standard_that_libreoffice_saved_gives_the_same_map(tmp_path: Path) -> None:
    by_word, findings = read(published_standard(tmp_path / "standard.docx"))
    assert findings == [("MAP-TRACKED", "Paragraph19")]
    assert map_counts(by_word) == {
        **{"levels": 2, "functions": 5, "works": 7, "abilities": 10, "knowledge": 9, "experience": 0, "literacy": 1}
    }
    assert weights_in(by_word) == SOUND
    by_libreoffice, same_findings = read(DATA / "standard.docx")
    assert without_places(by_libreoffice) == without_places(by_word)
    assert same_findings == findings


def test_lists_count_as_libreoffice_shows_them(tmp_path: Path) -> None:
    shown = [_bare(line) for line in (DATA / "lists.txt").read_text(encoding="utf-8-sig").splitlines()]
    for path in (lists_of_all_kinds(tmp_path / "lists.docx"), DATA / "lists.docx"):
        blocks = read_document(path).blocks
        assert [_bare(block.text) for block in blocks if isinstance(block, Paragraph)] == shown


def _bare(line: str) -> str:
    return "".join(line.split())
