"""A SCORM package without its course is aligned to a map: content and identifiers stay, competencies are new."""

from __future__ import annotations

import json
import shutil
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner

import competency_xml
from coursebridge.cli.package import command
from packager.build import build_package
from packager.check.inspection import inspect_package
from packager.check.report import check_package
from tests.packager import foreign, foreign2004, foreign_cartridge, official, official2004
from tests.packager.courses import make_course

_YAML = """id: warehouse
version: 2.1.0
map: map.xml
role: quality
pages:
  - page: one/index.html
    items: [basic.ethics, basic.metrology]
  - page: ITEM-2
    items: [basic.metrology]
"""
_LOM = """<metadata><lom xmlns="http://www.imsglobal.org/xsd/imsmd_rootv1p2p1"><general><keyword>
<langstring>叉车</langstring></keyword></general></lom></metadata>"""


def _beside(package: Path, text: str = _YAML) -> Path:
    package.with_suffix(".yaml").write_text(text, encoding="utf-8")
    shutil.copyfile(Path(competency_xml.__file__).parent / "maps" / "quality.xml", package.parent / "map.xml")
    return package


def _written(folder: Path, manifest: str, files: dict[str, bytes] = foreign.FILES) -> Path:
    folder.mkdir(exist_ok=True)
    return _beside(foreign.write(folder, manifest, files))


def _run(*arguments: object) -> tuple[int, dict[str, list[dict[str, str]]], list[str]]:
    done = CliRunner().invoke(command, ["build", *map(str, arguments), "--json"])
    told = json.loads(done.stdout)
    return done.exit_code, told, [each["id"] for each in told["findings"]]


def _aligned(package: Path, form: str, out: Path) -> Path:
    code, told, found = _run(package, "--format", form, "-o", out)
    assert (code, found) == (0, [])
    return Path(told["packages"][0]["path"])


def _files(package: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(package) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.mark.parametrize(
    ("form", "manifest", "files"),
    [
        ("scorm12", foreign.MANIFEST, foreign.FILES),
        ("scorm2004", foreign2004.MANIFEST, foreign2004.FILES),
        (
            "scorm2004-3rd",
            foreign2004.MANIFEST.replace("2004 4th Edition", "2004 3rd Edition"),
            foreign2004.FILES,
        ),
    ],
)
def test_what_is_in_the_package_stays_and_its_items_say_what_they_are_about(
    form: str, manifest: str, files: dict[str, bytes], tmp_path: Path
) -> None:
    package = _written(tmp_path / "包", manifest, files)
    made = _aligned(package, form, tmp_path / "out")
    assert made.name == f"warehouse-2.1.0-{form}.zip"
    before, after = _files(package), _files(made)
    assert [*after] == [*before, "coursebridge.json"]
    assert {name for name, content in before.items() if after[name] != content} == {"imsmanifest.xml"}
    report = check_package(made)
    assert (report.format, report.valid, report.will_import, report.will_report) == (form, True, True, True)
    before_it = check_package(package).findings
    assert [(each.id, each.place) for each in report.findings] == [(each.id, each.place) for each in before_it]
    old, new = inspect_package(package), inspect_package(made)
    assert (new.identifier, new.title) == (old.identifier, old.title)
    assert [(each.id, each.href, each.prerequisites) for each in new.items] == [
        (each.id, each.href, each.prerequisites) for each in old.items
    ]
    assert {each.id: each.objectives for each in new.items if each.href} == {
        "ITEM-1": ("basic.ethics", "basic.metrology"),
        "ITEM-2": ("basic.metrology",),
    }


def test_the_official_schemas_take_what_was_added(tmp_path: Path) -> None:
    made = _aligned(_written(tmp_path / "12", foreign.MANIFEST), "scorm12", tmp_path / "out")
    assert official.errors(_files(made)["imsmanifest.xml"]) == official.errors(foreign.MANIFEST.encode())
    package = _written(tmp_path / "2004", foreign2004.MANIFEST, foreign2004.FILES)
    made = _aligned(package, "scorm2004", tmp_path / "out")
    before = official2004.errors(foreign2004.MANIFEST.encode(), "4th")
    assert official2004.errors(_files(made)["imsmanifest.xml"], "4th") == before


def test_metadata_of_its_author_stays_and_a_second_alignment_takes_the_place_of_the_first(tmp_path: Path) -> None:
    manifest = foreign.MANIFEST.replace("<title>第一课</title>", f"<title>第一课</title>{_LOM}")
    first = _aligned(_written(tmp_path / "a", manifest), "scorm12", tmp_path / "b")
    again = _aligned(_beside(first), "scorm12", tmp_path / "c")
    assert _files(again) == _files(first)
    other = _YAML[: _YAML.index("pages:")] + "pages:\n  - page: ITEM-2\n    items: [basic.ethics]\n"
    last = _aligned(_beside(first, other), "scorm12", tmp_path / "d")
    assert {each.id: each.objectives for each in inspect_package(last).items} == {
        "ITEM-1": (),
        "ITEM-2": ("basic.ethics",),
    }
    for path in (first, last):
        assert b"<langstring>\xe5\x8f\x89\xe8\xbd\xa6</langstring>" in _files(path)["imsmanifest.xml"]


def test_a_manifest_in_the_wrong_encoding_comes_out_as_utf_8(tmp_path: Path) -> None:
    (tmp_path / "包").mkdir()
    package = _beside(foreign.write(tmp_path / "包", foreign.MANIFEST.encode("gb18030")))
    assert check_package(package).will_import is False
    made = _aligned(package, "scorm12", tmp_path / "out")
    assert check_package(made).will_import is True
    assert inspect_package(made).title == "仓储安全"


@pytest.mark.parametrize(
    ("yaml", "manifest", "form", "found"),
    [
        (_YAML, foreign.MANIFEST, "cmi5", "PK-WEB-PACKAGE-FORMAT"),
        (_YAML, foreign.MANIFEST, "scorm2004", "PK-WEB-PACKAGE-FORMAT"),
        (_YAML.replace("ITEM-2", "ITEM-9"), foreign.MANIFEST, "scorm12", "PK-WEB-UNIT"),
        (_YAML.replace("basic.ethics", "basic.nothing"), foreign.MANIFEST, "scorm12", "PK-WEB-ITEM"),
        (_YAML.replace("map: map.xml\n", ""), foreign.MANIFEST, "scorm12", "PK-WEB-MAP"),
        (_YAML, foreign.MANIFEST.replace('href="two/index.html">', ">"), "scorm12", "PK-NO-HREF"),
        (
            _YAML,
            foreign.MANIFEST.replace("ADL SCORM", "IMS Content").replace("adlnet", "x"),
            "scorm12",
            "PK-WEB-PACKAGE",
        ),
    ],
)
def test_what_cannot_be_aligned_is_told_and_nothing_is_written(
    yaml: str, manifest: str, form: str, found: str, tmp_path: Path
) -> None:
    package = _beside(_written(tmp_path / "包", manifest), yaml)
    code, told, kinds = _run(package, "--format", form, "-o", tmp_path / "out")
    assert code == 1
    assert found in kinds
    assert "packages" not in told
    assert not (tmp_path / "out").exists()


def test_a_package_of_ours_or_a_cartridge_or_without_a_word_of_its_competencies_is_left_alone(tmp_path: Path) -> None:
    ours = build_package(make_course(), "scorm12", tmp_path / "ours").path
    assert _run(_beside(ours), "--format", "scorm12", "-o", tmp_path / "out")[::2] == (1, ["PK-WEB-PACKAGE-OURS"])
    cartridge = _beside(foreign_cartridge.write(tmp_path))
    assert _run(cartridge, "--format", "imscc", "-o", tmp_path / "out")[::2] == (1, ["PK-WEB-PACKAGE"])
    (tmp_path / "bare").mkdir()
    bare = foreign.write(tmp_path / "bare")
    assert _run(bare, "--format", "scorm12", "-o", tmp_path / "out")[::2] == (1, ["PK-WEB-PACKAGE"])
    (tmp_path / "folder").mkdir()
    with zipfile.ZipFile(bare) as archive:
        archive.extractall(tmp_path / "folder")
    (tmp_path / "folder" / "index.html").write_text("<title>x</title>")
    assert _run(tmp_path / "folder", "--format", "scorm12", "-o", tmp_path / "out")[::2] == (1, ["PK-WEB-PACKAGE"])
    assert not (tmp_path / "out").exists()


def test_a_preset_gets_the_package_in_its_own_format_or_says_that_it_cannot(tmp_path: Path) -> None:
    package = _written(tmp_path / "包", foreign.MANIFEST)
    code, told, found = _run(package, "--for", "moodle", "-o", tmp_path / "out")
    assert (code, [each["format"] for each in told["packages"]], found) == (0, ["scorm12"], ["PK-PRESET"])
    newer = _written(tmp_path / "2004", foreign2004.MANIFEST, foreign2004.FILES)
    assert _run(newer, "--for", "scormcloud", "-o", tmp_path / "out")[0] == 0
    code, _, found = _run(newer, "--for", "moodle", "-o", tmp_path / "out")
    assert (code, "PK-WEB-PACKAGE-FORMAT" in found) == (1, True)
