"""What a Word file shows is what is imported: typed in pieces, with changes tracked, boxed, hidden or noted."""

from __future__ import annotations

from pathlib import Path

import pytest

from competency_xml.exchange.docx import read_document
from competency_xml.exchange.docx.document import Paragraph
from tests.competency_xml.exchange.docx.samples import SOUND_OUTLINE, outline, read, requirement_file, requirements
from tests.competency_xml.exchange.docx.word_files import STRICT, Box, W, cell, para, run, table, word_file
from tests.competency_xml.workbooks import HEADINGS, TITLE, with_part


def _text(tmp_path: Path, *paragraphs: str) -> list[str]:
    document = read_document(word_file(tmp_path / "文.docx", "".join(paragraphs)))
    return [block.text for block in document.blocks if isinstance(block, Paragraph)]


def _with_item(tmp_path: Path, item: str) -> Path:
    """Return a file whose one ability cell holds these blocks."""
    rows = [
        [cell(heading) for heading in HEADINGS],
        [cell("1. 质量策划"), cell("1.1 制订计划"), Box(item), cell("1.1.1 计划的内容")],
    ]
    return word_file(tmp_path / "要求.docx", para(TITLE) + table(rows))


def _abilities(path: Path) -> tuple[list[str], list[tuple[str, str | None]]]:
    competency_map, findings = read(path)
    return [item.label.best() for item in competency_map.items() if item.kind == "ability"], findings


def _deleted(text: str, name: str = "del") -> str:
    removed = run(text).replace("w:t>", "w:delText>").replace("<w:t ", "<w:delText ")
    return f'<w:{name} w:id="1" w:author="甲">{removed}</w:{name}>'


def _added(text: str, name: str = "ins") -> str:
    return f'<w:{name} w:id="2" w:author="甲">{run(text)}</w:{name}>'


def test_text_that_word_cut_into_pieces_is_whole(tmp_path: Path) -> None:
    competency_map, findings = read(requirement_file(tmp_path / "质量 要求.docx"))
    assert findings == []
    (role,) = competency_map.roles
    assert (role.id, role.label.best()) == ("quality", "质量管理人员")
    assert outline(role.levels[0]) == SOUND_OUTLINE
    assert next(competency_map.items()).source.place == "Table1!C2"  # type: ignore[union-attr]


def test_strict_file_reads_like_any_other(tmp_path: Path) -> None:
    source = requirement_file(tmp_path / "a.docx")
    strict = with_part(
        source, tmp_path / "b.docx", "word/document.xml", lambda content: content.replace(W.encode(), STRICT.encode())
    )
    assert read(strict)[0] == read(source)[0]


@pytest.mark.parametrize(
    "item",
    [
        para(run("1.1.1 能编制") + _deleted("旧的") + _added("质量") + run("计划")),
        para(run("1.1.1 能编制") + _added("质量计划", "moveTo")) + para(_deleted("从前的话", "moveFrom")),
        para(run("1.1.1 能编制"), properties='<w:rPr><w:del w:id="3"/></w:rPr>') + para("质量计划"),
        para(run("1.1.1 能编制质量计划"))
        + para(_deleted("1.1.2 删去的一条"), properties='<w:rPr><w:del w:id="3"/></w:rPr>'),
    ],
    ids=["typed over", "moved", "paragraphs joined", "paragraph deleted"],
)
def test_tracked_changes_are_read_as_accepted_and_told(tmp_path: Path, item: str) -> None:
    assert _abilities(_with_item(tmp_path, item)) == (["能编制质量计划"], [("MAP-TRACKED", "Table1!C2")])


def test_deleted_rows_and_cells_are_gone(tmp_path: Path) -> None:
    path = requirement_file(tmp_path / "a.docx")

    def delete_last_row(content: bytes) -> bytes:
        head, _, last = content.rpartition(b"<w:trPr/>")
        return head + b'<w:trPr><w:del w:id="9"/></w:trPr>' + last

    competency_map, findings = read(with_part(path, tmp_path / "b.docx", "word/document.xml", delete_last_row))
    assert outline(competency_map.roles[0].levels[0]) == SOUND_OUTLINE[:2]
    assert findings == [("MAP-TRACKED", "Table1")]


_BOX = (
    "<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wp:anchor><a:graphic><a:graphicData><wps:wsp>"
    "<wps:txbx><w:txbxContent>{0}</w:txbxContent></wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:anchor>"
    "</w:drawing></mc:Choice><mc:Fallback><w:pict><v:shape><v:textbox><w:txbxContent>{0}</w:txbxContent></v:textbox>"
    "</v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
)


def test_text_box_is_read_once_and_told(tmp_path: Path) -> None:
    item = para(run("1.1.1 能编制质量计划") + _BOX.format(para("1.1.2 能分解质量目标")))
    assert _abilities(_with_item(tmp_path, item)) == (
        ["能编制质量计划", "能分解质量目标"],
        [("MAP-TEXT-BOX", "Table1!C2")],
    )


def test_title_in_a_text_box_of_the_cover_counts(tmp_path: Path) -> None:
    cover = para(_BOX.format(para("T/CEAMI 005—2025") + para("质量管理人员 能力要求")))
    competency_map, _ = read(word_file(tmp_path / "a.docx", cover + requirements()))
    assert competency_map.standard is not None
    assert (competency_map.standard.number, competency_map.roles[0].id) == ("T/CEAMI 005-2025", "quality")


@pytest.mark.parametrize(
    ("mark", "finding_id"),
    [
        ('<w:r><w:footnoteReference w:id="2"/></w:r>', "MAP-FOOTNOTE"),
        ('<w:r><w:endnoteReference w:id="2"/></w:r>', "MAP-FOOTNOTE"),
        (run("暂定", "<w:vanish/>"), "MAP-HIDDEN-TEXT"),
        ("<w:r><w:object><o:OLEObject ProgID='Excel.Sheet.12'/></w:object></w:r>", "MAP-OBJECT"),
        ("<w:r><w:drawing><wp:inline><a:graphic><a:blip/></a:graphic></wp:inline></w:drawing></w:r>", "MAP-PICTURE"),
    ],
)
def test_what_is_left_out_of_a_cell_is_told_at_the_cell(tmp_path: Path, mark: str, finding_id: str) -> None:
    item = para(run("1.1.1 能编制质量") + mark + run("计划"))
    assert _abilities(_with_item(tmp_path, item)) == (["能编制质量计划"], [(finding_id, "Table1!C2")])


@pytest.mark.parametrize(
    ("content", "shown"),
    [
        ("<w:r><w:t>甲</w:t><w:tab/><w:t>乙</w:t></w:r>", "甲 乙"),
        ("<w:r><w:t>甲</w:t><w:br/><w:t>乙</w:t><w:cr/><w:t>丙</w:t></w:r>", "甲\n乙\n丙"),
        ("<w:r><w:t>GB</w:t><w:noBreakHyphen/><w:t>T</w:t></w:r>", "GB-T"),
        ("<w:r><w:t>质</w:t><w:softHyphen/><w:t>量\u00ad管理</w:t></w:r>", "质量管理"),
        ("<w:r><w:t> 甲 </w:t></w:r><w:r><w:t xml:space='preserve'> 乙</w:t></w:r>", "甲 乙"),
        ("<w:r><w:sym w:font='Wingdings' w:char='F0FE'/><w:t>甲</w:t></w:r>", "☑甲"),
        ("<w:r><w:sym w:font='Arial' w:char='03B1'/></w:r>", "α"),
        (
            "<w:r><mc:AlternateContent><mc:Choice Requires='w16se'/><mc:Fallback><w:t>😀</w:t></mc:Fallback>"
            "</mc:AlternateContent></w:r>",
            "😀",
        ),
        (run("１．１ Ａ类"), "１．１ Ａ类"),
        (f"<w:hyperlink w:anchor='x'>{run('条文')}</w:hyperlink>", "条文"),
        (f"<w:sdt><w:sdtPr/><w:sdtContent>{run('控件')}</w:sdtContent></w:sdt>", "控件"),
        (f"<w:fldSimple w:instr='PAGE'>{run('3')}</w:fldSimple>", "3"),
        (
            '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>REF a</w:instrText></w:r>'
            + run("码")
            + '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
            + run("表1")
            + '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
            + run("后"),
            "表1后",
        ),
        (
            f"<w:r><w:ruby><w:rt>{run('zhi')}</w:rt><w:rubyBase>{run('质')}</w:rubyBase></w:ruby></w:r>{run('量')}",
            "质量",
        ),
        ("<m:oMath><m:r><m:t>σ≤3</m:t></m:r></m:oMath>", "σ≤3"),
        (run("开", "<w:vanish w:val='0'/>"), "开"),
        ("<w:r><w:commentReference w:id='1'/><w:t>甲</w:t><w:annotationRef/></w:r>", "甲"),
    ],
)
def test_paragraph_reads_as_word_shows_it(tmp_path: Path, content: str, shown: str) -> None:
    assert _text(tmp_path, para(content)) == [shown]
