"""Word files that are broken, old or hostile are refused or read within bounds, and say what to do."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from competency_xml.errors import UnreadableTableError
from competency_xml.exchange import registry
from competency_xml.exchange.printed import read_printed
from foundation.errors import CourseBridgeError, MalformedXmlError, UnreadableFileError, UnsafeArchiveError
from tests.competency_xml.exchange.docx.samples import read, requirement_file, requirements
from tests.competency_xml.exchange.docx.word_files import W, cell, numbering, para, table, word_file
from tests.competency_xml.workbooks import TITLE, with_part, workbook_file

DOCUMENT = "word/document.xml"
CEILING_MB = 500
CPU_S = 20
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600


def _dtd(content: bytes) -> bytes:
    return content.replace(b"<w:document", b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><w:document', 1)


def _entities(content: bytes) -> bytes:
    laughs = b"".join(b'<!ENTITY a%d "%s">' % (n, b"&a%d;" % (n - 1) * 10) for n in range(1, 12))
    return content.replace(b"<w:document", b'<!DOCTYPE x [<!ENTITY a0 "ha">' + laughs + b"]><w:document", 1)


@pytest.mark.parametrize(
    ("part", "change", "error"),
    [
        (DOCUMENT, _dtd, MalformedXmlError),
        (DOCUMENT, _entities, MalformedXmlError),
        (DOCUMENT, lambda content: content[:-40], MalformedXmlError),
        (DOCUMENT, lambda content: b"<a>" * 5000, MalformedXmlError),
        (DOCUMENT, lambda content: b"", MalformedXmlError),
        (DOCUMENT, lambda content: b"<other/>", UnreadableTableError),
        ("word/numbering.xml", lambda content: b"<x", MalformedXmlError),
        ("word/styles.xml", lambda content: b"<!DOCTYPE x [<!ENTITY e 'x'>]><x/>", MalformedXmlError),
        ("_rels/.rels", lambda content: content.replace(b"word/document.xml", b"../x.xml"), UnreadableTableError),
        ("../escape.xml", lambda content: b"<a/>", UnsafeArchiveError),
    ],
)
def test_broken_and_hostile_parts_are_refused(
    tmp_path: Path, part: str, change: Callable[[bytes], bytes], error: type[CourseBridgeError]
) -> None:
    path = with_part(requirement_file(tmp_path / "a.docx"), tmp_path / "坏.docx", part, change)
    with pytest.raises(error) as caught:
        read_printed(path)
    assert "坏.docx" in str(caught.value.file)


@pytest.mark.parametrize("ending", [".doc", ".wps", ".rtf", ".xls", ".et"])
@pytest.mark.parametrize("content", [_OLE, b"{\\rtf1 x}", b"<html></html>"])
def test_old_files_are_told_how_to_be_saved(tmp_path: Path, ending: str, content: bytes) -> None:
    path = tmp_path / f"旧{ending}"
    path.write_bytes(content)
    with pytest.raises(UnreadableTableError) as caught:
        registry.reader_for(path).read(path)
    assert ".docx" in caught.value.remedy


@pytest.mark.parametrize(
    ("name", "content", "error"),
    [
        ("有密码.docx", _OLE, UnreadableTableError),
        ("文本.docx", "不是文档".encode(), UnsafeArchiveError),
        ("空.docx", b"", UnsafeArchiveError),
    ],
)
def test_what_is_no_word_file_is_refused(
    tmp_path: Path, name: str, content: bytes, error: type[CourseBridgeError]
) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(error):
        read_printed(tmp_path / name)


def test_files_under_the_wrong_ending_are_refused(tmp_path: Path) -> None:
    workbook = workbook_file(tmp_path / "a.xlsx").rename(tmp_path / "表.docx")
    document = requirement_file(tmp_path / "a.docx").rename(tmp_path / "文.xlsx")
    for path in (workbook, document):
        with pytest.raises(UnreadableTableError) as caught:
            read_printed(path)
        assert caught.value.remedy
    with pytest.raises(UnreadableFileError):
        read_printed(tmp_path / "没有.docx")
    with pytest.raises(UnreadableFileError):
        read_printed(tmp_path / "没有.doc")


def test_macros_are_named_and_never_read(tmp_path: Path) -> None:
    source = requirement_file(tmp_path / "a.docx")
    path = with_part(source, tmp_path / "宏.docm", "word/vbaProject.bin", lambda _: b"\x00")
    assert read(path)[1] == [("MAP-MACROS", None)]


def test_included_documents_are_told_and_not_opened(tmp_path: Path) -> None:
    body = para(TITLE) + requirements() + '<w:altChunk r:id="rId9"/>'
    assert read(word_file(tmp_path / "a.docx", body))[1] == [("MAP-FOREIGN-PART", "word/document.xml")]


_ROW = "<w:tr><w:tc><w:tcPr>{0}</w:tcPr><w:p><w:r><w:t>甲</w:t></w:r></w:p></w:tc></w:tr>"
_P = "<w:p><w:r><w:t>甲乙丙丁</w:t></w:r></w:p>"


def _nested_tables(depth: int, width: int) -> str:
    inside = "".join(_ROW.format("") for _ in range(width))
    for _ in range(depth):
        inside = f"<w:tr><w:tc><w:tbl>{inside}</w:tbl><w:p/></w:tc></w:tr>"
    return f"<w:tbl>{inside}</w:tbl>"


def _merged_columns() -> str:
    cells = "".join("<w:tc><w:tcPr><w:vMerge/></w:tcPr><w:p><w:r><w:t>甲</w:t></w:r></w:p></w:tc>" for _ in range(60))
    return f"<w:tbl>{f'<w:tr>{cells}</w:tr>' * 3000}</w:tbl>"


def _items(rows: int) -> str:
    lines = "".join(f"<w:p><w:r><w:t>能做第{n}件事</w:t></w:r></w:p>" for n in range(20))
    row = f"<w:tr><w:tc>{_P}</w:tc><w:tc>{_P}</w:tc><w:tc>{lines}</w:tc><w:tc>{_P}</w:tc></w:tr>"
    return requirements().removesuffix("</w:tbl>") + row * rows + "</w:tbl>"


def _boxes_in_boxes() -> str:
    inside = _P
    for _ in range(40):
        if len(inside) > 10_000_000:
            break
        boxed = f"<v:textbox><w:txbxContent>{inside * 2}</w:txbxContent></v:textbox>"
        inside = f"<w:p><w:r><w:pict><v:shape>{boxed}</v:shape></w:pict></w:r></w:p>"
    return inside


HOSTILE: dict[str, Callable[[], str]] = {
    "paragraphs": lambda: _P * 700_000,
    "many paragraphs": lambda: _P * 150_000 + requirements(),
    "one long text": lambda: f"<w:p><w:r><w:t>{'质' * 9_000_000}</w:t></w:r></w:p>",
    "long cell": lambda: f"<w:tbl>{_ROW.format('').replace('甲', '质' * 40_000)}</w:tbl>",
    "nested tables": lambda: _nested_tables(70, 3000),
    "wide cell": lambda: "<w:tbl>" + _ROW.format('<w:gridSpan w:val="99999999"/>') + "</w:tbl>",
    "rows": lambda: f"<w:tbl>{_ROW.format('') * 80_000}</w:tbl>",
    "merged columns": _merged_columns,
    "items": lambda: _items(5000),
    "boxes in boxes": _boxes_in_boxes,
    "tables": lambda: requirements() * 700,
    "headings": lambda: "".join(para(f"{n}.{n % 9} 初级") for n in range(40_000)) + requirements(),
    "fields": lambda: "<w:p>" + '<w:r><w:fldChar w:fldCharType="begin"/></w:r>' * 300_000 + "</w:p>",
}  # fmt: skip

_MEASURED = """
import re, sys, time
from pathlib import Path
from competency_xml.exchange.printed import read_printed
from foundation.errors import CourseBridgeError
try:
    print(len(list(read_printed(Path(sys.argv[1]))[0].items())))
except CourseBridgeError as error:
    print(error.id)
print(int(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1]) // 1024)
print(time.process_time())
"""


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="peak memory is read from /proc")
@pytest.mark.parametrize("name", HOSTILE)
def test_bomb_is_refused_or_read_in_little_time_and_memory(tmp_path: Path, name: str) -> None:
    _outcome(_bomb(tmp_path, HOSTILE[name]()))


def _bomb(tmp_path: Path, body: str) -> Path:
    """Write the body stored, so that no ratio gives it away before it is parsed."""
    source = requirement_file(tmp_path / "源.docx")
    document = f'<w:document xmlns:w="{W}" xmlns:v="urn:v"><w:body>{body}</w:body></w:document>'
    return with_part(source, tmp_path / "炸弹.docx", DOCUMENT, lambda _: document.encode(), method=zipfile.ZIP_STORED)


def _outcome(path: Path) -> str:
    done = subprocess.run([sys.executable, "-c", _MEASURED, str(path)], capture_output=True, text=True, check=True)
    outcome, peak_mb, cpu_s = done.stdout.split()
    assert outcome in ("CB-ARCHIVE", "CB-XML", "MAP-TABLE") or outcome.isdigit()
    assert int(peak_mb) < CEILING_MB
    assert float(cpu_s) < CPU_S
    return outcome


def test_file_of_a_hundred_megabytes_is_refused(tmp_path: Path) -> None:
    assert _outcome(_bomb(tmp_path, _P * 1_800_000)) == "CB-ARCHIVE"


def test_deflated_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    source = requirement_file(tmp_path / "源.docx")
    path = with_part(source, tmp_path / "炸弹.docx", DOCUMENT, lambda content: content + b" " * (60 << 20))
    assert _outcome(path) == "CB-ARCHIVE"


def test_styles_and_lists_that_lead_in_circles_end(tmp_path: Path) -> None:
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="s{n}"><w:basedOn w:val="s{(n + 1) % 300}"/></w:style>'
        for n in range(300)
    )
    lists = (
        numbering(("decimal|%1",)) + '<w:abstractNum w:abstractNumId="8"><w:numStyleLink w:val="s1"/></w:abstractNum>'
    )
    body = para("甲", style="s1", number=(1, 0)) + para(TITLE) + requirements() + table([[cell("乙")]])
    parts = {"styles.xml": f'<w:styles xmlns:w="{W}">{styles}</w:styles>'}
    competency_map, _ = read(word_file(tmp_path / "a.docx", body, parts=parts, numbering=lists))
    assert len(list(competency_map.items())) == 9
