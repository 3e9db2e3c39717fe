"""The check of anybody's site of pages, clause by clause: what would not open is told, and nothing else is."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from packager.build import build_package
from packager.check.inspection import inspect_package
from packager.check.report import check_package
from packager.check.site import check_site
from tests.packager.courses import asset, make_course

_HEAD = '<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8"><title>仓储</title>'
PAGE = _HEAD + (
    '<link rel="stylesheet" href="css/a%20b.css"><link rel="canonical" href="https://example.org/"></head><body>'
    '<img src="fig.png" alt="图"><a href="two/index.html#top">二</a><a href="https://example.org/">网</a>'
    '<a href="#here">此</a><a href="two/">二</a><a href="mailto:a@example.org">信</a>'
    '<img src="data:," alt=""></body></html>'
)
FILES = {
    "index.html": PAGE,
    "two/index.html": _HEAD + '</head><body><a href="../index.html">回</a></body></html>',
    "css/a b.css": "",
    "fig.png": "PNG",
}


def _found(files: Mapping[str, str]) -> list[tuple[str, str | None]]:
    encoded = {path: content.encode() for path, content in files.items()}
    return [(each.id, each.place) for each in check_site(list(files), encoded.get)]


def test_a_sound_site_of_another_author_valid() -> None:
    assert _found(FILES) == []


_CASES = (
    ("fig.png", "no.png", "PK-SITE-LINK"),
    ("fig.png", "http://[::1", "PK-SITE-LINK"),
    ("two/index.html#top", "two/no.html", "PK-SITE-LINK"),
    ("two/index.html#top", "../index.html", "PK-SITE-LINK"),
    ("fig.png", "Fig.png", "PK-SITE-CASE"),
    ("fig.png", "/fig.png", "PK-SITE-ABSOLUTE"),
    ("fig.png", "C:/fig.png", "PK-SITE-ABSOLUTE"),
    ("fig.png", "file:///fig.png", "PK-SITE-ABSOLUTE"),
    ("fig.png", "https://example.org/fig.png", "PK-SITE-EXTERNAL"),
    ("fig.png", "//example.org/fig.png", "PK-SITE-EXTERNAL"),
    ('<meta charset="utf-8">', "", "PK-SITE-CHARSET"),
    ("utf-8", "gbk", "PK-SITE-CHARSET"),
    (' lang="zh-CN"', "", "PK-SITE-LANG"),
    ("<title>仓储</title>", "", "PK-SITE-TITLE"),
    (' alt="图"', "", "PK-SITE-ALT"),
)


@pytest.mark.parametrize(("old", "new", "expected"), _CASES)
def test_what_would_not_open_is_told_and_nothing_else(old: str, new: str, expected: str) -> None:
    assert old in PAGE
    assert _found({**FILES, "index.html": PAGE.replace(old, new, 1)}) == [(expected, "index.html")]


def test_a_page_of_nothing_but_brackets_is_read_in_time() -> None:
    for junk in ("<" * 200_000, "<!--" * 50_000, "<a href=" * 50_000, "&" * 200_000):
        assert len(_found({"index.html": junk})) < 60


def test_sections_that_only_word_processors_know_are_read_over() -> None:
    marked = PAGE.replace("<body>", "<body><![if !vml]><![CPK x]><![endif]>").replace("fig.png", "no.png")
    assert _found(FILES | {"index.html": marked}) == [("PK-SITE-LINK", "index.html")]


def test_a_page_of_many_pictures_is_judged_and_its_findings_are_bounded() -> None:
    pictures = "".join(f'<img src="{number}.png">' for number in range(60_000))
    found = _found({"index.html": PAGE.replace("</body>", f"{pictures}</body>")})
    assert [kind for kind, _ in found].count("PK-SITE-LINK") == 50
    assert [kind for kind, _ in found].count("PK-MORE") == 1


def test_our_site_is_sound_and_no_lms_takes_it(tmp_path: Path) -> None:
    picture = tmp_path / "f.svg"
    picture.write_text("<svg/>")
    built = build_package(make_course(assets=(asset("assets/f.svg", picture),)), "html", tmp_path)
    report = check_package(built.path)
    assert built.path.name == "quality-1.0.0-html.zip"
    assert [each.id for each in report.findings] == ["PK-SITE-ONLY"]
    assert (report.format, report.valid, report.will_import, report.will_report) == ("html", True, False, False)
    assert inspect_package(built.path).title == "质量管理人员示意课程"


def test_pages_without_a_manifest_are_still_no_package(tmp_path: Path) -> None:
    path = tmp_path / "site.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in FILES.items():
            archive.writestr(name, content)
    report = check_package(path)
    assert [each.id for each in report.findings] == ["PK-NO-MANIFEST", "PK-SITE-ONLY"]
    assert (report.valid, report.will_import, report.will_report) == (False, False, False)
