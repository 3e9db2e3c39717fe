"""Web pages without a course around them: packaged, aligned to a map, or told what stands in the way."""

from __future__ import annotations

import json
import shutil
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner

import competency_xml
from coursebridge.cli.package import command
from packager.check.inspection import inspect_package
from packager.check.report import check_package
from packager.formats.registry import package_formats
from packager.presets import PRESETS
from packager.web.alignment import slug
from packager.web.loading import WEB_FORMATS
from tests.packager.official import errors

_PAGE = (
    '<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8"><title>{}</title><link rel="stylesheet"'
    ' href="css/a.css"></head><body><p>叉车限速 5 公里。</p><a href="two.html">下一页</a></body></html>'
)
_YAML = """id: forklift
version: 2.1.0
title: {zh-CN: 叉车安全, en: Forklift safety}
map: map.xml
role: quality
pages:
  - page: index.html
    items: [basic.ethics]
    minutes: 10
  - page: two.html
    title: 第二页
    items: [basic.metrology]
"""


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    folder = tmp_path / "仓储 Safety"
    (folder / "css").mkdir(parents=True)
    (folder / ".git").mkdir()
    (folder / "index.html").write_text(_PAGE.format("仓储安全入门"), encoding="utf-8")
    (folder / "two.html").write_text(_PAGE.format("二"), encoding="utf-8")
    for name in ("css/a.css", ".git/config", ".DS_Store", "Thumbs.db"):
        (folder / name).write_text("x")
    return folder


def _aligned(pages: Path, text: str = _YAML) -> None:
    (pages / "coursebridge.yaml").write_text(text, encoding="utf-8")
    shutil.copyfile(Path(competency_xml.__file__).parent / "maps" / "quality.xml", pages / "map.xml")


def _run(*arguments: object) -> tuple[int, dict[str, object], list[str]]:
    done = CliRunner().invoke(command, ["build", *map(str, arguments), "--json"])
    told = json.loads(done.stdout)
    return done.exit_code, told, [each["id"] for each in told["findings"]]


def test_a_bare_folder_becomes_a_package_that_imports_and_reports(pages: Path, tmp_path: Path) -> None:
    code, _, ids = _run(pages, "--format", "scorm12", "-o", tmp_path / "out")
    assert (code, ids) == (0, ["PK-WEB-UNALIGNED"])
    (path,) = (tmp_path / "out").iterdir()
    assert path.name == "Safety-1.0.0-scorm12.zip"
    report = check_package(path)
    assert (report.findings, report.valid, report.will_import, report.will_report) == ((), True, True, True)
    with zipfile.ZipFile(path) as archive:
        assert errors(archive.read("imsmanifest.xml")) == []
        content = [name for name in archive.namelist() if name.startswith("content/")]
        assert '<iframe class="cb-web" src="content/index.html"' in archive.read("index.html").decode()
    assert content == ["content/css/a.css", "content/index.html", "content/two.html"]
    assert inspect_package(path).title == "仓储安全入门"


def test_every_format_that_shows_pages_does_and_the_others_say_that_they_do_not(pages: Path, tmp_path: Path) -> None:
    for form in package_formats():
        code, _, ids = _run(pages, "--format", form.name, "-o", tmp_path / "out")
        if form.name in WEB_FORMATS:
            assert (form.name, code, ids) == (form.name, 0, ["PK-WEB-UNALIGNED", *ids[1:]])
        else:
            assert (form.name, code, ids[-1]) == (form.name, 1, "PK-WEB-FORMAT")
    built = list((tmp_path / "out").iterdir())
    assert len(built) == len(WEB_FORMATS)
    assert [path.name for path in built if not check_package(path).valid] == []


def test_pages_are_aligned_to_the_items_that_the_file_beside_names(pages: Path, tmp_path: Path) -> None:
    _aligned(pages)
    code, _, ids = _run(pages, "--format", "scorm12,imscc", "-o", tmp_path / "out")
    assert (code, ids) == (0, [])
    shown = inspect_package(tmp_path / "out/forklift-2.1.0-scorm12.zip")
    assert (shown.title, set(shown.items[0].objectives)) == ("叉车安全", {"basic.ethics", "basic.metrology"})
    cartridge = inspect_package(tmp_path / "out/forklift-2.1.0-imscc.imscc")
    assert {item.title: item.objectives for item in cartridge.items if item.href and "content" in item.href} == {
        "仓储安全入门": ("basic.ethics",),
        "第二页": ("basic.metrology",),
    }
    with zipfile.ZipFile(tmp_path / "out/forklift-2.1.0-scorm12.zip") as archive:
        assert [name for name in archive.namelist() if name.endswith((".yaml", "map.xml"))] == []
        assert b"starter:quality:basic.ethics" in archive.read("imsmanifest.xml")


def test_a_zip_of_pages_is_packaged_with_the_yaml_beside_it_and_nothing_is_left(pages: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "叉车.zip", "w") as archive:
        for path in pages.rglob("*"):
            archive.write(path, f"一层/{path.relative_to(pages)}")
    _aligned(tmp_path)
    (tmp_path / "coursebridge.yaml").rename(tmp_path / "叉车.yaml")
    code, _, ids = _run(tmp_path / "叉车.zip", "--format", "scorm12", "-o", tmp_path / "out")
    assert (code, ids) == (0, [])
    again = _run(tmp_path / "叉车.zip", "--format", "scorm12", "-o", tmp_path / "out")[1]
    assert again["reused"] is True


@pytest.mark.parametrize(
    ("old", "new", "expected", "place"),
    [
        ("page: two.html", "page: no.html", "PK-WEB-PAGE", "coursebridge.yaml"),
        ("basic.metrology", "basic.nothing", "PK-WEB-ITEM", "12:5"),
        ("map: map.xml\n", "", "PK-WEB-MAP", "5:1"),
        ("role: quality", "role: nobody", "CT-NO-ROLE", None),
        ("map: map.xml", "map: no.xml", "CB-FILE", None),
        ("version: 2.1.0", "version: ../../up", "CT-VALUE", "2:1"),
        ("title: {", "titel: {", "CT-KEY-UNKNOWN", "3:1"),
        ("id: forklift", "id: !x forklift", "CT-YAML", "1:5"),
    ],
)
def test_a_mistake_in_the_yaml_is_told_by_its_place(
    pages: Path, tmp_path: Path, old: str, new: str, expected: str, place: str | None
) -> None:
    assert old in _YAML
    _aligned(pages, _YAML.replace(old, new))
    code, told, ids = _run(pages, "--format", "scorm12", "-o", tmp_path / "out")
    assert code == 1
    assert not (tmp_path / "out").exists()
    found = told["findings"]
    assert isinstance(found, list)
    assert list(zip(ids, [each["place"] for each in found], strict=True)) == [(expected, place)]


def test_names_that_lms_mangle_links_out_and_no_start_are_told(pages: Path, tmp_path: Path) -> None:
    (pages / "图.png").write_text("x")
    (pages / "out.txt").symlink_to("/etc/hostname")
    assert set(_run(pages, "--format", "scorm12", "-o", tmp_path / "out")[2]) == {"PK-WEB-NAME", "PK-WEB-LINK"}
    (pages / "图.png").unlink()
    (pages / "out.txt").unlink()
    (pages / "index.html").rename(pages / "one.html")
    assert _run(pages, "--format", "scorm12", "-o", tmp_path / "out")[2] == ["PK-WEB-NO-START"]
    (pages / "one.html").unlink()
    assert _run(pages, "--format", "scorm12", "-o", tmp_path / "out")[0] == 0
    (pages / "two.html").unlink()
    (pages / "coursebridge.yaml").write_text("version: 1.0.0")
    assert _run(pages, "--format", "scorm12", "-o", tmp_path / "out")[2] == ["PK-WEB-NO-PAGE"]


def test_a_package_is_not_taken_for_pages(pages: Path, tmp_path: Path) -> None:
    _run(pages, "--format", "scorm12", "-o", tmp_path / "out")
    (package,) = (tmp_path / "out").iterdir()
    assert _run(package, "--format", "scorm12", "-o", tmp_path / "again")[::2] == (1, ["PK-WEB-PACKAGE"])


@pytest.mark.parametrize(
    ("name", "expected"), [("Safety 101", "Safety-101"), ("安全", "web-5b89-5168"), ("é/..", "e"), ("a" * 99, "a" * 40)]
)
def test_a_folders_name_becomes_an_id(name: str, expected: str) -> None:
    assert slug(name) == expected


@pytest.mark.parametrize("preset", PRESETS, ids=lambda each: each.name)
def test_a_platform_gets_what_it_takes_and_is_told_why(pages: Path, tmp_path: Path, preset: object) -> None:
    name = preset.name  # type: ignore[attr-defined]
    code, told, ids = _run(pages, "--for", name, "-o", tmp_path / "out")
    if name == "openedx":
        assert (code, ids[-1]) == (1, "PK-WEB-FORMAT")
        return
    built = told["packages"]
    assert isinstance(built, list)
    assert (code, ids[0]) == (0, "PK-PRESET")
    fits = [each for each in preset.formats if each in WEB_FORMATS]  # type: ignore[attr-defined]
    assert [each["format"] for each in built] == fits[:1]


@pytest.mark.parametrize("form", ["scorm2004", "scorm2004-3rd", "imscc13"])
def test_moodle_never_gets_what_it_cannot_do(pages: Path, tmp_path: Path, form: str) -> None:
    code, _, ids = _run(pages, "--for", "moodle", "--format", form, "-o", tmp_path / "out")
    assert (code, ids) == (2, ["PK-UNFIT-FORMAT"])
    assert not (tmp_path / "out").exists()


def test_without_format_or_platform_and_with_an_unknown_one_the_call_is_refused(pages: Path, tmp_path: Path) -> None:
    assert _run(pages, "-o", tmp_path / "out")[::2] == (2, ["PK-NO-CHOICE"])
    assert _run(pages, "--for", "blackbord", "-o", tmp_path / "out")[::2] == (2, ["PK-NO-PRESET"])
