"""What a package shows of itself: tree, objectives, sizes, pages, for ours and for anybody's."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from foundation.errors import UnsafeArchiveError
from packager.build import build_package
from packager.check.inspection import inspect_package
from tests.packager.courses import make_course
from tests.packager.foreign import write


def test_our_package_shows_title_objectives_and_every_screen(tmp_path: Path) -> None:
    shown = inspect_package(build_package(make_course(), "scorm12", tmp_path).path)
    assert (shown.format, shown.identifier, shown.title) == ("scorm12", "CB-quality", "质量管理人员示意课程")
    (item,) = shown.items
    assert (item.id, item.href) == ("CB-quality-ITEM-1", "index.html")
    assert item.objectives == ("quality.a1-1-1", "quality.a1-2-1")
    assert [(page.path, page.type) for page in shown.pages] == [
        ("index.html", "launch"),
        ("index.html#pre", "pre"),
        ("index.html#lesson.l1", "lesson"),
        ("index.html#lesson.l2", "lesson"),
        ("index.html#practice", "practice"),
        ("index.html#post", "post"),
        ("index.html#survey", "survey"),
    ]
    assert shown.files[0].path == "imsmanifest.xml"
    assert shown.findings == ()


def test_another_authors_package_shows_its_tree_and_prerequisites(tmp_path: Path) -> None:
    shown = inspect_package(write(tmp_path))
    assert [(item.id, item.title, item.href) for item in shown.items] == [
        ("ITEM-1", "第一课", "one/index.html?lang=zh"),
        ("ITEM-2", "第二课", "two/index.html"),
    ]
    assert "ITEM-1" in (shown.items[1].prerequisites or "")
    assert {page.path: page.type for page in shown.pages} == {"one/index.html": "launch", "two/index.html": "launch"}
    assert {file.path: file.size_bytes for file in shown.files}["one/a b.png"] == 4


def test_a_card_that_cannot_be_read_does_no_harm(tmp_path: Path) -> None:
    for card in (b"{", json.dumps({"id": 7}).encode(), b"\xff\xfe"):
        shown = inspect_package(write(tmp_path, files={"coursebridge.json": card, "one/index.html": b""}))
        assert shown.items[0].objectives == ()


def test_a_package_without_a_manifest_is_shown_as_far_as_it_goes(tmp_path: Path) -> None:
    shown = inspect_package(write(tmp_path, None, {"index.html": b"<p>"}))
    assert (shown.format, shown.identifier, shown.items) == ("html", None, ())
    assert [each.id for each in shown.findings] == ["PK-NO-MANIFEST"]


def test_a_hostile_package_is_not_shown(tmp_path: Path) -> None:
    with pytest.raises(UnsafeArchiveError):
        inspect_package(write(tmp_path, files={"../up.html": b""}))
