"""Pains of content: uploads that are too large, metadata that is too long, cartridges that are imported again."""

from __future__ import annotations

import os
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import etree

from course_templates.model import Course
from foundation.text import LangText
from packager.build import build_package
from packager.check.report import check_package
from packager.formats.registry import package_format
from packager.incremental import BuildRequest, build_folder
from packager.options import BuildOptions
from tests.packager.courses import asset, make_course

_LONG = LangText.of("过程质量监控与持续改进。" * 300, "Monitor the process and improve it. " * 150)
#: Characters that LOM promises to be kept, by the element that holds the text. Spec: IEEE 1484.12.1, IMS MD 1.2.1.
_KEPT = {"title": 1000, "entry": 500, "keyword": 1000, "description": 2000, "version": 50, "source": 1000}
_LINK = LangText.of("见[标准](https://example.org/b)。", "See the [standard](https://example.org/b).")
_LINKS = LangText.of("见[国标](https://example.org/a)和[标准](https://example.org/b)。", "See it.")


def _video(folder: Path) -> Path:
    """Write 51 MB that do not compress, as a video does not."""
    path = folder / "讲解.mp4"
    path.write_bytes(os.urandom(1_000_000) * 51)
    return path


def test_pain_19_whoever_builds_a_package_too_large_to_upload_is_told_and_told_what_makes_it_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COURSEBRIDGE_CACHE", str(tmp_path / "cache"))
    pages = tmp_path / "pages"
    pages.mkdir()
    (pages / "index.html").write_text("<!DOCTYPE html><title>讲解</title><video src='a.mp4'></video>", encoding="utf-8")
    _video(pages).rename(pages / "a.mp4")
    built = build_folder(BuildRequest(folder=pages, formats=("scorm12",), out=tmp_path / "out"))
    told = [each for each in built.findings if each.id == "PK-UPLOAD-SIZE"]
    assert [(each.place, each.file) for each in told] == [("content/a.mp4", built.packages[0].path.name)]
    report = check_package(built.packages[0].path)
    assert [(each.id, each.place) for each in report.findings] == [("PK-UPLOAD-SIZE", "content/a.mp4")]
    assert "51" in report.findings[0].message


def test_pain_19_a_video_is_in_a_package_once_however_many_units_there_are(tmp_path: Path) -> None:
    course = make_course(assets=(asset("assets/a.mp4", _video(tmp_path)),))
    sizes = [
        build_package(course, "scorm12", tmp_path / str(division), options=BuildOptions(division=division)).size_bytes
        for division in ("single", "multi")
    ]
    assert max(sizes) - min(sizes) < 100_000
    assert max(sizes) < 52_000_000


def _too_long(form: str) -> list[tuple[str, int]]:
    """Return the texts of a course's metadata that are longer than LOM promises to keep."""
    course = make_course().model_copy(update={"title": _LONG, "description": _LONG, "role_label": _LONG})
    objectives = tuple(each.model_copy(update={"label": _LONG}) for each in course.objectives)
    modules = tuple(each.model_copy(update={"title": _LONG}) for each in course.modules)
    course = course.model_copy(
        update={"objectives": objectives, "modules": modules, "map": course.map.model_copy(update={"title": _LONG})}
    )
    plan = package_format(form).plan(course, BuildOptions(division="multi"))
    found = []
    for entry in plan.entries:
        if entry.path.endswith(".xml") and isinstance(entry.content, bytes):
            found += list(_texts(etree.fromstring(entry.content)))
    assert found
    return [(name, length) for name, length in found if length > _KEPT[name]]


def _texts(root: etree._Element) -> Iterator[tuple[str, int]]:
    for text in root.iter("{*}langstring", "{*}string"):
        parent = text.getparent()
        name = "" if parent is None else etree.QName(parent).localname
        if name in _KEPT:
            yield name, len(text.text or "")


@pytest.mark.parametrize("form", ["scorm12", "scorm2004", "scorm2004-3rd", "imscc", "imscc12", "imscc13"])
def test_pain_20_metadata_of_a_wordy_course_stays_within_what_lom_keeps(form: str) -> None:
    """LMSs refuse the whole package over one text, some without saying so."""
    assert _too_long(form) == []


def _cartridge(course: Course, form: str, folder: Path) -> dict[str, etree._Element]:
    built = build_package(course, form, folder)
    with zipfile.ZipFile(built.path) as archive:
        return {name: etree.fromstring(archive.read(name)) for name in archive.namelist() if name.endswith(".xml")}


def _identities(files: dict[str, etree._Element]) -> dict[str, str]:
    """Return what an LMS knows the parts of a cartridge by: identifier by what is meant, its address or its text."""
    manifest = files["imsmanifest.xml"]
    hrefs = {each.get("identifier"): each.findtext(".//{*}file") for each in manifest.iter("{*}resource")}
    known = {}
    for resource in manifest.iter("{*}resource"):
        file = next(each.get("href", "") for each in resource.iter("{*}file"))
        url = files[file].find("{*}url") if file in files else None
        known[file if url is None else url.get("href", "")] = resource.get("identifier", "")
    for name, root in files.items():
        for each in root.iter("{*}assessment", "{*}item"):
            if each.get("ident"):
                known[f"{name} {each.get('title')}"] = each.get("ident", "")
    assert hrefs
    return known


@pytest.mark.parametrize("form", ["imscc", "imscc13"])
def test_pain_22_a_cartridge_imported_again_finds_what_it_brought_before(tmp_path: Path, form: str) -> None:
    """A module, a picture, a link and a question are new, and stand before all others; the rest is what it was."""
    first, second = tmp_path / "b.svg", tmp_path / "a.svg"
    first.write_text("<svg/>")
    second.write_text("<svg></svg>")
    old = make_course(works=2, assets=(asset("assets/b.svg", first),), body=_LINK)
    new = make_course(
        works=3, per_work=3, version="2.0.0", assets=(asset("assets/a.svg", second), asset("assets/b.svg", first))
    )
    lessons = tuple(
        module.model_copy(
            update={"lessons": tuple(each.model_copy(update={"body": _LINKS}) for each in module.lessons)}
        )
        for module in reversed(new.modules)
    )
    forms = tuple(each.model_copy(update={"questions": tuple(reversed(each.questions))}) for each in new.forms)
    before = _identities(_cartridge(old, form, tmp_path / "old"))
    after = _identities(_cartridge(new.model_copy(update={"modules": lessons, "forms": forms}), form, tmp_path / "new"))
    assert {what: after.get(what) for what in before} == before
    assert len(set(after.values())) == len(after)


@pytest.mark.parametrize("form", ["imscc", "imscc12", "imscc13"])
def test_pain_22_no_quiz_is_lost_on_the_way(tmp_path: Path, form: str) -> None:
    """Each has an id of its own, is a resource of the tree, and asks all its questions."""
    files = _cartridge(make_course(works=2, per_work=2), form, tmp_path)
    manifest = files.pop("imsmanifest.xml")
    opened = {each.get("identifierref") for each in manifest.iter("{*}item")}
    quizzes = {
        resource.find("{*}file").get("href", ""): resource.get("identifier")  # type: ignore[union-attr]
        for resource in manifest.iter("{*}resource")
        if re.search(r"/assessment$", resource.get("type", ""))
    }
    assert sorted(quizzes) == ["tests/post.xml", "tests/practice-l1.xml", "tests/practice-l2.xml", "tests/pre.xml"]
    assert set(quizzes.values()) <= opened
    idents = [each.get("ident") for file in quizzes for each in files[file].iter("{*}assessment")]
    assert len(set(idents)) == len(quizzes)
    assert [len(list(files[file].iter("{*}item"))) for file in sorted(quizzes)] == [4, 2, 2, 4]
